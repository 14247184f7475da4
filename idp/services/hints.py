"""What a document says that helps to fetch the right part of the ERP."""

from __future__ import annotations

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.record import DocumentRecord
from idp.ports import Hints

_BILLS = frozenset({DocumentType.INVOICE, DocumentType.CREDIT_NOTE})
"""Odoo books a bill at the rate of its date."""
_REFERENCES = (
    "invoice_number",
    "original_invoice_number",
    "confirmation_number",
    "delivery_note_number",
    "reference",
    "bol_number",
)


def hints_of(record: DocumentRecord, document: ExtractedDocument) -> Hints:
    """The hints in a document: party identifiers, names, order numbers (head and lines) and its own references, as printed;
    the currency, and the vendor and orders that a person chose."""
    orders = list(document.texts("po_numbers"))
    orders += [number for number in (document.text("po_number"),) if number]
    orders += [number for line in document.lines if (number := line.text("po_number"))]
    orders += [ref.name for choice in record.choices for ref in choice.records if ref.model == "purchase.order"]
    return Hints(
        document_type=document.document_type,
        vats=_present(document, "supplier_vat"),
        ibans=_present(document, "supplier_iban"),
        emails=tuple(e for e in (document.text("supplier_email"), record.sender) if e),
        names=(*_present(document, "supplier_name", "shipper"), *((record.vendor_hint,) if record.vendor_hint else ())),
        order_numbers=tuple(dict.fromkeys(orders)),
        references=_present(document, *_REFERENCES),
        document_id=record.id,
        vendor_ids=tuple(ref.id for choice in record.choices for ref in choice.records if ref.model == "res.partner"),
        currency=document.text("currency"),
        rate_date=document.date("invoice_date") if document.document_type in _BILLS else None,
    )


def _present(document: ExtractedDocument, *names: str) -> tuple[str, ...]:
    return tuple(text for name in names if (text := document.text(name)))
