from __future__ import annotations

import pytest

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.page import EmbeddedFile, Quality, Reading
from idp.extractors import extract

UBL = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:ID>4711</cbc:ID><cbc:IssueDate>2026-04-05</cbc:IssueDate><cbc:DueDate>2026-05-05</cbc:DueDate>
 <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cac:OrderReference><cbc:ID>P00042</cbc:ID></cac:OrderReference>
 <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Muster GmbH</cbc:Name></cac:PartyName>
  <cac:PartyTaxScheme><cbc:CompanyID>DE136695976</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
 </cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Kunde AG</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingCustomerParty>
 <cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>{iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
 <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount></cac:TaxTotal>
 <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
  <cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="EUR">{total}</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">{total}</cbc:PayableAmount>
 </cac:LegalMonetaryTotal>
 <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">500</cbc:InvoicedQuantity>
  <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
  <cac:Item><cbc:Name>Scheibe</cbc:Name><cac:SellersItemIdentification><cbc:ID>S-8</cbc:ID></cac:SellersItemIdentification></cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="EUR">20.00</cbc:PriceAmount><cbc:BaseQuantity unitCode="C62">100</cbc:BaseQuantity></cac:Price>
 </cac:InvoiceLine>
</Invoice>"""

RESPONSE = """<OrderResponse xmlns="urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:ID>AB-7</cbc:ID><cbc:IssueDate>2026-04-06</cbc:IssueDate><cac:OrderReference><cbc:ID>P00042</cbc:ID></cac:OrderReference>
 <cac:SellerSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Muster GmbH</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:SellerSupplierParty>
 <cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="C62">5</cbc:Quantity>
  <cac:Delivery><cac:PromisedDeliveryPeriod><cbc:EndDate>2026-05-01</cbc:EndDate></cac:PromisedDeliveryPeriod></cac:Delivery>
  <cac:Item><cbc:Name>Blech</cbc:Name></cac:Item></cac:LineItem></cac:OrderLine>
</OrderResponse>"""

CII = """<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocument><ram:ID>RE-9</ram:ID><ram:TypeCode>{code}</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20260405</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Muster GmbH</ram:Name>
  <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/345</ram:ID></ram:SpecifiedTaxRegistration>
  <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE136695976</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
  <ram:BuyerTradeParty><ram:Name>Kunde AG</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="USD">21.00</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="EUR">19.00</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>119.00</ram:GrandTotalAmount><ram:DuePayableAmount>119.00</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""


def read(xml: str) -> ExtractedDocument:
    (document,) = extract(Reading("application/xml", (), EmbeddedFile("e.xml", xml.encode()))).documents
    return document


def invoice(*, iban: str = "DE89370400440532013000", total: str = "119.00") -> str:
    return UBL.format(iban=iban, total=total)


def test_a_ubl_invoice_is_read_exactly() -> None:
    document = read(invoice())
    assert document.document_type is DocumentType.INVOICE
    assert document.quality is Quality.STRUCTURED
    assert {name: value.value for name, value in document.fields.items()} == {
        "invoice_number": "4711", "invoice_date": "2026-04-05", "due_date": "2026-05-05", "po_number": "P00042", "po_numbers": ("P00042",),
        "supplier_name": "Muster GmbH", "supplier_vat": "DE136695976", "supplier_iban": "DE89370400440532013000", "buyer_name": "Kunde AG",
        "currency": "EUR", "subtotal": "100.00", "tax_amount": "19.00", "total": "119.00", "amount_due": "119.00",
    }  # fmt: skip
    (line,) = document.lines
    assert {name: cell.value for name, cell in line.cells.items()} == {
        "description": "Scheibe", "product_code": "S-8", "quantity": "500", "uom": "C62", "unit_price": "20.00", "price_base": "100",
        "amount": "100.00",
    }  # fmt: skip
    assert document.confident
    assert document.findings == ()


def test_sums_that_contradict_each_other_end_confidence() -> None:
    document = read(invoice(total="120.00"))
    assert [f.code for f in document.findings] == [Code.VAL_TOTAL]
    assert not document.confident


@pytest.mark.parametrize(
    ("total", "code"), [("119.01", Code.VAL_ROUND), ("118.95", Code.VAL_ROUND), ("119.06", Code.VAL_TOTAL)]
)
def test_up_to_five_cents_are_rounding_and_only_noted(total: str, code: Code) -> None:
    document = read(invoice(total=total))
    assert [f.code for f in document.findings] == [code]
    assert document.confident == (code is Code.VAL_ROUND)


def test_a_line_whose_amount_is_not_quantity_times_price_is_named() -> None:
    document = read(invoice().replace(">500</cbc:InvoicedQuantity>", ">450</cbc:InvoicedQuantity>"))
    assert [(f.code, f.line, f.expected, f.actual) for f in document.findings] == [(Code.VAL_LINE, 0, "90.00", "100.00")]
    assert not document.confident


@pytest.mark.parametrize(("price", "extra", "findings"), [
    ("22.00", "<cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount>10.00</cbc:Amount>", []),
    ("18.00", "<cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount>10.00</cbc:Amount>", []),
    ("20.004", "<cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount>0</cbc:Amount>", [Code.VAL_ROUND]),
    ("20.00", "<cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount>10.00</cbc:Amount>", [Code.VAL_LINE]),
])  # fmt: skip
def test_allowances_and_charges_of_a_line_count_and_two_cents_are_rounding(
    price: str, extra: str, findings: list[Code]
) -> None:
    xml = invoice().replace(">20.00</cbc:PriceAmount>", f">{price}</cbc:PriceAmount>")
    document = read(xml.replace("<cac:Item>", f"<cac:AllowanceCharge>{extra}</cac:AllowanceCharge><cac:Item>"))
    assert [f.code for f in document.findings] == findings


@pytest.mark.parametrize(("due", "paid", "findings"), [
    ("129.00", "0.00", [Code.VAL_TOTAL]), ("99.00", "20.00", []), ("89.00", "20.00", [Code.VAL_TOTAL]),
])  # fmt: skip
def test_the_amount_due_is_the_total_less_what_was_paid(due: str, paid: str, findings: list[Code]) -> None:
    payable = '<cbc:PayableAmount currencyID="EUR">'
    document = read(invoice().replace(f"{payable}119.00", f"<cbc:PrepaidAmount>{paid}</cbc:PrepaidAmount>{payable}{due}"))
    assert [f.code for f in document.findings] == findings


def test_an_account_that_is_no_iban_is_an_account_too() -> None:
    document = read(invoice(iban="0021456789"))
    assert document.texts("supplier_ibans") == ("0021456789",)
    assert "supplier_iban" not in document.fields
    assert document.findings == ()


def test_an_account_that_cannot_exist_is_reported_though_it_was_read_exactly() -> None:
    document = read(invoice(iban="DE89370400440532013001"))
    assert document.text("supplier_iban") == "DE89370400440532013001"
    assert [f.code for f in document.findings] == [Code.VAL_CHECKDIGIT]


def test_an_order_response_is_a_confirmation_without_findings_for_what_its_format_lacks() -> None:
    document = read(RESPONSE)
    assert document.document_type is DocumentType.ORDER_CONFIRMATION
    assert document.text("confirmation_number") == "AB-7"
    assert document.text("po_number") == "P00042"
    assert document.lines[0].text("promised_date") == "2026-05-01"
    assert document.findings == ()
    assert document.confident


def test_a_cross_industry_invoice_gives_its_tax_in_its_own_currency_and_the_vat_number_not_the_tax_number() -> None:
    document = read(CII.format(code="380"))
    assert document.document_type is DocumentType.INVOICE
    assert document.text("invoice_date") == "2026-04-05"
    assert document.text("tax_amount") == "19.00"
    assert document.text("supplier_vat") == "DE136695976"
    assert document.confident


def test_the_type_code_makes_a_cross_industry_document_a_credit_note() -> None:
    assert read(CII.format(code="381")).document_type is DocumentType.CREDIT_NOTE


@pytest.mark.parametrize(
    "xml",
    [
        "<catalog><item/></catalog>",
        "<Invoice",
        '<!DOCTYPE a [<!ENTITY x "xx">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "",
    ],
)
def test_xml_that_is_unknown_malformed_or_hostile_gives_an_unknown_document(xml: str) -> None:
    document = read(xml)
    assert document.document_type is DocumentType.OTHER
    assert [f.code for f in document.findings] == [Code.CLS_UNKNOWN]
    assert not document.confident
