"""Where is the table of lines, and which column is which? Headings by wording, column borders by the free space between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from idp.domain.geometry import Box
from idp.extractors.label import Label, find_labels
from idp.extractors.layout import Layout, Row
from idp.extractors.token import pieces as tokens_in
from idp.extractors.wording.table import load, matches_at

_ESSENTIAL = frozenset(
    {
        "description",
        "quantity",
        "unit_price",
        "amount",
        "product_code",
        "gross_amount",
        "quantity_delivered",
        "weight",
        "po_number",
    }
)
_AMOUNT = re.compile(r"[€$£]?-?\d[\d.,]*[.,]\d{2}[€$£]?")
_STACK = 1.9
"""Headings of two or three print lines belong together when the lines are at most this many letter heights apart."""


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
    """A table on one page: its columns and the rows `first` to `last` below the heading (indexes into the layout)."""

    page: int
    columns: tuple[Column, ...]
    head_first: int
    head_last: int
    first: int
    last: int
    continued: bool = False  # goes on from the page before without a heading of its own

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class _Heading:
    rows: tuple[int, ...]
    cells: tuple[tuple[Box, str, tuple[str, ...]], ...]  # box, text, possible names


def find_tables(layout: Layout, header_labels: Sequence[Label]) -> tuple[Table, ...]:
    """The tables of lines in reading order; a heading repeated on a later page begins a table of its own there.

    `header_labels` tell where the sums begin, for what stands below them says nothing about the columns.
    """
    labels = _column_labels(layout)
    sums = {label.row for label in header_labels if not label.weak and _ends_body(label, layout)}
    headings = list(_headings(layout, labels))
    tables = []
    for place, heading in enumerate(headings):
        first = heading.rows[-1] + 1
        page = layout.rows[heading.rows[0]].page
        stop = headings[place + 1].rows[0] if place + 1 < len(headings) else len(layout.rows)
        last = first - 1
        while last + 1 < stop and layout.rows[last + 1].page == page:
            last += 1
        if last >= first:
            columns = _columns(heading, layout, first, min([last, *(row - 1 for row in sums if first < row <= last)]))
            table = Table(page, columns, heading.rows[0], heading.rows[-1], first, last)
            tables.append(table)
            tables.extend(_continuations(table, layout, stop))
    return tuple(tables)


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


def _column_labels(layout: Layout) -> dict[int, list[Label]]:
    by_row: dict[int, list[Label]] = {}
    for label in find_labels(layout, "column"):
        by_row.setdefault(label.row, []).append(label)
    return by_row


def _headings(layout: Layout, labels: dict[int, list[Label]]) -> Iterator[_Heading]:
    """Rows that head a table: two essential columns or more, nearly nothing else in them but headings."""
    done = -1
    for index in sorted(labels):
        if index <= done:
            continue
        names = {label.name for label in labels[index]} & _ESSENTIAL
        if len(names) < 2 or not _mostly_headings(layout.rows[index], labels[index]):
            continue
        rows = _stacked(layout, index, labels)
        heading = _Heading(rows, tuple(_cells(layout, rows, labels)))
        if _is_heading(heading):
            done = rows[-1]
            yield heading


def _mostly_headings(row: Row, labels: Sequence[Label]) -> bool:
    covered = {place for label in labels for place in range(label.first, label.last + 1)}
    rest = [w.text for i, w in enumerate(row.words) if i not in covered]
    if any(_AMOUNT.fullmatch(text) for text in rest):
        return False
    wordy = sum(any(c.isalpha() for c in w.text) for w in row.words)
    return len(covered) * 2 >= wordy and sum(any(c.isdigit() for c in text) for text in rest) <= max(1, len(row.words) // 5)


def _stacked(layout: Layout, index: int, labels: dict[int, list[Label]]) -> tuple[int, ...]:
    """The heading's print lines: the rows right above and below that hold nothing but further heading words."""
    rows = [index]
    for step in (-1, 1):
        at = index + step
        while (
            0 <= at < len(layout.rows)
            and len(rows) < 4
            and _is_part(layout, rows[0 if step < 0 else -1], at, labels, above=step < 0)
        ):
            rows.insert(0, at) if step < 0 else rows.append(at)
            at += step
    return tuple(rows)


