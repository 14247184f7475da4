"""Which lines does a list hold that prints each number behind its key? "Copper pipe … 30.00", and under it "Qty: 12 pcs   Price: 2.50"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.page import Word
from idp.extractors.cell import Cell, price_base_in, read_cell
from idp.extractors.date import find_dates
from idp.extractors.heading import names_of
from idp.extractors.item import Item
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row, Segment
from idp.extractors.listed import amount_at_end, ends_list, with_orders
from idp.extractors.number import Decimals
from idp.extractors.whose import is_buyers

_KEPT = ("quantity", "unit_price", "amount", "discount", "product_code", "uom", "promised_date", "po_number", "price_base")
_LONGEST_KEY = 4
_TEXT_ROWS = 4
"""The most rows that the text of one line takes above its keys."""
_CENT = Decimal("0.011")


@dataclass(frozen=True, slots=True)
class _Keyed:
    """A row of keys with numbers, by the names of columns that the keys stand for."""

    row: Row
    cells: Mapping[str, Cell]


def find_keyed(layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals) -> tuple[Item, ...]:
    """The lines of such a list, where most of those with quantity, price and amount multiply; none elsewhere."""
    rows = [found for row in layout.rows if (found := _keyed(row, layout, decimals)) is not None]
    items: list[Item] = []
    before = -1
    for found in rows:
        item = _item(found, layout, labels, decimals, after=before)
        if item is not None:
            items.append(item)
        before = found.row.index
    proven = sum(multiplies(item) for item in items)
    if not proven or proven * 2 < len(items):
        return ()
    return tuple(with_orders(items, layout, labels, decimals))


def multiplies(item: Item) -> bool:
    """Whether quantity × price, over the price's base and less the discount in percent or money, is the amount."""
    quantity, price, amount = (item.number(name) for name in ("quantity", "unit_price", "amount"))
    if not quantity or price is None or amount is None:
        return False
    cell, off = item.cells["unit_price"], abs(item.number("discount") or Decimal(0))
    base = item.number("price_base") or price_base_in(cell) or (100 if "%" in cell.text else 1000 if "‰" in cell.text else 1)
    whole = quantity * price / base
    return any(abs(value - amount) <= _CENT for value in (whole, whole * (1 - off / 100), whole - off))


def _keyed(row: Row, layout: Layout, decimals: Decimals) -> _Keyed | None:
    """The row where its segments are keys with values, a quantity and a price among them."""
    pairs = [pair for segment in row.segments if (pair := _pair(segment)) is not None]
    if len(pairs) < 2 or len(pairs) * 2 < len(row.segments):
        return None
    cells: dict[str, Cell] = {}
    for key, words in pairs:
        value = words or _wrapped(row, layout)
        name = _name_of(key)
        if name is not None and name not in cells and value:
            cells[name] = read_cell(value, decimals)
    numbers = [cells[name] for name in ("quantity", "unit_price") if name in cells]
    return _Keyed(row, cells) if len(numbers) == 2 and all(c.number is not None or c.open_readings for c in numbers) else None


def _pair(segment: Segment) -> tuple[str, tuple[Word, ...]] | None:
    """Key and value of a segment such as "Qty shipped: 12 pcs"."""
    colon = next((i for i, word in enumerate(segment.words[:_LONGEST_KEY]) if word.text.endswith(":")), None)
    if colon is None:
        return None
    return " ".join(word.text for word in segment.words[: colon + 1]).rstrip(":"), segment.words[colon + 1 :]


def _wrapped(row: Row, layout: Layout) -> tuple[Word, ...]:
    """The beginning of the next row where that is a date alone: the value of a key that ends its row."""
    following = layout.rows[row.index + 1] if row.index + 1 < len(layout.rows) else None
    if following is None or following.page != row.page or len(following.words) > _LONGEST_KEY:
        return ()
    return following.words if find_dates(following.text) else ()


def _name_of(key: str) -> str | None:
    if is_buyers(key):
        return None
    names = names_of(key)
    return next((name for name in _KEPT if name in names), None)


def _item(
    found: _Keyed, layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals, *, after: int
) -> Item | None:
    """The line of a row of keys: its text stands above, from the row with the amount on, or right above where the amount has a key."""
    cells, texts = dict(found.cells), list[tuple[Word, ...]]()
    below = found.row
    for row in reversed(layout.rows[max(after + 1, found.row.index - _TEXT_ROWS) : found.row.index]):
        if ends_list(row, below, labels):
            break
        amount, end = amount_at_end(row, decimals)
        texts.insert(0, row.words[:end])
        below = row
        if amount is not None and "amount" not in cells:
            cells["amount"] = amount
            break
        if "amount" in found.cells:
            break
    if "amount" not in cells or not texts:
        return None
    return Item(found.row.page, found.row.index, cells, tuple(text for text in texts if text))
