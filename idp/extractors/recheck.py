"""What is still doubtful after a person changed values? Fields and sums are checked anew; doubts about what was typed are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from idp.domain.code import Code, Severity
from idp.domain.document import ExtractedDocument, ExtractedLine
from idp.domain.finding import Finding, finding
from idp.extractors import identifier
from idp.extractors.judge import field_findings
from idp.extractors.sums import OTHER_CHARGES

_MADE_ANEW = frozenset({Code.EXT_MISSING, Code.EXT_LOWCONF, Code.VAL_LINE, Code.VAL_SUBTOTAL, Code.VAL_TOTAL, Code.VAL_ROUND})
_CENT = Decimal("0.01")


def recheck(document: ExtractedDocument) -> ExtractedDocument:
    """The document with its findings as they are for the present values; doubts end its being `confident`, and nothing here makes it so."""
    kept = tuple(f for f in document.findings if f.code not in _MADE_ANEW and not _settled(f, document))
    anew = (
        *field_findings(document.document_type, document.fields, ()),
        *(f for f in (_line(index, line) for index, line in enumerate(document.lines)) if f is not None),
        *_sums(document),
        *_account(document, kept),
    )
    findings = kept + tuple(f for f in anew if not _ambiguous(f, kept))
    doubtful = any(f.severity is not Severity.INFO for f in findings)
    return replace(document, findings=findings, confident=document.confident and not doubtful)


def _settled(found: Finding, document: ExtractedDocument) -> bool:
    """A doubt about a value that a person has typed or removed since."""
    if found.field is None or found.code not in (Code.EXT_AMBIG, Code.VAL_CHECKDIGIT):
        return False
    value = document.fields.get(found.field)
    if found.line is not None and found.line < len(document.lines):
        value = document.lines[found.line].cells.get(found.field)
    if found.code is Code.VAL_CHECKDIGIT:
        return value is None or value.is_typed
    return value is not None and value.is_typed


def _ambiguous(found: Finding, kept: tuple[Finding, ...]) -> bool:
    """A field whose two readings are already reported is not reported missing as well."""
    return found.code is Code.EXT_MISSING and any(k.code is Code.EXT_AMBIG and k.field == found.field for k in kept)


def _line(index: int, line: ExtractedLine) -> Finding | None:
    quantity, price, amount = line.number("quantity"), line.number("unit_price"), line.number("amount")
    if quantity is None or price is None or amount is None:
        return None
    base, discount = line.number("price_base") or Decimal(1), line.number("discount") or Decimal(0)
    expected = [(quantity * price / base * (1 - d / 100)).quantize(_CENT, ROUND_HALF_UP) for d in (Decimal(0), discount)]
    if any(abs(value - amount) <= _CENT for value in expected):
        return None
    return finding(
        Code.VAL_LINE, f"Line {index + 1}: quantity × price is {expected[-1]}, stated is {amount}.", line=index, field="amount",
        expected=str(expected[-1]), actual=str(amount),
    )  # fmt: skip


def _sums(document: ExtractedDocument) -> Iterator[Finding]:
    amounts = [a for line in document.lines if (a := line.number("amount")) is not None]
    subtotal, tax, total = (document.number(name) for name in ("subtotal", "tax_amount", "total"))
    other = document.number(OTHER_CHARGES) or Decimal(0)
    slack = _CENT * max(1, len(amounts) // 2)
    if amounts and total is not None:
        lines = sum(amounts, Decimal(0))
        targets = [t for t in (subtotal, total - (tax or Decimal(0)), total) if t is not None]
        if not any(abs(lines + extra - target) <= slack for target in targets for extra in {Decimal(0), other}):
            target = targets[0]
            yield finding(
                Code.VAL_SUBTOTAL,
                f"The lines come to {lines}, stated is {target}.",
                field="subtotal",
                expected=str(lines),
                actual=str(target),
            )
    if subtotal is not None and total is not None and (tax is not None or subtotal != total):
        computed = subtotal + (tax or Decimal(0))
        if not any(abs(computed + extra - total) <= _CENT for extra in {Decimal(0), other}):
            yield finding(
                Code.VAL_TOTAL,
                f"Subtotal and tax come to {computed}, stated is {total}.",
                field="total",
                expected=str(computed),
                actual=str(total),
            )


def _account(document: ExtractedDocument, kept: tuple[Finding, ...]) -> Iterator[Finding]:
    iban = document.fields.get("supplier_iban")
    if (
        iban is None
        or not iban.is_typed
        or identifier.is_iban(str(iban.value))
        or any(k.field == "supplier_iban" for k in kept)
    ):
        return
    yield finding(Code.VAL_CHECKDIGIT, f"'{iban.raw}' fails its check digits.", field="supplier_iban", actual=iban.raw)
