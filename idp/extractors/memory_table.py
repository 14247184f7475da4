"""Which column of this supplier's table is which, as a person showed by a cell? Its heading tells it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from idp.domain.document import Extracted, ExtractedLine, Recalled
from idp.domain.geometry import Box
from idp.domain.memory import Known, Memory, Strip, Subject
from idp.extractors.layout import Row
from idp.extractors.memory_recall import CONTESTED
from idp.extractors.paper import Paper
from idp.extractors.product import Checked
from idp.extractors.table import Column, Table
from idp.extractors.token import pieces

_LEAST_LIKENESS = 85
_SAME_X = 0.008
"""How far a heading may stand from where it stood, in page widths, for the table to be set as it was."""


def heading_words(column: Column) -> str:
    """A heading in comparable form."""
    return " ".join(pieces(column.text))


def column_at(tables: Iterable[Table], page: int, box: Box) -> Column | None:
    """The column of a table in which a box stands; None outside all tables."""
    for table in tables:
        if table.page == page and box.top > min(c.heading.top for c in table.columns):
            return next((c for c in table.columns if c.left <= box.middle_x < c.right), None)
    return None


@dataclass(frozen=True, slots=True)
class Told:
    """The columns that a person named: memory by heading words."""

    memories: tuple[Memory, ...] = ()

    def __call__(self, table: Table) -> Table:
        """The table with these columns named; another column that had the name loses it."""
        for column, (memory, _) in self._named(table).items():
            if memory.lesson.strip is not None:
                table = replace(table, columns=tuple(_cut_out(table.columns, column, memory.lesson.strip)))
        named = self._named(table)
        taken = {name for _, name in named.values()}
        return replace(
            table,
            columns=tuple(
                replace(c, name=named[c][1]) if c in named else replace(c, name="other") if c.name in taken else c
                for c in table.columns
            ),
        )

    def _named(self, table: Table) -> dict[Column, tuple[Memory, str]]:
        """The newest memory for each heading that exactly one column has."""
        found: dict[Column, tuple[Memory, str]] = {}
        for memory in self.memories:
            name = memory.lesson.target.removeprefix("lines.")
            like = _headed(table, memory.lesson.words, memory.lesson.strip)
            if len(like) == 1 and like[0] not in found and name not in {known for _, known in found.values()}:
                found[like[0]] = (memory, name)
        return found

    def used(self, tables: Iterable[Table]) -> tuple[Memory, ...]:
        """The memories that name a column of these tables."""
        return tuple({m.id: m for table in tables for m, _ in self._named(table).values()}.values())


def _headed(table: Table, words: str, strip: Strip | None) -> list[Column]:
    """The columns with such a heading; for a strip where the table is set as it was, or the strip itself once it has been cut out."""
    like = [c for c in table.columns if _is_like(heading_words(c), words)]
    if strip is None:
        return like
    cut = [c for c in like if (c.heading.left, c.heading.right) == (strip.left, strip.right)]
    return cut or [c for c in like if abs(c.heading.left - strip.heading) <= _SAME_X and c.left <= strip.middle < c.right]


def _cut_out(columns: Sequence[Column], around: Column, strip: Strip) -> Iterator[Column]:
    """The columns with the strip as one of its own; of those that it cuts the larger rest keeps the name."""
    left, right = strip.left, strip.right
    if (around.heading.left, around.heading.right) == (left, right):
        yield from columns
        return
    own = Column(around.name, Box(left, around.heading.top, right, around.heading.bottom), around.text, left, right)
    rests = []
    for column in columns:
        before, after = (column.left, min(column.right, left)), (max(column.left, right), column.right)
        kept = max((before, after), key=lambda rest: rest[1] - rest[0])
        if kept[1] > kept[0]:
            rests.append(replace(column, left=kept[0], right=kept[1]))
    yield from sorted((*rests, own), key=lambda c: c.left)


def strip_of(row: Row, first: int, last: int, column: Column) -> Strip:
    """From the middle of the gap before the words to the middle of the gap behind them."""
    box = Box.around(w.box for w in row.words[first : last + 1])
    before = row.words[first - 1].box.right if first else 0.0
    after = row.words[last + 1].box.left if last + 1 < len(row.words) else 1.0
    return Strip(column.heading.left, round((before + box.left) / 2, 5), round((box.right + after) / 2, 5))


def told_columns(paper: Paper, known: Known) -> Told:
    """What is known of the columns of such papers."""
    return Told(known.of(Subject.COLUMN, paper.kind.document_type))


def with_reasons(lines: list[Checked], used: Iterable[Memory]) -> tuple[list[Checked], tuple[Recalled, ...]]:
    """The lines with the memories that named their columns said on the cells; a contested one leaves its cells below the gate."""
    recalled = []
    for memory in used:
        name = memory.lesson.target.removeprefix("lines.")
        if any(name in checked.line.cells for checked in lines):
            recalled.append(Recalled(memory.id, memory.lesson.target))
            lines = [replace(c, line=_with_reason(c.line, name, memory)) for c in lines]
    return lines, tuple(recalled)


def _with_reason(line: ExtractedLine, name: str, memory: Memory) -> ExtractedLine:
    cell = line.cells.get(name)
    return line if cell is None else replace(line, cells={**line.cells, name: _said(cell, memory)})


def _said(cell: Extracted, memory: Memory) -> Extracted:
    sure = min(cell.confidence, CONTESTED) if memory.is_contested else cell.confidence
    why = f"in the column that {memory.learned_by} showed on {memory.document_name or 'another document'} of this supplier"
    return replace(cell, confidence=sure, reasons=(*cell.reasons[:3], why))


def _is_like(heading: str, remembered: str) -> bool:
    return heading == remembered or (
        min(len(heading), len(remembered)) >= 4 and fuzz.ratio(heading, remembered) >= _LEAST_LIKENESS
    )
