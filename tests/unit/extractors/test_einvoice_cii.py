"""Cross Industry documents of every kind, all invented: ZUGFeRD 1.0, Factur-X, Order-X, despatch advice."""
# ruff: noqa: E501  a piece of XML reads best unbroken

from __future__ import annotations

import pytest

from idp.domain.document import DocumentType
from tests.unit.extractors.test_einvoice_ubl import read, values

_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity"
_UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType"


def cii(root: str, body: str, *, version: str = "100") -> str:
    spaces = {"r": f"urn:un:unece:uncefact:data:standard:{root}", "m": _RAM, "d": _UDT}
    declared = " ".join(f'xmlns:{prefix}="{uri}:{version}"' for prefix, uri in spaces.items())
    return f"<r:{root} {declared}>{body}</r:{root}>"


def day(name: str, digits: str) -> str:
    return f'<m:{name}><d:DateTimeString format="102">{digits}</d:DateTimeString></m:{name}>'


def head(number: str, code: str, *, extra: str = "") -> str:
    issued = day("IssueDateTime", "20260405")
    return f"<r:ExchangedDocument><m:ID>{number}</m:ID><m:TypeCode>{code}</m:TypeCode>{extra}{issued}</r:ExchangedDocument>"


_PARTIES = (
    "<m:SellerTradeParty><m:Name>Nordhof Teile GmbH</m:Name></m:SellerTradeParty>"
    "<m:BuyerTradeParty><m:Name>Kunde AG</m:Name></m:BuyerTradeParty>"
)
_ORDER = "<m:BuyerOrderReferencedDocument><m:IssuerAssignedID>P00042</m:IssuerAssignedID></m:BuyerOrderReferencedDocument>"


def order_x(code: str, line: str, *, status: str = "", delivery: str = "") -> str:
    return cii(
        "SCRDMCCBDACIOMessageStructure",
        head("X-1", code, extra=status)
        + "<r:SupplyChainTradeTransaction><m:IncludedSupplyChainTradeLineItem>" + line + "</m:IncludedSupplyChainTradeLineItem>"
        + f"<m:ApplicableHeaderTradeAgreement>{_PARTIES}{_ORDER}</m:ApplicableHeaderTradeAgreement>"
        + f"<m:ApplicableHeaderTradeDelivery>{delivery}</m:ApplicableHeaderTradeDelivery>"
        + "<m:ApplicableHeaderTradeSettlement><m:OrderCurrencyCode>EUR</m:OrderCurrencyCode>"
        "<m:SpecifiedTradeSettlementHeaderMonetarySummation><m:LineTotalAmount>60.00</m:LineTotalAmount><m:TaxBasisTotalAmount>60.00"
        "</m:TaxBasisTotalAmount></m:SpecifiedTradeSettlementHeaderMonetarySummation></m:ApplicableHeaderTradeSettlement>"
        "</r:SupplyChainTradeTransaction>",
    )  # fmt: skip


_LINE = (
    "<m:AssociatedDocumentLineDocument><m:LineID>1</m:LineID><m:LineStatusCode>3</m:LineStatusCode></m:AssociatedDocumentLineDocument>"
    "<m:SpecifiedTradeProduct><m:GlobalID>4012345000016</m:GlobalID><m:BuyerAssignedID>K-9</m:BuyerAssignedID><m:Name>Hinge</m:Name>"
    "</m:SpecifiedTradeProduct><m:SubstitutedReferencedProduct><m:SellerAssignedID>H-10</m:SellerAssignedID><m:Name>Hinge, new</m:Name>"
    "</m:SubstitutedReferencedProduct><m:SpecifiedLineTradeAgreement><m:GrossPriceProductTradePrice><m:ChargeAmount>12.00</m:ChargeAmount>"
    "<m:AppliedTradeAllowanceCharge><m:ChargeIndicator><d:Indicator>false</d:Indicator></m:ChargeIndicator><m:ActualAmount>2.00</m:ActualAmount>"
    "</m:AppliedTradeAllowanceCharge></m:GrossPriceProductTradePrice></m:SpecifiedLineTradeAgreement><m:SpecifiedLineTradeDelivery>"
    '<m:RequestedQuantity unitCode="C62">10</m:RequestedQuantity><m:AgreedQuantity unitCode="C62">6</m:AgreedQuantity>'
    "<m:RequestedDeliverySupplyChainEvent>" + day("OccurrenceDateTime", "20260420") + "</m:RequestedDeliverySupplyChainEvent>"
    "</m:SpecifiedLineTradeDelivery><m:SpecifiedLineTradeSettlement><m:SpecifiedTradeSettlementLineMonetarySummation><m:LineTotalAmount>60.00"
    "</m:LineTotalAmount></m:SpecifiedTradeSettlementLineMonetarySummation></m:SpecifiedLineTradeSettlement>"
)


