"""A second, more careful look at one region of a page: finer, and with the engine that reads poor print best."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from idp.domain.errors import ToolUnavailable
from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.ports import Limits
from idp.reading.cascade import installed_engines
from idp.reading.engines import Engines
from idp.reading.file import render_page
from idp.reading.raster import pixels_of, png_of
from idp.reading.reading_order import in_visual_lines

_DPI = 400
_LEAST_HEIGHT = 96  # pixels: a single line is enlarged to it, engines read nothing on thin strips
_MARGIN = 0.006  # of the page around the region: boxes are tight and letters must not be cut
_PAPER = 24  # pixels of white around the cut-out


def look_again(content: bytes, page_index: int, box: Box, *, limits: Limits, engines: Engines | None) -> tuple[Word, ...]:
    """Words in the region, boxes in fractions of the whole page. Raises DocumentRefused, NotFound, ToolUnavailable."""
    available = engines or installed_engines()
    engine = available.second or available.first
    if engine is None:
        raise ToolUnavailable("No second look is possible: neither Tesseract nor RapidOCR is installed.")
    page = _sheet(_Sheet(hashlib.blake2b(content, digest_size=16).digest(), page_index, content, limits))
    height, width = page.shape[:2]
    left, right = _span(box.left, box.right, width)
    top, bottom = _span(box.top, box.bottom, height)
    cut = page[top:bottom, left:right]
    scale = max(1.0, _LEAST_HEIGHT / cut.shape[0])
    if scale > 1:
        cut = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    framed = np.pad(cut, ((_PAPER, _PAPER), (_PAPER, _PAPER), (0, 0)), constant_values=255)
    words = engine.read(png_of(framed), languages=available.languages)
    framed_height, framed_width = framed.shape[:2]

    def on_page(inner: Box) -> Box:
        xs = [(left + (x * framed_width - _PAPER) / scale) / width for x in (inner.left, inner.right)]
        ys = [(top + (y * framed_height - _PAPER) / scale) / height for y in (inner.top, inner.bottom)]
        return Box.clamped(xs[0], ys[0], xs[1], ys[1])

    return in_visual_lines(tuple(replace(word, box=on_page(word.box)) for word in words))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page of a file, known by the file's hash."""

    digest: bytes
    page_index: int
    content: bytes = field(compare=False, repr=False)
    limits: Limits = field(compare=False)


@lru_cache(maxsize=1)
def _sheet(sheet: _Sheet) -> Any:
    """The page `(H, W, 3) uint8 RGB` at _DPI. The last one is kept: doubtful regions come several to a page."""
    return pixels_of(render_page(sheet.content, sheet.page_index, _DPI, limits=sheet.limits))


def _span(low: float, high: float, size: int) -> tuple[int, int]:
    """Pixels of a side, with a margin, at least one."""
    start = max(0, int((low - _MARGIN) * size))
    return start, max(start + 1, min(size, int((high + _MARGIN) * size) + 1))
