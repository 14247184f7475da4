"""How does a read row become a line of the document? Its cells in canonical form, with place, confidence and reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from idp.domain.document import Extracted, ExtractedLine
from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors import confidence
from idp.extractors.candidate import lowest
from idp.extractors.cell import Cell, price_base_in, unit_in
from idp.extractors.date import AmbiguousDate, find_dates, read_date
from idp.extractors.habit import Habits
from idp.extractors.item import Item
from idp.extractors.layout import Layout
from idp.extractors.reread import BY_UNIT

CENT = Decimal("0.01")
_BRACKETED = re.compile(r"^\[([\w./ -]{2,20})\],?\s*(?:[-–·:|]\s+)?")
_CODE_LIKE = re.compile(r"^(?=.*\d)[A-Z0-9][\w./-]{2,20}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A line with its arithmetic: `multiplies` None where quantity, price or amount is absent; `expected` is quantity × price."""

    line: ExtractedLine
    multiplies: bool | None
    expected: Decimal | None = None


def make_line(item: Item, layout: Layout, habits: Habits) -> Checked:
    """The line of a row."""
    cells: dict[str, Extracted] = {}
    source = layout.source(item.page)
    multiplies, expected = _arithmetic(item)
    sure = {True: confidence.LINE_MULTIPLIES, False: confidence.LINE_CONTRADICTED, None: confidence.LINE_UNCHECKED}[multiplies]
    why = {True: "quantity × price is the amount", False: "quantity × price is not the amount", None: "stands in its column"}[
        multiplies
    ]
    _describe(item, cells, layout, source)
    for name in ("quantity", "unit_price", "amount", "quantity_delivered", "weight"):
        cell = _numeric(item, name)
        if cell is not None and cell.number is not None:
            likely = min(sure, confidence.LINE_SETTLED) if cell.settled else sure
            cells[name] = _extracted(
                f"{cell.number:f}",
                cell,
                item.page,
                source,
                confidence.on_page(likely, layout.quality, cell.ocr),
                cell.settled or why,
            )
    _units(item, cells, layout, source)
    _others(item, cells, layout, habits, source)
    return Checked(ExtractedLine(cells, page=item.page), multiplies, expected)


def _numeric(item: Item, name: str) -> Cell | None:
    cell = item.cells.get(name)
    if cell is None and name == "amount":
        cell = item.cells.get("gross_amount")
    if cell is not None and name == "unit_price" and cell.is_percent and not _is_per_hundred(item):
        return None
    return cell


def _is_per_hundred(item: Item) -> bool:
    """A price followed by a percent sign is one for a hundred where the line multiplies so."""
    quantity, price, amount = (item.number(name) for name in ("quantity", "unit_price", "amount"))
    if quantity is None or price is None or not amount:
        return False
    return any(abs(quantity * price * factor / 100 - amount) <= CENT for factor in _discounts(item))


def _arithmetic(item: Item) -> tuple[bool | None, Decimal | None]:
    """Whether quantity × price, after discount and price base, is the amount to the cent."""
    quantity, price = item.number("quantity"), item.number("unit_price")
    amount = item.number("amount") if item.number("amount") is not None else item.number("gross_amount")
    if quantity is None or price is None or amount is None:
        return None, None
    exact = quantity * price
    if item.cells["quantity"].settled == BY_UNIT:
        return None, None  # it agrees because it was chosen so
    for factor in _factors(item):
        if abs((exact * factor).quantize(CENT, ROUND_HALF_UP) - amount) <= CENT:
            return True, (exact * factor).quantize(CENT, ROUND_HALF_UP)
    return False, exact.quantize(CENT, ROUND_HALF_UP)


def _factors(item: Item) -> list[Decimal]:
    """1, the discount's share, and the price base where the price is for several units."""
    factors = _discounts(item)
    base = item.number("price_base") or (price_base_in(item.cells["unit_price"]) if "unit_price" in item.cells else None)
    bases = [base] if base else [Decimal(100), Decimal(1000)]
    return factors + [factor / b for factor in factors for b in bases if b]


