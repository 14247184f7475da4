"""What do the rows of one item say together? Its numbers, its code and its text, wherever they stand in the item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.article import is_barcode, is_code, product_code
from idp.extractors.block import is_bare
from idp.extractors.cell import Cell
from idp.extractors.date import find_dates
from idp.extractors.heading import mentions
from idp.extractors.row import TableRow
from idp.extractors.table import Table
from idp.extractors.token import pieces, tokens_of
from idp.extractors.wording.table import load, matches_at

_GROUPED_CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]+(?:[-/.][A-Z0-9]+)+")

_BLANK_CODE = re.compile(r"\d{2,}(?: \d{2,}){0,3}(?: [A-Z])?")
"""Digits in groups, nothing else: "45 621 19"."""


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
class Style:
    """How the items of a table are set: the right border of their texts, and which row of a text (-1: the last) is the product code."""

    limit: float
    code_row: int | None


def _right_border(lines: Sequence[TableRow], members: Mapping[int, Sequence[int]]) -> float:
    """How far to the right the texts of the items run; a sentence below the table is none of them."""
    texts = [lines[i].text for anchor, rows in members.items() for i in rows if _belongs(lines, rows, i, anchor)]
    return max((word.box.right for text in texts for word in text), default=1.0)


def item_of(lines: Sequence[TableRow], anchor: int, members: Sequence[int], table: Table, style: Style) -> Item:
    """The item whose numbers stand in the row `anchor` and whose texts in the rows `members`."""
    cells = {name: cell for name, cell in lines[anchor].cells.items() if name not in ("description", "product_code")}
    texts: list[tuple[Word, ...]] = []
    if "uom" not in cells and lines[anchor].text and is_bare(lines[anchor], [lines[index] for index in members]):
        cells["uom"] = Cell(lines[anchor].text, lines[anchor].text[0].text, lines[anchor].text[0].box)
    near = [index for index in members if _belongs(lines, members, index, anchor)]
    column = next((c.text for c in table.columns if c.name == "product_code"), "")
    listed = [lines[i].cells["product_code"] for i in _code_rows(lines, near, anchor) if "product_code" in lines[i].cells]
    code = product_code(listed, column)
    for index in members:
        own = _coded(lines[index]) if code is None and (index != anchor or _has_more_text(lines, near, anchor)) else None
        code = code or own
        unit = index == anchor and cells.get("uom") is not None and cells["uom"].words == lines[index].text
        if own is None and index in near and lines[index].text and not unit:
            texts.append(lines[index].text)
    if code is None and style.code_row is not None and len(texts) > 1 and _is_code_row(texts[style.code_row]):
        words = texts.pop(style.code_row)
        code = Cell(words, " ".join(w.text for w in words).strip("#*[]()"), Box.around(w.box for w in words))
    if code is not None:
        cells["product_code"] = code
    for index in members:
        for name, cell in lines[index].cells.items():
            if name in ("uom", "promised_date", "po_number") and name not in cells and abs(index - anchor) <= 2:
                cells[name] = cell
    if "promised_date" not in cells:
        promised = next((day for index in members if (day := keyed_day(lines[index])) is not None), None)
        cells |= {"promised_date": promised} if promised is not None else {}
    settled = _with_proven_numbers(cells, [lines[index] for index in members])
    row = lines[anchor].row
    return Item(row.page, row.index, settled, tuple(_paragraph(texts, style.limit)), frozenset(table.names))


def _has_more_text(lines: Sequence[TableRow], near: Sequence[int], anchor: int) -> bool:
    return any(lines[index].text for index in near if index != anchor)


def _code_rows(lines: Sequence[TableRow], near: Sequence[int], anchor: int) -> Sequence[int]:
    """The rows whose codes count: those of the item; where only the row of the numbers has one without a key, that row."""
    own = lines[anchor].cells.get("product_code")
    if own is None or ":" in own.text or own.text.endswith(("-", "/")):
        return near
    others = [i for i in near if "product_code" in lines[i].cells and i != anchor]
    return near if others and not any(lines[i].text for i in others) else (anchor,)


def _with_proven_numbers(cells: dict[str, Cell], lines: Sequence[TableRow]) -> dict[str, Cell]:
    """In items of several rows, the numbers of the columns that multiply, where those beside the amount do not."""
    options = [
        [
            cell
            for line in lines
            if (cell := line.cells.get(name)) is not None and cell.number is not None and not _is_other(cell, name)
        ]
        for name in ("quantity", "unit_price")
    ]
    amount = cells.get("amount", cells.get("gross_amount"))
    if amount is None or amount.number is None or all(len(found) < 2 for found in options):
        return cells
    now = [cells.get("quantity"), cells.get("unit_price")]
    if all(cell in found for cell, found in zip(now, options, strict=True)) and _product_is(now[0], now[1], amount):
        return cells
    for quantity in options[0]:
        for price in options[1]:
            if _product_is(quantity, price, amount):
                return {**cells, "quantity": quantity, "unit_price": price}
    if options[1] and now[1] not in options[1]:
        return {**cells, "unit_price": options[1][0]}
    return cells


def _is_other(cell: Cell, name: str) -> bool:
    """A number with a key of its own that is not its column's: "(Discount: 1.00)" among the prices."""
    if ":" not in cell.text:
        return False
    said = mentions(cell.rest)
    return bool(said & {"discount", "gross_amount", "tax"}) and name not in said


