"""How does a supplier write this invoice as UN/CEFACT CII (EN 16931), as Factur-X and ZUGFeRD embed it?"""

from datetime import date
from decimal import Decimal

from lxml import etree

from idp.training.content import Commercial, Kind, Line, Party, TaxGroup
from idp.training.einvoice.ubl import category, unit_code

_SPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
GUIDELINE = "urn:cen.eu:en16931:2017"


def write_cii(document: Commercial) -> bytes:
    """The document as a CrossIndustryInvoice of the EN 16931 profile, UTF-8."""
    root = etree.Element(f"{{{_SPACES['rsm']}}}CrossIndustryInvoice", nsmap=_SPACES)
    context = _put(root, "rsm:ExchangedDocumentContext")
    _put(_put(context, "ram:GuidelineSpecifiedDocumentContextParameter"), "ram:ID", GUIDELINE)
    head = _put(root, "rsm:ExchangedDocument")
    _put(head, "ram:ID", document.number)
    _put(head, "ram:TypeCode", "381" if document.kind is Kind.CREDIT_NOTE else "380")
    _date(head, "ram:IssueDateTime", document.issued)
    trade = _put(root, "rsm:SupplyChainTradeTransaction")
    for index, line in enumerate(document.lines):
        _line(trade, document, line, index)
    _agreement(trade, document)
    delivery = _put(trade, "ram:ApplicableHeaderTradeDelivery")
    if document.delivered:
        _date(_put(delivery, "ram:ActualDeliverySupplyChainEvent"), "ram:OccurrenceDateTime", document.delivered)
    if document.delivery_note:
        _put(_put(delivery, "ram:DespatchAdviceReferencedDocument"), "ram:IssuerAssignedID", document.delivery_note)
    _settlement(trade, document)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _put(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    prefix, local = name.split(":")
    element = etree.SubElement(parent, f"{{{_SPACES[prefix]}}}{local}", attributes)
    element.text = text
    return element


def _date(parent: etree._Element, name: str, day: date) -> None:
    _put(_put(parent, name), "udt:DateTimeString", f"{day:%Y%m%d}", format="102")


def _line(trade: etree._Element, document: Commercial, line: Line, index: int) -> None:
    item = _put(trade, "ram:IncludedSupplyChainTradeLineItem")
    _put(_put(item, "ram:AssociatedDocumentLineDocument"), "ram:LineID", str(index + 1))
    product = _put(item, "ram:SpecifiedTradeProduct")
    if line.gtin:
        _put(product, "ram:GlobalID", line.gtin, schemeID="0160")
    if line.code:
        _put(product, "ram:SellerAssignedID", line.code)
    if line.our_code:
        _put(product, "ram:BuyerAssignedID", line.our_code)
    _put(product, "ram:Name", line.description)
    price = _put(_put(item, "ram:SpecifiedLineTradeAgreement"), "ram:NetPriceProductTradePrice")
    _put(price, "ram:ChargeAmount", str(line.unit_price))
    if line.price_base != 1:
        _put(price, "ram:BasisQuantity", str(line.price_base), unitCode=unit_code(line.uom))
    _put(_put(item, "ram:SpecifiedLineTradeDelivery"), "ram:BilledQuantity", str(line.quantity), unitCode=unit_code(line.uom))
    settlement = _put(item, "ram:SpecifiedLineTradeSettlement")
    _tax_category(_put(settlement, "ram:ApplicableTradeTax"), line.tax_percent, document)
    _put(_put(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation"), "ram:LineTotalAmount", str(line.amount))


def _tax_category(tax: etree._Element, percent: Decimal, document: Commercial) -> None:
    _put(tax, "ram:TypeCode", "VAT")
    _put(tax, "ram:CategoryCode", category(percent, document.tax_note))
    _put(tax, "ram:RateApplicablePercent", str(percent))


def _agreement(trade: etree._Element, document: Commercial) -> None:
    agreement = _put(trade, "ram:ApplicableHeaderTradeAgreement")
    _party(_put(agreement, "ram:SellerTradeParty"), document.supplier)
    _party(_put(agreement, "ram:BuyerTradeParty"), document.buyer)
    if document.po_numbers:
        _put(_put(agreement, "ram:BuyerOrderReferencedDocument"), "ram:IssuerAssignedID", document.po_numbers[0])


def _party(parent: etree._Element, party: Party) -> None:
    _put(parent, "ram:Name", party.name)
    address = _put(parent, "ram:PostalTradeAddress")
    code, _, city = party.city.partition(" ")
    _put(address, "ram:PostcodeCode", code)
    _put(address, "ram:LineOne", party.street)
    _put(address, "ram:CityName", city)
    _put(address, "ram:CountryID", party.country)
    if party.vat:
        _put(_put(parent, "ram:SpecifiedTaxRegistration"), "ram:ID", party.vat, schemeID="VA")


def _settlement(trade: etree._Element, document: Commercial) -> None:
    settlement = _put(trade, "ram:ApplicableHeaderTradeSettlement")
    _put(settlement, "ram:InvoiceCurrencyCode", document.currency)
    for bank in document.supplier.banks[:1]:
        means = _put(settlement, "ram:SpecifiedTradeSettlementPaymentMeans")
        _put(means, "ram:TypeCode", "58")
        _put(_put(means, "ram:PayeePartyCreditorFinancialAccount"), "ram:IBANID", bank.iban)
    for group in document.taxes:
        _tax(settlement, group, document)
    if document.due:
        _date(_put(settlement, "ram:SpecifiedTradePaymentTerms"), "ram:DueDateDateTime", document.due)
    sums = _put(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    _put(sums, "ram:LineTotalAmount", str(document.subtotal))
    _put(sums, "ram:TaxBasisTotalAmount", str(document.subtotal))
    _put(sums, "ram:TaxTotalAmount", str(document.tax_amount), currencyID=document.currency)
    _put(sums, "ram:GrandTotalAmount", str(document.total))
    _put(sums, "ram:DuePayableAmount", str(document.total))
    if document.original_invoice:
        _put(_put(settlement, "ram:InvoiceReferencedDocument"), "ram:IssuerAssignedID", document.original_invoice)


def _tax(settlement: etree._Element, group: TaxGroup, document: Commercial) -> None:
    tax = _put(settlement, "ram:ApplicableTradeTax")
    _put(tax, "ram:CalculatedAmount", str(group.amount))
    _put(tax, "ram:TypeCode", "VAT")
    if not group.percent:
        _put(
            tax,
            "ram:ExemptionReason",
            "Intra-community supply" if document.tax_note == "reverse_charge" else "Export outside the EU",
        )
    _put(tax, "ram:BasisAmount", str(group.base))
    _put(tax, "ram:CategoryCode", category(group.percent, document.tax_note))
    _put(tax, "ram:RateApplicablePercent", str(group.percent))