def _discounts(item: Item) -> list[Decimal]:
    discount = item.number("discount")
    return [Decimal(1), *([1 - abs(discount) / 100] if discount is not None and 0 < abs(discount) < 100 else [])]


def _describe(item: Item, cells: dict[str, Extracted], layout: Layout, source: str) -> None:
    words = tuple(word for row in item.description for word in row)
    text = " ".join(w.text for w in words).strip(" |")
    code = item.cells.get("product_code")
    if code is not None and any(c.isalnum() for c in code.text):
        cells["product_code"] = _extracted(
            code.text.strip(" |:"),
            code,
            item.page,
            source,
            confidence.on_page(confidence.LINE_TEXT, layout.quality, code.ocr),
            "stands in its column",
        )
    bracketed = _BRACKETED.match(text)
    if bracketed and "product_code" not in cells:
        cells["product_code"] = _plain(
            bracketed.group(1),
            words[:1],
            item.page,
            source,
            confidence.on_page(confidence.LINE_TEXT, layout.quality, lowest(words)),
            "stands in brackets before the text",
        )
        text = text[bracketed.end() :]
    if text:
        sure = confidence.on_page(confidence.LINE_TEXT, layout.quality, lowest(words))
        cells["description"] = _plain(text, words, item.page, source, sure, "stands in its column")


def _units(item: Item, cells: dict[str, Extracted], layout: Layout, source: str) -> None:
    uom, quantity = item.cells.get("uom"), item.cells.get("quantity")
    sure = confidence.on_page(confidence.LINE_TEXT, layout.quality, None)
    if uom is not None and any(c.isalpha() for c in uom.text) and len(uom.text) <= 20:
        cells["uom"] = _extracted(uom.text, uom, item.page, source, sure, "stands in its column")
    elif quantity is not None and (unit := unit_in(quantity)):
        cells["uom"] = _extracted(unit, quantity, item.page, source, sure, "stands beside the quantity")
    price = item.cells.get("unit_price")
    base = item.number("price_base") or (price_base_in(price) if price is not None else None)
    if base and base > 1 and price is not None:
        cells["price_base"] = _extracted(f"{base:f}", price, item.page, source, sure, "stands beside the price")


def _others(item: Item, cells: dict[str, Extracted], layout: Layout, habits: Habits, source: str) -> None:
    sure = confidence.on_page(confidence.LINE_TEXT, layout.quality, None)
    discount = item.cells.get("discount")
    if discount is not None and discount.number:
        cells["discount"] = _extracted(f"{discount.number:f}", discount, item.page, source, sure, "stands in its column")
    promised = item.cells.get("promised_date")
    if promised is not None and (day := _day(promised.text, habits)):
        cells["promised_date"] = _extracted(day.isoformat(), promised, item.page, source, sure, "stands in its column")
    order = item.cells.get("po_number")
    if order is not None and any(c.isdigit() for c in order.text):
        cells["po_number"] = _extracted(order.text.strip(" .,:;"), order, item.page, source, sure, "stands in its column")
    rate = item.cells.get("tax")
    if rate is not None and rate.is_percent and rate.number is not None:
        cells["tax_rate"] = _extracted(f"{rate.number:f}", rate, item.page, source, sure, "stands in its column")


def _day(text: str, habits: Habits) -> date | None:
    dates = find_dates(text)
    if not dates:
        return None
    try:
        return read_date(dates[0], habits.order)
    except AmbiguousDate:
        return None


def _extracted(value: str, cell: Cell, page: int, source: str, sure: float, why: str) -> Extracted:
    return Extracted(value, cell.text, sure, page=page, box=cell.box, source=source, reasons=(why,))


def _plain(value: str, words: tuple[Word, ...], page: int, source: str, sure: float, why: str) -> Extracted:
    box = Box.around(w.box for w in words)
    return Extracted(value, " ".join(w.text for w in words), sure, page=page, box=box, source=source, reasons=(why,))


def amounts_of(lines: Mapping[int, Checked] | list[Checked]) -> list[Decimal]:
    """The amounts of the lines that have one."""
    listed = list(lines.values()) if isinstance(lines, Mapping) else lines
    return [amount for checked in listed if (amount := checked.line.number("amount")) is not None]
