"""Which engine's words are taken for a scan: the fast one's where it is sure, the accurate one's where not, line by line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import cv2

from idp.domain.errors import ToolUnavailable
from idp.domain.page import Word
from idp.ports import OcrEngine
from idp.reading.agreement import on_lines, with_finer_words
from idp.reading.engines import Engines, LineReader
from idp.reading.print_size import is_blank, letter_height
from idp.reading.quality import is_worn, mean_confidence, measure_scan
from idp.reading.rapid import FOUND_LETTERS, FOUND_WORN_LETTERS, rapid_engine
from idp.reading.raster import png_of, scaled
from idp.reading.reading_order import in_visual_lines
from idp.reading.tesseract import tesseract_engine

_FIRST_LANGUAGES = ("en",)
"""The first pass is quick and reads English; print in another language is read with less confidence and so by the second engine,
which reads all languages at once. Tesseract with six languages takes three times as long and still reads worse than that."""
_FEW_WORDS = 12
_SURE_MEAN = 0.93
_SURE_NUMBER = 0.85
_DOUBTFUL_NUMBERS = 0.02  # share of words with digits below _SURE_NUMBER from which the second engine is asked
_FIRST_LETTERS = 23.0  # pixels: the height of letters that Tesseract reads best (300 dpi)
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
    first, second = engines.first, engines.second
    if first is None and second is None:
        raise ToolUnavailable("Scans cannot be read: neither Tesseract nor RapidOCR is installed.")
    present = first or second
    if present is not None and is_blank(pixels):
        return OcrResult((), present.name, ())
    height = letter_height(pixels)
    if first is None or second is None:
        return _alone(present, pixels, height, engines, "only one OCR engine is installed.")
    if is_worn(measure_scan(pixels)):
        return _alone(second, pixels, height, engines)
    try:
        words = first.read(_fine(pixels, height), languages=_FIRST_LANGUAGES)
    except ToolUnavailable as exc:
        return _alone(second, pixels, height, engines, str(exc))
    quick = _result(words, first)
    return _better(quick, pixels, height, engines) if is_doubtful(words) else quick


def _alone(engine: OcrEngine | None, pixels: Any, height: float | None, engines: Engines, *notes: str) -> OcrResult:
    """The page by one engine, all of it."""
    if engine is None:
        raise ToolUnavailable("Scans cannot be read: no OCR engine is installed.")
    if isinstance(engine, LineReader):
        scale = _found_scale(height, FOUND_WORN_LETTERS)
        words = engine.read_lines(pixels, engine.find_lines(pixels, scale=scale))
    else:
        words = engine.read(_fine(pixels, height), languages=engines.languages)
    return _result(words, engine, *notes)


def _result(words: tuple[Word, ...], engine: OcrEngine, *notes: str) -> OcrResult:
    return OcrResult(in_visual_lines(words), engine.name, notes)


def is_doubtful(words: tuple[Word, ...]) -> bool:
    """True where the first engine's words should not stand alone: few, unsure, or with unsure numbers."""
    if len(words) < _FEW_WORDS or mean_confidence(words) < _SURE_MEAN:
        return True
    numbers = [word.confidence or 0.0 for word in words if any(letter.isdigit() for letter in word.text)]
    return sum(sure < _SURE_NUMBER for sure in numbers) > _DOUBTFUL_NUMBERS * len(numbers)


def _better(first: OcrResult, pixels: Any, height: float | None, engines: Engines) -> OcrResult:
    """The first engine's surely read lines with the second's reading of the others, unless it fails or finds much less."""
    second = engines.second
    if second is None:
        return first
    try:
        if isinstance(second, LineReader):
            return _completed(first, second, pixels, height)
        words = in_visual_lines(second.read(_fine(pixels, height), languages=engines.languages))
    except ToolUnavailable as exc:
        return OcrResult(first.words, first.engine, (str(exc),))
    if _letters(words) < 0.6 * _letters(tuple(w for w in first.words if (w.confidence or 0) > 0.7)):
        return first
    return OcrResult(with_finer_words(words, first.words), second.name, ())


def _completed(first: OcrResult, second: LineReader, pixels: Any, height: float | None) -> OcrResult:
    """All lines that the second engine finds: as the first read them where it was sure or the second reads nothing, else as that does."""
    corners = second.find_lines(pixels, scale=_found_scale(height, FOUND_LETTERS))
    lines = on_lines(first.words, corners, pixels.shape[1], pixels.shape[0])
    unsure = [number for number, line in enumerate(lines) if not line.is_surely_read]
    read = second.read_lines(pixels, corners[unsure])
    numbered = tuple(replace(word, line=None if word.line is None else unsure[word.line]) for word in read)
    unread = set(unsure) - {word.line for word in numbered}
    sure = tuple(word for number, line in enumerate(lines) if line.is_surely_read or number in unread for word in line.words)
    name = f"{first.engine} + {second.name}" if sure else second.name
    return OcrResult(with_finer_words(in_visual_lines((*sure, *numbered)), first.words), name, ())


def _letters(words: tuple[Word, ...]) -> int:
    return sum(len(word.text) for word in words)


def _found_scale(height: float | None, letters: float) -> float:
    return 1.0 if height is None else letters / height


def _fine(pixels: Any, height: float | None) -> bytes:
    """The page as grey PNG with its letters, `height` pixels high, scaled to what Tesseract reads best; never beyond _LONGEST_SIDE."""
    factor = 1.0 if height is None else min(_MOST_SCALE, max(_LEAST_SCALE, _FIRST_LETTERS / height))
    if 0.85 < factor < 1.2:
        factor = 1.0
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return png_of(scaled(grey, min(factor, _LONGEST_SIDE / max(grey.shape))))
