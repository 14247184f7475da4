"""UBL documents of every kind, all invented: which fields and line columns they give."""
# ruff: noqa: E501  a piece of XML reads best unbroken

from __future__ import annotations

from idp.domain.document import DocumentType, ExtractedDocument, ExtractedLine
from idp.domain.page import EmbeddedFile, Reading
from idp.extractors import extract

_AGGREGATE = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
_BASIC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_SELLER = (
    "<q:SellerSupplierParty><q:Party><q:PartyLegalEntity><z:RegistrationName>Nordhof Teile GmbH</z:RegistrationName></q:PartyLegalEntity>"
    "</q:Party></q:SellerSupplierParty>"
)
_BUYER = "<q:BuyerCustomerParty><q:Party><q:PartyName><z:Name>Kunde AG</z:Name></q:PartyName></q:Party></q:BuyerCustomerParty>"
_ORDER = "<q:OrderReference><z:ID>P00042</z:ID></q:OrderReference>"


def ubl(root: str, body: str) -> str:
    """A document under prefixes that nobody uses."""
    return f'<u:{root} xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" xmlns:q="{_AGGREGATE}" xmlns:z="{_BASIC}">{body}</u:{root}>'


def item(name: str, **codes: str) -> str:
    numbers = "".join(
        f"<q:{kind}ItemIdentification><z:ID>{code}</z:ID></q:{kind}ItemIdentification>" for kind, code in codes.items()
    )
    return f"<q:Item><z:Name>{name}</z:Name>{numbers}</q:Item>"


def read(xml: str) -> ExtractedDocument:
    (document,) = extract(Reading("application/xml", (), EmbeddedFile("e.xml", xml.encode()))).documents
    return document


def values(found: ExtractedDocument | ExtractedLine) -> dict[str, object]:
    cells = found.fields if isinstance(found, ExtractedDocument) else found.cells
    return {name: cell.value for name, cell in cells.items()}


def test_an_order_gives_its_head_and_lines_with_the_sellers_then_the_buyers_code() -> None:
    line = "<q:OrderLine><q:LineItem><z:ID>{n}</z:ID><z:Quantity unitCode='H87'>{q}</z:Quantity><z:LineExtensionAmount currencyID='SEK'>{a}</z:LineExtensionAmount><q:Price><z:PriceAmount currencyID='SEK'>{p}</z:PriceAmount><z:BaseQuantity>100</z:BaseQuantity></q:Price>{i}</q:LineItem></q:OrderLine>"
    document = read(
        ubl(
            "Order",
            "<z:ID>PO-7</z:ID><z:IssueDate>2026-02-03</z:IssueDate><z:DocumentCurrencyCode>SEK</z:DocumentCurrencyCode>" + _BUYER + _SELLER
            + "<q:TaxTotal><z:TaxAmount currencyID='SEK'>25.00</z:TaxAmount></q:TaxTotal><q:AnticipatedMonetaryTotal>"
            "<z:LineExtensionAmount currencyID='SEK'>100.00</z:LineExtensionAmount><z:PayableAmount currencyID='SEK'>125.00</z:PayableAmount>"
            "</q:AnticipatedMonetaryTotal>"
            + line.format(n=1, q=400, a="80.00", p="20.00", i=item("Bolt", Sellers="B-1", Buyers="K-1", Standard="07350001"))
            + line.format(n=2, q=100, a="20.00", p="20.00", i=item("Nut", Buyers="K-2", Standard="07350002")),
        )
    )  # fmt: skip
    assert document.document_type is DocumentType.PURCHASE_ORDER
    assert values(document) == {
        "po_number": "PO-7", "order_date": "2026-02-03", "currency": "SEK", "supplier_name": "Nordhof Teile GmbH", "buyer_name": "Kunde AG",
        "subtotal": "100.00", "tax_amount": "25.00", "total": "125.00", "amount_due": "125.00",
    }  # fmt: skip
    first, second = document.lines
    assert values(first) == {
        "description": "Bolt", "product_code": "B-1", "buyer_code": "K-1", "gtin": "07350001", "quantity": "400", "uom": "H87",
        "unit_price": "20.00", "price_base": "100", "amount": "80.00",
    }  # fmt: skip
    assert second.text("product_code") == "K-2"
    assert document.confident


