"""Does a run of printed words show a known value? Asked of truth files, so any way of printing it will do."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.dates import get_month_names

from idp.domain.document import FIELD_KINDS, Kind

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "da", "sv", "cs", "fi", "nb", "hu", "ro", "tr", "el", "hr")
_NUMBER = re.compile(r"[-+(]?\d[\d.,'’\s\u00a0\u202f]*-?")
MOST_WORDS = {Kind.AMOUNT: 3, Kind.QUANTITY: 3, Kind.DATE: 4, Kind.IDENTIFIER: 4, Kind.IDENTIFIERS: 4, Kind.TEXT: 1}
"""How many words a value of a kind may be printed in; text is matched word by word elsewhere."""


def kind_of(field: str) -> Kind:
    """What a field's value is."""
    return FIELD_KINDS.get(field, Kind.TEXT)


def shows(text: str, value: str, kind: Kind) -> bool:
    """Whether the printed `text` is `value` in its canonical form, and little else."""
    if kind in (Kind.AMOUNT, Kind.QUANTITY):
        return _shows_number(text, value)
    if kind is Kind.DATE:
        return _shows_date(text, value)
    return _shows_identifier(text, value)


def words_of(text: str) -> list[str]:
    """The words of a name for comparing: no case, accents or punctuation."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(char for char in folded if not unicodedata.combining(char)))


def _shows_number(text: str, value: str) -> bool:
    found = _NUMBER.findall(text)
    if len(found) != 1 or len(re.findall(r"[^\W\d_]", text)) > 4:
        return False
    try:
        wanted = abs(Decimal(value))
    except InvalidOperation:
        return False
    bare = re.sub(r"[^\d.,]", "", found[0]).strip(".,")
    return any(wanted == reading for reading in _readings(bare))


def _readings(bare: str) -> list[Decimal]:
    """The number with a decimal point, with a decimal comma, and with neither."""
    shapes = (
        bare.replace(",", ""),
        bare.replace(".", "").replace(",", "."),
        re.sub(r"[.,]", "", bare) if _grouped(bare) else "",
    )
    readings = []
    for shape in shapes:
        if re.fullmatch(r"\d+(\.\d+)?", shape):
            readings.append(Decimal(shape))
    return readings


def _grouped(bare: str) -> bool:
    return re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare) is not None


def _shows_date(text: str, value: str) -> bool:
    try:
        wanted = date.fromisoformat(value[:10])
    except ValueError:
        return False
    digits = re.findall(r"\d+", text)
    names = [word for word in words_of(re.sub(r"\d", " ", text)) if len(word) > 2]
    month = next((number for name in names if (number := _months().get(name) or _months().get(name[:3]))), None)
    if month is not None:
        return month == wanted.month and sorted(map(int, digits)) in _any_year(wanted, (wanted.day,))
    if len(digits) == 1 and len(digits[0]) == 8:
        return digits[0] in (wanted.strftime("%Y%m%d"), wanted.strftime("%d%m%Y"), wanted.strftime("%m%d%Y"))
    return not names and len(digits) == 3 and sorted(map(int, digits)) in _any_year(wanted, (wanted.day, wanted.month))


def _any_year(wanted: date, others: tuple[int, ...]) -> list[list[int]]:
    return [sorted((year, *others)) for year in (wanted.year, wanted.year % 100)]


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Month names and their first three letters, in many languages."""
    months: dict[str, int] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                folded = "".join(words_of(name))
                for key in (folded, folded[:3]):
                    if len(key) > 2 and key.isalpha():
                        months.setdefault(key, number)
    return months


def _shows_identifier(text: str, value: str) -> bool:
    wanted, got = ("".join(words_of(part)).replace("_", "") for part in (value, text))
    if not wanted or not got.endswith(wanted):
        return False
    before = got[: len(got) - len(wanted)]
    return not before or (len(wanted) > 3 and before.isalpha() and len(before) < 12 and ":" in text)
