"""How may a printed number stand in Odoo? As it is, without blanks, in capitals, or with what OCR takes for one another put right.

Exact spellings, unlike patterns, are found through an index and never fetch strangers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

_ALIKE = ("0ODQ", "1IL", "5S", "8B", "2Z", "6G")
_OTHERS = {char: "".join(c for c in group if c != char) for group in _ALIKE for char in group}
_AS_DIGITS = str.maketrans("ODQILSBZG", "000115826")
_AS_LETTERS = str.maketrans("015826", "OISBZG")
_MOST_MISREAD = 2
_MOST_SPELLINGS = 300


def spellings_of(number: str) -> frozenset[str]:
    """The number's spellings with up to two characters misread, or all alike ones in the same way; nothing for a blank."""
    printed = number.strip()
    tight = "".join(printed.split())
    if not tight:
        return frozenset()
    found = dict.fromkeys((printed, tight, printed.upper(), tight.upper()))
    for spelling in _repaired(tight.upper()):
        if len(found) >= _MOST_SPELLINGS:
            break
        found[spelling] = None
    return frozenset(found)


def _repaired(text: str) -> Iterator[str]:
    """Letters before digits, as order numbers are; then all with one character changed, then all with two."""
    for cut in range(len(text) + 1):
        digits = text[cut:].translate(_AS_DIGITS)
        yield text[:cut] + digits
        yield text[:cut].translate(_AS_LETTERS) + digits
    doubtful = [i for i, char in enumerate(text) if char in _OTHERS]
    for count in range(1, _MOST_MISREAD + 1):
        for places in combinations(doubtful, count):
            for chars in product(*(_OTHERS[text[i]] for i in places)):
                changed = list(text)
                for place, char in zip(places, chars, strict=True):
                    changed[place] = char
                yield "".join(changed)
