"""Which lines does the document bill, ship or confirm? Rows of the table become items: numbers anchor them, wrapped text joins them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from idp.domain.page import Word
from idp.extractors.cell import Cell, read_cell
from idp.extractors.date import find_dates
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row
from idp.extractors.number import Decimals
from idp.extractors.row import TableRow, amount_of, are_tight, is_anchor, joined_rows, multiplies, read_row
from idp.extractors.settle import with_settled_columns
from idp.extractors.table import Table
from idp.extractors.token import pieces, tokens_of
from idp.extractors.wording.table import load, matches_at

_STOPS = frozenset({"total", "amount_due", "tax_amount", "paid", "rounding"})


_AFTER = frozenset({"exceptions", "signature", "received_by", "delivered_date", "iban", "remit_to", "terms", "vat"})


_SUMS = frozenset({"subtotal", "discount", "freight"})


_GROUPED_CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]+(?:[-/.][A-Z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Item:
    """One line as read: cells by column name, the description's words row by row, and the page of its first word."""

    page: int
    row: int
    cells: Mapping[str, Cell]
    description: tuple[tuple[Word, ...], ...] = ()
    columns: frozenset[str] = field(default_factory=frozenset)

    def number(self, name: str) -> Decimal | None:
        cell = self.cells.get(name)
        return cell.number if cell is not None else None


