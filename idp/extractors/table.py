"""Where is the table of lines, and which column is which? Headings by wording, column borders by the free space between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from idp.domain.geometry import Box
from idp.extractors.heading import Heading, HeadingCell, find_headings
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row
from idp.extractors.strip import Strip, in_strips


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, its heading's box, and its borders (page fractions)."""

    name: str
    heading: Box
    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page: its columns and the rows `first` to `last` below the heading (indexes into the layout).

    It takes the strip of the page from `left` to `right`: another table may stand beside it.
    """

    page: int
    columns: tuple[Column, ...]
    head_first: int
    head_last: int
    first: int
    last: int
    continued: bool = False  # goes on from the page before without a heading of its own
    left: float = 0.0
    right: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def find_tables(layout: Layout, header_labels: Sequence[Label]) -> tuple[Table, ...]:
    """The tables of lines in reading order; a heading repeated on a later page begins a table of its own there.

    `header_labels` tell where the sums begin, for what stands below them says nothing about the columns.
    """
    sums = {label.row for label in header_labels if not label.weak and _ends_body(label, layout)}
    tables = []
    strips = in_strips(find_headings(layout))
    for place, strip in enumerate(strips):
        heading = strip.heading
        first = heading.rows[-1] + 1
        page = layout.rows[heading.rows[0]].page
        stop = next((later.heading.rows[0] for later in strips[place + 1 :] if _ends(strip, later, layout)), len(layout.rows))
        last = first - 1
        while last + 1 < stop and layout.rows[last + 1].page == page:
            last += 1
        if last >= first:
            columns = _columns(strip, layout, first, min([last, *(row - 1 for row in sums if first < row <= last)]))
            rows = (heading.rows[0], heading.rows[-1], first, last)
            table = Table(page, columns, *rows, left=strip.left, right=strip.right)
            tables.append(table)
            if (strip.left, strip.right) == (0.0, 1.0):
                tables.extend(_continuations(table, layout, stop))
    return tuple(tables)


def _ends(strip: Strip, later: Strip, layout: Layout) -> bool:
    """Whether the later heading stands below the table rather than beside it."""
    beside = later.left >= strip.right or later.right <= strip.left
    return not beside or layout.rows[later.heading.rows[0]].page != layout.rows[strip.heading.rows[0]].page


def _continuations(table: Table, layout: Layout, stop: int) -> Iterator[Table]:
    """The following pages up to the next heading, under the same columns."""
    first = table.last + 1
    while first < stop:
        page = layout.rows[first].page
        last = first
        while last + 1 < stop and layout.rows[last + 1].page == page:
            last += 1
        yield replace(table, page=page, first=first, last=last, continued=True)
        first = last + 1


_SUMS = frozenset({"subtotal", "total", "tax_amount", "amount_due", "carried"})


_NOTES = frozenset({"exceptions", "signature", "received_by"})


def _ends_body(label: Label, layout: Layout) -> bool:
    """A sum with its number, or the heading of what the receiver notes, at the beginning of a segment."""
    row = layout.rows[label.row]
    if label.name in _NOTES:
        return label.first == 0
    return label.name in _SUMS and any(s.start == label.first for s in row.segments) and any(c.isdigit() for c in row.text)


def _columns(strip: Strip, layout: Layout, first: int, last: int) -> tuple[Column, ...]:
    """The columns with their borders: where the fewest words of the body cross between two headings."""
    heading = strip.heading
    cells = heading.cells
    unheaded = _unheaded(strip, layout, first, min(last, first + 60))
    cells = (unheaded, *cells) if unheaded is not None else cells
    body = [box for row in _body_rows(layout, cells, first, min(last, first + 60)) for box in _units(row)]
    rules = _vertical_rules(layout, heading)
    borders = [strip.left]
    for left, right in pairwise(cells):
        borders.append(_border(left[0], right[0], body, rules))
    borders.append(strip.right)
    return tuple(
        Column(_name_of(cell[2], place, cells), cell[0], cell[1], borders[place], borders[place + 1])
        for place, cell in enumerate(cells)
    )


_LEFT = 0.035


def _unheaded(strip: Strip, layout: Layout, first: int, last: int) -> HeadingCell | None:
    """The column left of all headings, where rows of lines begin there: counting numbers, or the texts where no heading names them."""
    cells = strip.heading.cells
    edge = cells[0][0].left
    rows = _body_rows(layout, cells, first, last)
    firsts = [w for row in rows for w in row.words[:1] if strip.left <= w.box.left < edge - _LEFT and w.box.middle_x < edge]
    if len(firsts) < max(2, len(rows) // 4):
        return None
    named = {name for _, _, names in cells for name in names}
    counting = sum(w.text.rstrip(".)").isdigit() for w in firsts) * 2 > len(firsts)
    if not counting and "description" in named:
        return None
    box = Box(
        min(w.box.left for w in firsts), cells[0][0].top, min(edge - 0.01, max(w.box.right for w in firsts)), cells[0][0].bottom
    )
    return box, "", ("position",) if counting else ("description",)


_SENTENCE = 0.45
"""A single text wider than this share of the page runs across the table and says nothing about its columns."""


def _body_rows(layout: Layout, cells: Sequence[HeadingCell], first: int, last: int) -> list[Row]:
    """The rows that show the columns: down to the last one with a number under a heading of numbers, sentences left out."""
    numbers = [box for box, _, names in cells if set(names) & _COUNTING]
    rows = [r for r in layout.rows[first : last + 1] if len(r.segments) > 1 or r.box.width < _SENTENCE]
    under = [place for place, row in enumerate(rows) if _counts(row, numbers)]
    return rows[: under[-1] + 1] if under else rows


_COUNTING = frozenset({"quantity", "unit_price", "amount", "gross_amount", "quantity_delivered", "weight"})


def _counts(row: Row, numbers: Sequence[Box]) -> bool:
    """Whether numbers stand under at least two headings of numbers, or under the only one."""
    digits = [w.box for w in row.words if w.text[:1].isdigit() or w.text[-1:].isdigit()]
    hit = sum(any(min(d.right, n.right) - max(d.left, n.left) > 0 for d in digits) for n in numbers)
    return hit >= min(2, len(numbers)) > 0


def _units(row: Row) -> list[Box]:
    """The row's words, with percent and currency signs joined to the number before them."""
    boxes: list[Box] = []
    for word in row.words:
        sign = not any(c.isalnum() for c in word.text) and word.text not in ("-", "/", ".")
        if sign and boxes and word.box.left - boxes[-1].right < 0.02:
            boxes[-1] = Box.around((boxes[-1], word.box))
        else:
            boxes.append(word.box)
    return boxes


