"""Do two names mean the same? Words are compared without case, accents and punctuation; companies without their legal form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_TRANSLITERATED = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})

# Spelling → the form itself; longer spellings first, as words after normalisation.
_FORMS: tuple[tuple[str, str], ...] = (
    ("gesellschaft mit beschrankter haftung", "gmbh"), ("gmbh co kg", "gmbh kg"), ("gmbh and co kg", "gmbh kg"),
    ("limited liability company", "llc"), ("public limited company", "plc"), ("aktiengesellschaft", "ag"), ("incorporated", "inc"),
    ("corporation", "corp"), ("limited", "ltd"), ("company", "co"), ("sp z o o", "sp zoo"), ("sp zoo", "sp zoo"), ("s a r l", "sarl"),
    ("s p a", "spa"), ("s r l", "srl"), ("s a s", "sas"), ("s a", "sa"), ("b v", "bv"), ("n v", "nv"), ("l l c", "llc"), ("l l p", "llp"),
    ("s l u", "sl"), ("s l", "sl"), ("a s", "as"), ("pty ltd", "ltd"), ("pte ltd", "ltd"),
    ("gmbh", "gmbh"), ("ag", "ag"), ("kg", "kg"), ("ohg", "ohg"), ("gbr", "gbr"), ("ug", "ug"), ("se", "se"), ("ev", "ev"),
    ("ltd", "ltd"), ("llc", "llc"), ("llp", "llp"), ("lp", "lp"), ("plc", "plc"), ("inc", "inc"), ("corp", "corp"), ("co", "co"),
    ("sarl", "sarl"), ("sas", "sas"), ("sasu", "sas"), ("eurl", "eurl"), ("sa", "sa"), ("sci", "sci"), ("srl", "srl"), ("spa", "spa"),
    ("sl", "sl"), ("slu", "sl"), ("bv", "bv"), ("nv", "nv"), ("vof", "vof"), ("oy", "oy"), ("oyj", "oy"), ("ab", "ab"), ("as", "as"),
    ("aps", "aps"), ("kft", "kft"), ("doo", "doo"), ("sro", "sro"), ("lda", "lda"), ("ltda", "ltda"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company's name taken apart: `core` without its legal form, `form` that legal form ("" where none is stated)."""

    core: str
    form: str


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """Lower case, without accents, everything but letters and digits as single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_TRANSLITERATED))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip()


@lru_cache(maxsize=20_000)
def company_name(text: str) -> CompanyName:
    """The name taken apart; a legal form counts only at the end, so that "AG Insurance" keeps its name."""
    words = normalise(text)
    forms: list[str] = []
    while True:
        found = next(((s, f) for s, f in _FORMS if words.endswith(" " + s)), None)
        if found is None:
            return CompanyName(words, " ".join(reversed(forms)))
        spelling, form = found
        words = words[: -len(spelling)].rstrip()
        forms.append(form)


def name_likeness(one: str, other: str) -> float:
    """How alike two company names are, 0–1, legal forms aside. Evidence, never identity."""
    left, right = company_name(one).core, company_name(other).core
    if not left or not right:
        return 0.0
    return max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right)) / 100


def is_same_company(one: str, other: str) -> bool:
    """Equal names, legal forms aside; two different legal forms are two different companies."""
    left, right = company_name(one), company_name(other)
    if not left.core or left.core.replace(" ", "") != right.core.replace(" ", ""):
        return False
    return not left.form or not right.form or left.form == right.form


def mentions_company(text: str, name: str) -> bool:
    """Whether `text` (an address block's first line, say) names the company, perhaps with a department or a slip of the pen."""
    words, core = normalise(text), company_name(name).core
    if not words or not core:
        return False
    return f" {core} " in f" {words} " or name_likeness(text, name) >= 0.85 or fuzz.token_set_ratio(words, core) >= 92