def _is_part(layout: Layout, inner: int, outer: int, labels: dict[int, list[Label]], *, above: bool) -> bool:
    near, row = layout.rows[inner], layout.rows[outer]
    if row.page != near.page or abs(row.box.middle_y - near.box.middle_y) > _STACK * max(w.box.height for w in near.words):
        return False
    if any(c.isdigit() for c in row.text) or len(row.words) > 8:
        return False
    found = labels.get(outer, ())
    parts = all(len(segment.text) <= 22 for segment in row.segments)
    overlapping = all(any(_overlap(segment.box, other.box) for other in near.segments) or above for segment in row.segments)
    return parts and overlapping and (bool(found) or len(row.words) <= 4) and not any(w.text.endswith(":") for w in row.words)


def _overlap(one: Box, two: Box) -> bool:
    return min(one.right, two.right) - max(one.left, two.left) > 0


def _cells(layout: Layout, rows: tuple[int, ...], labels: dict[int, list[Label]]) -> Iterator[tuple[Box, str, tuple[str, ...]]]:
    """Heading cells: labelled words, joined over the print lines; words without a known wording head an `other` column."""
    pieces: list[tuple[Box, str, tuple[str, ...]]] = []
    for index in rows:
        row = layout.rows[index]
        taken: set[int] = set()
        for label in sorted(labels.get(index, ()), key=lambda found: found.first):
            if label.first in taken:
                continue
            taken.update(range(label.first, label.last + 1))
            names = tuple(found.name for found in labels[index] if found.first == label.first)
            pieces.append((label.box, label.text, names))
        for segment in row.segments:
            rest = [
                w for i, w in enumerate(segment.words, segment.start) if i not in taken and any(c.isalnum() for c in w.text)
            ]
            if rest:
                pieces.append((Box.around(w.box for w in rest), " ".join(w.text for w in rest), ()))
    return iter(_joined(pieces))


def _joined(pieces: list[tuple[Box, str, tuple[str, ...]]]) -> list[tuple[Box, str, tuple[str, ...]]]:
    """Pieces that stand over each other become one cell, whose wording is looked up again as a whole."""
    table = load("column")
    cells: list[tuple[Box, str, tuple[str, ...]]] = []
    for box, text, names in sorted(pieces, key=lambda piece: (piece[0].top, piece[0].left)):
        over = next((i for i, cell in enumerate(cells) if cell[0].bottom <= box.middle_y and _shared(cell[0], box) > 0.5), None)
        if over is None:
            cells.append((box, text, names))
            continue
        above = cells[over]
        joined = f"{above[1]} {text}"
        tokens = list(tokens_in(joined))
        whole = next(matches_at(table, tokens, 0), ()) if tokens else ()
        both = tuple(w.name for w in whole) if whole and len(whole[0].tokens) == len(tokens) else above[2] or names
        cells[over] = (Box.around((above[0], box)), joined, both)
    return sorted(cells, key=lambda cell: cell[0].left)


def _shared(one: Box, two: Box) -> float:
    """Common width as a share of the narrower box."""
    return (min(one.right, two.right) - max(one.left, two.left)) / max(1e-6, min(one.width, two.width))


def _is_heading(heading: _Heading) -> bool:
    names = {name for _, _, found in heading.cells for name in found}
    numbers = names & {"quantity", "unit_price", "amount", "gross_amount", "quantity_delivered", "weight"}
    if {"po_number", "quantity", "weight"} <= names:
        return True  # the customer orders of a bill of lading
    texts = names & {"description", "product_code"}
    return bool(numbers) and (bool(texts) or {"quantity", "unit_price"} <= numbers) and len(heading.cells) >= 2


def _columns(heading: _Heading, layout: Layout, first: int, last: int) -> tuple[Column, ...]:
    """The columns with their borders: where the fewest words of the body cross between two headings."""
    cells = heading.cells
    body = [box for row in layout.rows[first : min(last, first + 60) + 1] for box in _units(row)]
    rules = _vertical_rules(layout, heading)
    borders = [0.0]
    for left, right in pairwise(cells):
        borders.append(_border(left[0], right[0], body, rules))
    borders.append(1.0)
    return tuple(
        Column(_name_of(cell[2], place, cells), cell[0], cell[1], borders[place], borders[place + 1])
        for place, cell in enumerate(cells)
    )


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


def _vertical_rules(layout: Layout, heading: _Heading) -> list[float]:
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


def _name_of(names: tuple[str, ...], place: int, cells: Sequence[tuple[Box, str, tuple[str, ...]]]) -> str:
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
