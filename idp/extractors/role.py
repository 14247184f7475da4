"""Which number column is quantity, price, discount or amount? The arithmetic of all rows decides, against the headings where need be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from idp.extractors.cell import Cell, price_base_in, read_cell
from idp.extractors.heading import mentions
from idp.extractors.layout import Layout
from idp.extractors.number import Decimals
from idp.extractors.table import Column, Table

_ROWS = 60
_CENT = Decimal("0.011")
_TRIVIAL = 0.4
"""What a row counts in which the quantity is 1: price and amount are equal, which proves little."""
_LEAST_REDUCED = 2
_SOLVED = ("quantity", "unit_price", "amount")
_OPEN = frozenset(
    {"other", "quantity", "unit_price", "amount", "gross_amount", "weight", "packages", "price_base", "discount", "uom"}
)
_OPEN_OR_TAX = _OPEN | {"tax", "quantity_delivered"}

Numbers = Mapping[int, tuple[Decimal, ...]]
"""A row's numbers by column index, each with its possible readings."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Column indexes of quantity, price, amount and (where it multiplies in) discount, with the rows they explain.

    `proofs` are the rows that multiply other than by one.
    """

    quantity: int
    price: int
    amount: int
    discount: int | None
    weight: float
    proofs: int
    explained: int


def with_proven_columns(layout: Layout, table: Table, decimals: Decimals) -> Table:
    """The table renamed where other number columns multiply in more rows than those so named."""
    rows = list(_number_rows(layout, table, decimals))
    if not rows:
        return table
    named = _named(table)
    now = max((_explained(rows, roles) for roles in named), key=lambda roles: roles.weight, default=None)
    best = max(_candidates(rows, table), key=lambda roles: (roles.weight, _kept(table, roles)), default=None)
    if best is None or best.proofs == 0 or best.weight <= (now.weight if now else 0.0) + 0.5:
        return table
    if best.proofs < 2 and best.explained < 0.6 * len(rows):
        return table
    return _renamed(table, best)


def _number_rows(layout: Layout, table: Table, decimals: Decimals) -> Iterator[Numbers]:
    """Rows with three numbers or more."""
    for index in range(table.first, min(table.last, table.first + _ROWS) + 1):
        found: dict[int, tuple[Decimal, ...]] = {}
        words = layout.rows[index].words
        for place, column in enumerate(table.columns):
            inside = [w for w in words if column.left <= w.box.middle_x < column.right]
            cell = read_cell(inside, decimals) if inside and column.name in _OPEN_OR_TAX else None
            if cell is not None and (readings := _readings(cell)):
                found[place] = readings
        if len(found) >= 3:
            yield found


def _readings(cell: Cell) -> tuple[Decimal, ...]:
    if sum(c.isalpha() for c in cell.rest) > 6:
        return ()
    readings = cell.open_readings or ((cell.number,) if cell.number is not None else ())
    base = price_base_in(cell)
    return (*readings, *(value / base for value in readings)) if base else readings


def _named(table: Table) -> list[tuple[int, int, int, int | None]]:
    """The columns as the headings name them, with and without the discount."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    amount = places.get("amount", places.get("gross_amount"))
    if "quantity" not in places or "unit_price" not in places or amount is None:
        return []
    found = (places["quantity"], places["unit_price"], amount)
    return [(*found, None), *([(*found, places["discount"])] if "discount" in places else [])]


def _candidates(rows: Sequence[Numbers], table: Table) -> Iterator[Roles]:
    numeric = [
        place for place, column in enumerate(table.columns) if column.name in _OPEN_OR_TAX and sum(place in row for row in rows)
    ]
    for quantity, price, amount in permutations(numeric, 3):
        if _swapped(table, quantity, price):
            continue
        for discount in (None, *(d for d in numeric if d not in (quantity, price, amount))):
            yield _explained(rows, (quantity, price, amount, discount))


def _swapped(table: Table, quantity: int, price: int) -> bool:
    """Multiplication does not tell quantity from price: the headings do, else the quantity stands first."""
    signs = _sign(table.columns[price]) - _sign(table.columns[quantity])
    return signs < 0 or (signs == 0 and quantity > price)


def _sign(column: Column) -> int:
    """Above 0 for a heading of prices, below for one of quantities."""
    said = mentions(column.text)
    named = (column.name == "unit_price") - (column.name == "quantity")
    return 2 * named + ("unit_price" in said) - ("quantity" in said)


def _explained(rows: Sequence[Numbers], roles: tuple[int, int, int, int | None]) -> Roles:
    quantity, price, amount, discount = roles
    weight, proofs, explained, reduced = 0.0, 0, 0, 0
    for row in rows:
        off = row.get(discount, ()) if discount is not None else ()
        for share in (None, *off):
            worth = _worth(row.get(quantity, ()), row.get(price, ()), row.get(amount, ()), share)
            if worth:
                weight += worth + (0.1 if share else 0.0)
                proofs += worth == 1.0
                explained += 1
                reduced += bool(share)
                break
    if discount is not None and reduced < _LEAST_REDUCED:
        weight = 0.0  # one row that agrees with a number taken for a discount is a coincidence
    return Roles(quantity, price, amount, discount, weight, proofs, explained)


def _worth(
    quantities: Sequence[Decimal], prices: Sequence[Decimal], amounts: Sequence[Decimal], share: Decimal | None
) -> float:
    """1 where the row multiplies, less where it does so trivially, 0 where it does not."""
    factor = 1 - abs(share) / 100 if share is not None and abs(share) < 100 else Decimal(1)
    for amount in amounts:
        for quantity in quantities:
            for price in prices:
                if amount and abs(quantity * price * factor - amount) <= _CENT:
                    return _TRIVIAL if 1 in (quantity, price) and factor == 1 else 1.0
    return 0.0


def _kept(table: Table, roles: Roles) -> float:
    """How many columns keep the names of their headings; the amount stands on the right."""
    pairs = zip(_SOLVED, (roles.quantity, roles.price, roles.amount), strict=True)
    kept = sum(
        (table.columns[place].name == name) + 0.5 * (name in mentions(table.columns[place].text)) for name, place in pairs
    )
    return kept + 0.1 * (roles.amount > roles.price) + 0.1 * (roles.discount is None)


def _renamed(table: Table, roles: Roles) -> Table:
    chosen = {roles.quantity: "quantity", roles.price: "unit_price", roles.amount: "amount"}
    if roles.discount is not None:
        chosen[roles.discount] = "discount"
    taken = set(chosen.values())
    columns: list[Column] = []
    for place, column in enumerate(table.columns):
        if place in chosen:
            columns.append(replace(column, name=chosen[place]))
        elif column.name in taken or (column.name == "gross_amount" and "amount" in taken):
            columns.append(replace(column, name="other"))
        else:
            columns.append(column)
    return replace(table, columns=tuple(columns))
