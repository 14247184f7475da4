"""Which lines does the document bill, ship or confirm? Rows of the table become items: numbers anchor them, wrapped text joins them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from idp.domain.page import Word
from idp.extractors.cell import Cell, read_cell
from idp.extractors.date import find_dates
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row
from idp.extractors.number import Decimals
from idp.extractors.table import Column, Table
from idp.extractors.wording.table import load, matches_at

_NUMERIC = frozenset(
    {"quantity", "unit_price", "amount", "gross_amount", "discount", "quantity_delivered", "price_base", "weight"}
)
_STOPS = frozenset({"total", "amount_due", "tax_amount", "paid", "rounding"})
_AFTER = frozenset({"exceptions", "signature", "received_by", "delivered_date", "iban", "remit_to", "terms", "vat"})
_SUMS = frozenset({"subtotal", "discount", "freight"})


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


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
    cells: Mapping[str, Cell]
    text: tuple[Word, ...]


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
        names = _typed(layout, table) if not table.continued or typed is None else replace(table, columns=typed.columns)
        found, stopped = _items_of(layout, names, labels, decimals)
        stopped = stopped or (table.continued and not found)
        typed = names
        items.extend(found)
    return tuple(items)


def _items_of(
    layout: Layout, table: Table, labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> tuple[list[Item], bool]:
    """The items of one table, and whether its totals were reached."""
    lines = _joined([_line(layout.rows[index], table, decimals) for index in range(table.first, table.last + 1)])
    kept, summed, stopped = [], False, False
    order: Cell | None = None
    orders: dict[int, Cell] = {}
    for line in lines:
        verdict = _verdict(line, labels.get(line.row.index, ()), table)
        if verdict == "stop":
            stopped = True
            break
        named = _order_named(line, labels.get(line.row.index, ()), decimals) if not _is_anchor(line, table) else None
        if named is not None:
            order = named
            continue
        if order is not None:
            orders[line.row.index] = order
        if verdict == "sum":
            summed = True
        elif verdict == "row" and not (summed and not _multiplies(line)):
            kept.append(line)
            if _is_anchor(line, table):
                summed = False
    anchors = [i for i, line in enumerate(kept) if _is_anchor(line, table)]
    if not anchors:
        return [], stopped
    owners = _owners(kept, anchors)
    found = [_item(kept, anchor, [i for i, owner in enumerate(owners) if owner == anchor], table) for anchor in anchors]
    return [_under_order(item, orders.get(item.row)) for item in found], stopped


def _order_named(line: _Line, labels: Sequence[Label], decimals: Decimals) -> Cell | None:
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


def _verdict(line: _Line, labels: Sequence[Label], table: Table) -> str:
    """row, skip (carry-forward), sum (a subtotal among the lines) or stop (the totals begin)."""
    text = line.row.text
    if re.fullmatch(r"[\W_]*", text):
        return "skip"
    starts = {label.name: label for label in labels if _begins(label, line.row)}
    if "carried" in starts and not _multiplies(line):
        return "skip"
    if _multiplies(line) and "description" in line.cells:
        return "row"
    has_number = any(c.isdigit() for c in text)
    if any(name in starts for name in _AFTER):
        return "stop"
    if len({label.name for label in labels if _begins(label, line.row)} & (_STOPS | _SUMS)) >= 2 and not has_number:
        return "stop"  # the heading of a table of sums
    # A price or quantity in its own column makes a row of the table, whatever its text begins with.
    priced = "unit_price" in line.cells and line.cells["unit_price"].number is not None and _amount(line) is not None
    if not priced:
        if any(name in starts for name in _STOPS) and has_number:
            return "stop"
        if "subtotal" in starts and has_number:
            return "sum"
    return "row"


def _begins(label: Label, row: Row) -> bool:
    return not label.weak and any(s.start == label.first for s in row.segments)


def _amount(line: _Line) -> Decimal | None:
    """The amount in its column; a number among other words ("HRB 28811") is none."""
    for name in ("amount", "gross_amount"):
        cell = line.cells.get(name)
        if cell is not None and cell.number is not None and sum(c.isalpha() for c in cell.rest) <= 6 and not cell.is_percent:
            return cell.number
    return None


def _multiplies(line: _Line) -> bool:
    """Quantity × price, less the discount where there is one, is the amount."""
    quantity, price, discount = (line.cells[n].number if n in line.cells else None for n in ("quantity", "unit_price", "discount"))
    amount = _amount(line)
    if quantity is None or price is None or not amount:
        return False
    factors = [Decimal(1)] + ([1 - abs(discount) / 100] if discount is not None and abs(discount) < 100 else [])
    return any(abs(quantity * price * factor - amount) <= Decimal("0.02") for factor in factors)


def _joined(lines: Sequence[_Line]) -> list[_Line]:
    """Rows whose numbers stand half a line apart are one: neither has a full set, together quantity × price is the amount."""
    joined: list[_Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before is not None and _tight(before, line) and not _multiplies(before):
            shared = {n for n in set(before.cells) & set(line.cells) if n in _NUMERIC}
            both = _Line(before.row, {**line.cells, **before.cells}, before.text or line.text)
            if not shared and _multiplies(both):
                joined[-1] = both
                continue
        joined.append(line)
    return joined


def _line(row: Row, table: Table, decimals: Decimals) -> _Line:
    """The row's words by column. Text that runs on from the description into a number column stays with the description."""
    by_column: dict[str, list[Word]] = {}
    for segment in row.segments:
        owner: Column | None = None
        for word in segment.words:
            column = _column_at(table, word.box.middle_x)
            spills = (
                owner is not None
                and owner.name == "description"
                and column.name in _NUMERIC
                and not any(c.isdigit() for c in word.text)
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
    if text:
        cells["description"] = read_cell(text, decimals)
    return _Line(row, cells, text)


def _column_at(table: Table, x: float) -> Column:
    return next((column for column in table.columns if column.left <= x < column.right), table.columns[-1])


def _is_anchor(line: _Line, table: Table) -> bool:
    """Whether an item begins (or has its numbers) in this row."""
    names = set(table.names)
    said = sum(c.isalpha() for w in line.text for c in w.text) >= 2 or "product_code" in line.cells or "position" in line.cells
    if names & {"amount", "gross_amount"}:
        quantity = line.cells.get("quantity")
        enough = bool(said) or (quantity is not None and quantity.number is not None)
        return _amount(line) is not None and enough
    for name in ("quantity", "quantity_delivered", "unit_price"):
        cell = line.cells.get(name)
        if name in names and cell is not None and cell.number is not None and len(cell.rest) <= 20 and len(cell.words) <= 4:
            return bool(said)
    return False


def _owners(lines: Sequence[_Line], anchors: Sequence[int]) -> list[int]:
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


def _is_centred(lines: Sequence[_Line], anchors: Sequence[int]) -> bool:
    """Text stands above the first numbers, and in most items the row of the numbers does not begin the text."""
    before = [line for line in lines[: anchors[0]] if line.text]
    bare = sum(not lines[a].text for a in anchors)
    return bool(before) and (bare * 2 >= len(anchors) or (len(before) <= 2 and _tight(before[-1], lines[anchors[0]])))


def _tight(one: _Line, two: _Line) -> bool:
    return abs(two.row.box.middle_y - one.row.box.middle_y) < 1.6 * max(one.row.height, two.row.height)


def _item(lines: Sequence[_Line], anchor: int, members: Sequence[int], table: Table) -> Item:
    limit = max((w.box.right for line in lines for w in line.text), default=1.0)
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


def _coded(line: _Line) -> Cell | None:
    """The product code of a row that says nothing else: "Part No.: KA-FD125-60Z"."""
    tokens = [token.text for token in line.row.tokens]
    group = next(matches_at(load("column"), tokens, 0), ()) if tokens else ()
    if not any(wording.name == "product_code" for wording in group):
        return None
    rest = line.row.words[line.row.tokens[len(group[0].tokens) - 1].word + 1 :]
    if len(rest) != 1 or not any(c.isdigit() for c in rest[0].text):
        return None
    return Cell(rest, rest[0].text, rest[0].box)


def _belongs(lines: Sequence[_Line], members: Sequence[int], index: int, anchor: int) -> bool:
    """A text row far below the row before it, or one that is a sentence across the table, is no part of the item."""
    if index == anchor:
        return True
    place = list(members).index(index)
    before = lines[members[place - 1]] if place else None
    if before is None:
        return True
    gap = lines[index].row.box.top - before.row.box.bottom
    return gap < 1.6 * max(lines[index].row.height, 0.006)


def _paragraph(rows: Sequence[tuple[Word, ...]], limit: float) -> Iterator[tuple[Word, ...]]:
    """The rows up to the first that begins although its first word would have fitted on the row before."""
    before: tuple[Word, ...] | None = None
    for row in rows:
        if before is not None and before[-1].box.right + row[0].box.width + 0.004 < limit:
            return
        yield row
        before = row


def _typed(layout: Layout, table: Table) -> Table:
    """The table with doubtful column names settled by what stands in the columns."""
    texts = {column: [] for column in table.columns}  # type: dict[Column, list[str]]
    for index in range(table.first, min(table.last, table.first + 25) + 1):
        for column in table.columns:
            words = [w.text for w in layout.rows[index].words if column.left <= w.box.middle_x < column.right]
            if words:
                texts[column].append(" ".join(words))
    columns = list(table.columns)
    columns = [_settle_position(column, texts[column]) for column in columns]
    columns = _settle_description(columns, {c.heading: texts[o] for c, o in zip(columns, table.columns, strict=True)})
    columns = _settle_duplicates(columns, {c.heading: texts[o] for c, o in zip(columns, table.columns, strict=True)})
    return replace(table, columns=tuple(columns))


def _settle_position(column: Column, texts: Sequence[str]) -> Column:
    """ "Item no" heads counting numbers or product codes: the values tell."""
    if column.name in ("position", "product_code"):
        counting = [t for t in texts if re.fullmatch(r"\d{1,3}\.?", t)]
        firsts = [int(t.rstrip(".")) for t in counting]
        if counting and len(counting) * 2 >= len(texts) and firsts == sorted(firsts) and firsts[0] <= 10:
            return replace(column, name="position")
        if column.name == "position" and texts and not counting and any(any(c.isdigit() for c in t) for t in texts):
            return replace(column, name="product_code")
    return column


def _settle_description(columns: list[Column], texts: Mapping[object, Sequence[str]]) -> list[Column]:
    """Exactly one description: the column with most letters among those so named, or among the unnamed ones."""

    def letters(column: Column) -> int:
        return sum(sum(c.isalpha() for c in text) for text in texts[column.heading])

    named = [c for c in columns if c.name == "description"]
    pool = named or [c for c in columns if c.name == "other"]
    if not pool:
        return columns
    chosen = max(pool, key=letters)
    settled = []
    for column in columns:
        if column is chosen:
            settled.append(replace(column, name="description"))
        elif column.name == "description":
            coded = any(any(c.isdigit() for c in text) for text in texts[column.heading])
            has_code = any(c.name == "product_code" for c in columns)
            settled.append(
                _settle_position(
                    replace(column, name="product_code" if coded and not has_code else "other"), texts[column.heading]
                )
            )
        else:
            settled.append(column)
    return settled


def _settle_duplicates(columns: list[Column], texts: Mapping[object, Sequence[str]]) -> list[Column]:
    """Of two columns of one name the fuller keeps it; of two amounts the last is the line's amount.

    Of two equally full quantities the later one counts the goods: ordered before shipped, pallets before pieces.
    """
    seen: dict[str, int] = {}
    for place, column in enumerate(columns):
        if column.name in ("other", "tax"):
            continue
        if column.name in seen:
            first = seen[column.name]
            keep_new = column.name == "amount" or len(texts[column.heading]) >= len(texts[columns[first].heading])
            loser = first if keep_new else place
            columns[loser] = replace(columns[loser], name="other")
            if not keep_new:
                continue
        seen[column.name] = place
    return columns
