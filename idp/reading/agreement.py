"""Where two engines read one line, what does each do better? The accurate one's letters stand; the other's blanks and boxes help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from idp.domain.geometry import Box
from idp.domain.page import Word

_SAME_LETTERS = 0.6  # share of letters in the same place from which two readings are one piece of print
_SURE = 0.8  # confidence from which the other engine's reading of a number is an objection
_DISPUTED = 0.5
_COVERED = 0.5  # of a fine word's width must lie within the accurate word
_TRUSTED = (
    0.9  # confidence of each word of a line that is not read again: of 204 numbers as sure on pages not worn out 4 were wrong
)
_FULL = 0.7  # share of a line's width that its words must cover


def with_finer_words(accurate: tuple[Word, ...], fine: tuple[Word, ...]) -> tuple[Word, ...]:
    """`accurate` with words cut where `fine` saw blanks, and with the boxes of `fine`, which are tighter.

    Only where both have the same number of letters and most agree; no letter of `accurate` is changed. RapidOCR loses blanks
    between words, Tesseract does not. A number on which the engines disagree loses confidence.
    """
    rows = sorted(fine, key=lambda word: word.box.middle_y)
    return tuple(piece for word in accurate for piece in _refined(word, _under(word, rows)))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of print and what the first engine read on it; its words are as high as the line and have its index."""

    words: tuple[Word, ...]
    is_surely_read: bool


def on_lines(words: tuple[Word, ...], corners: Any, width: int, height: int) -> tuple[ReadLine, ...]:
    """What was read on each line `(N, 4, 2)`, in pixels of a picture of `width` and `height`.

    The words take the line's height, so that they and what another engine reads on other lines fall into the same rows.
    """
    lines: list[ReadLine] = []
    rest = list(words)
    for number, points in enumerate(corners):
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        box = Box.clamped(left / width, top / height, right / width, bottom / height)
        own = [word for word in rest if _is_on(box, word)]
        rest = [word for word in rest if not _is_on(box, word)]
        placed = (replace(word, line=number, box=Box(word.box.left, box.top, word.box.right, box.bottom)) for word in own)
        lines.append(ReadLine(tuple(placed), bool(own) and _is_surely_read(own, box)))
    return tuple(lines)


def _is_on(line: Box, word: Word) -> bool:
    return line.left <= word.box.middle_x <= line.right and line.top <= word.box.middle_y <= line.bottom


def _is_surely_read(own: list[Word], box: Box) -> bool:
    return all(map(_is_trusted, own)) and Box.around(word.box for word in own).width >= _FULL * box.width


def _is_trusted(word: Word) -> bool:
    return (word.confidence or 0.0) >= _TRUSTED


def _under(word: Word, fine: list[Word]) -> list[Word]:
    """The fine words that stand where `word` stands, from the left."""
    found = [
        item
        for item in fine
        if word.box.top <= item.box.middle_y <= word.box.bottom
        and _shared_width(word.box, item.box) >= _COVERED * item.box.width
    ]
    return sorted(found, key=lambda item: item.box.left)


def _shared_width(one: Box, other: Box) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _refined(word: Word, fine: list[Word]) -> list[Word]:
    if not fine or not _same_print(word.text, "".join(item.text for item in fine)):
        return [word]
    pieces: list[Word] = []
    position = 0
    for item in fine:
        text = word.text[position : position + len(item.text)]
        position += len(item.text)
        pieces.append(replace(word, text=text, box=item.box, confidence=_after_second_opinion(word.confidence, text, item)))
    return pieces


def _after_second_opinion(confidence: float | None, text: str, other: Word) -> float | None:
    """The confidence in a number: capped where a sure other engine reads other digits or separators in its place."""
    differs = text != other.text and any(letter.isdigit() for letter in text + other.text)
    if not differs or (other.confidence or 0.0) < _SURE:
        return confidence
    return min(confidence or 0.0, _DISPUTED)


def _same_print(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    return sum(a == b for a, b in zip(one, other, strict=True)) >= _SAME_LETTERS * len(one)
