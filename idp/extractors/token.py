"""In which form are printed words compared with wordings? Lower case, without accents, "No.", "Nr" and "#" as one token."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from idp.domain.page import Word

NUMBER = "no"
"""The token that stands for every way of writing "number"."""

_NUMBER_WORDS = frozenset(
    {
        "number",
        "nr",
        "num",
        "nro",
        "numero",
        "nummer",
        "nbr",
        "no",
        "#",
        "n",
        "nos",
        "nrs",
        "numbers",
        "numeros",
        "numeri",
        "nummern",
    }
)
_PIECE = re.compile(r"[^\W\d_]+|\d+|[#%&+]")
_ABBREVIATED_NUMBER = re.compile(r"(?<![^\W\d_])n\.[ou](?![^\W\d_])")  # "n.º", "N.o"
_SIGNS = str.maketrans(
    {"°": "o", "º": "o", "№": "no", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "Ł": "l", "đ": "d", "’": "'", "`": "'"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A comparable piece of a word; `word` is the word's index within its row."""

    text: str
    word: int


def tokens_of(words: Iterable[Word]) -> tuple[Token, ...]:
    """The tokens of a row."""
    return tuple(Token(text, index) for index, word in enumerate(words) for text in pieces(word.text))


@lru_cache(maxsize=20_000)
def pieces(text: str) -> tuple[str, ...]:
    """The tokens of a text."""
    folded = _ABBREVIATED_NUMBER.sub(NUMBER, fold(text))
    return tuple(NUMBER if piece in _NUMBER_WORDS else piece for piece in _PIECE.findall(folded))


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without accents and compatibility forms."""
    spelled = unicodedata.normalize("NFKD", text.translate(_SIGNS)).lower()
    return "".join(c for c in spelled if not unicodedata.combining(c))
