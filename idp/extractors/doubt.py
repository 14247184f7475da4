"""Which regions should a more careful engine read again? Where a field is written by hand or a sum does not come out on a scan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from idp.domain.geometry import Box
from idp.domain.page import InkKind, Page, Quality
from idp.extractors.extraction import Doubt, SecondLook
from idp.extractors.read import Read
from idp.extractors.reread import BY_UNIT

_MARGIN, _SIDE = 0.006, 0.012
_NUMBERS = ("quantity", "unit_price", "amount")
_HANDWRITTEN = {"received_by": "received_by", "delivered_date": "delivered_date", "exceptions": "exceptions"}


def doubts_of(read: Read) -> Iterator[Doubt]:
    """The regions, most telling first."""
    if read.paper.layout.quality is not Quality.NATIVE:
        yield from _sums(read)
        yield from _lines(read)
    yield from _handwriting(read)


def _sums(read: Read) -> Iterator[Doubt]:
    """A total that is missing or contradicted: the strip around the sums, from the first of them to a little below the last."""
    totals = read.totals
    placed = [s.spot for s in (totals.subtotal, totals.tax, totals.total) if s is not None]
    if not placed or (totals.closes and totals.lines_agree is not False):
        return
    page = placed[0].page
    box = Box.around(spot.box for spot in placed if spot.page == page)
    height = max(0.012, box.height)
    why = "the total was not found" if totals.total is None else "the sums do not come out"
    yield Doubt(page, Box.clamped(box.left - 0.35, box.top - 0.01, 1.0, box.bottom + 3 * min(height, 0.03)), why)


def _lines(read: Read) -> Iterator[Doubt]:
    """Rows in which quantity × price is not the amount, or only after a number was read in another way."""
    for index, checked in enumerate(read.lines):
        cells = [cell for name in _NUMBERS if (cell := checked.line.cells.get(name)) is not None]
        forced = any(BY_UNIT in cell.reasons for cell in cells)
        boxes = [cell.box for cell in cells if cell.box is not None]
        page = checked.line.page
        if (forced or checked.multiplies is False) and boxes and page is not None:
            around = Box.around(boxes)
            region = Box.clamped(around.left - _SIDE, around.top - _MARGIN, around.right + _SIDE, around.bottom + _MARGIN)
            yield Doubt(page, region, f"line {index + 1}: quantity × price is not the amount")


def _handwriting(read: Read) -> Iterator[Doubt]:
    """Writing by a label whose field has no value."""
    fields = read.document.fields
    for label in read.paper.labels:
        if label.name in _HANDWRITTEN and _HANDWRITTEN[label.name] not in fields:
            for mark in read.paper.layout.page(label.page).ink:
                near = (
                    abs(mark.box.middle_x - label.box.middle_x) < 0.2 and -0.05 < mark.box.middle_y - label.box.middle_y < 0.09
                )
                if mark.kind is InkKind.HANDWRITING and near:
                    yield Doubt(label.page, mark.box, f"something is written by '{label.text}'")


def with_second_looks(pages: Sequence[Page], looks: Sequence[SecondLook]) -> tuple[Page, ...]:
    """The pages with the words of each region replaced by those of the second look."""
    return tuple(_with(page, [look for look in looks if look.page_index == page.index and look.words]) for page in pages)


def _with(page: Page, looks: Sequence[SecondLook]) -> Page:
    words = page.words
    for look in looks:
        kept = tuple(w for w in words if not _inside(w.box, look.box))
        words = kept + tuple(w for w in look.words if _inside(w.box, look.box))
    return replace(page, words=words) if looks else page


def _inside(box: Box, region: Box) -> bool:
    return region.left <= box.middle_x <= region.right and region.top <= box.middle_y <= region.bottom
