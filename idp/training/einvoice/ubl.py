"""How does a supplier write this invoice as UBL 2.1 (EN 16931, Peppol BIS Billing 3)?"""

from decimal import Decimal

from lxml import etree

from idp.training.content import Commercial, Kind, Line, Party, TaxGroup

_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
UNIT_CODES = {"kg": "KGM", "l": "LTR", "m": "MTR"}


def write_ubl(document: Commercial) -> bytes:
    """The document as a UBL Invoice or CreditNote, UTF-8."""
    name = "CreditNote" if document.kind is Kind.CREDIT_NOTE else "Invoice"
    space = f"urn:oasis:names:specification:ubl:schema:xsd:{name}-2"
    names: dict[str | None, str] = {None: space, "cac": _CAC, "cbc": _CBC}
    root = etree.Element(f"{{{space}}}{name}", nsmap=names)  # type: ignore[arg-type]  # lxml takes None for the default; its stubs do not
    _header(root, document, name)
    _parties(root, document)
    _payment(root, document)
    _taxes(root, document)
    _totals(root, document)
    for index, line in enumerate(document.lines):
        _line(root, document, line, index, name)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def unit_code(uom: str) -> str:
    """UN/ECE Recommendation 20 code of a printed unit; pieces where it is none of the measures."""
    return UNIT_CODES.get(uom.lower(), "C62")


