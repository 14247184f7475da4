"""What does a finding's sentence say in the person's language? The stored sentence is English; here it is recognised and said again.

Findings are decided, stored, logged and written to Odoo with one English sentence. Which sentences there are is told by a table of
pairs: an English sentence with typed gaps, and the same in another language with the same gaps. A stored sentence is held against
the English side, what stands in its gaps is written as the language writes amounts, days and quantities, and put into the other
side. So sentences that were stored long ago are said too, and matching knows no language. What the table lacks stays English, and so
does a sentence whose gaps could be told apart in two ways: a supplier's words must not turn it into another.

Gaps are written {name:kind}: `n` a number, `m` an amount with its currency if one is printed, `d` a day, `l` one or more order lines
("P00012 line 2"), `s` any words as they are, `o` several names joined by and/or, `f` the name of a field, `r` roles, `t` a state,
`c` a clause that has a pair of its own or is absent, `L` several such clauses with semicolons between. A gap without a name is not said
again: {:p} is the kind of paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from string import Formatter
from types import MappingProxyType
from typing import Final

from idp.domain.document import DocumentType
from idp.review import german_sentence
from idp.review.display import amount_text, date_text, quantity_text
from idp.review.language import Language, current_language, speaking
from idp.review.text import FIELDS, ROLES, STATES

Pair = tuple[str, str]

_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "n": r"-?\d+(?:\.\d+)?",
        "m": r"-?\d[\d,]*(?:\.\d+)?(?: [A-Z]{3})?",
        "d": r"\d{4}-\d\d-\d\d",
        "l": r".+? line \d+(?: and .+? line \d+)*",
        "s": r".+?",
        "f": r"[a-z ]+?",
        "r": r"[a-z]+(?:(?:, | or )[a-z]+)*",
        "t": r"[A-Z_]+",
        "o": r".+?",
        "p": "(?i:" + "|".join(kind.value.replace("_", " ") for kind in DocumentType) + ")",
        "w": r".*?",
        "L": r".+",
    }
)


@dataclass(frozen=True, slots=True)
class _Known:
    """An English sentence as words and gaps (words, name, kind), its pattern, and the sentence in the other language."""

    parts: tuple[tuple[str, str | None, str], ...]
    pattern: re.Pattern[str]
    said: str


def sentence(english: str) -> str:
    """The sentence in the language of the request; as it is where that is English or has no such sentence."""
    language = current_language()
    return english if language is Language.ENGLISH else _said(english, language)


def told(refusal: str | None) -> str | None:
    """Why something may not be done, likewise; None where it may."""
    return None if refusal is None else sentence(refusal)


def knows(english: str, language: Language) -> bool:
    """Whether the language has a sentence for this one."""
    return _find(english, _sentences(language)) is not None


@lru_cache(maxsize=4096)
def _said(english: str, language: Language) -> str:
    with speaking(language):
        return _say(english, _sentences(language), language) or english


def _say(english: str, known: Sequence[_Known], language: Language) -> str | None:
    found = _find(english, known)
    if found is None:
        return None
    one, gaps = found
    words = {name: _write(gaps[name], kind, language) for _, name, kind in one.parts if name}
    return one.said.format_map(words)


def _find(english: str, known: Sequence[_Known]) -> tuple[_Known, dict[str, str]] | None:
    for one in known:
        match = one.pattern.fullmatch(english)
        if match is not None:
            gaps = match.groupdict()
            farthest = _pattern(one.parts, clause=None, said=gaps).replace("+?", "+").replace("*?", "*")
            other = re.fullmatch(farthest, english, re.DOTALL)
            return (one, gaps) if other is not None and other.groupdict() == gaps else None
    return None


def _write(words: str, kind: str, language: Language) -> str:
    if kind in {"c", "L"}:
        parts = words.split("; ") if kind == "L" else [words]
        return "; ".join(_say(part, _clauses(language), language) or part for part in parts)
    writer = _WRITERS.get(kind)
    return writer(words) if writer is not None else words


def _amount(words: str) -> str:
    number, _, currency = words.replace(",", "").partition(" ")
    written = amount_text(Decimal(number), digits=2)
    return f"{written}\N{NO-BREAK SPACE}{currency}" if currency else written


def _joined(words: str) -> str:
    for english, said in german_sentence.JOINTS:
        words = words.replace(english, said)
    return words


def _field(words: str) -> str:
    key = words.replace(" ", "_")
    return FIELDS.get(key, words)


def _role(word: re.Match[str]) -> str:
    found = word.group()
    return german_sentence.OR if found == "or" else ROLES.get(found, found)


_WRITERS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "n": lambda words: quantity_text(Decimal(words)),
        "m": _amount,
        "d": lambda words: date_text(date.fromisoformat(words)),
        "l": _joined,
        "o": _joined,
        "f": _field,
        "r": lambda words: re.sub("[a-z]+", _role, words),
        "t": lambda words: STATES.get(words, words),
    }
)


@cache
def _sentences(language: Language) -> Sequence[_Known]:
    return _ready(german_sentence.SENTENCES, german_sentence.CLAUSES) if language is Language.GERMAN else ()


@cache
def _clauses(language: Language) -> Sequence[_Known]:
    return _ready(german_sentence.CLAUSES) if language is Language.GERMAN else ()


def _ready(pairs: Iterable[Pair], clauses: Iterable[Pair] = ()) -> Sequence[_Known]:
    """Those with most fixed words first, so that a gap for any words never takes what another sentence says better."""
    clause = "|".join(_anonymous(english) for english, _ in clauses)
    return tuple(_known(*pair, clause=f"(?:{clause})?") for pair in sorted(pairs, key=lambda pair: -fixed_length(pair[0])))


def fixed_length(english: str) -> int:
    """How many characters of a sentence are no gap."""
    return sum(len(words) for words, *_ in Formatter().parse(english))


def _known(english: str, said: str, *, clause: str) -> _Known:
    parts = tuple((words, name, kind or "s") for words, name, kind, _ in Formatter().parse(english))
    return _Known(parts, re.compile(_pattern(parts, clause=clause, said={}), re.DOTALL), said)


def _pattern(parts: Iterable[tuple[str, str | None, str]], *, clause: str | None, said: Mapping[str, str]) -> str:
    """What a sentence of these parts looks like, each gap as short as it can be. Without `clause`, clauses are as they were `said`."""
    pattern = []
    for words, name, kind in parts:
        pattern.append(re.escape(words))
        if name is None:
            continue
        gap = _KINDS[kind] if kind != "c" else clause if clause is not None else re.escape(said[name])
        pattern.append(f"(?P<{name}>{gap})" if name else f"(?:{gap})")
    return "".join(pattern)


def _anonymous(english: str) -> str:
    """A clause's pattern without names, to stand within a sentence's."""
    parts = [(re.escape(words), kind) for words, _, kind, _ in Formatter().parse(english)]
    return "".join(words + ("" if kind is None else f"(?:{_KINDS[kind or 's']})") for words, kind in parts)
