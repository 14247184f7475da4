"""Which column of this supplier's table is which, as a person showed by a cell? Its heading tells it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from idp.domain.document import Extracted, ExtractedLine, Recalled
from idp.domain.geometry import Box
from idp.domain.memory import Known, Memory, Subject
from idp.extractors.memory_recall import CONTESTED
from idp.extractors.paper import Paper
from idp.extractors.product import Checked
from idp.extractors.table import Column, Table
from idp.extractors.token import pieces

_LEAST_LIKENESS = 85


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
            like = [c for c in table.columns if _is_like(heading_words(c), memory.lesson.words)]
            if len(like) == 1 and like[0] not in found and name not in {known for _, known in found.values()}:
                found[like[0]] = (memory, name)
        return found

    def used(self, tables: Iterable[Table]) -> tuple[Memory, ...]:
        """The memories that name a column of these tables."""
        return tuple({m.id: m for table in tables for m, _ in self._named(table).values()}.values())


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
