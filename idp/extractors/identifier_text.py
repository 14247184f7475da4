"""Where does an identifier begin and end in a run of words? Words with digits that belong together, and no amount, date or telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.candidate import Spot, lowest
from idp.extractors.date import find_dates
from idp.extractors.relation import Run

_CODE = re.compile(r"[A-Za-z0-9ÄÖÜ][\w/.\-–+*&#|]*")
TYPE_CODE = re.compile(r"\(\d{2,3}\)")
"""The code of a document type beside its name: "Invoice (380)"."""
_STATUTE = re.compile(
    r"^(?:d\.?p\.?r|d\.?lgs|d\.?m|d\.?l|legge|art|artt|articolo|article|artikel|artículo|ley|loi|real decreto|decreto|§+|§)\.?$",
    re.IGNORECASE,
)
"""What a law's number stands behind: "D.D.T. (D.P.R. 472 del 14/08/1996)"."""
_PHONE = re.compile(r"^\(?\+|^\(\d{2,4}\)|^0\d{2,4}/\d{3}")
_AMOUNT_LIKE = re.compile(r"[€$£¥]|^\d{1,3}(?:[.,]\d{3})*[.,]\d{2}$")


def read_identifier(run: Run) -> tuple[str, Spot] | None:
    """The identifier at the beginning of the run: words with digits that belong together; None where there is none."""
    words = run.words
    if words and TYPE_CODE.fullmatch(words[0].text):
        words = words[1:]  # "Invoice (380) No. 4711": the code of the document type
        run = Run(run.row, run.first + 1, run.last, run.side, run.closeness)
    start = next((i for i, w in enumerate(words[:3]) if _is_code(w.text)), None)
    if start is None or any(len(w.text) > 6 and w.text.isalpha() and w.text.islower() for w in words[:start]):
        return None
    if any(_STATUTE.match(w.text.strip("(,;:")) for w in words[:start]):
        return None
    begin = start
    if start > 0 and _is_prefix(words[start - 1].text) and _near(words, start - 1):
        begin = start - 1
    end = start
    while end + 1 < len(words) and _near(words, end) and _goes_on(words[end].text, words[end + 1].text):
        end += 1
    if end > start and not any(c.isalnum() for c in words[end].text):
        end -= 1  # a dash that nothing follows
    text = " ".join(w.text for w in words[begin : end + 1]).strip(" .,:;()[]|").lstrip("#")
    if (find_dates(text) and not re.search(r"[A-Za-z]", text)) or not any(c.isdigit() for c in text):
        return None
    if text.lower().startswith("von ") or len(text) > 40:
        return None
    kept = words[begin : end + 1]
    box = Box.around(w.box for w in kept)
    return text, Spot(run.row.index, run.first + begin, run.first + end, run.row.page, box, text, lowest(kept))


def _is_code(text: str) -> bool:
    """Whether a word can be (part of) an identifier: it has a digit, and is no amount, phone number, mail or percentage."""
    bare = text.strip(".,:;()[]|#*'\"")
    if not any(c.isdigit() for c in bare) or "@" in bare or "%" in text:
        return False
    return (
        bool(_CODE.fullmatch(bare))
        and not _PHONE.match(text)
        and not _AMOUNT_LIKE.search(bare)
        and not bare.lower().startswith("www")
    )


_LONGEST_GROUP = 4
"""Digits of the groups in which a number is written; what follows a longer word is another number."""


def _is_prefix(text: str) -> bool:
    return text.isupper() and text.isalpha() and 1 <= len(text) <= 5


def _near(words: Sequence[Word], place: int) -> bool:
    left, right = words[place], words[place + 1]
    gap = right.box.left - left.box.right
    return gap < 0.012


def _goes_on(left: str, right: str) -> bool:
    """Whether the identifier continues: "018304 / 28865", "SC 0142/26", "12 345 678"."""
    if right in ("/", "-", "–"):
        return True
    if left in ("/", "-", "–"):
        return any(c.isdigit() for c in right)
    bare = right.strip(".,:;()")
    if left.endswith((",", ";", ":")) or not bare:
        return False
    group = len(left) <= _LONGEST_GROUP or (left.isdigit() and len(left) == _LONGEST_GROUP + 1 and len(bare) <= _LONGEST_GROUP)
    return group and bool(re.fullmatch(r"[\d/-]{2,}", bare)) and not find_dates(bare)


def shape_of(value: str) -> float:
    """How much the text looks like a document number: long enough, with digits, not a bare small number or a year."""
    digits = sum(c.isdigit() for c in value)
    if digits >= 3 or (digits and any(c.isalpha() for c in value) and len(value) >= 4):
        return 1.0
    return 0.7 if digits > 1 or len(value) > 3 else 0.5
