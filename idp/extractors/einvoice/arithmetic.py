"""Do the sums of an e-document agree with each other? The rules of EN 16931 (BR-CO-10, BR-CO-13, BR-CO-15) and of each line."""

from __future__ import annotations

from decimal import Decimal

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.finding import Finding, finding
from idp.extractors.einvoice.record import Record

CENT = Decimal("0.01")


def contradictions(document: ExtractedDocument, record: Record) -> tuple[Finding, ...]:
    """VAL-SUBTOTAL, VAL-TOTAL and VAL-ROUND findings; nothing is said about sums whose parts the document does not state."""
    return tuple(f for f in (_subtotal(document, record), _total(document, record)) if f is not None)


def _subtotal(document: ExtractedDocument, record: Record) -> Finding | None:
    amounts = [line.number("amount") for line in document.lines]
    stated = document.number("subtotal")
    if stated is None or not amounts or any(a is None for a in amounts):
        return None
    lines = sum((a for a in amounts if a is not None), Decimal(0))
    computed = lines + sum((c.amount for c in record.charges), Decimal(0))
    # Each line was rounded on its own: half a cent a line is how far an honest sum can be off.
    return _compare(
        Code.VAL_SUBTOTAL,
        "The lines with allowances and charges",
        "the subtotal",
        computed,
        stated,
        CENT * max(1, len(amounts) // 2),
    )


def _total(document: ExtractedDocument, record: Record) -> Finding | None:
    """Not for orders: their anticipated total may leave the tax out."""
    if document.document_type is DocumentType.PURCHASE_ORDER:
        return None
    subtotal, tax, total = (document.number(name) for name in ("subtotal", "tax_amount", "total"))
    if subtotal is None or tax is None or total is None:
        return None
    if subtotal + tax + record.rounding == total:
        return None
    return _compare(Code.VAL_TOTAL, "Subtotal and tax", "the total", subtotal + tax, total, CENT)


def _compare(code: Code, parts: str, whole: str, computed: Decimal, stated: Decimal, limit: Decimal) -> Finding | None:
    difference = abs(computed - stated)
    if difference == 0:
        return None
    rounding = difference <= limit
    field = "subtotal" if code is Code.VAL_SUBTOTAL else "total"
    return finding(
        Code.VAL_ROUND if rounding else code,
        f"{parts} come to {computed}, but {whole} is stated as {stated}" + (" (rounding)." if rounding else "."),
        field=field,
        expected=str(computed),
        actual=str(stated),
    )
