"""What does a UN/CEFACT Cross Industry document say? CII D16B and D22B, Factur-X, ZUGFeRD, XRechnung, Order-X, despatch advice."""

from __future__ import annotations

from decimal import Decimal

from idp.domain.document import DocumentType, ExtractedLine
from idp.extractors.einvoice.node import Node
from idp.extractors.einvoice.record import CREDIT_CODES, Charge, Gathered, Record, decimal, net

SOURCE = "cii"

_INVOICES = ("CrossIndustryInvoice", "CrossIndustryDocument")
_ORDERS = (
    "SCRDMCCBDACIOMessageStructure", "CrossIndustryOrder", "CrossIndustryOrderResponse", "CrossIndustryOrderChange",
)  # fmt: skip
_DESPATCHES = ("SCRDMCCBDACIDAMessageStructure", "CrossIndustryDespatchAdvice")
# Header groups are named differently in ZUGFeRD 1.0 (first) and D16B (second).
_DOCUMENT = "HeaderExchangedDocument|ExchangedDocument"
_TRADE = "SpecifiedSupplyChainTradeTransaction|SupplyChainTradeTransaction"
_AGREEMENT = "ApplicableSupplyChainTradeAgreement|ApplicableHeaderTradeAgreement"
_DELIVERY = "ApplicableSupplyChainTradeDelivery|ApplicableHeaderTradeDelivery"
_SETTLEMENT = "ApplicableSupplyChainTradeSettlement|ApplicableHeaderTradeSettlement"
_TOTALS = "SpecifiedTradeSettlementMonetarySummation|SpecifiedTradeSettlementHeaderMonetarySummation"
_LINE = "IncludedSupplyChainTradeLineItem"
_LINE_AGREEMENT = "SpecifiedSupplyChainTradeAgreement|SpecifiedLineTradeAgreement"
_LINE_DELIVERY = "SpecifiedSupplyChainTradeDelivery|SpecifiedLineTradeDelivery"
_LINE_SETTLEMENT = "SpecifiedSupplyChainTradeSettlement|SpecifiedLineTradeSettlement"
_LINE_TOTALS = "SpecifiedTradeSettlementMonetarySummation|SpecifiedTradeSettlementLineMonetarySummation"
_ORDER_CODES = {
    "220": DocumentType.PURCHASE_ORDER,
    "231": DocumentType.ORDER_CONFIRMATION,
    "230": DocumentType.OTHER,
}  # UNTDID 1001
_ORDER_NAMES = {"CrossIndustryOrderResponse": DocumentType.ORDER_CONFIRMATION, "CrossIndustryOrderChange": DocumentType.OTHER}
_HEADS = {  # field names for the document's own number and date
    DocumentType.PURCHASE_ORDER: ("po_number", "order_date"),
    DocumentType.ORDER_CONFIRMATION: ("confirmation_number", "confirmation_date"),
    DocumentType.DELIVERY_NOTE: ("delivery_note_number", "delivery_date"),
    DocumentType.OTHER: ("reference", "date"),
}
_QUANTITIES = {
    DocumentType.ORDER_CONFIRMATION: ("AgreedQuantity", "RequestedQuantity"),
    DocumentType.DELIVERY_NOTE: ("DespatchedQuantity", "DeliveredQuantity", "RequestedQuantity"),
}
_PROMISES = ("PromisedDeliverySupplyChainEvent", "RequestedDeliverySupplyChainEvent")


def is_cii(root: Node) -> bool:
    """Whether the root is a Cross Industry invoice, order or despatch advice."""
    return root.name in (*_INVOICES, *_ORDERS, *_DESPATCHES)