def test_an_order_x_response_gives_what_was_agreed_when_it_comes_and_what_comes_instead() -> None:
    promised = "<m:RequestedDeliverySupplyChainEvent><m:OccurrenceSpecifiedPeriod>" + day("EndDateTime", "20260430")
    promised += "</m:OccurrenceSpecifiedPeriod></m:RequestedDeliverySupplyChainEvent>"
    document = read(order_x("231", _LINE, status="<m:StatusCode>30</m:StatusCode>", delivery=promised))
    assert document.document_type is DocumentType.ORDER_CONFIRMATION
    assert values(document) == {
        "confirmation_number": "X-1", "confirmation_date": "2026-04-05", "order_status": "30", "supplier_name": "Nordhof Teile GmbH",
        "buyer_name": "Kunde AG", "po_number": "P00042", "currency": "EUR", "subtotal": "60.00", "promised_date": "2026-04-30",
    }  # fmt: skip
    assert values(document.lines[0]) == {
        "description": "Hinge", "product_code": "K-9", "buyer_code": "K-9", "gtin": "4012345000016", "quantity": "6", "uom": "C62",
        "unit_price": "10.00", "amount": "60.00", "line_status": "3", "promised_date": "2026-04-20", "substitute_code": "H-10",
        "substitute_description": "Hinge, new",
    }  # fmt: skip
    assert document.confident


def test_an_order_x_order_is_a_purchase_order_and_its_change_is_shown_but_not_processed() -> None:
    order, change = read(order_x("220", _LINE)), read(order_x("230", _LINE))
    assert order.document_type is DocumentType.PURCHASE_ORDER
    assert (order.text("po_number"), order.text("order_date")) == ("X-1", "2026-04-05")
    assert order.lines[0].text("quantity") == "10"
    assert change.document_type is DocumentType.OTHER
    assert (change.text("reference"), change.text("po_number"), change.lines[0].text("amount")) == ("X-1", "P00042", "60.00")


