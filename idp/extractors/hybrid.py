"""Do the embedded e-invoice and the visible page say the same? Values come from the data, boxes from the page, differences are findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.document import Extracted, ExtractedDocument, ExtractedLine, Value
from idp.domain.finding import Finding, finding
from idp.extractors import identifier
from idp.extractors.candidate import Candidates, Spot
from idp.extractors.date import AmbiguousDate, PrintedDate, read_date
from idp.extractors.layout import Layout
from idp.extractors.read import Read
from idp.extractors.token import fold

_COMPARED = ("invoice_number", "invoice_date", "total", "supplier_iban")
_NUMBERS = frozenset({"subtotal", "tax_amount", "total", "amount_due"})
_PLAIN = 0.4
"""From this confidence on the page plainly shows a value. An altered total contradicts the sums printed beside it, so the bar is low."""
_ANOTHER_PAPER = 2
"""From this many differing fields on, the data is not this page's: what people see is taken, and finance decides."""


def combine(data: ExtractedDocument, read: Read) -> ExtractedDocument:
    """The data's document with the page's boxes; EXT-HYBRID for each compared field that the page shows differently.

    Where the two are different papers altogether, the page's document is returned with the findings. Data that says nothing
    (any other XML beside a PDF) is mentioned and left aside.
    """
    if not data.fields:
        why = data.findings[0].message if data.findings else "It states nothing."
        aside = finding(
            Code.CLS_UNKNOWN, f"The XML with this file was left aside, the page was read. {why}", severity=Severity.INFO
        )
        return replace(read.document, findings=(*read.document.findings, aside))
    places = _Places(read)
    fields = {name: places.located(name, value) for name, value in data.fields.items()}
    differences = tuple(_differences(fields, read))
    if len(differences) >= _ANOTHER_PAPER:
        return replace(read.document, findings=(*read.document.findings, *differences), confident=False, sound=False)
    lines = tuple(places.line(line) for line in data.lines)
    return replace(
        data,
        pages=read.document.pages,
        fields=fields,
        lines=lines,
        language=read.document.language or data.language,
        findings=(*data.findings, *differences),
        confident=data.confident and not differences,
    )


def _differences(fields: Mapping[str, Extracted], read: Read) -> Iterator[Finding]:
    """A compared value that stands nowhere on the page, while the page plainly shows another one in its place."""
    for name in _COMPARED:
        stated, shown = fields.get(name), read.document.fields.get(name)
        if stated is None or stated.box is not None or shown is None or not read.document.pages:
            continue
        if _same(name, stated.value, shown.value) or shown.confidence < _PLAIN:
            continue
        plain = name.replace("_", " ")
        yield finding(
            Code.EXT_HYBRID,
            f"The embedded e-invoice states the {plain} as {stated.value}, the page shows {shown.raw}.",
            field=name,
            expected=str(stated.value),
            actual=str(shown.value),
            page=shown.page,
            box=shown.box,
        )


def _same(name: str, one: Value, two: Value) -> bool:
    if name in _NUMBERS:
        return abs(Decimal(str(one))) == abs(Decimal(str(two)))
    return identifier.compact(str(one)) == identifier.compact(str(two))


class _Places:
    """Finds where a page prints a value."""

    def __init__(self, read: Read) -> None:
        self._layout: Layout = read.paper.layout
        self._candidates: Candidates = read.paper.candidates
        self._order = read.paper.habits.order
        self._read = read.document

    def located(self, name: str, value: Extracted) -> Extracted:
        """The value with page and box where it is printed: first where the page's own reading has the same value."""
        own = self._read.fields.get(name)
        if own is not None and own.box is not None and _same_loosely(own.value, value.value):
            return replace(value, page=own.page, box=own.box, boxes=own.boxes)
        spot = self._spot(name, value.value)
        return value if spot is None else replace(value, page=spot.page, box=spot.box)

    def line(self, line: ExtractedLine) -> ExtractedLine:
        """The line with the boxes of its amount and description where the page prints them."""
        twin = next((other for other in self._read.lines if _same_line(line, other)), None)
        if twin is None:
            return line
        cells = {
            name: replace(cell, page=twin.cells[name].page, box=twin.cells[name].box)
            if name in twin.cells and _same_loosely(cell.value, twin.cells[name].value)
            else cell
            for name, cell in line.cells.items()
        }
        return ExtractedLine(cells, page=twin.page)

    def _spot(self, name: str, value: Value) -> Spot | None:
        if isinstance(value, (bool, tuple)):
            return None
        number = _decimal(value) if name in _NUMBERS else None
        if number is not None:
            return next((a.spot for a in self._candidates.amounts if a.value is not None and abs(a.value) == abs(number)), None)
        day = _day(value)
        if day is not None:
            return next((d.spot for d in self._candidates.days if self._is(d.printed, day)), None)
        if name in ("supplier_iban", "supplier_vat", "buyer_vat"):
            found = next(
                (c.spot for c in self._candidates.codes if identifier.compact(c.value) == identifier.compact(value)), None
            )
            if found is not None:
                return found
        return self._text(value)

    def _is(self, printed: PrintedDate, day: date) -> bool:
        try:
            return read_date(printed, self._order) == day
        except AmbiguousDate as error:
            return day in error.readings

    def _text(self, value: str) -> Spot | None:
        """The first segment that holds the text, blanks and accents aside."""
        wanted = "".join(fold(value).split())
        if len(wanted) < 2:
            return None
        for row in self._layout.rows:
            for segment in row.segments:
                if wanted in "".join(fold(segment.text).split()):
                    return Spot(
                        row.index, segment.start, segment.start + len(segment.words) - 1, row.page, segment.box, segment.text
                    )
        return None


def _same_loosely(one: Value, two: Value) -> bool:
    if isinstance(one, str) and isinstance(two, str):
        first, second = _decimal(one), _decimal(two)
        if first is not None and second is not None:
            return first == second
    return identifier.compact(str(one)) == identifier.compact(str(two))


def _same_line(one: ExtractedLine, two: ExtractedLine) -> bool:
    amount, other = one.number("amount"), two.number("amount")
    if amount is None or other is None or abs(amount) != abs(other):
        return False
    first, second = one.text("description") or "", two.text("description") or ""
    words = set(fold(first).split())
    return not words or bool(words & set(fold(second).split()))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
