"""Which printed words are labels of fields? Found by wording, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from idp.domain.geometry import Box
from idp.extractors.layout import Layout, Row, letter_height
from idp.extractors.wording.table import Wording, load, matches_at


@dataclass(frozen=True, slots=True)
class Label:
    """A label: what it names, the words `first` to `last` of its row, and whether its wording also names other things."""

    name: str
    row: int
    first: int
    last: int
    box: Box
    page: int
    text: str
    weak: bool
    length: int
    colon: bool = False


def find_labels(layout: Layout, table: str = "header") -> tuple[Label, ...]:
    """All labels of the layout in reading order; one place may carry several names ("VAT" is a tax and a tax number)."""
    wordings = load(table)
    spread = 0.0 if table == "column" else 1.6
    found = tuple(label for row in layout.rows for label in _labels_of(row, wordings, spread))
    if table != "header":
        return found
    whole = (_with_remark(label, layout.rows[label.row]) for label in found)
    return tuple(_in_languages(label, layout.rows[label.row]) for label in whole)


def _in_languages(label: Label, row: Row) -> Label:
    """A label of a form as one with the number of its box and its other languages: "2 Destinataire / Consignee / Geadresseerde"."""
    segment = next(s for s in row.segments if s.start <= label.first < s.start + len(s.words))
    end = segment.start + len(segment.words) - 1
    first, last = label.first, label.last
    before = row.words[segment.start : first]
    numbered = len(before) == 1 and before[0].text.rstrip(".)").isdigit() and len(before[0].text) <= 3
    following = row.words[last + 1 : end + 1]
    plain = not any(c.isdigit() for w in following for c in w.text) and not any(w.text.endswith(":") for w in following[:-1])
    if following and following[0].text == "/" and plain and not label.weak:
        last = end
    first = segment.start if numbered and not label.weak else first
    if (first, last) == (label.first, label.last):
        return label
    words = row.words[first : last + 1]
    return replace(label, first=first, last=last, box=Box.around(w.box for w in words), colon=words[-1].text.endswith(":"))


def _labels_of(row: Row, wordings: Mapping[str, tuple[Wording, ...]], spread: float) -> list[Label]:
    found: list[Label] = []
    tokens = [token.text for token in row.tokens]
    segment_of = {segment.start + i: n for n, segment in enumerate(row.segments) for i in range(len(segment.words))}
    place = 0
    while place < len(tokens):
        taken = 0
        if place == 0 or row.tokens[place - 1].word != row.tokens[place].word:
            for group in matches_at(wordings, tokens, place):
                labels = [label for wording in group if (label := _label(row, place, wording, segment_of, spread)) is not None]
                if labels:
                    found.extend(labels)
                    taken = len(group[0].tokens)
                    break
        place += taken or 1
    return found


def _far_apart(row: Row, first: int, last: int, spread: float) -> bool:
    """Words of a known wording may stand a little further apart than other words (`spread` letter heights), headings of columns not."""
    gaps = (two.box.left - one.box.right for one, two in pairwise(row.words[first : last + 1]))
    return max(gaps) > spread * letter_height(row.words[first])


def _label(row: Row, place: int, wording: Wording, segment_of: dict[int, int], spread: float) -> Label | None:
    first, last = row.tokens[place].word, row.tokens[place + len(wording.tokens) - 1].word
    if segment_of[first] != segment_of[last] and _far_apart(row, first, last, spread):
        return None
    following = place + len(wording.tokens)
    if following < len(row.tokens) and row.tokens[following].word == last:
        return None  # the word goes on: "Totalizer" is split from "total" by punctuation only
    if wording.name == "po_number" and following < len(row.tokens) and row.tokens[following].text == "box":
        return None  # a post office box is part of an address
    words = row.words[first : last + 1]
    return Label(
        name=wording.name,
        row=row.index,
        first=first,
        last=last,
        box=Box.around(w.box for w in words),
        page=row.page,
        text=" ".join(w.text for w in words).rstrip(" :"),
        weak=wording.weak,
        length=len(wording.tokens),
        colon=words[-1].text.endswith(":"),
    )


def _with_remark(label: Label, row: Row) -> Label:
    """The label together with a bracket behind it that says how to fill in: "Received by (print name):"."""
    opened = any("(" in w.text for w in row.words[label.first : label.last + 1])
    last = label.last if label.weak or label.colon else _end_of_phrase(row, _end_of_remark(row, label.last, opened=opened))
    if last == label.last:
        return label
    words = row.words[label.first : last + 1]
    return replace(label, last=last, box=Box.around(w.box for w in words), colon=words[-1].text.endswith(":"))


_PREPOSITIONS = frozenset({"on", "at", "upon", "bei", "à", "bij", "op", "alla", "al", "ved", "vid", "przy"})


def _end_of_phrase(row: Row, last: int) -> int:
    """The last word of "on delivery" and the like, where the segment ends with it; it belongs to the label "Exceptions"."""
    segment = next(s for s in row.segments if s.start <= last < s.start + len(s.words))
    rest = segment.words[last + 1 - segment.start :]
    plain = all(w.text.strip(":").isalpha() for w in rest)
    if 2 <= len(rest) <= 3 and rest[0].text in _PREPOSITIONS and plain:
        return segment.start + len(segment.words) - 1
    return last


_LONGEST_REMARK = 5


def _end_of_remark(row: Row, last: int, *, opened: bool) -> int:
    """The last word of a bracket without digits behind the wording, else the wording's own last word."""
    begin = last if opened else last + 1
    if begin >= len(row.words) or not (opened or "(" in row.words[begin].text) or ")" in row.words[last].text:
        return last
    for place in range(begin, min(begin + _LONGEST_REMARK, len(row.words))):
        text = row.words[place].text
        if any(c.isdigit() for c in text):
            return last
        if ")" in text:
            return place if text.rstrip(":.").endswith(")") else last
    return last
