"""Which headings did the reading spoil by a letter? Words of a scanned row that otherwise reads like a heading: "AMOLNT"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from idp.extractors.label import Label
from idp.extractors.layout import Row
from idp.extractors.wording.table import Wording, load

_LEAST = 5
"""Shorter words are too often one letter from another."""


def with_misread(row: Row, labels: Sequence[Label]) -> list[Label]:
    """The labels of a row with two headings or more, and those of its words that are one letter off a heading."""
    known = {label.name for label in labels if not label.weak}
    if len(known) < 2 or any(c.isdigit() for word in row.words for c in word.text):
        return list(labels)
    covered = {place for label in labels for place in range(label.first, label.last + 1)}
    return sorted((*labels, *_misread(row, covered, known)), key=lambda label: label.first)


def _misread(row: Row, covered: set[int], known: set[str]) -> Iterator[Label]:
    for token in row.tokens:
        wording = _nearest(token.text) if token.word not in covered else None
        if wording is not None and wording.name not in known:
            word = row.words[token.word]
            yield Label(wording.name, row.index, token.word, token.word, word.box, row.page, word.text, False, 1)


@lru_cache(maxsize=4096)
def _nearest(text: str) -> Wording | None:
    """The only heading of one word that differs by one letter; None where several do."""
    if len(text) < _LEAST:
        return None
    singles = [w for group in load("column").values() for w in group if len(w.tokens) == 1 and not w.weak]
    near = [w for w in singles if len(w.tokens[0]) >= _LEAST and Levenshtein.distance(w.tokens[0], text, score_cutoff=1) == 1]
    return near[0] if len({w.name for w in near}) == 1 else None
