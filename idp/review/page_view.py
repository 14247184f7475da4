"""Which pages and boxes does the page pane show? The pages of the document, and the place of each value on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from idp.domain.geometry import Box
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord
from idp.review.contract import Workbench
from idp.review.document_view import DocumentView, FieldView

_UNREAD = frozenset({State.RECEIVED, State.QUARANTINED})
"""Nothing has opened the file yet, or it must not be opened."""

_AIR = 0.25
"""Percent of the page between a value and the line around it, so that the line does not cut its letters."""


@dataclass(frozen=True, slots=True)
class BoxView:
    """A box on a page; `path` is its input. Percentages of the page, for drawing in a 100 × 100 picture."""

    path: str
    label: str
    band: str
    asks: bool
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: its `index` from 0 in the file, and the boxes on it."""

    index: int
    boxes: tuple[BoxView, ...]


def view_pages(bench: Workbench, record: DocumentRecord, view: DocumentView) -> tuple[PageView, ...]:
    """The document's own pages; all pages of the file while nothing is extracted; none where there is no picture."""
    if record.state in _UNREAD:
        return ()
    count = bench.page_count(record.id)
    own = record.extraction.pages if record.extraction is not None else tuple(range(count))
    boxes = tuple(_boxes(_placed(view)))
    return tuple(PageView(index, tuple(box for page, box in boxes if page == index)) for index in own if index < count)


def _placed(view: DocumentView) -> Iterable[FieldView]:
    yield from (field for field in view.fields if field.place is not None)
    for line in view.lines:
        yield from (cell for cell in line.cells if cell.place is not None)


def _boxes(fields: Iterable[FieldView]) -> Iterable[tuple[int, BoxView]]:
    for field in fields:
        for box in field.place.boxes if field.place else ():
            yield field.place.page if field.place else 0, _box(field, box)


def _box(field: FieldView, box: Box) -> BoxView:
    return BoxView(
        path=field.path, label=field.label, band=field.band, asks=field.asks,
        left=round(box.left * 100 - _AIR, 3), top=round(box.top * 100 - _AIR, 3),
        width=round(box.width * 100 + 2 * _AIR, 3), height=round(box.height * 100 + 2 * _AIR, 3),
    )  # fmt: skip
