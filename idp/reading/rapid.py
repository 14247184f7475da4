"""RapidOCR (PP-OCRv6, its models are in the wheel) as an OcrEngine: finds lines of print, then recognises those that are asked for.

Its models and its finder are used as they are. Recognition is done here: strips are cut from the page in one resampling, no wider
than their print, and only letters that our languages have may be read.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import cv2
import numpy as np

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.reading.print_size import letter_height
from idp.reading.raster import pixels_of
from idp.reading.strip import Letter, Piece, pieces
from idp.reading.wide_print import joined_wide

_MAX_SIDE = 4000  # pixels
FOUND_LETTERS, FOUND_WORN_LETTERS = 9.0, 13.0
"""Height in pixels of the letters that lines are found with: with 8, 10 and 13 the same amounts were read on clean pages, on a worn one
0.8 % more at each step, and finding takes time by area. Recognition takes the page as fine as it came."""
_LEAST_SCALE = 0.2
_STRIP_HEIGHT = 48  # pixels, as the model was trained
_SQUEEZE = 0.8  # of its width is how a long strip is shown: reads worn numbers better and takes a fifth less time
_READ_PLAIN = 0.93  # mean score of a squeezed strip below which it is read as it is too: narrow print suffers
_LEAST_WIDTH = 160  # pixels; shorter strips are filled up: below, single figures are missed
_MOST_WIDTH = 2400
_UPRIGHT = 1.5  # times higher than wide is a line that runs upwards
_LEAST_SCORE = 0.5  # of a line, as RapidOCR itself has it
_READABLE = (
    (0x20, 0x7E), (0xA1, 0x17F), (0x218, 0x21B), (0x391, 0x3C9), (0x2010, 0x2026), (0x2030, 0x203A), (0x20A0, 0x20BF),
    (0x2116, 0x2122), (0x2190, 0x2193), (0x2212, 0x2215), (0x2248, 0x2265), (0x25A0, 0x25CF), (0x2610, 0x2612), (0x2713, 0x2717),
)  # fmt: skip
"""Unicode ranges of print in European languages; the model also knows 18,000 characters that no such paper shows."""


@cache
def rapid_engine() -> RapidOcr | None:
    """The engine, None where RapidOCR is not installed. One a process; loading takes most of a second."""
    try:
        version("rapidocr")
    except PackageNotFoundError:
        return None
    return RapidOcr()


class RapidOcr:
    """RapidOCR on one core. One thread at a time."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR  # noqa: PLC0415 - loads ONNX Runtime
        from rapidocr.ch_ppocr_rec import TextRecognizer  # noqa: PLC0415

        self.name = f"rapidocr {version('rapidocr')}"
        self._lock = threading.Lock()
        runtime = "EngineConfig.onnxruntime."
        self._finder: Any = RapidOCR(  # its result type depends on the arguments, beyond what mypy can follow
            params={
                "Global.log_level": "error",
                "Global.max_side_len": _MAX_SIDE,
                f"{runtime}intra_op_num_threads": 1,
                f"{runtime}inter_op_num_threads": 1,
                f"{runtime}enable_cpu_mem_arena": True,
            }
        )
        config = self._finder.cfg
        config.Rec.engine_cfg = config.EngineConfig[config.Rec.engine_type.value]
        config.Rec.model_root_dir = config.Global.model_root_dir
        config.Rec.font_path = config.Global.font_path
        recogniser: Any = TextRecognizer(config.Rec)
        self._session = recogniser.session
        self._alphabet = recogniser.postprocess_op.character
        self._readable = np.array([n for n, letter in enumerate(self._alphabet) if n == 0 or _is_readable(letter)])

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        """One model reads all languages of Latin script, so `languages` is not needed."""
        del languages
        pixels = pixels_of(png)
        height = letter_height(pixels)
        scale = 1.0 if height is None else FOUND_LETTERS / height
        return self.read_lines(pixels, self.find_lines(pixels, scale=scale))

    def find_lines(self, pixels: Any, *, scale: float = 1.0) -> Any:
        """Corner points `(N, 4, 2)` in pixels of the lines of print on `(H, W, 3) uint8 RGB`, looked for at `scale` of its size."""
        scale = min(1.0, max(_LEAST_SCALE, scale), _MAX_SIDE / max(pixels.shape[:2]))
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        with self._lock:
            result = self._finder(_bgr(small), use_det=True, use_cls=False, use_rec=False)
        return np.zeros((0, 4, 2), np.float32) if result.boxes is None else np.asarray(result.boxes, np.float32) / scale

    def read_lines(self, pixels: Any, corners: Any) -> tuple[Word, ...]:
        """The words on the lines `(N, 4, 2)` of `(H, W, 3) uint8 RGB`; `line` counts the lines as given."""
        height, width = pixels.shape[:2]
        words: list[Word] = []
        for number, line in enumerate(corners):
            strip, quad = _strip(pixels, line, squeeze=_SQUEEZE)
            letters = self._letters(strip)
            if letters and _mean_score(letters) < _READ_PLAIN and strip.shape[1] > _LEAST_WIDTH:
                plain, _ = _strip(pixels, line, squeeze=1.0)
                again = self._letters(plain)
                if again and _mean_score(again) > _mean_score(letters):
                    strip, letters = plain, again
            if letters and _mean_score(letters) >= _LEAST_SCORE:
                words += [_word(piece, quad, width, height, number) for piece in pieces(letters, strip)]
        return joined_wide(tuple(words), width / height)

    def score(self, strips: list[Any]) -> float:
        """Mean recognition score, 0–1, of strips of print `(H, W, 3) uint8 RGB`; 0 where nothing is read."""
        scores = [_mean_score(letters) for strip in strips if (letters := self._letters(_as_strip(strip)))]
        return sum(scores) / len(strips) if scores else 0.0

    def _letters(self, strip: Any) -> list[Letter]:
        """The letters on a strip `(48, W, 3) uint8 BGR`: connectionist decoding, equal neighbours once, blanks of the model left out."""
        width = strip.shape[1]
        shown = np.zeros((1, 3, _STRIP_HEIGHT, max(_LEAST_WIDTH, width)), np.float32)
        shown[0, :, :, :width] = strip.transpose(2, 0, 1) / np.float32(127.5) - np.float32(1)
        with self._lock:
            scores = self._session(shown)[0][:, self._readable]
        best = scores.argmax(axis=1)
        step = shown.shape[3] / len(best)
        return [
            Letter(self._alphabet[self._readable[code]], (column + 0.5) * step, float(min(1.0, scores[column, code])))
            for column, code in enumerate(best)
            if code != 0 and (column == 0 or code != best[column - 1])
        ]


