"""What does a UBL 2.x document say? Bills, orders, order responses, despatch advices (OASIS UBL 2.1, Peppol BIS); receipts: `receipt`."""

from __future__ import annotations

from decimal import Decimal

from idp.domain.document import DocumentType, ExtractedLine
from idp.extractors.einvoice import receipt
from idp.extractors.einvoice.node import Node
from idp.extractors.einvoice.record import CREDIT_CODES, Charge, Gathered, Record, decimal, net

SOURCE = "ubl"

_TYPES = {
    "Invoice": DocumentType.INVOICE,
    "SelfBilledInvoice": DocumentType.INVOICE,
    "DebitNote": DocumentType.INVOICE,
    "FreightInvoice": DocumentType.INVOICE,
    "CreditNote": DocumentType.CREDIT_NOTE,
    "SelfBilledCreditNote": DocumentType.CREDIT_NOTE,
    "Order": DocumentType.PURCHASE_ORDER,
    "OrderResponse": DocumentType.ORDER_CONFIRMATION,
    "OrderResponseSimple": DocumentType.ORDER_CONFIRMATION,
    "DespatchAdvice": DocumentType.DELIVERY_NOTE,
    "ReceiptAdvice": DocumentType.PROOF_OF_DELIVERY,
    "Statement": DocumentType.STATEMENT,
    "Reminder": DocumentType.STATEMENT,
}
_CARRIERS = (
    ("Shipment", "Consignment", "CarrierParty"),
    ("Shipment", "ShipmentStage", "CarrierParty"),
    ("Shipment", "Delivery", "CarrierParty"),
    ("Delivery", "CarrierParty"),
)
_CODES = (
    "SellersItemIdentification", "BuyersItemIdentification", "StandardItemIdentification", "ManufacturersItemIdentification",
)  # fmt: skip
_TOTALS = "LegalMonetaryTotal|RequestedMonetaryTotal|AnticipatedMonetaryTotal"
_ROUTES = {  # field names for the document's own number and date
    DocumentType.INVOICE: ("invoice_number", "invoice_date"),
    DocumentType.CREDIT_NOTE: ("invoice_number", "invoice_date"),
    DocumentType.PURCHASE_ORDER: ("po_number", "order_date"),
    DocumentType.ORDER_CONFIRMATION: ("confirmation_number", "confirmation_date"),
    DocumentType.DELIVERY_NOTE: ("delivery_note_number", "delivery_date"),
    DocumentType.PROOF_OF_DELIVERY: ("reference", "delivered_date"),
}


def is_ubl(root: Node) -> bool:
    """Whether the root is of a UBL namespace."""
    return ":ubl:schema:xsd:" in root.namespace or (root.name in _TYPES and root.one("UBLVersionID") is not None)


def read(root: Node) -> Record:
    """The document's record; type OTHER for UBL documents that are not processed (OrderChange, Catalogue…): what they state is shown."""
    kind = _document_type(root)
    head = Gathered(SOURCE)
    number, issued = _ROUTES.get(kind, ("reference", "date"))
    if kind is not DocumentType.PROOF_OF_DELIVERY:
        head.put(number, root.text("ID"))
        head.put(issued, root.text("IssueDate"))
    else:
        receipt.read_head(root, head)
    _parties(root, head, kind)
    _references(root, head, kind)
    _money(root, head)
    nodes = _line_nodes(root)
    lines = tuple(_line(node, kind) for node in nodes)
    head.put_order_numbers(kind, lines)
    totals = root.one(_TOTALS)
    return Record(
        kind,
        head.values,
        lines,
        line_extras=tuple(net(_charges(node.one("LineItem") or node)) for node in nodes),
        charges=_charges(root),
        prepaid=_amount(totals, "PrepaidAmount"),
        rounding=_amount(totals, "PayableRoundingAmount"),
        notes=tuple(root.texts("Note")),
    )


