"""How is the page turned and tilted, and how does it look when that is taken out?"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from idp.reading.orientation import find_turn

_ANALYSIS_SIDE = 1400  # pixels; enough to see lines of 6-point print
_MAX_SKEW_DEGREES = 12.0
_COARSE_STEP, _FINE_STEP = 0.5, 0.05
_LEAST_SKEW_DEGREES = 0.1  # less moves a word by under half its height across a page and is not worth the resampling
_FEWEST_LETTERS = 40
_CLEARER = 1.05  # levelling must make lines at least this much clearer, or the page has no lines to go by


@dataclass(frozen=True, slots=True)
class Tilt:
    """What is taken out of a page: first `rotation_degrees` clockwise (0, 90, 180, 270), then `skew_degrees` clockwise."""

    rotation_degrees: int = 0
    skew_degrees: float = 0.0


@dataclass(frozen=True, slots=True)
class _Small:
    """A page small and grey, known by its pixels' hash."""

    digest: bytes
    grey: Any = field(compare=False, repr=False)


def find_tilt(pixels: Any) -> Tilt:
    """The tilt of a page given as `(H, W, 3) uint8 RGB`. The last few pages are remembered: one that was read is shown next."""
    grey = _small_grey(pixels)
    return _tilt(_Small(hashlib.blake2b(grey.tobytes(), digest_size=16).digest(), grey))


@lru_cache(maxsize=16)
def _tilt(page: _Small) -> Tilt:
    turn = find_turn(page.grey)
    return Tilt(turn, _skew(np.ascontiguousarray(np.rot90(page.grey, -turn // 90))))


def straightened(pixels: Any, tilt: Tilt) -> Any:
    """The picture turned upright and levelled, on a white canvas that holds all of it; dtype and channels stay."""
    turned = np.ascontiguousarray(np.rot90(pixels, -tilt.rotation_degrees // 90))
    if tilt.skew_degrees == 0.0:
        return turned
    height, width = turned.shape[:2]
    new_width, new_height = levelled_size(width, height, tilt.skew_degrees)
    # OpenCV counts angles counter-clockwise; we take out a skew by turning clockwise
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -tilt.skew_degrees, 1.0)
    matrix[0, 2] += (new_width - width) / 2
    matrix[1, 2] += (new_height - height) / 2
    white = (255,) * 3
    return cv2.warpAffine(turned, matrix, (new_width, new_height), flags=cv2.INTER_CUBIC, borderValue=white)


def levelled_size(width: float, height: float, skew_degrees: float) -> tuple[int, int]:
    """Size of the canvas that holds a page after levelling, in the unit given."""
    sine, cosine = abs(math.sin(math.radians(skew_degrees))), abs(math.cos(math.radians(skew_degrees)))
    return round(width * cosine + height * sine), round(width * sine + height * cosine)


def _small_grey(pixels: Any) -> Any:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    scale = _ANALYSIS_SIDE / max(grey.shape)
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey


def _skew(grey: Any) -> float:
    """Degrees to turn clockwise so that lines of print are level, 0.0 where there are none; within ±_MAX_SKEW_DEGREES."""
    points = _letter_feet(grey)
    if len(points) < _FEWEST_LETTERS:
        return 0.0
    coarse = np.arange(-_MAX_SKEW_DEGREES, _MAX_SKEW_DEGREES + _COARSE_STEP / 2, _COARSE_STEP)
    best = max(coarse, key=lambda angle: _clearness(points, angle))
    fine = np.arange(best - _COARSE_STEP, best + _COARSE_STEP + _FINE_STEP / 2, _FINE_STEP)
    best = float(max(fine, key=lambda angle: _clearness(points, angle)))
    if abs(best) < _LEAST_SKEW_DEGREES or _clearness(points, best) < _CLEARER * _clearness(points, 0.0):
        return 0.0
    return round(best, 2)


def _clearness(points: Any, angle: float) -> float:
    """How sharply the feet of letters gather in lines after turning clockwise by `angle`: mean square of the rows' counts."""
    radians = math.radians(angle)
    # turning clockwise (y down) by a moves a point to y' = x sin a + y cos a
    rows = points[:, 0] * math.sin(radians) + points[:, 1] * math.cos(radians)
    counts = np.bincount(np.round(rows - rows.min()).astype(np.int64) // 2)
    return float((counts.astype(np.float64) ** 2).sum())


def _letter_feet(grey: Any) -> Any:
    """Bottom centres `(N, 2)` of blobs that may be letters: pictures, rules and dust are left out."""
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, top, width, height, area = (stats[1:, column] for column in range(5))
    tall = max(grey.shape) / 25
    letters = (
        (height >= 4) & (height <= tall) & (width >= 2) & (width <= 3 * tall) & (area >= 6) & (area < 0.9 * width * height + 8)
    )
    return np.stack([left[letters] + width[letters] / 2, top[letters] + height[letters]], axis=1)
