"""Which reading of a line's numbers does the rest of the line decide? Open separators, and a unit read as a digit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from idp.extractors.cell import Cell
from idp.extractors.item import Item

BY_SUM = "of its two readings the one with which quantity × price is the amount"
BY_LANGUAGE = "read as the document's language writes numbers"
BY_UNIT = "its last sign is taken for the unit, for then quantity × price is the amount"
_CENT = Decimal("0.01")
_NUMBERS = ("quantity", "unit_price", "amount")
_COMMA_LANGUAGES = frozenset({"de", "fr", "es", "it", "nl", "pt"})
_POINT_COUNTRIES = re.compile(
    r"\bCHF\b|\bCHE[-\s]?\d|\bSchweiz\b|\bSuisse\b|\bSvizzera\b|\bLiechtenstein\b|\+41\b|\b(?:MXN|México)\b"
)
_GLUED_LITRE = re.compile(r"(\d{2,})([1lI|])")
"""A litre's "l" right behind the number reads as 1, I or |."""


def with_settled_numbers(items: Sequence[Item], *, language: str | None, text: str) -> tuple[Item, ...]:
    """The items with numbers settled where the line's own arithmetic, or the language for whole quantities, leaves one reading.

    `text` is the document's: Switzerland and Mexico write a decimal point in languages that otherwise use the comma.
    """
    comma = language in _COMMA_LANGUAGES and not _POINT_COUNTRIES.search(text)
    return tuple(_settled(item, comma=comma) for item in items)


def _settled(item: Item, *, comma: bool) -> Item:
    chosen = _by_sum(item)
    if not chosen and comma:
        chosen = _by_language(item)
    if not chosen:
        chosen = _by_unit(item)
    return replace(item, cells={**item.cells, **chosen}) if chosen else item


def _by_sum(item: Item) -> Mapping[str, Cell]:
    """The only combination of open readings with which the line multiplies."""
    cells = [item.cells.get(name) for name in _NUMBERS]
    if any(cell is None for cell in cells) or not any(cell.open_readings for cell in cells if cell is not None):
        return {}
    known = [cell for cell in cells if cell is not None]
    fitting = [chosen for chosen in product(*(_readings(cell) for cell in known)) if _multiplies(*chosen)]
    if len(fitting) != 1:
        return {}
    return {
        name: replace(cell, number=value, open_readings=(), settled=BY_SUM)
        for name, cell, value in zip(_NUMBERS, known, fitting[0], strict=True)
        if cell.open_readings
    }


def _readings(cell: Cell) -> tuple[Decimal, ...]:
    return cell.open_readings or ((cell.number,) if cell.number is not None else ())


def _multiplies(quantity: Decimal, price: Decimal, amount: Decimal) -> bool:
    return bool(amount) and abs((quantity * price).quantize(_CENT, ROUND_HALF_UP) - amount) <= _CENT


def _by_language(item: Item) -> Mapping[str, Cell]:
    """Quantities such as "3.000" where the comma begins decimals; amounts of money stay open."""
    return dict(_grouped(item))


def _grouped(item: Item) -> Iterator[tuple[str, Cell]]:
    for name in ("quantity", "quantity_delivered"):
        cell = item.cells.get(name)
        if cell is not None and cell.number is None and cell.open_readings and "," not in cell.text:
            yield name, replace(cell, number=max(cell.open_readings), open_readings=(), settled=BY_LANGUAGE)


def _by_unit(item: Item) -> Mapping[str, Cell]:
    """A contradicted quantity that closes without its last sign: "9001" for "900 l"."""
    quantity, price, amount = (item.number(name) for name in _NUMBERS)
    cell = item.cells.get("quantity")
    glued = _GLUED_LITRE.fullmatch(cell.text.strip()) if cell is not None else None
    if cell is None or glued is None or price is None or amount is None or "uom" in item.cells:
        return {}
    whole = Decimal(glued.group(1))
    if (quantity is not None and _multiplies(quantity, price, amount)) or not _multiplies(whole, price, amount):
        return {}
    return {"quantity": replace(cell, number=whole, rest="l", settled=BY_UNIT)}