def _product_is(quantity: Cell | None, price: Cell | None, amount: Cell) -> bool:
    if quantity is None or price is None or quantity.number is None or price.number is None or amount.number is None:
        return False
    return abs(quantity.number * price.number - amount.number) <= Decimal("0.011")


def style_of(lines: Sequence[TableRow], members: Mapping[int, Sequence[int]]) -> Style:
    """How the items of one table are set: how far their texts run, and whether one row of the text is the product code."""
    return Style(_right_border(lines, members), _code_row(lines, members))


def _code_row(lines: Sequence[TableRow], members: Mapping[int, Sequence[int]]) -> int | None:
    """0 or 1 where in every item the first or second row of the text is a code and nothing else."""
    if any("product_code" in lines[i].cells for rows in members.values() for i in rows):
        return None
    texts = [[lines[i].text for i in rows if lines[i].text] for rows in members.values()]
    for place in (0, 1, -1):
        rows = [found[place] for found in texts if len(found) > (1 if place else 0)]
        coded = [row for row in rows if _is_code_row(row)]
        if len(coded) > 1 and len(coded) >= _MOSTLY * len(texts):
            return place
        if len(texts) == len(coded) == 1 and place and _GROUPED_CODE.fullmatch(" ".join(w.text for w in coded[0])):
            return place
    return None


_MOSTLY = 0.6


def _is_code_row(words: tuple[Word, ...]) -> bool:
    text = " ".join(word.text for word in words).strip("#*[]()")
    plain = len(words) == 1 and is_code(text) and not is_barcode(text) and (len(text) > _COUNTRY or any(map(str.isdigit, text)))
    return plain or _BLANK_CODE.fullmatch(text) is not None


_COUNTRY = 3
"""Letters of the code of a country or a unit, which is no product code."""


def _coded(line: TableRow) -> Cell | None:
    return _keyed_code(line.text or line.row.words)


def code_alone(words: tuple[Word, ...]) -> Cell | None:
    """The product code of a row without columns that says nothing else, with its key or in brackets: "[3P799]"."""
    text = " ".join(word.text for word in words)
    if text[:1] == "[" and text[-1:] == "]" and is_code(text[1:-1]):
        return Cell(words, text[1:-1], Box.around(word.box for word in words))
    return _keyed_code(words)


def keyed_day(line: TableRow) -> Cell | None:
    """The day of a row under a line that says when it comes: "Delivery date: 26/07/2026"."""
    words = line.text or line.row.words
    tokens = tokens_of(words)
    group = next(matches_at(load("column"), [token.text for token in tokens], 0), ()) if tokens else ()
    if not any(wording.name == "promised_date" for wording in group):
        return None
    rest = words[tokens[len(group[0].tokens) - 1].word + 1 :]
    text = " ".join(word.text for word in rest)
    if len(rest) > _LONGEST_DAY or not find_dates(text):
        return None
    return Cell(tuple(rest), text, Box.around(word.box for word in rest))


_LONGEST_DAY = 4


def _keyed_code(words: tuple[Word, ...]) -> Cell | None:
    """The product code of a row that says nothing else: "Part No.: KA-FD125-60Z", "Item KA-CD125-10X"."""
    tokens = tokens_of(words)
    group = next(matches_at(load("column"), [token.text for token in tokens], 0), ()) if tokens else ()
    names = {wording.name for wording in group}
    if not names & {"product_code", "description"}:
        return None
    rest = words[tokens[len(group[0].tokens) - 1].word + 1 :]
    text = " ".join(word.text for word in rest)
    if not rest or not (_BLANK_CODE.fullmatch(text) or (len(rest) == 1 and (is_code(text) or text.isupper()))):
        return None
    plain = words[tokens[len(group[0].tokens) - 1].word].text.endswith(":") and any(c.isdigit() for c in text)
    if "product_code" not in names and not plain and not _GROUPED_CODE.fullmatch(text) and not _BLANK_CODE.fullmatch(text):
        return None
    return Cell(rest, text, Box.around(word.box for word in rest))


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


def begins_a_note(row: tuple[Word, ...]) -> bool:
    """A row that begins with a key ("GTIN 4001...", "Origin:") is a note to the item, not its wrapped text."""
    tokens = [piece for word in row[:3] for piece in pieces(word.text)]
    group = next(matches_at(load("column"), tokens, 0), ()) if tokens else ()
    keyed = any(w.text.endswith(":") for w in row[:2])
    return keyed or any(wording.name in ("other", "product_code", "weight") for wording in group)


def _is_smaller(row: tuple[Word, ...], before: tuple[Word, ...]) -> bool:
    """Set in smaller type than the row before: a remark."""
    one, two = before[0].size, row[0].size
    return one is not None and two is not None and two < 0.93 * one


def _paragraph(rows: Sequence[tuple[Word, ...]], limit: float) -> Iterator[tuple[Word, ...]]:
    """The rows up to the first that begins although its first word would have fitted on the row before."""
    before: tuple[Word, ...] | None = None
    for row in rows:
        if before is not None and (begins_a_note(row) or _is_smaller(row, before)):
            return
        if before is not None and before[-1].box.right + row[0].box.width + 0.004 < limit:
            return
        yield row
        before = row
