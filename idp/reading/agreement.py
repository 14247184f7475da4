"""Where two engines read one line, what does each do better? The accurate one's letters stand; the other's blanks and boxes help."""

from __future__ import annotations

from dataclasses import replace

from idp.domain.geometry import Box
from idp.domain.page import Word

_SAME_LETTERS = 0.6  # share of letters in the same place from which two readings are one piece of print
_SURE = 0.8  # confidence from which the other engine's reading of a number is an objection
_DISPUTED = 0.5
_COVERED = 0.5  # of a fine word's width must lie within the accurate word


def with_finer_words(accurate: tuple[Word, ...], fine: tuple[Word, ...]) -> tuple[Word, ...]:
    """`accurate` with words cut where `fine` saw blanks, and with the boxes of `fine`, which are tighter.

    Only where both have the same number of letters and most agree; no letter of `accurate` is changed. RapidOCR loses blanks
    between words, Tesseract does not. A number on which the engines disagree loses confidence.
    """
    rows = sorted(fine, key=lambda word: word.box.middle_y)
    return tuple(piece for word in accurate for piece in _refined(word, _under(word, rows)))


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
