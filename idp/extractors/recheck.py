"""After a person corrected values: which doubts about the document remain, and do its sums agree now?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.document import ExtractedDocument, ExtractedLine
from idp.domain.finding import Finding, finding

_OF_SUMS = {Code.VAL_LINE, Code.VAL_SUBTOTAL, Code.VAL_TOTAL, Code.VAL_ROUND}
_OF_ONE_VALUE = {Code.EXT_MISSING, Code.EXT_LOWCONF, Code.EXT_AMBIG, Code.VAL_CHECKDIGIT, Code.VAL_DATE}
_CENT = Decimal("0.01")
_TYPED = "typed"


def recheck(document: ExtractedDocument) -> ExtractedDocument:
    """The document with its findings as they are now. `confident` becomes False: what a person changed, a person lets pass.

    Doubts about a value are gone once it was typed; sums are recomputed from the values that are there.
    """
    kept = [found for found in document.findings if found.code not in _OF_SUMS and not _is_settled(document, found)]
    return replace(document, findings=(*kept, *_sums(document)), confident=False)


def _is_settled(document: ExtractedDocument, found: Finding) -> bool:
    if found.code not in _OF_ONE_VALUE or found.field is None:
        return False
    if found.line is None:
        value = document.fields.get(found.field)
    else:
        value = document.lines[found.line].cells.get(found.field) if found.line < len(document.lines) else None
    return value is not None and value.source == _TYPED


def _sums(document: ExtractedDocument) -> Iterable[Finding]:
    for index, line in enumerate(document.lines):
        wrong = _line_amount(index, line)
        if wrong is not None:
            yield wrong
    yield from (found for found in (_subtotal(document), _total(document)) if found is not None)


def _line_amount(index: int, line: ExtractedLine) -> Finding | None:
    quantity, price, amount = line.number("quantity"), line.number("unit_price"), line.number("amount")
    if quantity is None or price is None or amount is None:
        return None
    base, discount = line.number("price_base") or Decimal(1), line.number("discount") or Decimal(0)
    computed = (quantity * price / base * (1 - discount / 100)).quantize(_CENT)
    return _compare(Code.VAL_LINE, "Quantity times price", "the amount", computed, amount, field="amount", line=index)


def _subtotal(document: ExtractedDocument) -> Finding | None:
    amounts = [line.number("amount") for line in document.lines]
    stated = document.number("subtotal")
    if stated is None or not amounts:
        return None
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return None
    return _compare(Code.VAL_SUBTOTAL, "The lines", "the subtotal", sum(known, Decimal(0)), stated, field="subtotal")


def _total(document: ExtractedDocument) -> Finding | None:
    subtotal, tax, total = (document.number(name) for name in ("subtotal", "tax_amount", "total"))
    if subtotal is None or tax is None or total is None:
        return None
    return _compare(Code.VAL_TOTAL, "Subtotal and tax", "the total", subtotal + tax, total, field="total")


def _compare(
    code: Code, parts: str, whole: str, computed: Decimal, stated: Decimal, *, field: str, line: int | None = None
) -> Finding | None:
    if abs(computed - stated) <= _CENT:
        return None
    message = f"{parts} come to {computed}, but {whole} is stated as {stated}."
    return finding(code, message, field=field, line=line, expected=str(computed), actual=str(stated))
