"""What does a word look like, whatever it says? Numbers are seen as shapes, so that no value is learned by heart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SYMBOLS = "€$£¥%"
_TRIM = "()[]{}<>*:;,.!?'\"|"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("digits1", r"0"),
        ("digits2", r"00"),
        ("digits3", r"000"),
        ("digits4", r"0{4}"),
        ("digits5", r"0{5}"),
        ("digits6", r"0{6}"),
        ("digits7", r"0{7,8}"),
        ("digits13", r"0{12,14}"),
        ("digits9", r"0{9,}"),
        ("cents", r"[-+]?(?:0{1,3}(?:[.,'’ ]?000)*|0+)[.,]00-?"),
        ("thousands", r"[-+]?0{1,3}(?:[.,'’]000)+-?"),
        ("decimal", r"[-+]?0+[.,]0+-?"),
        ("signed", r"[-+]0+"),
        ("day", r"0{1,2}[./-]0{1,2}[./-](?:0000|00)"),
        ("iso_day", r"0000[./-]0{1,2}[./-]0{1,2}"),
        ("day_month", r"0{1,2}[./-]0{1,2}\.?"),
        ("ordinal", r"0{1,2}(?:st|nd|rd|th|er|º|ª|°)"),
        ("month_day", r"0{1,2}[-./ ]?[^\W\d_]{3,9}[-./ ]?(?:0000|00)"),
        ("hour", r"0{1,2}[:h]00(?::00)?"),
        ("iban", r"[A-Z]{2}00[A-Z0]{11,30}"),
        ("vat", r"[A-Z]{2,3}U?0{7,12}[A-Z]?(?:0{2})?"),
        ("phone", r"\+0{1,4}[0()/-]*"),
        ("mail", r"[^@\s]+@[^@\s]+\.\w+"),
        ("web", r"(?:https?://|www\.)\S+"),
        ("glued", r"0+(?:[.,]0+)?[^\W\d_]{1,4}\.?"),
        ("code_dashed", r"(?=.*[^\W\d_])(?=.*0)[^\W_]+(?:[-/._][^\W_]+)+"),
        ("code", r"(?=.*[A-ZÄÖÜ])(?=.*0)[A-ZÄÖÜ0]+"),
        ("numbers_dashed", r"0+(?:[-/._]0+)+"),
        ("mixed", r"(?=.*[^\W\d_])(?=.*0).+"),
        ("letter", r"[^\W\d_]"),
        ("capitals3", r"[A-ZÄÖÜÀ-Þ]{2,3}"),
        ("capitals", r"(?=.*[^\W\d_])[A-ZÄÖÜÀ-Þ&.'’-]+"),
        ("title", r"[A-ZÄÖÜÀ-Þ][^\WA-Z\d_]+(?:[-'’.][^\W\d_]*)*"),
        ("lower", r"[^\WA-Z\d_]+(?:[-'’.][^\W\d_]*)*"),
        ("words", r"[^\W\d_].*"),
        ("marks", r"[\W_]+"),
    )
)
SHAPES: tuple[str, ...] = ("page", *(name for name, _ in _PATTERNS), "else")
"""Names of the base shapes; the first stands for the page as a whole."""
_NUMBER = {name: index for index, name in enumerate(SHAPES)}
SHAPE_COUNT = 4 * len(SHAPES)
"""Each shape comes plain, with a colon behind, with a currency or percent sign, and with both."""


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """The word in one spelling of Unicode, each digit as 0; letters keep their case."""
    return re.sub(r"\d", "0", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=100_000)
def shape_of(text: str) -> int:
    """Number of the word's shape, 0 to `SHAPE_COUNT` - 1."""
    low = plain(text)
    sign = any(symbol in low for symbol in _SYMBOLS)
    bare = low.strip(_SYMBOLS).strip(_TRIM + " ").strip(_SYMBOLS) or low
    base = next((name for name, pattern in _PATTERNS if pattern.fullmatch(bare)), "else")
    return _NUMBER[base] * 4 + (2 if sign else 0) + (1 if low.endswith((":", "#")) else 0)


def has_letters_only(text: str) -> bool:
    """Whether the word may be part of a label: letters and no digit."""
    return any(char.isalpha() for char in text) and not any(char.isdigit() for char in text)