def read(root: Node) -> Record:
    """The document's record; type OTHER for an order change."""
    document, trade = root.one(_DOCUMENT), root.one(_TRADE)
    code = (document.text("TypeCode") if document else None) or ""
    kind = _document_type(root, code)
    head = Gathered(SOURCE)
    number, issued = _HEADS.get(kind, ("invoice_number", "invoice_date"))
    if document is not None:
        head.put(number, document.text("ID"))
        head.put(issued, _date(document, "IssueDateTime"))
        if kind is DocumentType.ORDER_CONFIRMATION:
            head.put("order_status", document.text("StatusCode"))
    if trade is None:
        return Record(kind, head.values, ())
    agreement, delivery, settlement = trade.one(_AGREEMENT), trade.one(_DELIVERY), trade.one(_SETTLEMENT)
    _parties(agreement, head)
    if agreement is not None and kind is not DocumentType.PURCHASE_ORDER:
        head.put("po_number", _reference(agreement, "BuyerOrderReferencedDocument"))
    if delivery is not None and kind is DocumentType.ORDER_CONFIRMATION:
        head.put("promised_date", _promised(delivery))
    nodes = [node for node in trade.all(_LINE) if _is_product_line(node)]
    lines = tuple(_line(node, kind) for node in nodes)
    head.put_order_numbers(kind, lines)
    charges: tuple[Charge, ...] = ()
    totals = settlement.one(_TOTALS) if settlement is not None else None
    if settlement is not None:
        _settlement(settlement, head)
        charges = _charges(settlement)
    return Record(
        kind,
        head.values,
        lines,
        line_extras=tuple(_line_extra(node) for node in nodes),
        charges=charges,
        prepaid=_total(totals, "TotalPrepaidAmount"),
        rounding=_total(totals, "RoundingAmount"),
        notes=tuple(document.texts("IncludedNote", "Content")) if document is not None else (),
    )


def _document_type(root: Node, code: str) -> DocumentType:
    if root.name in _DESPATCHES:
        return DocumentType.DELIVERY_NOTE
    if root.name in _ORDERS:
        unsaid = _ORDER_NAMES.get(root.name, DocumentType.OTHER if code else DocumentType.PURCHASE_ORDER)
        return _ORDER_CODES.get(code, unsaid)
    return DocumentType.CREDIT_NOTE if code in CREDIT_CODES else DocumentType.INVOICE


def _parties(agreement: Node | None, head: Gathered) -> None:
    if agreement is None:
        return
    seller, buyer = agreement.one("SellerTradeParty"), agreement.one("BuyerTradeParty")
    for party, name, vat in ((seller, "supplier_name", "supplier_vat"), (buyer, "buyer_name", "buyer_vat")):
        if party is not None:
            head.put(name, party.text("Name") or party.text("SpecifiedLegalOrganization", "TradingBusinessName"))
            head.put(vat, _vat(party))
    if seller is not None:
        head.put("supplier_email", seller.text("DefinedTradeContact", "EmailURIUniversalCommunication", "URIID"))


def _vat(party: Node) -> str | None:
    registrations = list(party.all("SpecifiedTaxRegistration", "ID"))
    return next((n.content for n in registrations if n.attribute("schemeID") == "VA"), None)


def _settlement(settlement: Node, head: Gathered) -> None:
    head.put("currency", settlement.text("InvoiceCurrencyCode|OrderCurrencyCode"))
    head.put_accounts(settlement.texts("SpecifiedTradeSettlementPaymentMeans", "PayeePartyCreditorFinancialAccount", "IBANID"))
    for terms in settlement.all("SpecifiedTradePaymentTerms"):
        head.put("due_date", _date(terms, "DueDateDateTime"))
        head.put("payment_terms", terms.text("Description"))
    head.put("original_invoice_number", _reference(settlement, "InvoiceReferencedDocument"))
    totals = settlement.one(_TOTALS)
    if totals is None:
        return
    head.put("subtotal", totals.text("TaxBasisTotalAmount") or totals.text("LineTotalAmount"))
    head.put("tax_amount", _tax(totals, head.values["currency"].raw if "currency" in head.values else None))
    head.put("total", totals.text("GrandTotalAmount"))
    head.put("amount_due", totals.text("DuePayableAmount"))


def _tax(totals: Node, currency: str | None) -> str | None:
    """The tax in the document's currency; a second amount may state it in the seller's own (EN 16931 BT-111)."""
    stated = list(totals.all("TaxTotalAmount"))
    own = [n for n in stated if currency is None or n.attribute("currencyID") in (None, currency)]
    return next((n.content for n in own if n.content), None)


def _charges(settlement: Node) -> tuple[Charge, ...]:
    found = [_charge(node) for node in settlement.all("SpecifiedTradeAllowanceCharge")]
    for node in settlement.all("SpecifiedLogisticsServiceCharge"):
        found.append(Charge(decimal(node.text("AppliedAmount")) or Decimal(0), node.text("Description") or ""))
    return tuple(found)


def _charge(node: Node) -> Charge:
    amount = decimal(node.text("ActualAmount")) or Decimal(0)
    indicator = node.text("ChargeIndicator", "Indicator") or node.text("ChargeIndicator") or ""
    return Charge(amount if indicator.lower() in ("true", "1") else -amount, node.text("Reason") or "")


