"""What a person typed or pointed at becomes a value of the document, checked like everything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from idp.domain.document import FIELD_KINDS, TYPED, DocumentType, Extracted, ExtractedDocument, ExtractedLine, Kind, Value
from idp.domain.errors import BadUse
from idp.domain.geometry import Box
from idp.services.printed_value import Writing, printed_date, printed_number, writing_of

TYPE = "document_type"
_CELL = re.compile(r"lines\.(\d+)\.(\w+)")


@dataclass(frozen=True, slots=True)
class Correction:
    """A new value for a field. `page` and `box` say where it stands when the person pointed at it; typed values have none."""

    value: str
    page: int | None = None
    box: Box | None = None


def apply_corrections(document: ExtractedDocument, changes: Mapping[str, Correction], *, person: str) -> ExtractedDocument:
    """The document with the changed values. Keys are field names, `lines.<index>.<column>` or `document_type`; an empty value removes.

    `lines.<n>` with n = number of lines adds one. Raises BadUse naming the field whose value is not of its kind.
    """
    writing = writing_of(document)
    for key, change in changes.items():
        cell = _CELL.fullmatch(key)
        if key == TYPE:
            document = replace(document, document_type=read_type(change.value))
        elif cell is None:
            document = document.with_field(key, _extracted(key, change, person, writing))
        else:
            document = _with_cell(document, int(cell[1]), cell[2], _extracted(cell[2], change, person, writing))
    # Empty lines go last of all: the keys number the lines as the person saw them.
    return replace(document, lines=tuple(line for line in document.lines if line.cells))


def emptied_lines(document: ExtractedDocument, changes: Mapping[str, Correction]) -> frozenset[int]:
    """The lines (from 0) that these changes leave without a value, so that they go."""
    left = {n: set(line.cells) for n, line in enumerate(document.lines)}
    for key, change in changes.items():
        cell = _CELL.fullmatch(key)
        if cell is not None and int(cell[1]) in left:
            (left[int(cell[1])].add if change.value.strip() else left[int(cell[1])].discard)(cell[2])
    return frozenset(n for n, columns in left.items() if not columns)


def read_type(text: str) -> DocumentType:
    """The type of document that a person chose. Raises BadUse for anything else."""
    try:
        return DocumentType("_".join(text.lower().split()))
    except ValueError:
        raise BadUse(f"document_type: {text!r} is not a type of document") from None


def _with_cell(document: ExtractedDocument, index: int, column: str, value: Extracted | None) -> ExtractedDocument:
    lines = list(document.lines)
    if index > len(lines):
        raise BadUse(f"line {index + 1} does not exist")
    if index == len(lines):
        lines.append(ExtractedLine(cells={}))
    cells = {k: v for k, v in lines[index].cells.items() if k != column}
    if value is not None:
        cells[column] = value
    lines[index] = replace(lines[index], cells=cells)
    return replace(document, lines=tuple(lines))


def _extracted(name: str, change: Correction, person: str, writing: Writing) -> Extracted | None:
    text = change.value.strip()
    if not text:
        return None
    how = "pointed at" if change.box is not None else "typed"
    return Extracted(
        value=_canonical(name, change, writing), raw=text, confidence=1.0, page=change.page, box=change.box, source=TYPED,
        reasons=(f"{how} by {person}",),
    )  # fmt: skip


def _canonical(name: str, change: Correction, writing: Writing) -> Value:
    """What was typed in canonical form counts as that; what was pointed at, or typed as it is printed, is read as the document writes."""
    kind, text = FIELD_KINDS.get(name, Kind.TEXT), change.value.strip()
    if kind not in _CANONICAL:
        return text
    value = _CANONICAL[kind](text) if change.box is None or kind not in _PRINTED else None
    if value is None and kind in _PRINTED:
        value = _PRINTED[kind](text, writing)
    if value is None:
        raise BadUse(f"{name.replace('_', ' ')}: {text!r} is not {_EXPECTED[kind]}")
    return value


def _decimal(text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return format(number, "f") if number.is_finite() else None


def _iso_date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _currency(text: str) -> str | None:
    return text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(text.lower())


def _list(text: str) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in re.split(r"[,;\n]", text) if part.strip()) or None


_CANONICAL: dict[Kind, Callable[[str], Value | None]] = {
    Kind.IDENTIFIERS: _list,
    Kind.AMOUNT: _decimal,
    Kind.QUANTITY: _decimal,
    Kind.DATE: _iso_date,
    Kind.CURRENCY: _currency,
    Kind.BOOLEAN: _boolean,
}

_PRINTED: dict[Kind, Callable[[str, Writing], str | None]] = {
    Kind.AMOUNT: printed_number,
    Kind.QUANTITY: printed_number,
    Kind.DATE: printed_date,
}

_EXPECTED = {
    Kind.IDENTIFIERS: "a list; separate its members by commas",
    Kind.AMOUNT: "a number; write it like 1234.50",
    Kind.QUANTITY: "a number; write it like 1234.5",
    Kind.DATE: "a date; write it like 2026-04-05",
    Kind.CURRENCY: "a currency code; write it like EUR",
    Kind.BOOLEAN: "yes or no",
}