def _vertical_rules(layout: Layout, heading: Heading) -> list[float]:
    page = layout.page(layout.rows[heading.rows[0]].page)
    middle = sum(cell[0].middle_y for cell in heading.cells) / len(heading.cells)
    return [
        rule.middle_x for rule in page.rules if rule.height > 3 * rule.width and rule.top - 0.01 <= middle <= rule.bottom + 0.01
    ]


def _border(left: Box, right: Box, body: Sequence[Box], rules: Sequence[float]) -> float:
    """The x between two headings. A ruling line decides; else the middle of the widest strip that the fewest words cross."""
    ruled = [x for x in rules if left.right - 0.004 <= x <= right.left + 0.004]
    if ruled:
        return ruled[0]
    low, high = left.middle_x, right.middle_x
    steps = 60
    xs = [low + (high - low) * i / steps for i in range(steps + 1)]
    near = [box for box in body if box.right > low and box.left < high]
    crossed = [
        sum(box.left < x < box.right for box in near) + 2 * (left.left < x < left.right or right.left < x < right.right)
        for x in xs
    ]
    least = min(crossed)
    best_begin, best_length, begin = 0, 0, None
    for i, count in enumerate([*crossed, least + 1]):
        if count == least:
            begin = i if begin is None else begin
        elif begin is not None:
            if i - begin > best_length:
                best_begin, best_length = begin, i - begin
            begin = None
    return xs[min(steps, best_begin + best_length // 2)]


def _name_of(names: tuple[str, ...], place: int, cells: Sequence[HeadingCell]) -> str:
    """One name for a heading that may have several: what its place in the row makes likely, and what no other heading has."""
    if not names:
        return "other"
    if len(names) == 1:
        return names[0]
    elsewhere = {other[0] for i, (_, _, other) in enumerate(cells) if i != place and len(other) == 1}
    free = [name for name in names if name not in elsewhere] or list(names)
    last = place == len(cells) - 1
    if last and "amount" in free:
        return "amount"
    return free[0]