def test_a_response_gives_promised_dates_states_and_what_comes_instead_beside_what_was_ordered() -> None:
    line = (
        "<q:OrderLine><q:LineItem><z:ID>1</z:ID><z:LineStatusCode>3</z:LineStatusCode><z:Quantity unitCode='C62'>5</z:Quantity>"
        "<q:Delivery><q:PromisedDeliveryPeriod><z:StartDate>2026-05-01</z:StartDate></q:PromisedDeliveryPeriod></q:Delivery>"
        "<q:Price><z:PriceAmount currencyID='EUR'>2.50</z:PriceAmount></q:Price>"
        + item("Disc 125", Sellers="D-125")
        + "</q:LineItem>"
        "<q:SellerSubstitutedLineItem><z:ID>1</z:ID>"
        + item("Disc 125 red", Sellers="D-125R")
        + "</q:SellerSubstitutedLineItem></q:OrderLine>"
    )
    document = read(
        ubl(
            "OrderResponse",
            "<z:ID>OR-1</z:ID><z:IssueDate>2026-04-06</z:IssueDate><z:OrderResponseCode>CA</z:OrderResponseCode>"
            "<z:DocumentCurrencyCode>EUR</z:DocumentCurrencyCode>" + _ORDER + _SELLER + _BUYER
            + "<q:Delivery><q:PromisedDeliveryPeriod><z:EndDate>2026-05-09</z:EndDate></q:PromisedDeliveryPeriod></q:Delivery>" + line,
        )
    )  # fmt: skip
    assert document.document_type is DocumentType.ORDER_CONFIRMATION
    assert values(document) == {
        "confirmation_number": "OR-1", "confirmation_date": "2026-04-06", "po_number": "P00042", "order_status": "CA", "currency": "EUR",
        "promised_date": "2026-05-09", "supplier_name": "Nordhof Teile GmbH", "buyer_name": "Kunde AG",
    }  # fmt: skip
    assert values(document.lines[0]) == {
        "description": "Disc 125", "product_code": "D-125", "quantity": "5", "uom": "C62", "unit_price": "2.50", "line_status": "3",
        "promised_date": "2026-05-01", "substitute_description": "Disc 125 red", "substitute_code": "D-125R",
    }  # fmt: skip


def test_a_simple_response_says_yes_or_no_to_the_whole_order() -> None:
    body = (
        "<z:ID>S-1</z:ID><z:IssueDate>2026-04-06</z:IssueDate><z:AcceptedIndicator>{}</z:AcceptedIndicator>"
        + _ORDER
        + _SELLER
        + _BUYER
    )
    refused, accepted = (read(ubl("OrderResponseSimple", body.format(word))) for word in ("false", "true"))
    assert refused.document_type is DocumentType.ORDER_CONFIRMATION
    assert values(refused) == {
        "confirmation_number": "S-1", "confirmation_date": "2026-04-06", "po_number": "P00042", "order_status": "rejected",
        "supplier_name": "Nordhof Teile GmbH", "buyer_name": "Kunde AG",
    }  # fmt: skip
    assert accepted.text("order_status") == "accepted"
    assert refused.confident


def test_an_order_change_is_shown_with_its_lines_but_is_not_processed() -> None:
    line = (
        "<q:OrderLine><q:LineItem><z:ID>1</z:ID><z:Quantity unitCode='C62'>5</z:Quantity>"
        + item("Disc")
        + "</q:LineItem></q:OrderLine>"
    )
    document = read(ubl("OrderChange", "<z:ID>C-1</z:ID><z:IssueDate>2026-04-06</z:IssueDate>" + _ORDER + _SELLER + line))
    assert document.document_type is DocumentType.OTHER
    assert (document.text("reference"), document.text("po_number"), document.text("supplier_name")) == (
        "C-1",
        "P00042",
        "Nordhof Teile GmbH",
    )
    assert values(document.lines[0]) == {"description": "Disc", "quantity": "5", "uom": "C62"}


