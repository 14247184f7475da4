"""How do exact values of an e-document become fields? Gathered under their names, in the canonical form of their kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from idp.domain.document import FIELD_KINDS, DocumentType, Extracted, ExtractedLine, Kind, Value

EXACT = 1.0
"""Confidence of a value that stands in the data itself."""
CREDIT_CODES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
"""UNTDID 1001: an invoice message of this type is a credit note in substance."""
_FACTORS = ("quantity", "unit_price", "price_base")
_PERCENT_STEP = Decimal("0.000001")
_STATED = ("stated in the e-document",)
_NO_NUMBER = frozenset({"NA", "N/A", "-"})  # Peppol BIS wants "NA" for an order number that is not known


@dataclass(frozen=True, slots=True)
class Charge:
    """An allowance (negative) or charge of the whole document, in its currency."""

    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """What an e-document says. `charges` are those of the document level, `line_extras` what the charges of each line add to it, less its
    allowances; `prepaid` and `rounding` stand between total and due."""

    document_type: DocumentType
    fields: Mapping[str, Extracted]
    lines: tuple[ExtractedLine, ...]
    line_extras: tuple[Decimal, ...] = ()
    charges: tuple[Charge, ...] = ()
    prepaid: Decimal = Decimal(0)
    rounding: Decimal = Decimal(0)
    notes: tuple[str, ...] = ()

    @property
    def is_negative(self) -> bool:
        """Whether the total is below zero."""
        total = self.fields.get("total")
        return total is not None and (decimal(total.raw) or Decimal(0)) < 0


def net(charges: Iterable[Charge]) -> Decimal:
    """What charges add, less what allowances take off."""
    return sum((charge.amount for charge in charges), Decimal(0))


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
        self.values[name] = Extracted(value, text, EXACT, source=self.source, reasons=_STATED)

    def put_number(self, name: str, number: Decimal | None) -> None:
        """Sets a number that follows from stated ones."""
        self.put(name, None if number is None else f"{number:f}")

    def put_all(self, name: str, texts: list[str]) -> None:
        """Sets a list value, each member once."""
        members = tuple(dict.fromkeys(texts))
        if members:
            raw = ", ".join(members)
            self.values[name] = Extracted(members, raw, EXACT, source=self.source, reasons=_STATED)

    def put_accounts(self, texts: Iterable[str]) -> None:
        """supplier_iban is the first IBAN; supplier_ibans all accounts where there are others: a second account beside the known one,
        or one that is no IBAN (a giro or domestic number), is where fraud hides."""
        accounts = {"".join(text.split()).upper(): text for text in texts}
        ibans = [text for text in accounts.values() if text[:2].isalpha()]
        self.put("supplier_iban", next(iter(ibans), None))
        if len(accounts) > 1 or not ibans:
            self.put_all("supplier_ibans", list(accounts.values()))

    def put_order_numbers(self, kind: DocumentType, lines: Sequence[ExtractedLine]) -> None:
        """po_numbers: the header's and every line's; po_number the first of them."""
        named = [self.values["po_number"].raw] if "po_number" in self.values else []
        numbers = named + [text for line in lines if (text := line.text("po_number"))]
        if numbers:
            self.put("po_number", numbers[0])
        if kind in (DocumentType.INVOICE, DocumentType.CREDIT_NOTE):
            self.put_all("po_numbers", numbers)

    def put_discount(self, charges: Sequence[Charge]) -> None:
        """The percentage that a line's allowances, less its charges, take off its quantity × price."""
        gross = self.gross()
        reduction = -net(charges)
        if gross and 0 < reduction / gross <= 1:
            self.put_number("discount", (reduction / gross * 100).quantize(_PERCENT_STEP, ROUND_HALF_UP).normalize())

    def gross(self) -> Decimal | None:
        """Quantity × price as gathered so far; None where one of them is absent."""
        quantity, price, base = (decimal(self.values[n].raw) if n in self.values else None for n in _FACTORS)
        return None if quantity is None or price is None else quantity * price / (base or Decimal(1))


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
    if kind is Kind.IDENTIFIER and text.upper() in _NO_NUMBER:
        return None
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
