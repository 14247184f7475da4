"""Which rows of a table are its lines, and where does it end? Sums stop it, carry-forwards are skipped, order numbers head groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from idp.extractors.cell import Cell, read_cell
from idp.extractors.date import find_dates
from idp.extractors.item import keyed_day
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row
from idp.extractors.number import Decimals
from idp.extractors.row import TableRow, amount_of, is_anchor, joined_rows, multiplies, read_row
from idp.extractors.strip import within
from idp.extractors.table import Table

_STOPS = frozenset({"total", "amount_due", "tax_amount", "paid", "rounding"})
_AFTER = frozenset({"exceptions", "signature", "received_by", "delivered_date", "iban", "remit_to", "terms", "vat"})
_SUMS = frozenset({"subtotal", "discount", "freight"})


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table that are lines or their texts; `orders`: order numbers heading groups, by row; `stopped`: sums were met."""

    rows: tuple[TableRow, ...]
    orders: Mapping[int, Cell]
    stopped: bool


@dataclass(slots=True)
class _Walk:
    """What was met on the way down the table."""

    kept: list[TableRow] = field(default_factory=list)
    orders: dict[int, Cell] = field(default_factory=dict)
    order: Cell | None = None
    summed: bool = False


def read_body(layout: Layout, table: Table, labels: Mapping[int, Sequence[Label]], decimals: Decimals) -> Body:
    """The body of one table."""
    cut = [within(layout.rows[i], labels.get(i, ()), table.left, table.right) for i in range(table.first, table.last + 1)]
    labels = {found[0].index: found[1] for found in cut if found is not None}
    lines = joined_rows([read_row(found[0], table, decimals) for found in cut if found is not None])
    verdicts = [_verdict(line, labels[line.row.index]) for line in lines]
    if "amount" in table.names:  # a trade paper says under a line when it comes; a proof of delivery says so below its table
        verdicts = [
            "row" if verdict == "foot" and line.text and keyed_day(line) is not None else verdict
            for line, verdict in zip(lines, verdicts, strict=True)
        ]
    proven = max((place for place, line in enumerate(lines) if _is_proven(line)), default=-1)
    evident = _last_evident(lines, verdicts)
    walk = _Walk()
    previous: TableRow | None = None
    for place, line in enumerate(lines):
        found, verdict = labels[line.row.index], verdicts[place]
        if (verdict == "sums" and place > proven) or (verdict == "foot" and place > max(proven, evident)):
            return Body(tuple(walk.kept), walk.orders, stopped=verdict == "sums")
        if previous is not None and place > proven and _ends(walk.kept, previous, line):
            break
        if _take(walk, line, found, verdict, table, decimals):
            previous = line
    return Body(tuple(walk.kept), walk.orders, stopped=False)


def _take(walk: _Walk, line: TableRow, labels: Sequence[Label], verdict: str, table: Table, decimals: Decimals) -> bool:
    """Keeps the row where it is one of the table's; False for the heading of a group."""
    anchored = is_anchor(line, table)
    named = None if anchored else order_named(line.row, labels, decimals)
    if named is not None:
        walk.order = named
        return False
    if walk.order is not None:
        walk.orders[line.row.index] = walk.order
    if verdict == "sum":
        walk.summed = True
    elif _is_line(line, verdict) and not (walk.summed and not multiplies(line) and not _is_full(line)):
        walk.kept.append(line if anchored or verdict != "foot" else _without_text(line))
        walk.summed = walk.summed and not anchored
    return True


def _without_text(line: TableRow) -> TableRow:
    """A note's codes may count, its words are no description."""
    return replace(line, cells={name: cell for name, cell in line.cells.items() if name != "description"}, text=())


def _is_line(line: TableRow, verdict: str) -> bool:
    """A row; a note among the lines that begins like the foot of the table ("Notes:") is text, a sum or tax among them is left out."""
    if verdict == "foot":
        return amount_of(line) is None or _counts(line)
    return verdict == "row" or (verdict == "sums" and not any(c.isdigit() for c in line.row.text))


def _last_evident(lines: Sequence[TableRow], verdicts: Sequence[str]) -> int:
    """The last row with quantity and amount above the sums: what begins like the foot of the table before it is a note to a line."""
    sums = next((place for place, verdict in enumerate(verdicts) if verdict == "sums"), len(lines))
    return max((place for place in range(sums) if verdicts[place] == "row" and _counts(lines[place])), default=-1)


