"""What is true of a generated document? Only what was printed: built from the marks that drawing left behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from idp.training.content import Commercial, Kind, Line
from idp.training.sheet import Box, Place, Printed

Value = str | bool | list[str] | None
Truth = dict[str, object]

_COMMERCIAL_LINE = ("description", "product_code", "quantity", "uom", "unit_price", "amount")
_GOODS_LINE = ("description", "product_code", "quantity", "uom")
_INVOICE = ("supplier_name", "supplier_vat", "supplier_iban", "buyer_name", "invoice_number", "invoice_date", "due_date", "po_number",
            "po_numbers", "currency", "subtotal", "tax_amount", "total")  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {
    "invoice": _INVOICE, "credit_note": (*_INVOICE, "original_invoice_number"),
    "order_confirmation": ("supplier_name", "confirmation_number", "confirmation_date", "po_number", "currency", "subtotal",
                           "tax_amount", "total"),
    "bill_of_lading": ("bol_number", "shipper", "consignee", "carrier", "scac", "pro_number", "ship_date", "po_numbers",
                       "container_numbers", "seal_numbers", "total_weight", "package_count"),
    "delivery_note": ("supplier_name", "delivery_note_number", "delivery_date", "po_number"),
    "proof_of_delivery": ("reference", "delivered_date", "received_by", "signed", "exceptions", "carrier", "po_number"),
    "purchase_order": ("supplier_name", "buyer_name", "po_number", "order_date", "currency", "subtotal", "tax_amount", "total"),
    "receipt": ("supplier_name", "invoice_date", "currency", "total"),
    "statement": (), "other": (),
}  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "invoice": _COMMERCIAL_LINE, "credit_note": _COMMERCIAL_LINE, "order_confirmation": (*_COMMERCIAL_LINE, "promised_date"),
    "purchase_order": _COMMERCIAL_LINE,
    "bill_of_lading": _GOODS_LINE, "delivery_note": _GOODS_LINE,
    "proof_of_delivery": ("description", "product_code", "quantity", "quantity_delivered"),
}  # fmt: skip
_LISTS = {"po_numbers", "container_numbers", "seal_numbers"}


@dataclass(frozen=True, slots=True)
class GeneratedDocument:
    """A file's bytes, what is true of it, and where each value stands.

    `boxes` maps a field, or `line.column` with lines from 0, to its printings as (page, box). `layout` names the structural family.
    """

    pdf: bytes
    truth: Truth
    boxes: Mapping[str, tuple[tuple[int, Box], ...]]
    printed: Printed
    layout: str = ""


def generated(document_type: str, printed: Printed, *, language: str) -> GeneratedDocument:
    """The generated document with its truth; fields and columns that were not printed are null."""
    places = printed.places
    truth: Truth = {"document_type": document_type, "language": language}
    for field in FIELDS[document_type]:
        truth[field] = _field(places, field)
    if document_type in COLUMNS:
        truth["lines"] = _lines(places, document_type)
    truth["truth_source"] = "generated"
    return GeneratedDocument(printed.pdf, truth, boxes_of(places), printed)


def boxes_of(places: Iterable[Place]) -> dict[str, tuple[tuple[int, Box], ...]]:
    """Every value's printings, in drawing order."""
    boxes: dict[str, tuple[tuple[int, Box], ...]] = {}
    for place in places:
        key = place.mark.field if place.mark.line is None else f"{place.mark.line}.{place.mark.field}"
        boxes[key] = (*boxes.get(key, ()), (place.page, place.box))
    return boxes


def _field(places: tuple[Place, ...], field: str) -> Value:
    source = "po_numbers" if field == "po_number" else field
    found: list[str | bool] = []
    for place in places:
        if place.mark.field == source and place.mark.line is None and place.mark.value not in found:
            found.append(place.mark.value)
    if not found:
        return None
    if field in _LISTS:
        return [str(value) for value in found]
    return found[0]


def _lines(places: tuple[Place, ...], document_type: str) -> list[dict[str, Value]]:
    """One row per printed line; `po_number` is there only where lines are printed under their order."""
    cells: dict[int, dict[str, Value]] = {}
    for place in places:
        if place.mark.line is not None:
            cells.setdefault(place.mark.line, {})[place.mark.field] = place.mark.value
    columns = COLUMNS[document_type]
    rows = [{column: cells[index].get(column) for column in columns} for index in sorted(cells)]
    for row, index in zip(rows, sorted(cells), strict=True):
        if "po_number" in cells[index]:
            row["po_number"] = cells[index]["po_number"]
    return rows


def structured_truth(document: Commercial) -> Truth:
    """What an e-invoice of `document` says; units are left out, because a code list stands in for the printed unit."""
    supplier, is_credit = document.supplier, document.kind is Kind.CREDIT_NOTE
    numbers = list(document.po_numbers)
    truth: Truth = {
        "document_type": document.kind.value, "language": document.language, "supplier_name": supplier.name, "supplier_vat": supplier.vat,
        "supplier_iban": supplier.banks[0].iban if supplier.banks else None, "buyer_name": document.buyer.name,
        "invoice_number": document.number, "invoice_date": document.issued.isoformat(),
        "due_date": document.due.isoformat() if document.due and not is_credit else None,
        "po_number": numbers[0] if numbers else None, "po_numbers": numbers or None, "currency": document.currency,
        "subtotal": str(document.subtotal), "tax_amount": str(document.tax_amount), "total": str(document.total),
        "lines": [_structured_line(line) for line in document.lines], "truth_source": "generated", "quality": "structured",
    }  # fmt: skip
    if is_credit:
        truth["original_invoice_number"] = document.original_invoice or None
    return truth


def _structured_line(line: Line) -> dict[str, Value]:
    return {"description": line.description, "product_code": line.code, "quantity": str(line.quantity), "unit_price": str(line.unit_price),
            "amount": str(line.amount)}  # fmt: skip