def _put(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    prefix, local = name.split(":")
    element = etree.SubElement(parent, f"{{{_CAC if prefix == 'cac' else _CBC}}}{local}", attributes)
    element.text = text
    return element


def _header(root: etree._Element, document: Commercial, name: str) -> None:
    _put(root, "cbc:CustomizationID", _CUSTOMIZATION)
    _put(root, "cbc:ProfileID", _PROFILE)
    _put(root, "cbc:ID", document.number)
    _put(root, "cbc:IssueDate", document.issued.isoformat())
    if document.due and name == "Invoice":
        _put(root, "cbc:DueDate", document.due.isoformat())
    _put(root, f"cbc:{name}TypeCode", "381" if name == "CreditNote" else "380")
    for note in document.notes:
        _put(root, "cbc:Note", note)
    _put(root, "cbc:DocumentCurrencyCode", document.currency)
    if document.po_numbers:
        _put(_put(root, "cac:OrderReference"), "cbc:ID", document.po_numbers[0])
    if document.original_invoice:
        reference = _put(_put(root, "cac:BillingReference"), "cac:InvoiceDocumentReference")
        _put(reference, "cbc:ID", document.original_invoice)
        if document.original_issued:
            _put(reference, "cbc:IssueDate", document.original_issued.isoformat())
    if document.delivery_note:
        _put(_put(root, "cac:DespatchDocumentReference"), "cbc:ID", document.delivery_note)


def _parties(root: etree._Element, document: Commercial) -> None:
    _party(_put(_put(root, "cac:AccountingSupplierParty"), "cac:Party"), document.supplier)
    _party(_put(_put(root, "cac:AccountingCustomerParty"), "cac:Party"), document.buyer)
    if document.delivered:
        _put(_put(root, "cac:Delivery"), "cbc:ActualDeliveryDate", document.delivered.isoformat())


def _party(parent: etree._Element, party: Party) -> None:
    _put(parent, "cbc:EndpointID", party.email, schemeID="EM")
    _put(_put(parent, "cac:PartyName"), "cbc:Name", party.name)
    address = _put(parent, "cac:PostalAddress")
    _put(address, "cbc:StreetName", party.street)
    code, _, city = party.city.partition(" ")
    _put(address, "cbc:CityName", city)
    _put(address, "cbc:PostalZone", code)
    _put(_put(address, "cac:Country"), "cbc:IdentificationCode", party.country)
    if party.vat:
        scheme = _put(parent, "cac:PartyTaxScheme")
        _put(scheme, "cbc:CompanyID", party.vat)
        _put(_put(scheme, "cac:TaxScheme"), "cbc:ID", "VAT")
    _put(_put(parent, "cac:PartyLegalEntity"), "cbc:RegistrationName", party.name)


def _payment(root: etree._Element, document: Commercial) -> None:
    if document.supplier.banks:
        means = _put(root, "cac:PaymentMeans")
        _put(means, "cbc:PaymentMeansCode", "30")
        account = _put(means, "cac:PayeeFinancialAccount")
        _put(account, "cbc:ID", document.supplier.banks[0].iban)
        _put(account, "cbc:Name", document.supplier.name)
    _put(_put(root, "cac:PaymentTerms"), "cbc:Note", f"{document.terms_days} days net")


def _money(parent: etree._Element, name: str, amount: Decimal, document: Commercial) -> None:
    _put(parent, name, str(amount), currencyID=document.currency)


def category(percent: Decimal, tax_note: str) -> str:
    """UNTDID 5305 code: S where tax is charged, K within the EU, G for exports."""
    if percent:
        return "S"
    return "K" if tax_note == "reverse_charge" else "G"


def _category(parent: etree._Element, name: str, percent: Decimal, document: Commercial, *, with_reason: bool) -> None:
    element = _put(parent, name)
    code = category(percent, document.tax_note)
    _put(element, "cbc:ID", code)
    _put(element, "cbc:Percent", str(percent))
    if with_reason and code != "S":
        _put(element, "cbc:TaxExemptionReason", "Intra-community supply" if code == "K" else "Export outside the EU")
    _put(_put(element, "cac:TaxScheme"), "cbc:ID", "VAT")


def _taxes(root: etree._Element, document: Commercial) -> None:
    total = _put(root, "cac:TaxTotal")
    _money(total, "cbc:TaxAmount", document.tax_amount, document)
    for group in document.taxes:
        _tax(total, group, document)


def _tax(total: etree._Element, group: TaxGroup, document: Commercial) -> None:
    part = _put(total, "cac:TaxSubtotal")
    _money(part, "cbc:TaxableAmount", group.base, document)
    _money(part, "cbc:TaxAmount", group.amount, document)
    _category(part, "cac:TaxCategory", group.percent, document, with_reason=True)


def _totals(root: etree._Element, document: Commercial) -> None:
    totals = _put(root, "cac:LegalMonetaryTotal")
    _money(totals, "cbc:LineExtensionAmount", document.subtotal, document)
    _money(totals, "cbc:TaxExclusiveAmount", document.subtotal, document)
    _money(totals, "cbc:TaxInclusiveAmount", document.total, document)
    _money(totals, "cbc:PayableAmount", document.total, document)


def _line(root: etree._Element, document: Commercial, line: Line, index: int, name: str) -> None:
    element = _put(root, f"cac:{name}Line")
    _put(element, "cbc:ID", str(index + 1))
    _put(
        element,
        f"cbc:{'Credited' if name == 'CreditNote' else 'Invoiced'}Quantity",
        str(line.quantity),
        unitCode=unit_code(line.uom),
    )
    _money(element, "cbc:LineExtensionAmount", line.amount, document)
    if line.po_number:
        reference = _put(element, "cac:OrderLineReference")
        _put(reference, "cbc:LineID", str((index + 1) * 10))
        _put(_put(reference, "cac:OrderReference"), "cbc:ID", line.po_number)
    item = _put(element, "cac:Item")
    _put(item, "cbc:Name", line.description)
    if line.our_code:
        _put(_put(item, "cac:BuyersItemIdentification"), "cbc:ID", line.our_code)
    if line.code:
        _put(_put(item, "cac:SellersItemIdentification"), "cbc:ID", line.code)
    if line.gtin:
        _put(_put(item, "cac:StandardItemIdentification"), "cbc:ID", line.gtin, schemeID="0160")
    _category(item, "cac:ClassifiedTaxCategory", line.tax_percent, document, with_reason=False)
    price = _put(element, "cac:Price")
    _money(price, "cbc:PriceAmount", line.unit_price, document)
    if line.price_base != 1:
        _put(price, "cbc:BaseQuantity", str(line.price_base), unitCode=unit_code(line.uom))