def _counts(line: TableRow) -> bool:
    quantity, amount = line.cells.get("quantity"), line.cells.get("amount")
    numbers = [cell for cell in (quantity, amount) if cell is not None and cell.number is not None and len(cell.rest) <= 6]
    return len(numbers) == 2


def _is_proven(line: TableRow) -> bool:
    """A row that multiplies other than by one is a line, whatever stands above it."""
    quantity = line.cells["quantity"].number if "quantity" in line.cells else None
    return multiplies(line) and quantity not in (None, 1)


def _is_full(line: TableRow) -> bool:
    """A row with a text, quantity, price and amount is a line below a subtotal too, whatever its price is for."""
    numbers = [line.cells[name].number for name in ("quantity", "unit_price", "amount") if name in line.cells]
    return bool(line.text) and len(numbers) == 3 and None not in numbers


def _has_two_numbers(line: TableRow) -> bool:
    return (
        sum(
            name in line.cells and line.cells[name].number is not None
            for name in ("quantity", "unit_price", "amount", "gross_amount")
        )
        > 1
    )


def _ends(kept: Sequence[TableRow], previous: TableRow, line: TableRow) -> bool:
    return bool(kept) and _far_below(kept, previous, line) and not _has_two_numbers(line)


def _far_below(kept: Sequence[TableRow], previous: TableRow, line: TableRow) -> bool:
    """The table has ended: a gap several rows high, wider than any between its rows."""
    gap = line.row.box.top - previous.row.box.bottom
    widest = max(
        (two.row.box.top - one.row.box.bottom for one, two in pairwise(kept) if one.row.page == two.row.page), default=0.0
    )
    return line.row.page == previous.row.page and gap > max(4.5 * max(line.row.height, 0.008), 1.6 * widest)


def order_named(row: Row, labels: Sequence[Label], decimals: Decimals) -> Cell | None:
    """The order number of a row that heads the lines of one order ("Your order P00114, delivery note LS27482")."""
    label = next((found for found in labels if found.name == "po_number" and not found.weak and _begins(found, row)), None)
    if label is None:
        return None
    named = [found for found in labels if found.name == "po_number" and label.last < found.first <= label.last + 2]
    last = max(found.last for found in (label, *named))  # in two languages: "Ihre Referenz / P.O. Number"
    following = row.words[last + 1 : last + 4]
    place = next((i for i, w in enumerate(following) if any(c.isdigit() for c in w.text) and not find_dates(w.text)), None)
    if place is None or len(following[place].text) < 3:
        return None
    prefixed = place > 0 and following[place - 1].text.isupper() and following[place - 1].text.isalpha()
    return read_cell(following[place - 1 if prefixed else place : place + 1], decimals)


def _verdict(line: TableRow, labels: Sequence[Label]) -> str:
    """row, skip (carry-forward), sum (a subtotal among the lines), sums (the totals begin) or foot (what stands below a table)."""
    text = line.row.text
    if re.fullmatch(r"[\W_]*", text):
        return "skip"
    starts = {label.name: label for label in labels if _begins(label, line.row)}
    if "carried" in starts and not multiplies(line) and not _has_two_numbers(line):
        return "skip"
    if multiplies(line) and "description" in line.cells:
        return "row"
    has_number = any(c.isdigit() for c in text)
    if any(name in starts for name in _AFTER):
        return "foot"
    if len({label.name for label in labels if _begins(label, line.row)} & (_STOPS | _SUMS)) >= 2 and not has_number:
        return "sums"  # the heading of a table of sums
    # A price or quantity in its own column makes a row of the table, whatever its text begins with.
    priced = "unit_price" in line.cells and line.cells["unit_price"].number is not None and amount_of(line) is not None
    if not priced:
        if any(name in starts for name in _STOPS) and has_number:
            return "sums"
        if "subtotal" in starts and has_number and _is_sum(line, starts["subtotal"]):
            return "sum"
    return "row"


def _is_sum(line: TableRow, label: Label) -> bool:
    """A sum stands under the amounts, or begins the row; a number among prices or weights alone is none ("(net): 60.00")."""
    if amount_of(line) is not None:
        return True
    return label.first == 0 and not any(
        name in line.cells and line.cells[name].number is not None for name in ("unit_price", "quantity")
    )


def _begins(label: Label, row: Row) -> bool:
    return not label.weak and any(s.start == label.first for s in row.segments)
