"""What do all lists without columns share? Amounts at the right end of their rows, order numbers above, and where a list ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from idp.extractors.body import order_named
from idp.extractors.cell import Cell, read_cell
from idp.extractors.item import Item
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row
from idp.extractors.number import Decimals

_SUMS = frozenset({"subtotal", "total", "amount_due", "tax_amount", "discount", "freight", "carried", "paid", "terms"})
_CENTS = re.compile(r"\d[.,]\d{2}(?!\d)")
_FAR = 2.5
"""A gap of that many row heights ends a list."""


def with_orders(
    items: Sequence[Item], layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> Iterator[Item]:
    """Each with the order number whose row stands over it among the lines, or right over the first."""
    order: Cell | None = None
    begin = items[0].row - 2 if items else 0
    for item in items:
        for row in layout.rows[max(0, begin) : item.row]:
            order = order_named(row, labels.get(row.index, ()), decimals) or order
        begin = item.row
        yield item if order is None else replace(item, cells={**item.cells, "po_number": order})


def amount_at_end(row: Row, decimals: Decimals, after: int = 1) -> tuple[Cell | None, int]:
    """The number with cents that stands apart at the right end of a row, a tax code behind it left out, and where it begins."""
    for segment in reversed(row.segments[1:]):
        words = segment.words[:-1] if len(segment.words) > 1 and len(segment.words[-1].text) == 1 else segment.words
        cell = read_cell(words, decimals)
        letters = re.sub(r"[A-Z]{3}|[€$£(),\-–−\s]", "", cell.rest)
        if segment.start >= after and _CENTS.search(cell.text) and cell.number is not None and not letters:
            return cell, segment.start
        if len(segment.text) > 2:
            break
    return None, len(row.words)


def ends_list(before: Row, row: Row, labels: Mapping[int, Sequence[Label]]) -> bool:
    """Whether the row below `before` no longer belongs to the list: on another page, far away, a sum or the number of an order."""
    far = row.box.top - before.box.bottom > _FAR * max(row.height, before.height)
    return row.page != before.page or far or is_sum(row, labels)


def is_sum(row: Row, labels: Mapping[int, Sequence[Label]]) -> bool:
    """Whether the row begins with a sum or the number of an order."""
    return any(
        label.name in _SUMS | {"po_number"} and label.first == 0 and not label.weak for label in labels.get(row.index, ())
    )