def _document_type(root: Node) -> DocumentType:
    kind = _TYPES.get(root.name, DocumentType.OTHER)
    if kind is DocumentType.INVOICE and root.text("InvoiceTypeCode") in CREDIT_CODES:
        return DocumentType.CREDIT_NOTE
    return kind


def _parties(root: Node, head: Gathered, kind: DocumentType) -> None:
    seller = root.one("AccountingSupplierParty|SellerSupplierParty", "Party")
    if kind in (DocumentType.DELIVERY_NOTE, DocumentType.PROOF_OF_DELIVERY):
        seller = seller or root.one("DespatchSupplierParty", "Party")
    buyer = root.one("AccountingCustomerParty|BuyerCustomerParty|DeliveryCustomerParty", "Party")
    head.put("supplier_name", _name(seller))
    head.put("supplier_vat", _vat(seller))
    head.put("supplier_email", seller.text("Contact", "ElectronicMail") if seller else None)
    head.put("buyer_name", _name(buyer))
    head.put("buyer_vat", _vat(buyer))
    head.put_accounts(root.texts("PaymentMeans", "PayeeFinancialAccount", "ID"))
    for path in _CARRIERS:
        head.put("carrier", _name(root.one(*path)))


def _name(party: Node | None) -> str | None:
    if party is None:
        return None
    return party.text("PartyName", "Name") or party.text("PartyLegalEntity", "RegistrationName")


def _vat(party: Node | None) -> str | None:
    """The company's VAT number; another scheme's number only where VAT is not named at all."""
    if party is None:
        return None
    schemes = [(node.text("TaxScheme", "ID") or "", node.text("CompanyID")) for node in party.all("PartyTaxScheme")]
    marked = [number for scheme, number in schemes if number and "VAT" in scheme.upper()]
    return marked[0] if marked else next((n for s, n in schemes if n and not s.strip().upper().startswith(("TAX", "FC"))), None)


def _references(root: Node, head: Gathered, kind: DocumentType) -> None:
    head.put("due_date", root.text("DueDate") or root.text("PaymentMeans", "PaymentDueDate"))
    head.put("due_date", root.text("PaymentTerms", "PaymentDueDate|InstallmentDueDate"))
    head.put("payment_terms", root.text("PaymentTerms", "Note"))
    head.put("original_invoice_number", root.text("BillingReference", "InvoiceDocumentReference", "ID"))
    if kind is not DocumentType.PURCHASE_ORDER:
        head.put("po_number", root.text("OrderReference", "ID"))
    if kind is DocumentType.ORDER_CONFIRMATION:
        head.put("promised_date", _promised(root))
        head.put("order_status", root.text("OrderResponseCode") or _simple_answer(root))
    if kind is DocumentType.DELIVERY_NOTE:
        head.put("total_weight", root.text("Shipment", "GrossWeightMeasure"))
        head.put("package_count", root.text("Shipment", "TotalTransportHandlingUnitQuantity"))


def _simple_answer(root: Node) -> str | None:
    """The yes or no of an OrderResponseSimple in the words of an OrderResponse."""
    accepted = (root.text("AcceptedIndicator") or "").lower()
    return {"true": "accepted", "1": "accepted", "false": "rejected", "0": "rejected"}.get(accepted)


def _money(root: Node, head: Gathered) -> None:
    totals = root.one(_TOTALS)
    amounts = (
        [] if totals is None else [node.attribute("currencyID") for node in totals.all("PayableAmount|LineExtensionAmount")]
    )
    head.put("currency", root.text("DocumentCurrencyCode"))
    head.put("currency", next((code for code in amounts if code), None))
    head.put("tax_amount", _tax(root))
    if totals is None:
        return
    head.put("subtotal", totals.text("TaxExclusiveAmount") or totals.text("LineExtensionAmount"))
    head.put("total", totals.text("TaxInclusiveAmount") or totals.text("PayableAmount"))
    head.put("amount_due", totals.text("PayableAmount"))