def find_items(
    layout: Layout, tables: Sequence[Table], labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> tuple[Item, ...]:
    """The items of all tables, continued over pages."""
    items: list[Item] = []
    typed: Table | None = None
    stopped = True
    for table in tables:
        if not {"description", "product_code"} & set(table.names) and not {"quantity", "unit_price"} <= set(table.names):
            continue
        if table.continued and (stopped or typed is None):
            continue
        names = (
            with_settled_columns(layout, table)
            if not table.continued or typed is None
            else replace(table, columns=typed.columns)
        )
        found, stopped = _items_of(layout, names, labels, decimals)
        stopped = stopped or (table.continued and not found)
        typed = names
        items.extend(found)
    return tuple(items)


def _items_of(
    layout: Layout, table: Table, labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> tuple[list[Item], bool]:
    """The items of one table, and whether its totals were reached."""
    lines = joined_rows([read_row(layout.rows[index], table, decimals) for index in range(table.first, table.last + 1)])
    kept: list[TableRow] = []
    previous: TableRow | None = None
    summed = stopped = False
    order: Cell | None = None
    orders: dict[int, Cell] = {}
    for line in lines:
        verdict = _verdict(line, labels.get(line.row.index, ()))
        if verdict == "stop":
            stopped = True
            break
        named = _order_named(line, labels.get(line.row.index, ()), decimals) if not is_anchor(line, table) else None
        if named is not None:
            order = named
            continue
        if kept and previous is not None and _far_below(kept, previous, line) and not _has_two_numbers(line):
            break
        previous = line
        if order is not None:
            orders[line.row.index] = order
        if verdict == "sum":
            summed = True
        elif verdict == "row" and not (summed and not multiplies(line)):
            kept.append(line)
            if is_anchor(line, table):
                summed = False
    anchors = [i for i, line in enumerate(kept) if is_anchor(line, table)]
    if not anchors:
        return [], stopped
    owners = _owners(kept, anchors)
    members = {anchor: [i for i, owner in enumerate(owners) if owner == anchor] for anchor in anchors}
    limit = _right_border(kept, members)
    found = [_item(kept, anchor, members[anchor], table, limit) for anchor in anchors]
    return [_under_order(item, orders.get(item.row)) for item in found], stopped


def _has_two_numbers(line: TableRow) -> bool:
    return (
        sum(
            name in line.cells and line.cells[name].number is not None
            for name in ("quantity", "unit_price", "amount", "gross_amount")
        )
        > 1
    )


def _far_below(kept: Sequence[TableRow], previous: TableRow, line: TableRow) -> bool:
    """The table has ended: a gap several rows high, wider than any between its rows."""
    gap = line.row.box.top - previous.row.box.bottom
    widest = max(
        (two.row.box.top - one.row.box.bottom for one, two in pairwise(kept) if one.row.page == two.row.page), default=0.0
    )
    return line.row.page == previous.row.page and gap > max(4.5 * max(line.row.height, 0.008), 1.6 * widest)


def _order_named(line: TableRow, labels: Sequence[Label], decimals: Decimals) -> Cell | None:
    """The order number of a row that heads the lines of one order ("Your order P00114, delivery note LS27482")."""
    label = next((found for found in labels if found.name == "po_number" and not found.weak and _begins(found, line.row)), None)
    if label is None:
        return None
    following = line.row.words[label.last + 1 : label.last + 4]
    number = next(
        (w for w in following if any(c.isdigit() for c in w.text) and len(w.text) > 2 and not find_dates(w.text)), None
    )
    return read_cell((number,), decimals) if number is not None else None


def _under_order(item: Item, order: Cell | None) -> Item:
    return item if order is None or "po_number" in item.cells else replace(item, cells={**item.cells, "po_number": order})


def _verdict(line: TableRow, labels: Sequence[Label]) -> str:
    """row, skip (carry-forward), sum (a subtotal among the lines) or stop (the totals begin)."""
    text = line.row.text
    if re.fullmatch(r"[\W_]*", text):
        return "skip"
    starts = {label.name: label for label in labels if _begins(label, line.row)}
    if "carried" in starts and not multiplies(line):
        return "skip"
    if multiplies(line) and "description" in line.cells:
        return "row"
    has_number = any(c.isdigit() for c in text)
    if any(name in starts for name in _AFTER):
        return "stop"
    if len({label.name for label in labels if _begins(label, line.row)} & (_STOPS | _SUMS)) >= 2 and not has_number:
        return "stop"  # the heading of a table of sums
    # A price or quantity in its own column makes a row of the table, whatever its text begins with.
    priced = "unit_price" in line.cells and line.cells["unit_price"].number is not None and amount_of(line) is not None
    if not priced:
        if any(name in starts for name in _STOPS) and has_number:
            return "stop"
        if "subtotal" in starts and has_number:
            return "sum"
    return "row"


def _begins(label: Label, row: Row) -> bool:
    return not label.weak and any(s.start == label.first for s in row.segments)


def _owners(lines: Sequence[TableRow], anchors: Sequence[int]) -> list[int]:
    """For every row the anchor it belongs to, -1 for none.

    Where the text of an item begins above its numbers (numbers set in the middle of the row), rows go to the nearest anchor;
    elsewhere they belong to the anchor above.
    """
    centred = _is_centred(lines, anchors)
    owners = []
    for index, line in enumerate(lines):
        above = max((a for a in anchors if a <= index), default=-1)
        under = min((a for a in anchors if a > index), default=-1)
        if index in anchors or not centred or under == -1 or lines[under].row.page != line.row.page:
            owners.append(above)
        elif above == -1:
            owners.append(under)
        else:
            up = line.row.box.middle_y - lines[above].row.box.middle_y
            down = lines[under].row.box.middle_y - line.row.box.middle_y
            owners.append(above if up <= down else under)
    return owners


def _is_centred(lines: Sequence[TableRow], anchors: Sequence[int]) -> bool:
    """Text stands above the first numbers, and in most items the row of the numbers does not begin the text."""
    before = [line for line in lines[: anchors[0]] if line.text]
    bare = sum(not lines[a].text for a in anchors)
    return bool(before) and (bare * 2 >= len(anchors) or (len(before) <= 2 and are_tight(before[-1], lines[anchors[0]])))


def _right_border(lines: Sequence[TableRow], members: Mapping[int, Sequence[int]]) -> float:
    """How far to the right the texts of the items run; a sentence below the table is none of them."""
    texts = [lines[i].text for anchor, rows in members.items() for i in rows if _belongs(lines, rows, i, anchor)]
    return max((word.box.right for text in texts for word in text), default=1.0)


def _item(lines: Sequence[TableRow], anchor: int, members: Sequence[int], table: Table, limit: float) -> Item:
    description: list[tuple[Word, ...]] = []
    cells = {name: cell for name, cell in lines[anchor].cells.items() if name != "description"}
    for index in members:
        line = lines[index]
        code = _coded(line) if index != anchor and "product_code" not in cells else None
        if code is not None:
            cells["product_code"] = code
            continue
        if line.text and _belongs(lines, members, index, anchor):
            description.append(line.text)
        for name, cell in line.cells.items():
            if name in ("product_code", "uom", "promised_date", "po_number") and name not in cells and abs(index - anchor) <= 2:
                cells[name] = cell
    return Item(
        lines[anchor].row.page, lines[anchor].row.index, cells, tuple(_paragraph(description, limit)), frozenset(table.names)
    )


def _coded(line: TableRow) -> Cell | None:
    """The product code of a row that says nothing else: "Part No.: KA-FD125-60Z", "Item KA-CD125-10X"."""
    words = line.text or line.row.words
    tokens = tokens_of(words)
    group = next(matches_at(load("column"), [token.text for token in tokens], 0), ()) if tokens else ()
    names = {wording.name for wording in group}
    if not names & {"product_code", "description"}:
        return None
    rest = words[tokens[len(group[0].tokens) - 1].word + 1 :]
    if len(rest) != 1 or not (any(c.isdigit() for c in rest[0].text) or rest[0].text.isupper()):
        return None
    if "product_code" not in names and not _GROUPED_CODE.fullmatch(rest[0].text):
        return None
    return Cell(rest, rest[0].text, rest[0].box)


def _belongs(lines: Sequence[TableRow], members: Sequence[int], index: int, anchor: int) -> bool:
    """A text row far below the row before it, or one that is a sentence across the table, is no part of the item."""
    if index == anchor:
        return True
    place = list(members).index(index)
    before = lines[members[place - 1]] if place else None
    if before is None:
        return True
    gap = lines[index].row.box.top - before.row.box.bottom
    return gap < 1.6 * max(lines[index].row.height, 0.006)


def _begins_a_note(row: tuple[Word, ...]) -> bool:
    """A row that begins with a key ("GTIN 4001...", "Origin:") is a note to the item, not its wrapped text."""
    tokens = [piece for word in row[:3] for piece in pieces(word.text)]
    group = next(matches_at(load("column"), tokens, 0), ()) if tokens else ()
    keyed = any(w.text.endswith(":") for w in row[:2])
    return keyed or any(wording.name in ("other", "product_code", "weight") for wording in group)


def _paragraph(rows: Sequence[tuple[Word, ...]], limit: float) -> Iterator[tuple[Word, ...]]:
    """The rows up to the first that begins although its first word would have fitted on the row before."""
    before: tuple[Word, ...] | None = None
    for row in rows:
        if before is not None and _begins_a_note(row):
            return
        if before is not None and before[-1].box.right + row[0].box.width + 0.004 < limit:
            return
        yield row
        before = row
