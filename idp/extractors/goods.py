"""What do lines count, and where is the code of the goods, when a paper has no column for it? Packages and goods, codes before the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.cell import Cell, read_cell, unit_in
from idp.extractors.item import Item
from idp.extractors.number import Decimals
from idp.extractors.token import fold

_PACKAGES = frozenset(
    {
        "pallet", "pallets", "plt", "plts", "palette", "paletten", "palettes", "palet", "palets", "bancali", "carton", "cartons", "ctn",
        "ctns", "karton", "kartons", "cartone", "cartoni", "cajas", "package", "packages", "pkg", "pkgs", "colli", "kolli", "collo",
        "colis", "bultos", "packstuck", "packstucke", "skid", "skids", "crate", "crates", "kiste", "kisten", "drum", "drums", "bundle",
        "bundles", "skd", "skds", "crt",
    }
)  # fmt: skip
_GOODS = frozenset(
    {
        "pcs", "pc", "pieces", "ea", "each", "units", "unit", "stk", "stuck", "st", "u", "ud", "uds", "un", "pz", "nr", "pce", "stuks",
        "kg", "m", "l", "ltr", "sets", "set", "rolls", "pairs", "rollen", "paar", "roll", "rlx", "box", "boxes", "pk", "pck", "bte",
        "jgo", "cja", "rol", "bot", "btl", "can", "dose", "satz", "rll", "pack", "packs", "caja", "scatola", "doos", "rolle", "rouleau",
    }
)  # fmt: skip
_CODE = re.compile(r"(?=[^\d]*\d)(?=[^A-Z]*[A-Z])[A-Z0-9]+(?:[-/.][A-Z0-9]+)+")
"""A product code that no word of a text looks like: capitals and digits in groups."""


def with_goods_counted(items: Sequence[Item], decimals: Decimals) -> tuple[Item, ...]:
    """Where the quantity counts packages and the text begins with that of the goods ("1 PALLETS | 6,000 pcs Cutting disc"), the latter."""
    return tuple(_counted(item, decimals) for item in items)


def _counted(item: Item, decimals: Decimals) -> Item:
    packages = next((item.cells[name] for name in ("quantity", "packages") if name in item.cells), None)
    words = item.description[0] if item.description else ()
    if packages is None or len(words) < 3 or fold(words[1].text).strip(".") not in _GOODS or not _are_packages(item, packages):
        return item
    goods = read_cell(words[:2], decimals)
    if goods.number is None or words[0].text[:1].isalpha():
        return item
    cells = {name: cell for name, cell in item.cells.items() if name != "uom"} | {"quantity": goods, "packages": packages}
    return replace(item, cells=cells, description=(words[2:], *item.description[1:]))


def _are_packages(item: Item, cell: Cell) -> bool:
    unit = unit_in(cell) or (item.cells["uom"].text if "uom" in item.cells else "")
    return fold(unit).strip(" .()") in _PACKAGES or item.cells.get("packages") is cell


def with_leading_codes(items: Sequence[Item]) -> tuple[Item, ...]:
    """Where no column holds codes and every text begins with one, they are the product codes."""
    if not items or any("product_code" in item.columns or "product_code" in item.cells for item in items):
        return tuple(items)
    firsts = [item.description[0] if item.description else () for item in items]
    if not all(len(words) > 1 and _CODE.fullmatch(words[0].text) for words in firsts):
        return tuple(items)
    return tuple(
        replace(item, cells={**item.cells, "product_code": _cell(words[0])}, description=(words[1:], *item.description[1:]))
        for item, words in zip(items, firsts, strict=True)
    )


def _cell(word: Word) -> Cell:
    return Cell((word,), word.text, Box.around((word.box,)))