def _tax(root: Node) -> str | None:
    """The tax in the document's currency: a second TaxTotal may state it in the seller's own (EN 16931 BT-111)."""
    currency = root.text("DocumentCurrencyCode")
    stated: list[tuple[str | None, Decimal]] = []
    for node in root.all("TaxTotal", "TaxAmount"):
        number = decimal(node.content)
        if number is not None:
            stated.append((node.attribute("currencyID"), number))
    own = [number for code, number in stated if currency is None or code in (None, currency)]
    return f"{sum(own, Decimal(0)):f}" if own else None


def _line_nodes(root: Node) -> list[Node]:
    direct = list(root.all("InvoiceLine|CreditNoteLine|DebitNoteLine|DespatchLine|ReceiptLine"))
    return direct or list(root.all("OrderLine"))


def _line(node: Node, kind: DocumentType) -> ExtractedLine:
    body = node.one("LineItem") or node
    cells = Gathered(SOURCE)
    item = body.one("Item")
    if item is not None:
        cells.put("description", item.text("Name") or item.text("Description"))
        for path in _CODES:
            cells.put("product_code", item.text(path, "ID"))
        cells.put("buyer_code", item.text("BuyersItemIdentification", "ID"))
        cells.put("gtin", item.text("StandardItemIdentification", "ID"))
        cells.put("tax_rate", item.text("ClassifiedTaxCategory", "Percent"))
    cells.put("description", body.text("Note"))
    if kind is DocumentType.PROOF_OF_DELIVERY:
        receipt.read_quantities(body, cells)
    else:
        _quantity(body, cells)
    _price(body, cells)
    cells.put_discount(_charges(body))
    cells.put("amount", body.text("LineExtensionAmount"))
    cells.put("po_number", body.text("OrderLineReference", "OrderReference", "ID"))
    cells.put("line_status", body.text("LineStatusCode"))
    if kind is DocumentType.ORDER_CONFIRMATION:
        cells.put("promised_date", _promised(body))
        _substitute(node, cells)
    return ExtractedLine(cells.values)


def _quantity(body: Node, cells: Gathered) -> None:
    node = body.one("InvoicedQuantity|CreditedQuantity|DebitedQuantity|DeliveredQuantity|Quantity")
    if node is not None:
        cells.put("quantity", node.content)
        cells.put("uom", node.attribute("unitCode"))


def _substitute(node: Node, cells: Gathered) -> None:
    """What the seller will deliver instead; the line itself keeps what was ordered."""
    item = node.one("SellerSubstitutedLineItem", "Item")
    if item is not None:
        cells.put("substitute_description", item.text("Name") or item.text("Description"))
        for path in _CODES:
            cells.put("substitute_code", item.text(path, "ID"))


def _price(body: Node, cells: Gathered) -> None:
    price = body.one("Price")
    if price is None:
        return
    cells.put("unit_price", price.text("PriceAmount"))
    base = decimal(price.text("BaseQuantity"))
    if base is not None and base not in (0, 1):
        cells.put("price_base", f"{base:f}")


def _promised(node: Node) -> str | None:
    period = node.one("Delivery", "PromisedDeliveryPeriod")
    if period is None:
        return node.text("Delivery", "EstimatedDeliveryPeriod", "StartDate")
    return period.text("StartDate") or period.text("EndDate")


def _charges(node: Node) -> tuple[Charge, ...]:
    return tuple(_charge(child) for child in node.all("AllowanceCharge"))


def _charge(node: Node) -> Charge:
    amount = decimal(node.text("Amount")) or Decimal(0)
    is_charge = (node.text("ChargeIndicator") or "").lower() in ("true", "1")
    return Charge(amount if is_charge else -amount, node.text("AllowanceChargeReason") or "")


def _amount(totals: Node | None, name: str) -> Decimal:
    return Decimal(0) if totals is None else decimal(totals.text(name)) or Decimal(0)
