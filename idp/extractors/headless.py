"""Where is a table of lines whose headings nobody knows? Rows in which two numbers multiply to a third, standing in the same columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.article import is_code
from idp.extractors.cell import Cell, read_cell
from idp.extractors.date import find_dates
from idp.extractors.layout import Layout, Row
from idp.extractors.number import Decimals
from idp.extractors.table import Column, Table
from idp.extractors.unit import is_unit

_NEAR = 0.035
"""Numbers whose right edges (or middles) differ by less than this share of the page's width stand in one column."""
_CENT = Decimal("0.011")
_LEAST_AMOUNT = Decimal(3)
_ABOVE = 2


@dataclass(frozen=True, slots=True)
class _Seed:
    """A row with quantity, price and amount, each as a box."""

    row: Row
    boxes: tuple[Box, Box, Box]


def find_headless(layout: Layout, decimals: Decimals) -> tuple[Table, ...]:
    """On each page the table of most rows that multiply: at least two of them."""
    tables: list[Table] = []
    for page in layout.pages:
        rows = [row for row in layout.rows if row.page == page.index]
        group = max(_groups([seed for row in rows for seed in _seeds(row, decimals)]), key=len, default=[])
        if len(group) >= 2:
            tables.append(_table(group, rows))
    return tuple(tables)


def _seeds(row: Row, decimals: Decimals) -> Iterator[_Seed]:
    """The triples of the row that multiply, other than by one; the amount stands right of the other two and has decimals."""
    cells = list(_numbers(row, decimals))
    for one, two, three in combinations(cells, 3):
        readings = [cell.open_readings or (cell.number,) for cell in (one, two, three)]
        for first in readings[0]:
            for second in readings[1]:
                for amount in readings[2]:
                    if first and second and amount and _multiplies(first, second, amount):
                        yield _Seed(row, _in_order(one, two, three))


def _multiplies(first: Decimal, second: Decimal, amount: Decimal) -> bool:
    if 1 in (abs(first), abs(second)) or abs(amount) < _LEAST_AMOUNT:
        return False
    return abs(first * second - amount) <= _CENT


def _in_order(one: Cell, two: Cell, amount: Cell) -> tuple[Box, Box, Box]:
    """Quantity, price and amount: the price is the number with two decimals where only one has them, else the later one."""
    first, second = _decimals(one), _decimals(two)
    if first >= 2 > second:
        one, two = two, one
    return one.box, two.box, amount.box


def _decimals(cell: Cell) -> int:
    value = cell.number if cell.number is not None else cell.open_readings[-1]
    return max(0, -int(value.as_tuple().exponent))


def _numbers(row: Row, decimals: Decimals) -> Iterator[Cell]:
    """The numbers of the row, each with the blanks that group its digits and the signs beside it."""
    for segment in row.segments:
        pending: list[Word] = []
        for word in segment.words:
            if any(c.isdigit() for c in word.text) and not any(c.isalpha() for c in word.text.strip("€$£")):
                joined = read_cell([*pending, word], decimals) if pending else None
                if joined is None or not _is_number(joined) or joined.rest:
                    yield from _kept(pending, decimals)
                    pending = []
                pending.append(word)
            else:
                yield from _kept(pending, decimals)
                pending = []
        yield from _kept(pending, decimals)


def _kept(words: Sequence[Word], decimals: Decimals) -> Iterator[Cell]:
    cell = read_cell(words, decimals) if words else None
    if cell is not None and _is_number(cell) and not cell.is_percent:
        yield cell


def _is_number(cell: Cell) -> bool:
    return cell.number is not None or bool(cell.open_readings)


def _groups(seeds: Sequence[_Seed]) -> Iterator[list[_Seed]]:
    """Seeds of different rows whose numbers stand in the same three columns."""
    for first in seeds:
        group: list[_Seed] = []
        for seed in seeds:
            aligned = all(_aligned(a, b) for a, b in zip(first.boxes, seed.boxes, strict=True))
            if aligned and (not group or group[-1].row.index != seed.row.index):
                group.append(seed)
        yield group


def _aligned(one: Box, two: Box) -> bool:
    return min(abs(one.right - two.right), abs(one.middle_x - two.middle_x), abs(one.left - two.left)) < _NEAR


def _table(group: Sequence[_Seed], rows: Sequence[Row]) -> Table:
    """The table whose lines the seeds are: their three columns, and what else stands in their rows in columns of its own."""
    numbers = [Box.around(seed.boxes[place] for seed in group) for place in range(3)]
    others = _lanes([box for seed in group for box in _other_boxes(seed, numbers)])
    named = [*zip(("quantity", "unit_price", "amount"), numbers, strict=True), *((_kind(box, group), box) for box in others)]
    named.sort(key=lambda column: column[1].left)
    borders = [0.0, *((a[1].right + b[1].left) / 2 for a, b in pairwise(named)), 1.0]
    columns = tuple(Column(name, box, "", borders[place], borders[place + 1]) for place, (name, box) in enumerate(named))
    first, index = group[0].row, group[0].row.index
    if not any(c.isalpha() for word in first.words for c in word.text):
        index = max(rows[0].index, index - _ABOVE)
    return Table(first.page, columns, index - 1, index - 1, index, rows[-1].index)


def _other_boxes(seed: _Seed, numbers: Sequence[Box]) -> Iterator[Box]:
    """The runs of words between the numbers."""
    for segment in seed.row.segments:
        run: list[Box] = []
        for word in segment.words:
            if any(box.left - 0.002 <= word.box.middle_x <= box.right + 0.002 for box in numbers):
                yield from [Box.around(run)] if run else []
                run = []
            else:
                run.append(word.box)
        yield from [Box.around(run)] if run else []


def _lanes(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that overlap in x become one."""
    lanes: list[Box] = []
    for box in sorted(boxes, key=lambda b: b.left):
        if lanes and box.left < lanes[-1].right:
            lanes[-1] = Box.around((lanes[-1], box))
        else:
            lanes.append(box)
    return lanes


def _kind(lane: Box, group: Sequence[_Seed]) -> str:
    """position, product_code or other: what the words of the lane look like in all rows."""
    texts = [
        " ".join(w.text for w in seed.row.words if lane.left - 0.002 <= w.box.middle_x <= lane.right + 0.002) for seed in group
    ]
    filled = [text for text in texts if text]
    counting = [int(text.rstrip(".")) for text in filled if text.rstrip(".").isdigit() and len(text) <= 4]
    if len(counting) == len(filled) and counting == sorted(set(counting)) and counting[0] <= 10:
        return "position"
    if len(filled) > 1 and len(set(filled)) == 1 and filled[0].isdigit():
        return "other"  # the tax rate of all lines
    if filled and all(_CURRENCY.fullmatch(text) for text in filled):
        return "other"
    if filled and all(is_unit(text) for text in filled):
        return "uom"
    if filled and all(_is_day(text) for text in filled):
        return "promised_date"
    return "product_code" if filled and all(is_code(text) for text in filled) else "other"


_CURRENCY = re.compile(r"[A-Z]{3}(?:/.*)?|[€$£¥%]|zł|kr\.?")


def _is_day(text: str) -> bool:
    days = find_dates(text)
    return len(days) == 1 and days[0].end - days[0].begin >= len(text.strip(" .")) - 1