def _is_readable(letter: str) -> bool:
    return len(letter) == 1 and any(low <= ord(letter) <= high for low, high in _READABLE)


def _mean_score(letters: list[Letter]) -> float:
    return sum(letter.score for letter in letters) / len(letters)


def _strip(pixels: Any, corners: Any, *, squeeze: float) -> tuple[Any, Any]:
    """The line as a strip `(48, W, 3) uint8 BGR`, and the corners in the order left-top, right-top, right-bottom, left-bottom of it."""
    quad = np.asarray(corners, np.float32)
    if _side(quad, 0, 3) >= _UPRIGHT * _side(quad, 0, 1):
        quad = np.roll(quad, -1, axis=0)  # read from the bottom upwards, as RapidOCR does
    across, down = max(_side(quad, 0, 1), _side(quad, 3, 2)), max(1.0, _side(quad, 0, 3), _side(quad, 1, 2))
    plain = across * _STRIP_HEIGHT / down
    width = round(min(_MOST_WIDTH, max(8.0, min(plain, max(_LEAST_WIDTH, squeeze * plain)))))
    target = np.array([[0, 0], [width, 0], [width, _STRIP_HEIGHT], [0, _STRIP_HEIGHT]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    strip = cv2.warpPerspective(pixels, matrix, (width, _STRIP_HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return _bgr(strip), quad


def _side(quad: Any, one: int, other: int) -> float:
    return float(np.linalg.norm(quad[one] - quad[other]))


def _as_strip(picture: Any) -> Any:
    height, width = picture.shape[:2]
    return _strip(picture, [[0, 0], [width, 0], [width, height], [0, height]], squeeze=_SQUEEZE)[0]


def _word(piece: Piece, quad: Any, width: int, height: int, line: int) -> Word:
    """A piece of a strip as a word on the page."""
    points = list(_along(quad, piece.start)) + list(_along(quad, piece.end))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box.clamped(min(xs) / width, min(ys) / height, max(xs) / width, max(ys) / height)
    return Word(text=piece.text, box=box, confidence=piece.score, line=line)


def _along(quad: Any, share: float) -> Iterator[tuple[float, float]]:
    """The points on the upper and lower side at `share` of their length."""
    for one, other in ((0, 1), (3, 2)):
        x, y = quad[one] + share * (quad[other] - quad[one])
        yield float(x), float(y)


def _bgr(pixels: Any) -> Any:
    """RapidOCR takes OpenCV's order of channels."""
    return np.ascontiguousarray(pixels[:, :, ::-1])