def test_a_despatch_advice_gives_quantities_and_the_order_of_each_line() -> None:
    line = (
        "<q:DespatchLine><z:ID>{n}</z:ID><z:DeliveredQuantity unitCode='KGM'>{q}</z:DeliveredQuantity><q:OrderLineReference><z:LineID>1</z:LineID>"
        "<q:OrderReference><z:ID>{po}</z:ID></q:OrderReference></q:OrderLineReference>{i}</q:DespatchLine>"
    )
    document = read(
        ubl(
            "DespatchAdvice",
            "<z:ID>LS-5</z:ID><z:IssueDate>2026-04-20</z:IssueDate><q:DespatchSupplierParty><q:Party><q:PartyName><z:Name>Nordhof</z:Name>"
            "</q:PartyName></q:Party></q:DespatchSupplierParty><q:Shipment><z:ID>1</z:ID><z:GrossWeightMeasure unitCode='KGM'>812.5"
            "</z:GrossWeightMeasure><z:TotalTransportHandlingUnitQuantity>3</z:TotalTransportHandlingUnitQuantity><q:Consignment><z:ID>1</z:ID>"
            "<q:CarrierParty><q:PartyName><z:Name>Spedition Ost</z:Name></q:PartyName></q:CarrierParty></q:Consignment></q:Shipment>"
            + line.format(n=1, q="500", po="P00042", i=item("Granulate", Sellers="G-1"))
            + line.format(n=2, q="300", po="P00043", i=item("Sand", Standard="4000001")),
        )
    )  # fmt: skip
    assert document.document_type is DocumentType.DELIVERY_NOTE
    assert values(document) == {
        "delivery_note_number": "LS-5", "delivery_date": "2026-04-20", "supplier_name": "Nordhof", "po_number": "P00042", "total_weight": "812.5",
        "package_count": "3", "carrier": "Spedition Ost",
    }  # fmt: skip
    assert values(document.lines[1]) == {
        "description": "Sand", "product_code": "4000001", "gtin": "4000001", "quantity": "300", "uom": "KGM", "po_number": "P00043",
    }  # fmt: skip
    assert document.confident


def test_a_receipt_advice_tells_what_was_kept_and_every_exception_with_its_reason() -> None:
    line = "<q:ReceiptLine><z:ID>{n}</z:ID>{body}{i}</q:ReceiptLine>"
    document = read(
        ubl(
            "ReceiptAdvice",
            "<z:ID>RA-1</z:ID><z:IssueDate>2026-04-25</z:IssueDate>" + _ORDER
            + "<q:DespatchDocumentReference><z:ID>LS-5</z:ID></q:DespatchDocumentReference><q:Signature><z:ID>1</z:ID><q:SignatoryParty><q:Person>"
            "<z:FirstName>Ida</z:FirstName><z:FamilyName>Berg</z:FamilyName></q:Person></q:SignatoryParty></q:Signature>"
            "<q:Shipment><z:ID>1</z:ID><q:Delivery><z:ActualDeliveryDate>2026-04-24</z:ActualDeliveryDate></q:Delivery></q:Shipment>"
            + line.format(n=1, i=item("A", Sellers="A"), body="<z:ReceivedQuantity unitCode='C62'>10</z:ReceivedQuantity>")
            + line.format(n=2, i=item("B"), body="<z:ReceivedQuantity unitCode='C62'>8</z:ReceivedQuantity><z:ShortQuantity unitCode='C62'>2"
                          "</z:ShortQuantity><z:ShortageActionCode>BO</z:ShortageActionCode>")
            + line.format(n=3, i=item("C"), body="<z:ReceivedQuantity unitCode='C62'>6</z:ReceivedQuantity><z:RejectedQuantity unitCode='C62'>1"
                          "</z:RejectedQuantity><z:RejectReason>Damaged in transport</z:RejectReason>"),
        )
    )  # fmt: skip
    assert document.document_type is DocumentType.PROOF_OF_DELIVERY
    assert values(document) == {
        "reference": "LS-5", "receipt_number": "RA-1", "delivered_date": "2026-04-24", "received_by": "Ida Berg", "po_number": "P00042",
        "exceptions": "line 2: 2 C62 short; line 3: 1 C62 rejected, Damaged in transport",
    }  # fmt: skip
    assert [(line.text("quantity"), line.text("quantity_delivered"), line.text("uom")) for line in document.lines] == [
        ("10", "10", "C62"), ("10", "8", "C62"), ("6", "5", "C62"),
    ]  # fmt: skip
    assert document.confident


