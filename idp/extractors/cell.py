"""What does a cell of a line say? Numbers with their unit, price bases, discounts and codes, as printed in one column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.candidate import lowest
from idp.extractors.number import NUMBER, AmbiguousNumber, Decimals, read_number
from idp.extractors.unit import is_unit

_TORN = re.compile(r"^([€$£]?\s?\d+[.,])\s(\d{2})$")
"""Decimals read apart from their number: "14. 40"."""
_COUNTED = re.compile(r"^#\s?(\d{1,6})$")
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}(?::\d{2})?)(?!\d)")
"""A date or a time, whose parts are no numbers of a line."""
PERCENT = re.compile(r"(?<![\w.,])-?\d+(?:[.,]\d+)?\s?%")
"""A percentage beside a number, such as a discount whose column has no heading."""
_TIMES = re.compile(r"^[x×*]\s+|\s+[x×*]$|^[x×*]$")
"""A multiplication sign that stands alone: the end of "box" is none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of one row in one column, with the number in them if there is one.

    `rest` is the text besides the number (a unit, a currency, a percent sign). `open_readings` are set where two remain possible;
    `settled` says what decided between readings later.
    """

    words: tuple[Word, ...]
    text: str
    box: Box
    number: Decimal | None = None
    rest: str = ""
    open_readings: tuple[Decimal, ...] = ()
    settled: str = ""

    @property
    def is_percent(self) -> bool:
        return "%" in self.rest

    @property
    def ocr(self) -> float | None:
        return lowest(self.words)


def read_cell(words: Sequence[Word], decimals: Decimals) -> Cell:
    """The cell of these words."""
    kept = tuple(words)
    text = _COUNTED.sub(r"\1", " ".join(w.text for w in kept))
    text = _TORN.sub(r"\1\2", text)
    box = Box.around(w.box for w in kept)
    match = _first_number(text)
    if match is None:
        return Cell(kept, text, box)
    rest = (text[: match.start()] + " " + text[match.end() :]).strip(" |")
    if not text[match.end() :].lstrip().startswith("%"):
        rest = PERCENT.sub("", rest).strip()  # a percentage beside the number says nothing of it
    try:
        number = read_number(_with_signs(text, match), decimals)
    except AmbiguousNumber as error:
        return Cell(kept, text, box, None, rest, error.readings)
    return Cell(kept, text, box, number, rest)


def _first_number(text: str) -> re.Match[str] | None:
    """The number of the cell: the last one with decimals (text of a neighbour may run into the cell from the left), else the first."""
    days = [match.span() for match in _DAY.finditer(text)]
    found = [
        match
        for match in NUMBER.finditer(text)
        if _stands_alone(text, match) and not any(begin < match.end() and match.start() < end for begin, end in days)
    ]
    with_decimals = [match for match in found if re.search(r"[.,]\d{2}\d*\s*$", match.group())]
    return with_decimals[-1] if len(found) > 1 and with_decimals else next(iter(found), None)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    begin = match.start() + len(match.group()) - len(match.group().lstrip())
    before, after = text[max(0, begin - 1) : begin], text[match.end() : match.end() + 3]
    if (before.isalpha() and before not in "€$£Ä") or before in ("/", "#", "_"):
        return False
    return not after.isalpha() or len(text) <= 8 or _is_glued_unit(text, match)


def _is_glued_unit(text: str, match: re.Match[str]) -> bool:
    """ "5990,000pcs": what is set right behind the number is its unit."""
    letters = re.match(r"[^\W\d_]+[²³]?(?![\w])", text[match.end() :])
    return letters is not None and is_unit(letters.group())


def _with_signs(text: str, match: re.Match[str]) -> str:
    before = text[: match.start()].strip()
    after = text[match.end() :].lstrip()
    bracketed = re.search(r"\((?:[A-Z]{3}|[€$£])?$", before) is not None and after.startswith(")")
    negative = bracketed or bool(re.search(r"[-–−]\s*[€$£]?\s*$", before)) or bool(re.match(r"[-–−](?!\w)", after))
    number = match.group().strip()
    return f"-{number.lstrip('-–−( ')}" if negative else number


_UNIT = re.compile(r"^[A-Za-zÀ-ÿ²³µ][A-Za-zÀ-ÿ.²³()/ ]{0,14}$")
_BASE = re.compile(
    r"(?:/|per|je|pro|à|a|por|x)\s*(\d{1,4})\b|%\s*(?:stk|st|pcs)|\b(\d{2,4})\s?(?:st|stk|stück|pcs|ea|un|pz|ud)\b",
    re.IGNORECASE,
)


def unit_in(cell: Cell) -> str | None:
    """The unit printed beside a quantity."""
    rest = _TIMES.sub("", re.sub(r"[€$£%]", "", cell.rest).strip(" .,:;|")).strip(" .,:;|")
    return rest if rest and _UNIT.fullmatch(rest) else None


def price_base_in(cell: Cell) -> Decimal | None:
    """The number of units that the price is for, where the cell says so: "12,50 / 100", "per 100"."""
    match = _BASE.search(cell.rest)
    digits = next((group for group in match.groups() if group), None) if match else None
    return Decimal(digits) if digits and Decimal(digits) > 1 else None
