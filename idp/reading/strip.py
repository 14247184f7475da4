"""Letters that were recognised on a strip of print become words: where are the blanks, and where does each word stand on the strip?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

_BLANK = 0.8  # of the print's height: a gap without ink this wide parts two words; the model sees narrower blanks itself
_WIDER = 1.8  # than the strip's ordinary gap: letters that are set wide keep together
_FEWEST_GAPS = 4  # from which a strip has an ordinary gap
_LEAST_INK = 2  # pixels in a column: fewer are specks
_LETTER_WIDTH = 0.4  # of the strip's height, where no neighbour tells


@dataclass(frozen=True, slots=True)
class Letter:
    """One recognised character (a blank too), its middle in pixels from the strip's left, and the recogniser's score 0–1."""

    text: str
    middle: float
    score: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A word on a strip: from `start` to `end` in shares of the strip's width."""

    text: str
    start: float
    end: float
    score: float


def pieces(letters: list[Letter], strip: Any) -> list[Piece]:
    """The words of a strip `(H, W, 3) uint8`. Blanks are those recognised and those seen as gaps in the ink.

    No letter is changed. Between two digits, or a digit and its separator, only a recognised blank counts: figures are set wide.
    """
    ink = _ink(strip)
    inked = ink.sum(axis=0) >= _LEAST_INK
    gaps = [_gap(inked, one.middle, other.middle) for one, other in pairwise(letters)]
    ordinary = float(np.percentile(gaps, 25)) if len(gaps) >= _FEWEST_GAPS else 0.0
    least = max(_BLANK * int((ink.sum(axis=1) >= _LEAST_INK).sum()), _WIDER * ordinary)
    words: list[list[Letter]] = [[]]
    for position, letter in enumerate(letters):
        if letter.text.isspace():
            words.append([])
            continue
        if words[-1] and gaps[position - 1] >= least and not _is_number(words[-1][-1].text, letter.text):
            words.append([])
        words[-1].append(letter)
    half = _pitch(words, strip.shape[0]) / 2
    return [_piece(word, half, inked) for word in words if word]


def _pitch(words: list[list[Letter]], height: int) -> float:
    """The ordinary distance between the middles of neighbouring letters, in pixels."""
    steps = [other.middle - one.middle for word in words for one, other in pairwise(word)]
    return float(np.median(steps)) if steps else _LETTER_WIDTH * height


def _is_number(one: str, other: str) -> bool:
    return not (one.isalpha() or other.isalpha())


def _piece(word: list[Letter], half: float, inked: Any) -> Piece:
    width = len(inked)
    start, end = max(0.0, word[0].middle - half), min(float(width), word[-1].middle + half)
    ink = np.flatnonzero(inked[int(start) : int(end) + 1])
    if ink.size:
        start, end = int(start) + float(ink[0]), int(start) + float(ink[-1]) + 1
    score = sum(letter.score for letter in word) / len(word)
    return Piece("".join(letter.text for letter in word), start / width, min(1.0, max(end, start + 1) / width), score)


def _gap(inked: Any, one: float, other: float) -> int:
    """The longest run of columns without ink between two letters' middles, in pixels."""
    between = np.concatenate(([True], inked[round(one) : round(other) + 1], [True]))
    return int(np.diff(np.flatnonzero(between)).max()) - 1


def _ink(strip: Any) -> Any:
    """`(H, W) bool`: True where there is ink, specks smoothed away; light print on dark counts as ink, a level rule does not."""
    grey = cv2.medianBlur(cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY), 3)
    dark = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1] > 0
    if dark.mean() > 0.5:
        dark = ~dark
    return dark & (dark.mean(axis=1) <= 0.9)[:, None]
