"""What does the handwriting on a native page say? Printed words come from the text layer; these come from OCR, with its confidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from idp.domain.errors import ToolUnavailable
from idp.domain.geometry import Box
from idp.domain.page import Ink, InkKind, Word
from idp.reading.cascade import installed_engines
from idp.reading.engines import Engines
from idp.reading.raster import png_of

_LEAST_CONFIDENCE = 0.5  # below it a signature would become letters
_MARGIN = 0.004  # of the page
_PAPER = 24  # pixels of white around the cut-out
_MOST_MARKS = 12


def written_words(
    render: Callable[[], Any], ink: tuple[Ink, ...], printed: tuple[Word, ...], *, engines: Engines | None
) -> tuple[Word, ...]:
    """Words of the marks of handwriting on an upright page; none where no engine is installed.

    `render` draws the page, `(H, W, 3) uint8 RGB`; it is asked only if there is an engine to look at it.
    What lies over printed words is left out: the text layer knows those better.
    """
    available = engines or installed_engines()
    engine = available.second or available.first
    if engine is None:
        return ()
    pixels = render()
    found: list[Word] = []
    for number, mark in enumerate([mark for mark in ink if mark.kind is InkKind.HANDWRITING][:_MOST_MARKS]):
        cut, place = _cut_out(pixels, mark.box)
        try:
            words = engine.read(png_of(cut), languages=available.languages)
        except ToolUnavailable:
            return tuple(found)
        placed = [replace(word, box=_on_page(word.box, place), line=number) for word in words]
        found += [word for word in placed if (word.confidence or 0) >= _LEAST_CONFIDENCE and not _covers(word.box, printed)]
    return tuple(found)


def _cut_out(pixels: Any, box: Box) -> tuple[Any, Box]:
    """The region on white paper, and the box in page fractions that the whole cut-out stands for."""
    height, width = pixels.shape[:2]
    left, right = int(max(0.0, box.left - _MARGIN) * width), int(min(1.0, box.right + _MARGIN) * width) + 1
    top, bottom = int(max(0.0, box.top - _MARGIN) * height), int(min(1.0, box.bottom + _MARGIN) * height) + 1
    cut = pixels[top:bottom, left:right]
    framed = np.pad(cut, ((_PAPER, _PAPER), (_PAPER, _PAPER), (0, 0)), constant_values=255)
    place = Box.clamped((left - _PAPER) / width, (top - _PAPER) / height, (right + _PAPER) / width, (bottom + _PAPER) / height)
    return framed, place


def _on_page(inner: Box, place: Box) -> Box:
    return Box.clamped(
        place.left + inner.left * place.width,
        place.top + inner.top * place.height,
        place.left + inner.right * place.width,
        place.top + inner.bottom * place.height,
    )


def _covers(box: Box, printed: tuple[Word, ...]) -> bool:
    return any(box.overlap(word.box) > 0.2 for word in printed)