def _is_product_line(node: Node) -> bool:
    """Not a mere note, a group heading or a subtotal (Factur-X EXTENDED LineStatusReasonCode, ZUGFeRD 1.0 note lines)."""
    document = node.one("AssociatedDocumentLineDocument")
    reason = document.text("LineStatusReasonCode") if document is not None else None
    if reason in ("GROUP", "INFORMATION"):
        return False
    return node.one("SpecifiedTradeProduct") is not None or node.one(_LINE_AGREEMENT) is not None


def _line(node: Node, kind: DocumentType) -> ExtractedLine:
    cells = Gathered(SOURCE)
    product = node.one("SpecifiedTradeProduct")
    if product is not None:
        cells.put("description", product.text("Name") or product.text("Description"))
        for name in ("SellerAssignedID", "BuyerAssignedID", "GlobalID", "ManufacturerAssignedID"):
            cells.put("product_code", product.text(name))
        cells.put("buyer_code", product.text("BuyerAssignedID"))
        cells.put("gtin", product.text("GlobalID"))
    if kind is DocumentType.ORDER_CONFIRMATION:
        cells.put("line_status", node.text("AssociatedDocumentLineDocument", "LineStatusCode"))
        _substitute(node, cells)
    agreement, delivery, settlement = node.one(_LINE_AGREEMENT), node.one(_LINE_DELIVERY), node.one(_LINE_SETTLEMENT)
    if agreement is not None:
        _price(agreement, cells)
        cells.put("po_number", _reference(agreement, "BuyerOrderReferencedDocument"))
    if delivery is not None:
        _delivery(delivery, cells, kind)
    if settlement is not None:
        cells.put("amount", settlement.text(_LINE_TOTALS, "LineTotalAmount"))
        cells.put_discount(_charges(settlement))
        cells.put("tax_rate", settlement.text("ApplicableTradeTax", "RateApplicablePercent|ApplicablePercent"))
    return ExtractedLine(cells.values)


def _line_extra(node: Node) -> Decimal:
    settlement = node.one(_LINE_SETTLEMENT)
    return Decimal(0) if settlement is None else net(_charges(settlement))


def _price(agreement: Node, cells: Gathered) -> None:
    price = agreement.one("NetPriceProductTradePrice") or agreement.one("GrossPriceProductTradePrice")
    if price is None:
        return
    reduction = sum((_charge(node).amount for node in price.all("AppliedTradeAllowanceCharge")), Decimal(0))
    stated = decimal(price.text("ChargeAmount"))
    if stated is not None and reduction and price.name.startswith("Gross"):
        cells.put_number("unit_price", stated + reduction)
    cells.put("unit_price", price.text("ChargeAmount"))
    base = decimal(price.text("BasisQuantity"))
    if base is not None and base not in (0, 1):
        cells.put("price_base", f"{base:f}")


def _delivery(delivery: Node, cells: Gathered, kind: DocumentType) -> None:
    for name in _QUANTITIES.get(kind, ("BilledQuantity", "RequestedQuantity")):
        node = delivery.one(name)
        if node is not None:
            cells.put("quantity", node.content)
            cells.put("uom", node.attribute("unitCode"))
    if kind is DocumentType.ORDER_CONFIRMATION:
        cells.put("promised_date", _promised(delivery))


def _promised(delivery: Node) -> str | None:
    """The day that the seller names; Order-X responses repeat the requested day where it is agreed to."""
    days = (_day(event) for name in _PROMISES for event in delivery.all(name))
    return next((day for day in days if day is not None), None)


def _day(event: Node) -> str | None:
    period = event.one("OccurrenceSpecifiedPeriod")
    days = () if period is None else (_date(period, "StartDateTime"), _date(period, "EndDateTime"))
    return _date(event, "OccurrenceDateTime") or next((day for day in days if day is not None), None)


def _substitute(line: Node, cells: Gathered) -> None:
    """What the seller will deliver instead; the line itself keeps what was ordered, where it says so."""
    other = line.one("SubstitutedReferencedProduct") or line.one("SpecifiedTradeProduct", "SubstitutedReferencedProduct")
    if other is not None:
        name = other.text("Name") or other.text("Description")
        cells.put("substitute_description", name)
        cells.put("substitute_code", other.text("SellerAssignedID") or other.text("GlobalID"))
        cells.put("description", name)


def _reference(node: Node, name: str) -> str | None:
    return node.text(name, "IssuerAssignedID|ID")


def _date(node: Node, name: str) -> str | None:
    return node.text(name, "DateTimeString|DateTime") or node.text(name)


def _total(totals: Node | None, name: str) -> Decimal:
    return Decimal(0) if totals is None else decimal(totals.text(name)) or Decimal(0)