def test_a_despatch_advice_gives_quantities_and_the_order_of_each_line() -> None:
    line = (
        "<m:IncludedSupplyChainTradeLineItem><m:SpecifiedTradeProduct><m:SellerAssignedID>H-9</m:SellerAssignedID><m:Name>Hinge</m:Name>"
        f"</m:SpecifiedTradeProduct><m:SpecifiedLineTradeAgreement>{_ORDER}</m:SpecifiedLineTradeAgreement><m:SpecifiedLineTradeDelivery>"
        '<m:DespatchedQuantity unitCode="C62">6</m:DespatchedQuantity></m:SpecifiedLineTradeDelivery></m:IncludedSupplyChainTradeLineItem>'
    )
    document = read(
        cii(
            "SCRDMCCBDACIDAMessageStructure",
            head("LS-3", "351") + f"<r:SupplyChainTradeTransaction>{line}<m:ApplicableHeaderTradeAgreement>{_PARTIES}"
            "</m:ApplicableHeaderTradeAgreement></r:SupplyChainTradeTransaction>",
        )
    )  # fmt: skip
    assert document.document_type is DocumentType.DELIVERY_NOTE
    assert values(document) == {
        "delivery_note_number": "LS-3", "delivery_date": "2026-04-05", "supplier_name": "Nordhof Teile GmbH", "buyer_name": "Kunde AG",
        "po_number": "P00042",
    }  # fmt: skip
    assert values(document.lines[0]) == {
        "description": "Hinge", "product_code": "H-9", "quantity": "6", "uom": "C62", "po_number": "P00042",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("root", "header", "words", "version"),
    [
        (
            "CrossIndustryDocument",
            "HeaderExchangedDocument",
            ("SpecifiedSupplyChainTradeTransaction", "SupplyChain", "SupplyChain", ""),
            "12",
        ),
        ("CrossIndustryInvoice", "ExchangedDocument", ("SupplyChainTradeTransaction", "Header", "Line", "Header"), "100"),
    ],
    ids=["ZUGFeRD 1.0", "D16B, D22B, Factur-X"],
)
def test_an_invoice_of_any_generation_gives_the_same(root: str, header: str, words: tuple[str, ...], version: str) -> None:
    trade, prefix, line, sums = words
    special = f"Specified{line}Trade"
    account = "<m:SpecifiedTradeSettlementPaymentMeans><m:PayeePartyCreditorFinancialAccount><m:IBANID>{}</m:IBANID></m:PayeePartyCreditorFinancialAccount></m:SpecifiedTradeSettlementPaymentMeans>"
    allowance = "<m:SpecifiedTradeAllowanceCharge><m:ChargeIndicator><d:Indicator>{}</d:Indicator></m:ChargeIndicator><m:ActualAmount>{}</m:ActualAmount><m:Reason>{}</m:Reason></m:SpecifiedTradeAllowanceCharge>"
    line_sums = "SpecifiedTradeSettlement" + ("" if line == "SupplyChain" else "Line") + "MonetarySummation"
    document = read(
        cii(
            root,
            f"<r:{header}><m:ID>R-1</m:ID><m:TypeCode>380</m:TypeCode>{day('IssueDateTime', '20260405')}</r:{header}><r:{trade}>"
            "<m:IncludedSupplyChainTradeLineItem><m:AssociatedDocumentLineDocument><m:LineID>1</m:LineID></m:AssociatedDocumentLineDocument>"
            "<m:SpecifiedTradeProduct><m:SellerAssignedID>S-1</m:SellerAssignedID><m:Name>Disc</m:Name></m:SpecifiedTradeProduct>"
            f"<m:{special}Agreement>{_ORDER}<m:NetPriceProductTradePrice><m:ChargeAmount>20.00</m:ChargeAmount>"
            f'<m:BasisQuantity unitCode="C62">100</m:BasisQuantity></m:NetPriceProductTradePrice></m:{special}Agreement>'
            f'<m:{special}Delivery><m:BilledQuantity unitCode="C62">500</m:BilledQuantity></m:{special}Delivery>'
            f"<m:{special}Settlement>{allowance.format('false', '25.00', 'Rebate')}"
            f"<m:{line_sums}><m:LineTotalAmount>75.00</m:LineTotalAmount>"
            f"</m:{line_sums}></m:{special}Settlement></m:IncludedSupplyChainTradeLineItem>"
            f"<m:Applicable{prefix}TradeAgreement>{_PARTIES}</m:Applicable{prefix}TradeAgreement>"
            f"<m:Applicable{prefix}TradeSettlement><m:InvoiceCurrencyCode>EUR</m:InvoiceCurrencyCode>"
            + account.format("DE89370400440532013000") + account.format("DE89 3704 0044 0532 0130 00") + allowance.format("true", "5.00", "Freight")
            + f"<m:SpecifiedTradePaymentTerms><m:Description>30 days</m:Description>{day('DueDateDateTime', '20260505')}</m:SpecifiedTradePaymentTerms>"
            f"<m:SpecifiedTradeSettlement{sums}MonetarySummation><m:TaxBasisTotalAmount>80.00</m:TaxBasisTotalAmount><m:TaxTotalAmount>15.20"
            f"</m:TaxTotalAmount><m:GrandTotalAmount>95.20</m:GrandTotalAmount></m:SpecifiedTradeSettlement{sums}MonetarySummation>"
            f"</m:Applicable{prefix}TradeSettlement></r:{trade}>",
            version=version,
        )
    )  # fmt: skip
    assert values(document) == {
        "invoice_number": "R-1", "invoice_date": "2026-04-05", "due_date": "2026-05-05", "payment_terms": "30 days", "supplier_name": "Nordhof Teile GmbH",
        "buyer_name": "Kunde AG", "supplier_iban": "DE89 3704 0044 0532 0130 00", "po_number": "P00042", "po_numbers": ("P00042",), "currency": "EUR",
        "subtotal": "80.00", "tax_amount": "15.20", "total": "95.20", "other_charges": "5.00", "charge_total": "5.00", "charge_reasons": "Freight",
    }  # fmt: skip
    assert values(document.lines[0]) == {
        "description": "Disc", "product_code": "S-1", "quantity": "500", "uom": "C62", "unit_price": "20.00", "price_base": "100", "discount": "25",
        "amount": "75.00", "po_number": "P00042",
    }  # fmt: skip
    assert document.findings == ()
