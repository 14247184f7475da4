"""What does a correction teach for the supplier's next documents? Only what, followed on this very document, gives what the person said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from idp.domain.document import DocumentType, Extracted, ExtractedDocument
from idp.domain.memory import Known, Lesson, Memory, MemoryId, Place, Subject
from idp.domain.page import Page, Quality
from idp.domain.purchase import Company
from idp.domain.record import DocumentId
from idp.extractors.candidate import Spot
from idp.extractors.date import Order
from idp.extractors.memory_name import spots_of_words, title_of
from idp.extractors.memory_place import place_of, words_in
from idp.extractors.memory_table import column_at, heading_words, strip_of
from idp.extractors.memory_value import Manner, can_be_placed, is_same, kind_of, manners_of, places_of_value, value_at
from idp.extractors.number import Decimals
from idp.extractors.paper import Paper, look_at
from idp.extractors.paper_document import read_paper
from idp.extractors.token import pieces

TYPE = "document_type"
_MOST_PAGES, _MOST_TRIES = 30, 4
_NAMES = ("supplier_name",)
"""Fields that hold a constant of the supplier: the words are remembered, wherever they are printed."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A document before and after a person corrected it; the pages are those it stands on."""

    pages: tuple[Page, ...]
    before: ExtractedDocument
    after: ExtractedDocument
    own: tuple[Company, ...] = ()


def lessons_of(taught: Taught, targets: Sequence[str]) -> Mapping[str, Lesson]:
    """What the corrected `targets` (fields, `lines.0.quantity`, `document_type`) teach, by target; the same column of several lines once.

    Structured documents teach nothing: their values do not come from the page. Nor do very long ones: every lesson is tried while a
    person waits.
    """
    if not 0 < len(taught.pages) <= _MOST_PAGES or taught.before.quality is Quality.STRUCTURED:
        return {}
    paper = look_at(taught.pages, taught.own)
    found: dict[str, Lesson] = {}
    kind = _type_lesson(taught, paper) if taught.after.document_type is not taught.before.document_type else None
    if kind is not None:
        found[TYPE] = kind
    tried: Counter[str] = Counter()
    for target in targets:
        for lesson in _lessons(taught, paper, target):
            if lesson.target in found or tried[lesson.target] == _MOST_TRIES:
                continue
            tried[lesson.target] += 1
            if _gives_what_was_said(taught, target, lesson, kind):
                found[lesson.target] = lesson
    return _without_rivals(taught, targets, found, kind)


def _without_rivals(
    taught: Taught, targets: Sequence[str], found: dict[str, Lesson], kind: Lesson | None
) -> Mapping[str, Lesson]:
    """The lessons without those of columns that are right alone and not together: then each may be the wrong one."""
    columns = {t: lesson for t, lesson in found.items() if lesson.subject is Subject.COLUMN}
    if len(columns) < 2:
        return found
    read = read_paper(taught.pages, taught.own, _known(*(() if kind is None else (kind,)), *columns.values())).document
    cells = [parts for target in targets if len(parts := target.split(".")) == 3 and f"lines.{parts[2]}" in columns]
    if all(_cells_agree(taught, read, int(index), name) for _, index, name in cells):
        return found
    return {target: lesson for target, lesson in found.items() if target not in columns}


def read_as(
    pages: Sequence[Page], own: tuple[Company, ...], document: ExtractedDocument, kind: DocumentType
) -> ExtractedDocument:
    """The document on these pages read anew as a document of the type `kind`; what a person typed before is kept."""
    paper = look_at(pages, own)
    lesson = Lesson(Subject.TYPE, paper.kind.document_type, TYPE, words=title_of(paper), value=kind.value)
    read = read_paper(pages, own, _known(lesson)).document
    for name, value in document.fields.items():
        if value.is_typed:
            read = read.with_field(name, value)
    return read


def _type_lesson(taught: Taught, paper: Paper) -> Lesson | None:
    was, now = paper.kind.document_type, taught.after.document_type
    return None if was is now else Lesson(Subject.TYPE, was, TYPE, words=title_of(paper), value=now.value)


def _lessons(taught: Taught, paper: Paper, target: str) -> Iterator[Lesson]:
    """What the correction may teach, the simplest first."""
    parts = target.split(".")
    if len(parts) == 3:
        yield from _column_lessons(taught, paper, int(parts[1]), parts[2])
    elif target != TYPE and can_be_placed(target):
        lesson = _header_lesson(taught, paper, target)
        yield from (lesson,) if lesson is not None else ()


def _header_lesson(taught: Taught, paper: Paper, target: str) -> Lesson | None:
    value, before = taught.after.fields.get(target), taught.before.fields.get(target)
    if value is None:
        wrong = _place_of_value(paper, before)
        return Lesson(Subject.FIELD, taught.after.document_type, target, wrong=wrong) if wrong is not None else None
    if target in _NAMES:
        return _name_lesson(taught, paper, target, value)
    return _field_lesson(taught, paper, target, value, before)


def _name_lesson(taught: Taught, paper: Paper, target: str, value: Extracted) -> Lesson | None:
    words = " ".join(pieces(str(value.value)))
    printed = spots_of_words(paper.layout, words)
    return Lesson(Subject.NAME, taught.after.document_type, target, words=words) if printed else None


