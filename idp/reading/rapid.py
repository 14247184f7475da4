"""RapidOCR (PP-OCRv6, its models are in the wheel) as an OcrEngine: slower than Tesseract, far better on poor scans."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import cv2
import numpy as np

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.ports import OcrEngine
from idp.reading.raster import pixels_of

_MAX_SIDE = 4000  # pixels; the cascade gives pages in the size that is read best
_WIDE, _WIDE_GAP = 0.7, 0.4  # of a letter: ordinary letters are half as wide as their line is high, blanks half a letter
_TRIAL_SIDE = 960
_TRIAL_LINES = 6
_TRIAL_MARGIN = 0.05  # of mean line score between two ways up


@cache
def rapid_engine() -> OcrEngine | None:
    """The engine, None where RapidOCR is not installed. One a process; loading takes most of a second."""
    return _rapid()


@cache
def _rapid() -> RapidOcr | None:
    try:
        version("rapidocr")
    except PackageNotFoundError:
        return None
    return RapidOcr()


class RapidOcr:
    """RapidOCR on one core. One thread at a time. Each call names its steps: RapidOCR keeps those of the call before."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR  # noqa: PLC0415 - loads ONNX Runtime

        from idp.reading.rapid_doubt import LetterScores  # noqa: PLC0415 - imports RapidOCR, too

        self.name = f"rapidocr {version('rapidocr')}"
        self._lock = threading.Lock()
        runtime = "EngineConfig.onnxruntime."
        self._reader: Any = RapidOCR(  # its result type depends on the arguments, beyond what mypy can follow
            params={
                "Global.log_level": "error",
                "Global.max_side_len": _MAX_SIDE,
                "Rec.rec_batch_num": 1,  # as fast on one core, and padding to the longest line costs memory
                "Global.use_cls": False,  # the page stands upright by then
                f"{runtime}intra_op_num_threads": 1,
                f"{runtime}inter_op_num_threads": 1,
                f"{runtime}enable_cpu_mem_arena": True,
            }
        )
        self._reader.cal_rec_boxes = LetterScores()

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        """One model reads all languages of Latin script, so `languages` is not needed."""
        del languages
        pixels = pixels_of(png)
        with self._lock:
            result = self._reader(_bgr(pixels), use_det=True, use_cls=False, use_rec=True, return_word_box=True)
        if result.boxes is None:
            return ()
        height, width = pixels.shape[:2]
        lines = [[word for item in line for word in _words(item, width, height)] for line in result.word_results]
        return tuple(
            replace(word, line=number) for number, line in enumerate(lines) for word in _joined_wide(line, width / height)
        )

    def lines(self, pixels: Any) -> Any:
        """Corner points `(N, 4, 2)` of the lines of print on `(H, W, 3) uint8 RGB`."""
        with self._lock:
            result = self._reader(_bgr(pixels), use_det=True, use_cls=False, use_rec=False)
        return np.zeros((0, 4, 2)) if result.boxes is None else np.asarray(result.boxes, dtype=np.float32)

    def score(self, strips: list[Any]) -> float:
        """Mean recognition score, 0–1, of strips of print `(H, W, 3) uint8 RGB`."""
        with self._lock:
            results = [self._reader(_bgr(strip), use_det=False, use_cls=False, use_rec=True) for strip in strips]
        scores = [score for result in results for score in result.scores or ()]
        return float(np.mean(scores)) if scores else 0.0


def trial_turn(grey: Any) -> int | None:
    """Degrees to turn `(H, W) uint8` clockwise so that its print reads best; None without engine or print.

    The long sides of lines tell level from sideways; reading the longest lines both ways up tells the rest.
    """
    engine = _rapid()
    if engine is None:
        return None
    scale = min(1.0, _TRIAL_SIDE / max(grey.shape))
    small = cv2.cvtColor(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2RGB)
    corners = engine.lines(small) / scale
    if len(corners) == 0:
        return None
    low, high = corners.min(axis=1), corners.max(axis=1)
    spans = high - low
    sideways = float((spans[:, 1] * (spans[:, 1] > 1.5 * spans[:, 0])).sum()) > float(
        (spans[:, 0] * (spans[:, 0] > 1.5 * spans[:, 1])).sum()
    )
    strips = _longest_strips(grey, low, high, along=1 if sideways else 0)
    first, second = (90, 270) if sideways else (0, 180)
    scores = {turn: engine.score([np.ascontiguousarray(np.rot90(s, -turn // 90)) for s in strips]) for turn in (first, second)}
    return second if scores[second] > scores[first] + _TRIAL_MARGIN else first


def _longest_strips(grey: Any, low: Any, high: Any, *, along: int) -> list[Any]:
    lengths = (high - low)[:, along]
    strips = []
    for index in np.argsort(-lengths)[:_TRIAL_LINES]:
        (left, top), (right, bottom) = low[index].astype(int), high[index].astype(int)
        strip = grey[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
        if min(strip.shape) >= 4:
            strips.append(cv2.cvtColor(strip, cv2.COLOR_GRAY2RGB))
    return strips


def _words(item: Any, width: int, height: int) -> list[Word]:
    """RapidOCR's word (text, score 0–1, four corners in pixels) as ours; one with blanks inside is cut in proportion."""
    text, score, corners = item
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    step = (right - left) / max(1, len(text))
    words, position = [], 0
    for piece in text.split():
        start = text.index(piece, position)
        position = start + len(piece)
        box = Box.clamped((left + start * step) / width, top / height, (left + position * step) / width, bottom / height)
        words.append(Word(text=piece, box=box, confidence=min(1.0, max(0.0, float(score)))))
    return words


def _joined_wide(line: list[Word], aspect: float) -> list[Word]:
    """Double-wide print (totals of matrix printers) comes with a blank between any two letters; there is none where the gap is small.

    `aspect` is the picture's width by height, so that widths and heights of boxes compare.
    """
    joined: list[Word] = []
    for word in line:
        if (
            joined
            and _letter_width(joined[-1]) * aspect >= _WIDE * joined[-1].box.height
            and _continues(joined[-1], word, aspect)
        ):
            box = Box.around([joined[-1].box, word.box])
            sure = min(joined[-1].confidence or 0.0, word.confidence or 0.0)
            joined[-1] = replace(joined[-1], text=joined[-1].text + word.text, box=box, confidence=sure)
        else:
            joined.append(word)
    return joined


def _continues(left: Word, right: Word, aspect: float) -> bool:
    width = _letter_width(right)
    return width * aspect >= _WIDE * right.box.height and right.box.left - left.box.right < _WIDE_GAP * width


def _letter_width(word: Word) -> float:
    return word.box.width / len(word.text)


def _bgr(pixels: Any) -> Any:
    """RapidOCR takes OpenCV's order of channels."""
    return np.ascontiguousarray(pixels[:, :, ::-1])