def test_a_bill_names_every_account_every_charge_its_terms_and_what_its_line_allowances_take_off() -> None:
    amount = "<z:Amount currencyID='EUR'>{}</z:Amount>"
    document = read(
        ubl(
            "CreditNote",
            "<z:ID>G-1</z:ID><z:IssueDate>2026-04-25</z:IssueDate><z:DocumentCurrencyCode>EUR</z:DocumentCurrencyCode>"
            "<q:OrderReference><z:ID>NA</z:ID></q:OrderReference>"
            "<q:BillingReference><q:InvoiceDocumentReference><z:ID>R-9</z:ID></q:InvoiceDocumentReference></q:BillingReference>"
            "<q:AccountingSupplierParty><q:Party><q:PartyName><z:Name>Nordhof</z:Name></q:PartyName></q:Party></q:AccountingSupplierParty>"
            "<q:PaymentMeans><q:PayeeFinancialAccount><z:ID>DE89370400440532013000</z:ID></q:PayeeFinancialAccount></q:PaymentMeans>"
            "<q:PaymentMeans><q:PayeeFinancialAccount><z:ID>GB82WEST12345698765432</z:ID></q:PayeeFinancialAccount></q:PaymentMeans>"
            "<q:PaymentTerms><z:Note>30 days net</z:Note></q:PaymentTerms>"
            "<q:AllowanceCharge><z:ChargeIndicator>true</z:ChargeIndicator><z:AllowanceChargeReason>Freight</z:AllowanceChargeReason>"
            + amount.format("10.00") + "</q:AllowanceCharge>"
            "<q:TaxTotal><z:TaxAmount currencyID='EUR'>0.00</z:TaxAmount></q:TaxTotal>"
            "<q:LegalMonetaryTotal><z:TaxExclusiveAmount currencyID='EUR'>100.00</z:TaxExclusiveAmount>"
            "<z:TaxInclusiveAmount currencyID='EUR'>100.00</z:TaxInclusiveAmount></q:LegalMonetaryTotal>"
            "<q:CreditNoteLine><z:ID>1</z:ID><z:CreditedQuantity unitCode='C62'>10</z:CreditedQuantity>"
            "<z:LineExtensionAmount currencyID='EUR'>90.00</z:LineExtensionAmount>"
            "<q:OrderLineReference><z:LineID>1</z:LineID><q:OrderReference><z:ID>P00042</z:ID></q:OrderReference></q:OrderLineReference>"
            "<q:AllowanceCharge><z:ChargeIndicator>false</z:ChargeIndicator>" + amount.format("10.00") + "</q:AllowanceCharge>"
            + item("Disc") + "<q:Price><z:PriceAmount currencyID='EUR'>10.00</z:PriceAmount></q:Price></q:CreditNoteLine>",
        )
    )  # fmt: skip
    assert document.document_type is DocumentType.CREDIT_NOTE
    fields = values(document)
    assert fields["supplier_ibans"] == ("DE89370400440532013000", "GB82WEST12345698765432")
    assert fields["supplier_iban"] == "DE89370400440532013000"
    assert (fields["charge_total"], fields["charge_reasons"], fields["original_invoice_number"]) == ("10.00", "Freight", "R-9")
    assert (fields["po_number"], fields["po_numbers"]) == ("P00042", ("P00042",))
    assert fields["payment_terms"] == "30 days net"
    assert document.lines[0].text("discount") == "10"
    assert document.findings == ()
