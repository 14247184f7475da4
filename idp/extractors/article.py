"""Which printed code is the supplier's product code? Keys before the codes tell whose they are, headings in which order they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from idp.domain.geometry import Box
from idp.extractors.cell import Cell
from idp.extractors.heading import mentions
from idp.extractors.token import fold
from idp.extractors.whose import SUPPLIERS

_KEYED = re.compile(r"(?P<key>[^:]*[^\W\d_][^:]*):\s*(?P<value>\S.*)")
_BARCODES = re.compile(r"\b(?:gtin|ean|upc|gln|barcode|gencod)\b")
_BUYERS = re.compile(r"kunde|ihre|client|acheteur|votre|buyer|customer|your|cliente|klant|\bby|ach\b")
_CODE = re.compile(r"(?=.*\d)[\w./+-]*|[A-Z][A-Z./-]+")
_NUMBER_TYPE = re.compile(r"\(?(?:gtin|ean|upc|gln)\)?", re.IGNORECASE)


def product_code(cells: Sequence[Cell], heading: str) -> Cell | None:
    """The supplier's code among the cells of one item's code column, from the top; `heading` is the text above them."""
    kept = [cell for cell in _without_barcodes(_joined(cells)) if any(c.isalnum() for c in cell.text)]
    ranked = [(rank, cell) for cell in kept if (rank := _rank(cell)) is not None]
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    fitting = [cell for rank, cell in ranked if rank == best]
    later = len(fitting) > 1 and best == 1 and _buyer_first(heading)
    return _value(fitting[1 if later else 0])


def _buyer_first(heading: str) -> bool:
    """A heading such as "customer's no. / supplier's no.": the second code is the supplier's."""
    text = fold(heading)
    buyer, supplier = _BUYERS.search(text), SUPPLIERS.search(text)
    return buyer is not None and supplier is not None and buyer.start() < supplier.start()


def _joined(cells: Sequence[Cell]) -> list[Cell]:
    """Codes wrapped at a hyphen made whole."""
    whole: list[Cell] = []
    for cell in cells:
        before = whole[-1] if whole else None
        if before is not None and before.text.endswith(("-", "/")) and len(cell.words) == 1 and ":" not in cell.text:
            text = before.text + cell.text
            whole[-1] = replace(before, words=(*before.words, *cell.words), text=text, box=Box.around((before.box, cell.box)))
        else:
            whole.append(cell)
    return whole


def _without_barcodes(cells: Sequence[Cell]) -> list[Cell]:
    """Without the numbers under which their type is printed ("4012345001235", then "(GTIN)")."""
    kept: list[Cell] = []
    for cell in cells:
        if not _NUMBER_TYPE.fullmatch(cell.text):
            kept.append(cell)
        elif kept:
            kept.pop()
    return kept


def _rank(cell: Cell) -> int | None:
    """0 for a code keyed as the supplier's, 1 for one without a key or with that of codes, 2 for another key, 3 for a bare barcode;
    None for no code of the supplier's.
    """
    match = _KEYED.fullmatch(cell.text)
    if match is None:
        return 3 if is_barcode(cell.text) else 1
    key = fold(match["key"])
    if _BARCODES.search(key) or _BUYERS.search(key):
        return None
    if SUPPLIERS.search(key):
        return 0
    said = mentions(match["key"])
    if said & {"po_number", "position", "other"} and "product_code" not in said:
        return None
    return 1 if "product_code" in said else 2


def is_barcode(text: str) -> bool:
    """A GTIN of 12 to 14 digits whose check digit holds (GS1 General Specifications, 7.9)."""
    if not re.fullmatch(r"\d{12,14}", text):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return weighted % 10 == 0


def _value(cell: Cell) -> Cell:
    match = _KEYED.fullmatch(cell.text)
    if match is None:
        return cell
    words = tuple(word for word in cell.words if word.text in match["value"].split())
    return replace(cell, text=match["value"], words=words or cell.words)


def is_code(text: str) -> bool:
    """A single token of digits and letters, or of capitals."""
    return bool(text) and _CODE.fullmatch(text) is not None
