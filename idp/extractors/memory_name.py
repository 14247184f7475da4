"""Which printed words name this supplier, and which title its papers have? Found again letter by letter, or nearly so on scans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from idp.domain.document import DocumentType, Recalled
from idp.domain.geometry import Box
from idp.domain.memory import Known, Memory, Subject
from idp.extractors.candidate import Spot, lowest
from idp.extractors.classify import Kind
from idp.extractors.fields import Fields
from idp.extractors.layout import Layout, Row, letter_height
from idp.extractors.paper import Paper
from idp.extractors.token import fold, pieces

_LEAST_LIKENESS = 90
_SURE_SCORE = 5.0
_TITLE_WITHIN = 0.5
"""A title stands in the upper half of the first page."""


def spots_of_words(layout: Layout, words: str) -> list[Spot]:
    """Everywhere these words are printed one after the other, whatever their case and accents."""
    wanted = list(pieces(words))
    return [spot for row in layout.rows for spot in _in_row(row, wanted)] if wanted else []


def _in_row(row: Row, wanted: list[str]) -> Iterator[Spot]:
    tokens = [token.text for token in row.tokens]
    joined = " ".join(wanted)
    place = 0
    while place + len(wanted) <= len(tokens):
        here = tokens[place : place + len(wanted)]
        alike = here == wanted or (len(joined) >= 6 and fuzz.ratio(" ".join(here), joined) >= _LEAST_LIKENESS)
        if alike:
            first, last = row.tokens[place].word, row.tokens[place + len(wanted) - 1].word
            chosen = row.words[first : last + 1]
            box, raw = Box.around(w.box for w in chosen), " ".join(w.text for w in chosen)
            yield Spot(row.index, first, last, row.page, box, raw.strip(" ,;:|-"), lowest(chosen))
        place += len(wanted) if alike else 1


def recall_name(found: Fields, memory: Memory, sure: float, reason: str) -> bool:
    """Sets the supplier's name to the remembered words as they are printed here; False where they are not."""
    spots = spots_of_words(found.paper.layout, memory.lesson.words)
    if not spots:
        return False
    target, spot = memory.lesson.target, spots[0]
    before = found.values.get(target)
    if before is not None and fold(str(before.value)) == fold(spot.raw):
        sure = sure if memory.is_contested else max(sure, before.confidence)
        found.values[target] = replace(before, confidence=sure, reasons=(*before.reasons[:3], reason))
    else:
        found.put(target, spot.raw, spot, sure, (reason,))
    return True


def title_of(paper: Paper) -> str:
    """The words that head the paper, in comparable form: the title that gave its type, else its largest print without digits."""
    title = paper.kind.title
    if title is not None:
        return " ".join(pieces(title.text))
    first = paper.layout.pages[0].index if paper.layout.pages else 0
    upper = [s for row in paper.layout.rows if row.page == first and row.box.bottom < _TITLE_WITHIN for s in row.segments]
    worded = [s for s in upper if not any(c.isdigit() for c in s.text) and sum(c.isalpha() for c in s.text) >= 3]
    largest = max(worded, key=lambda s: (letter_height(s.words[0]), -s.box.top), default=None)
    return " ".join(pieces(largest.text)) if largest is not None else ""


def with_told_type(paper: Paper, known: Known) -> tuple[Paper, tuple[Recalled, ...]]:
    """The paper with the type that a person gave papers of this supplier that look and are titled like it."""
    for memory in known.of(Subject.TYPE, paper.kind.document_type):
        if fuzz.ratio(title_of(paper), memory.lesson.words) >= _LEAST_LIKENESS:
            score = 1.0 if memory.is_contested else _SURE_SCORE
            why = f"as {memory.learned_by} said of {memory.document_name or 'another document'} of this supplier"
            kind = Kind(DocumentType(memory.lesson.value), score, score, why, paper.kind.title)
            return replace(paper, kind=kind), (Recalled(memory.id, "document_type"),)
    return paper, ()
