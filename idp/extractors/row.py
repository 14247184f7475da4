"""What does one row of a table say, column by column? Words become cells; rows half a line apart become one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.page import Word
from idp.extractors.cell import PERCENT, Cell, read_cell
from idp.extractors.layout import Row
from idp.extractors.number import Decimals
from idp.extractors.table import Column, Table

NUMERIC = frozenset(
    {"quantity", "unit_price", "amount", "gross_amount", "discount", "quantity_delivered", "price_base", "weight"}
)

_NUMBER = re.compile(r"[-–+(]*[^\w\s]?(?:\d+[.,]?)+(?:['’]\d{3})*(?:[.,]\d+)?[^\w\s]?[)-]*")
"""A word that is a number and nothing else, signs aside."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its cells by column name; `text` are the words of the description."""

    row: Row
    cells: Mapping[str, Cell]
    text: tuple[Word, ...]


def read_row(row: Row, table: Table, decimals: Decimals) -> TableRow:
    """The row's words by column.

    Text that runs on from the description into a number column stays with the description, and so does a number in it where another
    one, set apart, fills that column.
    """
    by_column: dict[str, list[Word]] = {}
    wordy = len(row.segments) == 1 or not any(_NUMBER.fullmatch(word.text) for word in row.words)
    begun = [_column_at(table, segment.box.left + 1e-6).name for segment in row.segments]
    for place, segment in enumerate(row.segments):
        owner: Column | None = None
        for word in segment.words:
            column = _column_at(table, word.box.middle_x)
            spills = (
                owner is not None
                and owner.name == "description"
                and (column.name in NUMERIC or wordy)
                and (_NUMBER.fullmatch(word.text) is None or len(row.segments) == 1 or column.name in begun[place + 1 :])
            )
            if not spills:
                owner = column
            chosen = owner or column
            name = chosen.name if chosen.name != "other" else f"other {chosen.text}"
            by_column.setdefault(name, []).append(word)
    text = tuple(by_column.pop("description", ()))
    position = by_column.get("position", ())
    if position and any(w.text.isalpha() and len(w.text) > 1 for w in position):
        text = (*by_column.pop("position"), *text)  # text that begins left of the description
    cells = {name: read_cell(words, decimals) for name, words in by_column.items()}
    cells = _with_second_number(_with_discount(cells, decimals), decimals)
    if text:
        cells["description"] = read_cell(text, decimals)
    return TableRow(row, cells, text)


def _with_discount(cells: dict[str, Cell], decimals: Decimals) -> dict[str, Cell]:
    """A percentage that stands beside price or amount, under no heading of its own, is the line's discount."""
    if "discount" in cells or "tax" in cells:
        return cells
    for name in ("amount", "unit_price"):
        cell = cells.get(name)
        share = (
            next((w for w in cell.words if PERCENT.fullmatch(w.text)), None)
            if cell is not None and len(cell.words) > 1
            else None
        )
        if share is not None and cell is not None and cell.number is not None and not cell.is_percent:
            return {**cells, "discount": read_cell((share,), decimals)}
    return cells


def _with_second_number(cells: dict[str, Cell], decimals: Decimals) -> dict[str, Cell]:
    """Two numbers under the heading of prices are price and discount where quantity × price less the percentage is the amount."""
    price, quantity, amount = (cells.get(name) for name in ("unit_price", "quantity", "amount"))
    if price is None or quantity is None or amount is None or "discount" in cells:
        return cells
    numbers = [read_cell((word,), decimals) for word in price.words if _NUMBER.fullmatch(word.text)]
    if len(numbers) != 2 or quantity.number is None or not amount.number:
        return cells
    one, two = numbers[0].number, numbers[1].number
    if not one or not two or not 0 < two < 100:
        return cells
    if abs(quantity.number * one * (1 - two / 100) - amount.number) > _PROVEN:
        return cells
    return {**cells, "unit_price": numbers[0], "discount": numbers[1]}


_PROVEN = Decimal("0.006")
"""Half a cent, and a little: what the rounding of an amount leaves."""


def _column_at(table: Table, x: float) -> Column:
    return next((column for column in table.columns if column.left <= x < column.right), table.columns[-1])


def amount_of(line: TableRow) -> Decimal | None:
    """The amount in its column; a number among other words ("HRB 28811") is none."""
    for name in ("amount", "gross_amount"):
        cell = line.cells.get(name)
        if cell is not None and cell.number is not None and sum(c.isalpha() for c in cell.rest) <= 6 and not cell.is_percent:
            return cell.number
    return None


def multiplies(line: TableRow) -> bool:
    """Quantity × price, less the discount where there is one, is the amount."""
    quantity, price, discount = (
        line.cells[n].number if n in line.cells else None for n in ("quantity", "unit_price", "discount")
    )
    amount = amount_of(line)
    if quantity is None or price is None or not amount:
        return False
    factors = [Decimal(1)] + ([1 - abs(discount) / 100] if discount is not None and abs(discount) < 100 else [])
    return any(abs(quantity * price * factor - amount) <= Decimal("0.02") for factor in factors)


def joined_rows(lines: Sequence[TableRow]) -> list[TableRow]:
    """Rows whose numbers stand half a line apart are one: neither has a full set, together quantity × price is the amount."""
    joined: list[TableRow] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before is not None and are_tight(before, line) and not multiplies(before) and not multiplies(line):
            shared = {n for n in set(before.cells) & set(line.cells) if n in NUMERIC}
            both = TableRow(before.row, {**line.cells, **before.cells}, before.text or line.text)
            if not shared and multiplies(both):
                joined[-1] = both
                continue
        joined.append(line)
    return joined


def is_anchor(line: TableRow, table: Table) -> bool:
    """Whether an item begins (or has its numbers) in this row."""
    names = set(table.names)
    said = sum(c.isalpha() for w in line.text for c in w.text) >= 2 or "product_code" in line.cells or "position" in line.cells
    if names & {"amount", "gross_amount"}:
        amount = amount_of(line)
        others = ("quantity", "unit_price") if amount is not None and amount >= 0 else ("quantity",)  # a deduction is no line
        enough = bool(said) or any(name in line.cells and line.cells[name].number is not None for name in others)
        return amount is not None and enough
    counts = names & {"quantity", "quantity_delivered", "unit_price"}
    for name in ("quantity", "quantity_delivered", "unit_price") if counts else ("weight", "packages"):
        cell = line.cells.get(name)
        if name in names and cell is not None and _has_number(cell) and len(cell.rest) <= 20 and len(cell.words) <= 4:
            return bool(said)
    return False


def _has_number(cell: Cell) -> bool:
    return cell.number is not None or bool(cell.open_readings)


def are_tight(one: TableRow, two: TableRow) -> bool:
    """Whether two rows stand as close as lines of one text."""
    return abs(two.row.box.middle_y - one.row.box.middle_y) < 1.6 * max(one.row.height, two.row.height)
