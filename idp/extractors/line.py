"""Which lines does the document bill, ship or confirm? Rows of the table become items: numbers anchor them, wrapped text joins them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from idp.domain.page import Word
from idp.extractors.block import owners_of
from idp.extractors.body import read_body
from idp.extractors.cell import Cell
from idp.extractors.label import Label
from idp.extractors.layout import Layout
from idp.extractors.number import Decimals
from idp.extractors.role import with_proven_columns
from idp.extractors.row import TableRow, is_anchor
from idp.extractors.ruling import row_lines
from idp.extractors.settle import with_settled_columns
from idp.extractors.table import Table
from idp.extractors.token import pieces, tokens_of
from idp.extractors.wording.table import load, matches_at

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
            with_proven_columns(layout, with_settled_columns(layout, table), decimals)
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
    body = read_body(layout, table, labels, decimals)
    kept = body.rows
    anchors = [i for i, line in enumerate(kept) if is_anchor(line, table)]
    if not anchors:
        return [], body.stopped
    owners = owners_of(kept, anchors, _row_lines(layout, table))
    members = {anchor: [i for i, owner in enumerate(owners) if owner == anchor] for anchor in anchors}
    limit = _right_border(kept, members)
    found = [_item(kept, anchor, members[anchor], table, limit) for anchor in anchors]
    return [_under_order(item, body.orders.get(item.row)) for item in found], body.stopped


def _row_lines(layout: Layout, table: Table) -> tuple[float, ...]:
    boxes = [column.heading for column in table.columns]
    return row_lines(layout.page(table.page), min(box.left for box in boxes), max(box.right for box in boxes))


def _under_order(item: Item, order: Cell | None) -> Item:
    return item if order is None or "po_number" in item.cells else replace(item, cells={**item.cells, "po_number": order})


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
