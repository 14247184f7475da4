"""Which engine's words are taken for a scan: the fast one's where it is sure, else the accurate one's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import cv2
import numpy as np

from idp.domain.errors import ToolUnavailable
from idp.domain.page import Word
from idp.ports import OcrEngine
from idp.reading.agreement import with_finer_words
from idp.reading.engines import Engines
from idp.reading.quality import mean_confidence
from idp.reading.rapid import rapid_engine
from idp.reading.raster import png_of, scaled
from idp.reading.reading_order import in_visual_lines
from idp.reading.tesseract import tesseract_engine

_FIRST_LANGUAGES = ("en",)
"""The first pass is quick and reads English; print in another language is read with less confidence and so by the second engine,
which reads all languages at once. Tesseract with six languages takes three times as long and still reads worse than that."""
_FEW_WORDS = 12
_SURE_MEAN = 0.93
_SURE_NUMBER = 0.85
_DOUBTFUL_NUMBERS = 0.02  # share of words with digits below _SURE_NUMBER from which the second engine reads the page
_FIRST_LETTERS, _SECOND_LETTERS = 23.0, 15.0
"""Height in pixels of the letters that the engines are given. Tesseract reads best at 300 dpi; for RapidOCR 15 found every amount
that 28 found on ten poor scans, in two thirds of the time."""
_FAINTEST = 12  # of 255: less contrast on a whole page is paper
_FEWEST_LETTERS = 30
_LEAST_SCALE, _MOST_SCALE = 0.2, 3.0
_LONGEST_SIDE = 4000


@dataclass(frozen=True, slots=True)
class OcrResult:
    """Words with boxes in fractions of the picture, who read them, and remarks."""

    words: tuple[Word, ...]
    engine: str
    notes: tuple[str, ...]


@cache
def installed_engines() -> Engines:
    """What this machine has: Tesseract first, RapidOCR second."""
    return Engines(first=tesseract_engine(), second=rapid_engine())


def read_words(pixels: Any, *, engines: Engines) -> OcrResult:
    """The words of an upright page `(H, W, 3) uint8 RGB`, line by line. Raises ToolUnavailable where no engine is installed or works."""
    present = [engine for engine in (engines.first, engines.second) if engine is not None]
    if not present:
        raise ToolUnavailable("Scans cannot be read: neither Tesseract nor RapidOCR is installed.")
    if is_blank(pixels):
        return OcrResult((), present[0].name, ())
    height = letter_height(pixels)
    fine, coarse = (partial(_at_size, pixels, height, letters) for letters in (_FIRST_LETTERS, _SECOND_LETTERS))
    if engines.first is None or engines.second is None:
        alone, picture = present[0], fine if engines.second is None else coarse
        return _result(alone.read(picture(), languages=engines.languages), alone, "only one OCR engine is installed.")
    try:
        words = engines.first.read(fine(), languages=_FIRST_LANGUAGES)
    except ToolUnavailable as exc:
        return _result(engines.second.read(coarse(), languages=engines.languages), engines.second, str(exc))
    first = _result(words, engines.first)
    return _better(first, engines.second, coarse(), engines.languages) if is_doubtful(words) else first


def _result(words: tuple[Word, ...], engine: OcrEngine, *notes: str) -> OcrResult:
    return OcrResult(in_visual_lines(words), engine.name, notes)


def is_doubtful(words: tuple[Word, ...]) -> bool:
    """True where the first engine's words should not stand alone: few, unsure, or with unsure numbers."""
    if len(words) < _FEW_WORDS or mean_confidence(words) < _SURE_MEAN:
        return True
    numbers = [word.confidence or 0.0 for word in words if any(letter.isdigit() for letter in word.text)]
    return sum(sure < _SURE_NUMBER for sure in numbers) > _DOUBTFUL_NUMBERS * len(numbers)


def _better(first: OcrResult, second: OcrEngine, png: bytes, languages: tuple[str, ...]) -> OcrResult:
    """The second engine's words, unless it fails or finds much less than the first."""
    try:
        words = second.read(png, languages=languages)
    except ToolUnavailable as exc:
        return OcrResult(first.words, first.engine, (str(exc),))
    if _letters(words) < 0.6 * _letters(tuple(w for w in first.words if (w.confidence or 0) > 0.7)):
        return first
    return OcrResult(with_finer_words(in_visual_lines(words), first.words), second.name, ())


def _letters(words: tuple[Word, ...]) -> int:
    return sum(len(word.text) for word in words)


def _at_size(pixels: Any, height: float | None, letters: float) -> bytes:
    """The page as PNG with its letters, `height` pixels high, scaled to `letters` pixels; never beyond _LONGEST_SIDE."""
    factor = 1.0 if height is None else min(_MOST_SCALE, max(_LEAST_SCALE, letters / height))
    if 0.85 < factor < 1.2:
        factor = 1.0
    return png_of(scaled(pixels, min(factor, _LONGEST_SIDE / max(pixels.shape[:2]))))


def is_blank(pixels: Any) -> bool:
    """True for a page `(H, W, 3) uint8 RGB` without a mark that could be a letter: engines take long to find nothing."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return int(grey.max()) - int(grey.min()) < _FAINTEST


def letter_height(pixels: Any) -> float | None:
    """Height in pixels of what may be letters on `(H, W, 3) uint8 RGB`; None where there are too few.

    The median by ink, so that the many specks of a noisy photograph count for little.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, area = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    letters = (height >= 5) & (height <= max(grey.shape) / 25) & (width >= 2) & (width <= 3 * height) & (area >= 10)
    if int(letters.sum()) < _FEWEST_LETTERS:
        return None
    order = np.argsort(height[letters])
    heights, ink_below = height[letters][order], np.cumsum(area[letters][order])
    return float(heights[np.searchsorted(ink_below, ink_below[-1] / 2)])
