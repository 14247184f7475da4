"""What does the layout model say about words and spots of a page? Its regions as probabilities, for candidates to be scored with.

Asked by place, not by number: a second look may have put other words where the model saw some.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from idp.domain.geometry import Box
from idp.domain.page import Page, Word
from idp.ports import TYPE, Region

_NOTHING: Mapping[str, float] = MappingProxyType({})
_LEAST_IN_SPAN = 0.2
_WIDEST_GAP = 2.5  # of a word's height: further apart is another span


@dataclass(frozen=True, slots=True)
class TaggedWord:
    """A word with the probabilities of its labels; what is not named has none worth telling."""

    text: str
    box: Box
    labels: Mapping[str, float]
    row: int | None


@dataclass(frozen=True, slots=True)
class WordTags:
    """A page as the layout model sees it. `types` are document types, `regions` what it named apart from single words ("table")."""

    words: tuple[TaggedWord, ...]
    types: Mapping[str, float] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """All pages by their index in the file, and which model saw them."""

    model: str
    pages: Mapping[int, WordTags]


@dataclass(frozen=True, slots=True)
class Span:
    """Words side by side that may print one value; `score` is the mean probability of the label, 0–1."""

    text: str
    box: Box
    score: float


def tags_of(page: Page, regions: Iterable[Region]) -> WordTags:
    """The regions of a page as probabilities of its words."""
    labels: list[dict[str, float]] = [{} for _ in page.words]
    types: dict[str, float] = {}
    wide: list[Region] = []
    for region in regions:
        if region.label.startswith(TYPE):
            types[region.label.removeprefix(TYPE)] = region.score
        elif len(region.words) != 1:
            wide.append(region)
        for index in region.words:
            labels[index][region.label] = max(region.score, labels[index].get(region.label, 0.0))
    words = tuple(
        TaggedWord(word.text, word.box, MappingProxyType(found) if found else _NOTHING, word.line)
        for word, found in zip(page.words, labels, strict=True)
    )
    return WordTags(words, MappingProxyType(types), tuple(wide))


def probability(tags: WordTags, label: str, spot: Box) -> float:
    """How probably the words at a spot print `label`: the mean over the words whose middle it holds, 0 where it holds none."""
    return _mean(_held_by(tags, spot), label)


def _mean(held: Sequence[TaggedWord], label: str) -> float:
    return sum(word.labels.get(label, 0.0) for word in held) / len(held) if held else 0.0


def _held_by(tags: WordTags, spot: Box) -> list[TaggedWord]:
    """The words whose middle the spot holds; spelled out, for this is asked thousands of times a document."""
    left, top, right, bottom = 2 * spot.left, 2 * spot.top, 2 * spot.right, 2 * spot.bottom
    return [
        word
        for word in tags.words
        if top <= word.box.top + word.box.bottom <= bottom and left <= word.box.left + word.box.right <= right
    ]


def probability_of_words(tags: WordTags, label: str, words: Sequence[Word]) -> float:
    """How probably these words print `label`: the mean over them, those that the model never saw counting nothing."""
    return sum(probability(tags, label, word.box) for word in words) / len(words) if words else 0.0


def best_label(tags: WordTags, spot: Box) -> tuple[str, float] | None:
    """The label that the words at a spot most probably print; None where nothing is likely."""
    held = _held_by(tags, spot)
    names = {label for word in held for label in word.labels}
    ranked = sorted(((_mean(held, name), name) for name in names), reverse=True)
    return (ranked[0][1], ranked[0][0]) if ranked else None


def best_spans(tags: WordTags, label: str, *, count: int = 3) -> tuple[Span, ...]:
    """The spans that most probably print `label`, best first: runs of words on a row that all may be it."""
    runs: list[list[TaggedWord]] = []
    for word in _in_rows(tags.words):
        if word.labels.get(label, 0.0) < _LEAST_IN_SPAN:
            continue
        if runs and _continues(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    spans = [_span(run, label) for run in runs]
    return tuple(sorted(spans, key=lambda span: -span.score)[:count])


def _span(run: Sequence[TaggedWord], label: str) -> Span:
    score = sum(word.labels[label] for word in run) / len(run)
    return Span(" ".join(word.text for word in run), Box.around(word.box for word in run), score)


def _in_rows(words: Sequence[TaggedWord]) -> list[TaggedWord]:
    """Row by row from the left, by the reader's rows where it numbered them."""
    return sorted(words, key=lambda word: (word.row if word.row is not None else word.box.middle_y, word.box.left))


def _continues(last: TaggedWord, word: TaggedWord) -> bool:
    same_row = abs(last.box.middle_y - word.box.middle_y) < 0.5 * max(last.box.height, word.box.height)
    return same_row and -0.01 < word.box.left - last.box.right < _WIDEST_GAP * max(last.box.height, word.box.height)
