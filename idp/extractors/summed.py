"""Which of the lines read does the printed sum leave out? Σ amounts = subtotal tells lines from summaries and parts of lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from idp.extractors.cell import read_cell
from idp.extractors.item import Item
from idp.extractors.label import Label
from idp.extractors.layout import Layout
from idp.extractors.number import Decimals

_SUMS = frozenset({"subtotal", "total", "amount_due"})
_CENT = Decimal("0.01")
_TABLES = 6


def without_unsummed(
    groups: Sequence[Sequence[Item]], layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> list[Item]:
    """The items of those tables (one group each) whose amounts come to a printed sum; all where no choice of tables does.

    Within them a line that proves nothing by itself is left out where only the rest comes to the sum.
    """
    everything = [item for group in groups for item in group]
    sums = set(printed_sums(layout, labels, decimals))
    if not sums or total_of(everything) in sums or any(_amount(item) is None for item in everything):
        return everything
    filled = [group for group in groups if group]
    if 1 < len(filled) <= _TABLES:
        for size in range(len(filled) - 1, 0, -1):
            for chosen in combinations(filled, size):
                kept = [item for group in chosen for item in group]
                if total_of(kept) in sums and _has_more(kept, everything):
                    return kept
    return _without_rest(everything, sums)


def _without_rest(items: list[Item], sums: set[Decimal]) -> list[Item]:
    """Without the unproven lines at the end, or the one anywhere, that keep the others from coming to a sum."""
    total = total_of(items)
    for count in range(1, len(items)):  # charges and allowances of the document, set below its lines
        if is_proven(items[-count]):
            break
        if total_of(items[:-count]) in sums:
            return items[:-count]
    for place, item in enumerate(items):
        if len(items) > 1 and not is_proven(item) and total - (_amount(item) or Decimal(0)) in sums:
            return items[:place] + items[place + 1 :]
    return items


def _has_more(kept: Sequence[Item], everything: Sequence[Item]) -> bool:
    """What is left out proves less than what is kept."""
    return sum(map(is_proven, kept)) == sum(map(is_proven, everything))


def _amount(item: Item) -> Decimal | None:
    return item.number("amount") if item.number("amount") is not None else item.number("gross_amount")


def total_of(items: Sequence[Item]) -> Decimal:
    """What the amounts of the items come to."""
    return sum((amount for item in items if (amount := _amount(item)) is not None), Decimal(0))


def is_proven(item: Item) -> bool:
    """Quantity × price is the amount."""
    quantity, price, amount = item.number("quantity"), item.number("unit_price"), _amount(item)
    return quantity is not None and price is not None and amount is not None and abs(quantity * price - amount) <= _CENT


def printed_sums(layout: Layout, labels: Mapping[int, Sequence[Label]], decimals: Decimals) -> Iterator[Decimal]:
    """The numbers behind labels of sums in their rows."""
    for index, found in labels.items():
        row = layout.rows[index]
        for label in found:
            if label.name in _SUMS and not label.weak and label.last + 1 < len(row.words):
                cell = read_cell(row.words[label.last + 1 :], decimals)
                if cell.number:
                    yield cell.number
