"""How do exact values of an e-document become fields? Gathered under their names, in the canonical form of their kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from idp.domain.document import FIELD_KINDS, DocumentType, Extracted, ExtractedLine, Kind, Value

EXACT = 1.0
"""Confidence of a value that stands in the data itself."""


@dataclass(frozen=True, slots=True)
class Charge:
    """An allowance (negative) or charge of the whole document, in its currency."""

    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """What an e-document says. `charges` are those of the document level; `prepaid` and `rounding` stand between total and due."""

    document_type: DocumentType
    fields: Mapping[str, Extracted]
    lines: tuple[ExtractedLine, ...]
    charges: tuple[Charge, ...] = ()
    prepaid: Decimal = Decimal(0)
    rounding: Decimal = Decimal(0)
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Gathered:
    """Collects values under field names; what is absent or not of the field's kind stays absent."""

    source: str
    values: dict[str, Extracted] = field(default_factory=dict)

    def put(self, name: str, text: str | None) -> None:
        """Sets a single value unless it is absent or already set."""
        value = canonical(name, text)
        if value is None or text is None or name in self.values:
            return
        self.values[name] = Extracted(value, text, EXACT, source=self.source, reasons=("stated in the e-document",))

    def put_all(self, name: str, texts: list[str]) -> None:
        """Sets a list value, each member once."""
        members = tuple(dict.fromkeys(texts))
        if members:
            raw = ", ".join(members)
            self.values[name] = Extracted(members, raw, EXACT, source=self.source, reasons=("stated in the e-document",))


def canonical(name: str, text: str | None) -> Value | None:
    """The text in the form of the field's kind; None where it is absent or not of that kind."""
    if not text:
        return None
    kind = FIELD_KINDS.get(name, Kind.TEXT)
    if kind in (Kind.AMOUNT, Kind.QUANTITY):
        number = decimal(text)
        return None if number is None else f"{number:f}"
    if kind is Kind.DATE:
        return iso_date(text)
    if kind is Kind.CURRENCY:
        return text.upper() if len(text) == 3 and text.isalpha() else None
    return text


def decimal(text: str | None) -> Decimal | None:
    """The number of an xsd:decimal; None where it is none."""
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def iso_date(text: str) -> str | None:
    """The day of an xsd:date, xsd:dateTime or UN/EDIFACT format 102 (CCYYMMDD); None where it is none."""
    compact = text[:10].replace("-", "")[:8]
    if len(compact) != 8 or not compact.isdigit():
        return None
    try:
        return date(int(compact[:4]), int(compact[4:6]), int(compact[6:])).isoformat()
    except ValueError:
        return None
