"""Do the sums of an e-document agree with each other? The rules of EN 16931 (BR-CO-10, BR-CO-13, BR-CO-15, BR-CO-16) and of each line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.finding import Finding, finding
from idp.extractors.einvoice.record import Record

CENT = Decimal("0.01")
_LINE_SLACK = Decimal("0.02")  # PEPPOL-EN16931-R120
_SUM_SLACK = Decimal("0.05")  # what the shipped policy takes for rounding of a document
_HALF_CENT = Decimal("0.005")
_BILLS = (DocumentType.INVOICE, DocumentType.CREDIT_NOTE)


def contradictions(document: ExtractedDocument, record: Record) -> tuple[Finding, ...]:
    """VAL-LINE, VAL-SUBTOTAL, VAL-TOTAL and VAL-ROUND findings; nothing is said about sums whose parts the document does not state."""
    sums = (_subtotal(document, record), _total(document, record), _due(document, record))
    return tuple(f for f in (*_lines(document, record), *sums) if f is not None)


def _lines(document: ExtractedDocument, record: Record) -> Iterator[Finding | None]:
    """Quantity × price, with the allowances and charges of the line, against its amount (PEPPOL-EN16931-R120)."""
    if document.document_type not in _BILLS:
        return
    for index, (line, extra) in enumerate(zip(document.lines, record.line_extras, strict=True)):
        quantity, price, amount = (line.number(name) for name in ("quantity", "unit_price", "amount"))
        if quantity is None or price is None or amount is None:
            continue
        base = line.number("price_base") or Decimal(1)
        computed = quantity * price / base + extra
        if abs(computed - amount) > _HALF_CENT:
            limit = max(_LINE_SLACK, min(_rounded_price(quantity, price) / base, abs(amount) / 1000))
            yield _other_amount(index, computed, amount, limit)


def _rounded_price(quantity: Decimal, price: Decimal) -> Decimal:
    """How far a price that was rounded to its last digit can move the line: half of that digit each."""
    exponent = price.as_tuple().exponent
    return abs(quantity) * Decimal(5).scaleb((min(-2, exponent) if isinstance(exponent, int) else -2) - 1)


def _other_amount(index: int, computed: Decimal, amount: Decimal, limit: Decimal) -> Finding:
    rounding = abs(computed - amount) <= limit
    shown = computed.quantize(CENT, ROUND_HALF_UP)
    return finding(
        Code.VAL_ROUND if rounding else Code.VAL_LINE,
        f"Line {index + 1}: quantity × price with allowances and charges is {shown}, but its amount is stated as {amount}"
        + (" (rounding)." if rounding else "."),
        line=index,
        field="amount",
        expected=str(shown),
        actual=str(amount),
    )


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
        max(_SUM_SLACK, CENT * (len(amounts) // 2)),
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
    return _compare(Code.VAL_TOTAL, "Subtotal and tax", "the total", subtotal + tax, total, _SUM_SLACK)


def _due(document: ExtractedDocument, record: Record) -> Finding | None:
    """The amount due is the total less what was paid, rounded (BR-CO-16)."""
    total, due = document.number("total"), document.number("amount_due")
    if document.document_type not in _BILLS or total is None or due is None or total == due:
        return None
    computed = total - record.prepaid + record.rounding
    return _compare(Code.VAL_TOTAL, "Total, prepayments and rounding", "the amount due", computed, due, _SUM_SLACK)


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
