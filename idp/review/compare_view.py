"""How do two documents differ? Their fields and lines side by side, with what is not the same on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from idp.domain.record import DocumentRecord
from idp.review.contract import Workbench
from idp.review.display import hide_accounts, moment_text, shown_value
from idp.review.document_view import heading_of, view_document
from idp.review.page_view import PageView, view_pages
from idp.review.text import STATES, field_label


@dataclass(frozen=True, slots=True)
class PairRow:
    """A value of both documents, "" where one has none; `path` names it."""

    path: str
    label: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is called, when it came and by which channel, how far it is, its pages with the boxes of what differs."""

    id: str
    heading: str
    file: str
    came: str
    state: str
    pages: tuple[PageView, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two documents side by side, this one and the earlier one; what differs comes first."""

    mine: Side
    theirs: Side
    rows: tuple[PairRow, ...]

    @property
    def differences(self) -> int:
        return sum(row.differs for row in self.rows)


def view_pair(bench: Workbench, mine: DocumentRecord, theirs: DocumentRecord) -> PairView:
    """Both documents; bank accounts reduced to their last four characters."""
    rows = tuple(sorted((*_field_rows(mine, theirs), *_line_rows(mine, theirs)), key=lambda row: not row.differs))
    differing = frozenset(row.path for row in rows if row.differs)
    return PairView(_side(bench, mine, differing), _side(bench, theirs, differing), rows)


def _side(bench: Workbench, record: DocumentRecord, differing: frozenset[str]) -> Side:
    pages = view_pages(bench, record, view_document(record, hide=True))
    marked = tuple(replace(page, boxes=tuple(box for box in page.boxes if box.path in differing)) for page in pages)
    return Side(
        record.id, heading_of(record), record.name, f"{moment_text(record.received_at)} UTC, {record.channel}", STATES[record.state.value],
        marked,
    )  # fmt: skip


def _field_rows(mine: DocumentRecord, theirs: DocumentRecord) -> Iterator[PairRow]:
    one, other = _fields(mine), _fields(theirs)
    for name in dict.fromkeys((*one, *other)):
        yield PairRow(name, field_label(name), one.get(name, ""), other.get(name, ""))


def _fields(record: DocumentRecord) -> dict[str, str]:
    fields = record.extraction.fields if record.extraction is not None else {}
    return {name: shown for name, f in fields.items() if (shown := hide_accounts(shown_value(f.value)))}


def _line_rows(mine: DocumentRecord, theirs: DocumentRecord) -> Iterator[PairRow]:
    one, other = _cells(mine), _cells(theirs)
    for index, column in dict.fromkeys((*one, *other)):
        label = f"{index + 1} · {field_label(column)}"
        yield PairRow(f"lines.{index}.{column}", label, one.get((index, column), ""), other.get((index, column), ""))


def _cells(record: DocumentRecord) -> dict[tuple[int, str], str]:
    lines = record.extraction.lines if record.extraction is not None else ()
    return {(n, column): shown_value(cell.value) for n, line in enumerate(lines) for column, cell in line.cells.items()}
