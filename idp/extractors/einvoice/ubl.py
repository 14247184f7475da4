"""What does a UBL 2.x document say? Invoice, CreditNote, Order, OrderResponse, DespatchAdvice and ReceiptAdvice (OASIS UBL 2.1)."""

from __future__ import annotations

from decimal import Decimal

from idp.domain.document import DocumentType, ExtractedLine
from idp.extractors.einvoice.node import Node
from idp.extractors.einvoice.record import Charge, Gathered, Record, decimal

SOURCE = "ubl"

_TYPES = {
    "Invoice": DocumentType.INVOICE,
    "SelfBilledInvoice": DocumentType.INVOICE,
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
# UNTDID 1001: codes of an Invoice that is a credit note in substance.
_CREDIT_CODES = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}
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
    """The document's record; type OTHER for UBL documents that the project does not process (OrderChange, Catalogue...)."""
    kind = _document_type(root)
    head = Gathered(SOURCE)
    number, issued = _ROUTES.get(kind, ("reference", "date"))
    if kind is not DocumentType.PROOF_OF_DELIVERY:
        head.put(number, root.text("ID"))
        head.put(issued, root.text("IssueDate"))
    else:
        _receipt(root, head)
    _parties(root, head, kind)
    _references(root, head, kind)
    _money(root, head)
    lines = tuple(_line(node, kind) for node in _line_nodes(root))
    _order_numbers(head, kind, lines)
    totals = root.one("LegalMonetaryTotal|AnticipatedMonetaryTotal")
    return Record(
        kind,
        head.values,
        lines,
        charges=tuple(_charge(node) for node in root.all("AllowanceCharge")),
        prepaid=_amount(totals, "PrepaidAmount"),
        rounding=_amount(totals, "PayableRoundingAmount"),
        notes=tuple(root.texts("Note")),
    )


def _document_type(root: Node) -> DocumentType:
    kind = _TYPES.get(root.name, DocumentType.OTHER)
    if kind is DocumentType.INVOICE and root.text("InvoiceTypeCode") in _CREDIT_CODES:
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
    means = root.texts("PaymentMeans", "PayeeFinancialAccount", "ID")
    head.put("supplier_iban", next((text for text in means if text[:2].isalpha()), None))
    carrier = root.one("Shipment", "Consignment", "CarrierParty") or root.one("Shipment", "ShipmentStage", "CarrierParty")
    head.put("carrier", _name(carrier))


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
    head.put("due_date", root.text("PaymentTerms", "PaymentDueDate"))
    head.put("original_invoice_number", root.text("BillingReference", "InvoiceDocumentReference", "ID"))
    if kind is not DocumentType.PURCHASE_ORDER:
        head.put("po_number", root.text("OrderReference", "ID"))
    if kind is DocumentType.ORDER_CONFIRMATION:
        head.put("promised_date", _promised(root))
        head.put("order_status", root.text("OrderResponseCode"))
    if kind is DocumentType.DELIVERY_NOTE:
        head.put("total_weight", root.text("Shipment", "GrossWeightMeasure"))
        head.put("package_count", root.text("Shipment", "TotalTransportHandlingUnitQuantity"))


def _receipt(root: Node, head: Gathered) -> None:
    head.put("reference", root.text("DespatchDocumentReference", "ID") or root.text("ID"))
    head.put("receipt_number", root.text("ID"))
    head.put("delivered_date", root.text("ActualDeliveryDate") or root.text("Shipment", "Delivery", "ActualDeliveryDate"))
    head.put("delivered_date", root.text("IssueDate"))
    reasons = [*root.texts("ReceiptLine", "RejectReason"), *root.texts("ReceiptLine", "Note")]
    head.put("exceptions", "; ".join(dict.fromkeys(reasons)) or None)


def _money(root: Node, head: Gathered) -> None:
    totals = root.one("LegalMonetaryTotal|AnticipatedMonetaryTotal")
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
        number = decimal(node.element.text)
        if number is not None:
            stated.append((node.attribute("currencyID"), number))
    own = [number for code, number in stated if currency is None or code in (None, currency)]
    return f"{sum(own, Decimal(0)):f}" if own else None


def _line_nodes(root: Node) -> list[Node]:
    direct = list(root.all("InvoiceLine|CreditNoteLine|DespatchLine|ReceiptLine"))
    return direct or list(root.all("OrderLine"))


def _line(node: Node, kind: DocumentType) -> ExtractedLine:
    body = node.one("LineItem") or node
    cells = Gathered(SOURCE)
    item = body.one("Item")
    if item is not None:
        cells.put("description", item.text("Name") or item.text("Description"))
        for path in ("SellersItemIdentification", "StandardItemIdentification", "ManufacturersItemIdentification"):
            cells.put("product_code", item.text(path, "ID"))
        cells.put("buyer_code", item.text("BuyersItemIdentification", "ID"))
        cells.put("gtin", item.text("StandardItemIdentification", "ID"))
        cells.put("tax_rate", item.text("ClassifiedTaxCategory", "Percent"))
    cells.put("description", body.text("Note"))
    _quantities(body, cells, kind)
    _price(body, cells)
    cells.put("amount", body.text("LineExtensionAmount"))
    cells.put("po_number", body.text("OrderLineReference", "OrderReference", "ID"))
    cells.put("line_status", body.text("LineStatusCode"))
    if kind is DocumentType.ORDER_CONFIRMATION:
        cells.put("promised_date", _promised(body))
    return ExtractedLine(cells.values)


def _quantities(body: Node, cells: Gathered, kind: DocumentType) -> None:
    name = "InvoicedQuantity|CreditedQuantity|DeliveredQuantity|Quantity"
    if kind is DocumentType.PROOF_OF_DELIVERY:
        name = "ReceivedQuantity"
    node = body.one(name)
    if node is None:
        return
    cells.put("quantity", node.element.text)
    cells.put("uom", node.attribute("unitCode"))
    if kind is DocumentType.PROOF_OF_DELIVERY:
        received = decimal(node.element.text)
        rejected = decimal(body.text("RejectedQuantity")) or Decimal(0)
        if received is not None:
            cells.put("quantity_delivered", f"{received - rejected:f}")
        short = decimal(body.text("ShortQuantity"))
        if received is not None and short:
            cells.values.pop("quantity", None)
            cells.put("quantity", f"{received + short:f}")


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


def _charge(node: Node) -> Charge:
    amount = decimal(node.text("Amount")) or Decimal(0)
    is_charge = (node.text("ChargeIndicator") or "").lower() == "true"
    return Charge(amount if is_charge else -amount, node.text("AllowanceChargeReason") or "")


def _order_numbers(head: Gathered, kind: DocumentType, lines: tuple[ExtractedLine, ...]) -> None:
    """po_numbers: the header's and every line's; po_number the first of them."""
    named = [head.values["po_number"].raw] if "po_number" in head.values else []
    numbers = named + [text for line in lines if (text := line.text("po_number"))]
    if numbers:
        head.put("po_number", numbers[0])
    if kind in (DocumentType.INVOICE, DocumentType.CREDIT_NOTE):
        head.put_all("po_numbers", numbers)


def _amount(totals: Node | None, name: str) -> Decimal:
    return Decimal(0) if totals is None else decimal(totals.text(name)) or Decimal(0)
