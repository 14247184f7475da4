"""What do lines count, and where is the code of the goods, when a paper has no column for it? Packages and goods, codes before the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.cell import Cell, read_cell, unit_in
from idp.extractors.heading import mentions
from idp.extractors.item import Item
from idp.extractors.number import Decimals
from idp.extractors.token import fold
from idp.extractors.unit import GOODS, PACKAGES, is_unit
from idp.extractors.whose import is_buyers

_CODE = re.compile(r"(?=[^\d]*\d)(?=[^A-Z]*[A-Z])[A-Z0-9]+(?:[-/.][A-Z0-9]+)+")
"""A product code that no word of a text looks like: capitals and digits in groups."""


def with_goods_counted(items: Sequence[Item], decimals: Decimals) -> tuple[Item, ...]:
    """Where the quantity counts packages and the text begins with that of the goods ("1 PALLETS | 6,000 pcs Cutting disc"), the latter."""
    return tuple(_with_leading_unit(_counted(item, decimals)) for item in items)


def _with_leading_unit(item: Item) -> Item:
    """Where the text goes on from the quantity and begins with its unit ("16 rolls | Hex bolt"), the unit by itself."""
    quantity, words = item.cells.get("quantity"), item.description[0] if item.description else ()
    if quantity is None or _has_unit(item) or unit_in(quantity) or len(words) < 2 or not is_unit(words[0].text):
        return item
    gap = words[0].box.left - quantity.box.right
    if not 0 <= gap < _BLANK * max(words[0].box.height, quantity.box.height) or words[0].box.top > quantity.box.bottom:
        return item
    cells = {**item.cells, "uom": _cell(words[:1])}
    return replace(item, cells=cells, description=(words[1:], *item.description[1:]))


def _has_unit(item: Item) -> bool:
    return "uom" in item.cells and any(c.isalpha() for c in item.cells["uom"].text)


_BLANK = 0.9
"""The widest blank between a quantity and its unit, in letter heights (page fractions of height against width)."""


def _counted(item: Item, decimals: Decimals) -> Item:
    packages = next((item.cells[name] for name in ("quantity", "packages") if name in item.cells), None)
    words = item.description[0] if item.description else ()
    if packages is None or len(words) < 3 or fold(words[1].text).strip(".") not in GOODS or not _are_packages(item, packages):
        return item
    goods = read_cell(words[:2], decimals)
    if goods.number is None or words[0].text[:1].isalpha():
        return item
    cells = {name: cell for name, cell in item.cells.items() if name != "uom"} | {"quantity": goods, "packages": packages}
    return replace(item, cells=cells, description=(words[2:], *item.description[1:]))


def _are_packages(item: Item, cell: Cell) -> bool:
    unit = unit_in(cell) or (item.cells["uom"].text if "uom" in item.cells else "")
    return fold(unit).strip(" .()") in PACKAGES or item.cells.get("packages") is cell


def with_leading_codes(items: Sequence[Item]) -> tuple[Item, ...]:
    """Where no column holds codes and most texts begin with one, set off by a key or a dash or like no word, these are the codes."""
    found = _without_positions(items)
    if not found or any("product_code" in item.cells for item in found):
        return found
    for read in (_keyed, _dashed, _plain):
        coded = [read(item) for item in found]
        hits = sum(item is not None for item in coded)
        if hits >= _MOSTLY * len(found) and (hits > 1 or read is not _dashed) and (read is not _plain or hits == len(found)):
            return tuple(new or old for new, old in zip(coded, found, strict=True))
    return found


_MOSTLY = 0.6
_POSITION = re.compile(r"(\d{1,5})[.)]?(?:\s+(\S.*))?")


def _without_positions(items: Sequence[Item]) -> tuple[Item, ...]:
    """Counting numbers that stand in the column of the codes, before them or alone, are none."""
    cells = [item.cells["product_code"] for item in items if "product_code" in item.cells]
    matches = [_POSITION.fullmatch(cell.text) for cell in cells]
    counted = [int(match.group(1)) for match in matches if match is not None]
    rising = all(two - one == counted[1] - counted[0] > 0 for one, two in pairwise(counted))
    if len(counted) < 2 or len(counted) < len(cells) or len(cells) < len(items) or not rising or counted[0] > 100:
        return tuple(items)
    return tuple(_cut(item, match.group(2)) for item, match in zip(items, matches, strict=True) if match is not None)


def _cut(item: Item, code: str | None) -> Item:
    rest = {name: cell for name, cell in item.cells.items() if name != "product_code"}
    if code is None:
        return replace(item, cells=rest)
    cell = item.cells["product_code"]
    return replace(item, cells={**rest, "product_code": replace(cell, text=code, words=cell.words[1:] or cell.words)})


_KEY = re.compile(
    r"(?P<key>[^\d:]{2,25}):\s*(?P<code>(?=[^\s]*\d)[\w./-]+(?: \d{2,3}){0,3}|[A-Z]{4,})(?P<end>\s+[-–·|]\s+|,\s+|\s+)(?=[^\W\d])"
)
_DASH = re.compile(
    r"(?P<code>(?=\S*\d)[A-Z0-9][\w./-]*(?: \d{2,3}){0,3})\s+[-–·|:]\s+(?=\S)|"
    rf"(?P<grouped>{_CODE.pattern}),\s+(?=[^\W\d])"
)


def _keyed(item: Item) -> Item | None:
    """ "Art. no.: EX24.927 - Storage box"; behind a key of the goods a comma or dash ends the code ("Article: 4711, Box")."""
    match = _KEY.match(_text(item))
    if match is None or is_buyers(match["key"]):
        return None
    said, marked = mentions(match["key"]), bool(match["end"].strip()) and any(c.isdigit() for c in match["code"])
    if "product_code" not in said and not (marked and "description" in said):
        return None
    return _taken(item, match)


def _dashed(item: Item) -> Item | None:
    """ "81 404 34 - Cardboard box"."""
    match = _DASH.match(_text(item))
    return _taken(item, match) if match is not None else None


def _plain(item: Item) -> Item | None:
    words = item.description[0] if item.description else ()
    if len(words) < 2 or not _CODE.fullmatch(words[0].text):
        return None
    return replace(item, cells={**item.cells, "product_code": _cell(words[:1])}, description=(words[1:], *item.description[1:]))


def _text(item: Item) -> str:
    """The first row of the text; where that ends with the dash behind the code, with the row after it."""
    rows = item.description[: 2 if item.description and item.description[0][-1].text in _DASHES else 1]
    return " ".join(word.text for row in rows for word in row)


_DASHES = frozenset({"-", "–", "·", "|", ":"})


def _taken(item: Item, match: re.Match[str]) -> Item:
    words = item.description[0]
    name = "code" if match["code"] is not None else "grouped"
    before, until = len(match.string[: match.start(name)].split()), len(match.string[: match.end()].split())
    code = words[before : before + len(match[name].split())]
    rest = (words[until:],) if until < len(words) else ()
    return replace(item, cells={**item.cells, "product_code": _cell(code)}, description=(*rest, *item.description[1:]))


def _cell(words: Sequence[Word]) -> Cell:
    return Cell(tuple(words), " ".join(word.text for word in words).rstrip(","), Box.around(word.box for word in words))