def _field_lesson(taught: Taught, paper: Paper, target: str, value: Extracted, before: Extracted | None) -> Lesson | None:
    spot = _spot_of(paper, target, value)
    if spot is None:
        return None
    row, kind = paper.layout.rows[spot.row], kind_of(target)
    date_order, decimals = manners_of(kind, spot.raw, value.value)
    place = place_of(paper.layout, row, spot.first, spot.last)
    manner = Manner(Order(date_order or Order.UNKNOWN), Decimals(decimals or Decimals.UNKNOWN))
    read = value_at(row, spot.first, spot.last, kind=kind, shape=place.shape, manner=manner)
    if read is None or not is_same(kind, read[0], value.value):
        return None  # what is printed there is not what the person says it is: a misprint, or misread letters
    wrong = _place_of_value(paper, before)
    return Lesson(
        Subject.FIELD, taught.after.document_type, target, place=place, wrong=None if wrong == place else wrong,
        date_order=date_order, decimals=decimals,
    )  # fmt: skip


def _spot_of(paper: Paper, target: str, value: Extracted) -> Spot | None:
    """Where the value stands: where the person pointed, else the one place where it is printed."""
    if value.page is not None and value.box is not None:
        found = words_in(paper.layout, value.page, value.box)
        if found is None:
            return None
        row, first, last = found
        raw = " ".join(w.text for w in row.words[first : last + 1])
        return Spot(row.index, first, last, row.page, value.box, raw)
    printed = places_of_value(paper.layout, target, value.value)
    return printed[0] if len(printed) == 1 else None


def _place_of_value(paper: Paper, value: Extracted | None) -> Place | None:
    """The place of a value that was read; None for lists of several, and for what stands over several rows."""
    if value is None or value.page is None or value.is_typed:
        return None
    box = value.box or (value.boxes[0] if len(value.boxes) == 1 else None)
    found = words_in(paper.layout, value.page, box) if box is not None else None
    return place_of(paper.layout, *found) if found is not None else None


def _column_lessons(taught: Taught, paper: Paper, index: int, name: str) -> Iterator[Lesson]:
    """The heading over a corrected cell, unless the cell stands under the one it was read under; else the strip in which it stands."""
    if index >= len(taught.after.lines):
        return
    line = taught.after.lines[index]
    cell, before = line.cells.get(name), None
    if index < len(taught.before.lines):
        before = taught.before.lines[index].cells.get(name)
    if cell is None or not cell.is_typed:
        return
    spot = _spot_of(paper, f"lines.{name}", cell) or _spot_in_line(paper, name, cell, line.cells)
    column = column_at(paper.tables, spot.page, spot.box) if spot is not None else None
    if spot is None or column is None or not heading_words(column):
        return
    lesson = Lesson(Subject.COLUMN, taught.after.document_type, f"lines.{name}", words=heading_words(column))
    if before is None or before.box is None or column_at(paper.tables, before.page or 0, before.box) != column:
        yield lesson
    if before is None or before.box != spot.box:
        yield replace(lesson, strip=strip_of(paper.layout.rows[spot.row], spot.first, spot.last, column))


def _spot_in_line(paper: Paper, name: str, cell: Extracted, cells: Mapping[str, Extracted]) -> Spot | None:
    """The one place in the rows of the line's other cells where a typed value is printed."""
    boxes = [c.box for c in cells.values() if c.box is not None and not c.is_typed]
    if not boxes or cell.box is not None:
        return None
    top, bottom = min(b.top for b in boxes) - 0.003, max(b.bottom for b in boxes) + 0.003
    pages = {c.page for c in cells.values() if c.page is not None}
    inside = [
        spot
        for spot in places_of_value(paper.layout, f"lines.{name}", cell.value)
        if spot.page in pages and top <= spot.box.middle_y <= bottom
    ]
    return inside[0] if len(inside) == 1 else None


def _gives_what_was_said(taught: Taught, target: str, lesson: Lesson, kind: Lesson | None) -> bool:
    """Whether the document, read again with the lesson, has the value that the person gave; arithmetic and check digits still decide."""
    read = read_paper(taught.pages, taught.own, _known(*(x for x in (kind, lesson) if x is not None))).document
    parts = target.split(".")
    if len(parts) == 3:
        return _cells_agree(taught, read, int(parts[1]), parts[2])
    said, found = taught.after.fields.get(target), read.fields.get(target)
    if said is None or found is None:
        return said is None and found is None
    return is_same(kind_of(target), found.value, said.value)


def _cells_agree(taught: Taught, read: ExtractedDocument, index: int, name: str) -> bool:
    """The corrected cell is read as said, as many lines as there are, and no cell of a column that nobody touched is another or lost."""
    touched = {name, *(column for line in taught.after.lines for column, cell in line.cells.items() if cell.is_typed)}
    if len(read.lines) != len(taught.after.lines):
        return False
    said, found = taught.after.lines[index].cells[name], read.lines[index].cells.get(name)
    if found is None or not is_same(kind_of(name), found.value, said.value):
        return False
    return all(
        _is_kept(cell, now.cells.get(column), column)
        for line, now in zip(taught.after.lines, read.lines, strict=True)
        for column, cell in line.cells.items()
        if column not in touched
    )


def _is_kept(cell: Extracted, now: Extracted | None, column: str) -> bool:
    return now is not None and is_same(kind_of(column), cell.value, now.value)


def _known(*lessons: Lesson) -> Known:
    """The lessons as if they had been learned: to try them on the document they come from."""
    return Known(tuple(_provisional(lesson) for lesson in lessons))


def _provisional(lesson: Lesson) -> Memory:
    moment = datetime(1970, 1, 1, tzinfo=UTC)
    return Memory(MemoryId(""), lesson, (), "", "a person", moment, DocumentId(""), "this document")
