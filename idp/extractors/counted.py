"""Which lines does a list without columns hold? Rows such as "65 x Item … amount" or "6 h @ 2.98", proven by quantity × price = amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise, product

from idp.domain.page import Word
from idp.extractors.cell import Cell, price_base_in, read_cell
from idp.extractors.item import Item, begins_a_note, code_alone
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row
from idp.extractors.listed import amount_at_end, ends_list, is_sum, with_orders
from idp.extractors.number import Decimals
from idp.extractors.summed import printed_sums, total_of

_SIGNS = frozenset({"x", "X", "×", "*", "@"})
_UNIT = re.compile(r"[^\W\d_]{0,8}[.²³]?")
_PRICE = re.compile(r"(?:[A-Z]{3}|[€$£%‰])?\s*(?:/\s*\d{0,4}\s*[^\W\d_]{0,6}|[A-Z]{3}|[€$£%‰])?")
_CENT = Decimal("0.011")
_ROWS = 6
"""The most rows that one line of a list takes."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A row that begins with a quantity and a multiplication sign, and what follows: a name or a price, and perhaps the amount."""

    row: Row
    quantity: Cell
    name: tuple[Word, ...]
    price: Cell | None
    amount: Cell | None

    @property
    def shape(self) -> tuple[bool, bool]:
        return self.price is None, self.amount is not None


def find_counted(layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals) -> tuple[Item, ...]:
    """The lines of such a list: all of the shape in which most multiply, or which come to a printed sum; none where neither holds."""
    sums = set(printed_sums(layout, labels, decimals))
    counted = [found for row in layout.rows if (found := _counted(row, decimals)) is not None]
    best: tuple[Item, ...] = ()
    for shape in ((True, True), (False, False), (False, True)):
        rows = [found for found in counted if found.shape == shape]
        items = tuple(_items(rows, layout, labels, decimals))
        proven = [item for item in items if multiplies(item)]
        priced = sum("unit_price" in item.cells for item in items)
        summed = len(items) >= 2 and total_of(items) in sums
        if summed or (len(proven) >= 2 and len(proven) * 2 > priced and len(proven) > sum(map(multiplies, best))):
            best = items
        if summed:
            break
    return tuple(with_orders(best, layout, labels, decimals))


def multiplies(item: Item) -> bool:
    """Whether quantity × price, over the price's base, is the amount, whatever its sign."""
    quantity, price, amount = (item.number(name) for name in ("quantity", "unit_price", "amount"))
    if not quantity or not price or not amount:
        return False
    cell = item.cells["unit_price"]
    base = price_base_in(cell) or (100 if "%" in cell.text else 1000 if "‰" in cell.text else 1)
    expected = (abs(quantity * price) / base).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return abs(expected - abs(amount)) <= _CENT


def _counted(row: Row, decimals: Decimals) -> _Counted | None:
    sign = next((place for place, word in enumerate(row.words[:5]) if word.text in _SIGNS), 0)
    if not 0 < sign < len(row.words) - 1 or not any(c.isdigit() for c in row.words[0].text):
        return None
    quantity = read_cell(row.words[:sign], decimals)
    if not _is_number(quantity) or not _UNIT.fullmatch(quantity.rest.strip()):
        return None
    amount, end = amount_at_end(row, decimals, sign + 1)
    following = row.words[sign + 1 : end]
    price = _price(following, decimals)
    if not following or (price is None and not any(c.isalpha() for word in following for c in word.text)):
        return None
    return _Counted(row, quantity, () if price is not None else following, price, amount)


def _price(words: Sequence[Word], decimals: Decimals) -> Cell | None:
    """The words as a price where they say nothing else."""
    if not words or not any(c.isdigit() for c in words[0].text + words[min(1, len(words) - 1)].text):
        return None
    cell = read_cell(words, decimals)
    return cell if _is_number(cell) and _PRICE.fullmatch(cell.rest.strip()) else None


def _is_number(cell: Cell) -> bool:
    return cell.number is not None or bool(cell.open_readings)


def _items(
    rows: Sequence[_Counted], layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> Iterator[Item]:
    named = bool(rows) and bool(rows[0].name)
    blocks = list(_below(rows, layout, labels, decimals) if named else _above(rows, layout, labels, decimals))
    counts = [len(block) for block in (blocks[:-1] if named else blocks[1:])]
    usual = max(counts, default=1)
    for place, (found, block) in enumerate(zip(rows, blocks, strict=True)):
        if named:
            kept = block[:usual] if place == len(blocks) - 1 else block
        else:
            kept = block[-usual:] if place == 0 and found.amount is not None else block
        item = _item(found, kept, decimals)
        if item is not None:
            yield item


def _below(
    rows: Sequence[_Counted], layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> Iterator[list[Row]]:
    """The rows under each counted row that belong to it."""
    heads = {found.row.index for found in rows}
    for found in rows:
        following = layout.rows[found.row.index + 1 : found.row.index + _ROWS]
        block: list[Row] = []
        for before, row in pairwise([found.row, *following]):
            if row.index in heads or ends_list(before, row, labels) or amount_at_end(row, decimals)[0] is not None:
                break
            block.append(row)
        yield block


def _above(
    rows: Sequence[_Counted], layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> Iterator[list[Row]]:
    """The rows over each counted row that belong to it: up to the one with the amount, where that stands there."""
    heads = {found.row.index for found in rows}
    for found in rows:
        block: list[Row] = []
        below = found.row
        for row in reversed(layout.rows[max(0, found.row.index - _ROWS) : found.row.index]):
            if row.index in heads or ends_list(row, below, {}) or is_sum(row, labels):
                break
            priced = amount_at_end(row, decimals)[0] is not None
            if priced and found.amount is not None:
                break
            block.insert(0, row)
            below = row
            if priced:
                break
        yield block


def _item(found: _Counted, block: Sequence[Row], decimals: Decimals) -> Item | None:
    """The line of a counted row and the rows that belong to it."""
    amount, price, code = found.amount, found.price, None
    texts = [found.name] if found.name else []
    for row in block:
        above, end = amount_at_end(row, decimals) if amount is None else (None, len(row.words))
        amount = amount or above
        words = row.words[:end]
        alone = _price(words, decimals) if found.price is None else None
        own = code_alone(words) if code is None and alone is None and texts else None
        code = code or own
        if alone is not None:
            price = alone
        elif own is None and not (texts and begins_a_note(words)):
            texts.append(words)
    if amount is None or not texts:
        return None
    cells = {"quantity": found.quantity, "amount": amount, "unit_price": price, "product_code": code}
    item = Item(found.row.page, found.row.index, {name: cell for name, cell in cells.items() if cell is not None}, tuple(texts))
    return _settled(item)


def _settled(item: Item) -> Item:
    """With the readings of an open quantity or price that multiply; open as they are where none do."""
    open_cells = [name for name in ("quantity", "unit_price") if name in item.cells and item.cells[name].number is None]
    for readings in product(*(item.cells[name].open_readings for name in open_cells)):
        numbers = {name: replace(item.cells[name], number=number) for name, number in zip(open_cells, readings, strict=True)}
        settled = replace(item, cells={**item.cells, **numbers})
        if multiplies(settled):
            return settled
    return item
