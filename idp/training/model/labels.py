"""Which labels may a word have, and which types a page?"""

from __future__ import annotations

from idp.domain.document import DocumentType

NONE = "none"
HEADER = (
    "supplier_name", "supplier_vat", "supplier_iban", "buyer_name", "buyer_vat", "invoice_number", "original_invoice_number",
    "confirmation_number", "delivery_note_number", "po_number", "invoice_date", "due_date", "confirmation_date", "order_date",
    "delivery_date", "ship_date", "delivered_date", "currency", "subtotal", "tax_amount", "total", "amount_due", "bol_number",
    "pro_number", "scac", "shipper", "consignee", "carrier", "container_numbers", "seal_numbers", "total_weight", "package_count",
    "reference", "received_by", "exceptions",
)  # fmt: skip
COLUMNS = (
    "description", "product_code", "quantity", "uom", "unit_price", "amount", "promised_date", "po_number", "quantity_delivered",
)  # fmt: skip
LABELS: tuple[str, ...] = (NONE, *HEADER, *(f"line.{column}" for column in COLUMNS))
TYPES: tuple[str, ...] = tuple(kind.value for kind in DocumentType)
_OF_LABEL = {label: index for index, label in enumerate(LABELS)}
_SAME = {"po_numbers": "po_number", "supplier_ibans": "supplier_iban"}
UNKNOWN = -100
"""Stands for a label or type that nobody knows: nothing is learned there."""


def label_number(field: str, line: int | None) -> int:
    """The label of a word that prints `field` (of line `line`, None for the header); 0 where the model has no such label."""
    name = _SAME.get(field, field)
    return _OF_LABEL.get(name if line is None else f"line.{name}", 0)


def type_number(document_type: str | None) -> int:
    """The number of a document type, UNKNOWN for none."""
    return TYPES.index(document_type) if document_type in TYPES else UNKNOWN
