"""Which marks on a scanned page are no words: ruling lines, pen strokes, stamps and pictures."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from idp.domain.geometry import Box
from idp.domain.page import Ink, InkKind, Word

_SIDE = 1600  # pixels of the longer side on which marks are looked for
_RULE_SHARE = 0.04  # of the page's longer side: shorter strokes are letters
_MAX_RULES = 500
_MAX_INK = 40
_PEN_SATURATION = 70  # of 255: print and pencil are grey, ball pens and stamps are not


def ruling_lines(pixels: Any) -> tuple[Box, ...]:
    """Level and upright lines of `(H, W, 3) uint8 RGB` as thin boxes in page fractions."""
    ink = _ink_mask(_small(pixels))
    height, width = ink.shape
    length = max(20, int(_RULE_SHARE * max(ink.shape)))
    found: list[Box] = []
    for kernel in ((length, 1), (1, length)):
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        _, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
        for left, top, wide, high, _ in stats[1:]:
            if min(wide, high) <= 0.15 * max(wide, high):
                found.append(Box.clamped(left / width, top / height, (left + wide) / width, (top + high) / height))
    return tuple(sorted(found, key=lambda box: (box.top, box.left))[:_MAX_RULES])


def marks(pixels: Any, words: tuple[Word, ...], rules: tuple[Box, ...]) -> tuple[Ink, ...]:
    """Handwriting, stamps and pictures on upright `(H, W, 3) uint8 RGB`; words and rules are taken out first.

    Judged by shape and colour alone; a mark of neither kind is left out, so that "signed" is never claimed for a smudge.
    """
    small = _small(pixels)
    ink = _ink_mask(small)
    saturation = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1]
    _erase(ink, words, rules)
    reach = max(3, max(ink.shape) // 160)
    joined = cv2.dilate(ink, np.ones((reach, 2 * reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[Ink] = []
    for label in range(1, count):
        left, top, wide, high, _ = (int(value) for value in stats[label])
        inside = slice(top, top + high), slice(left, left + wide)
        own = (labels[inside] == label) & (ink[inside] > 0)
        kind = _kind(own, saturation[inside], ink.shape)
        if kind is not None:
            box = Box.clamped(
                left / ink.shape[1], top / ink.shape[0], (left + wide) / ink.shape[1], (top + high) / ink.shape[0]
            )
            found.append(Ink(kind=kind, box=box))
    return tuple(sorted(found, key=lambda mark: -mark.box.width * mark.box.height)[:_MAX_INK])


def _kind(own: Any, saturation: Any, page: tuple[int, int]) -> InkKind | None:
    """What a blob of joined ink is, by its size on the page, how full it is and how its strokes run; None where unclear."""
    high, wide = own.shape
    width, height = wide / page[1], high / page[0]
    if width < 0.04 or height < 0.012 or width > 0.97 or height > 0.6:
        return None
    filled = float(own.mean())
    coloured = float((saturation[own] > _PEN_SATURATION).mean()) if own.any() else 0.0
    if filled > 0.45 and height > 0.03:
        return InkKind.IMAGE
    if _has_frame(own):
        return InkKind.STAMP if coloured > 0.5 and 0.08 < width < 0.5 and 0.02 < height < 0.35 else None
    strokes, longest = _strokes(own)
    if width < 0.45 and height < 0.14 and longest > 0.35 and strokes <= 14 and filled < 0.3:
        return InkKind.HANDWRITING
    if coloured > 0.6 and 0.06 < width < 0.5 and 0.03 < height < 0.35:
        return InkKind.STAMP
    return InkKind.IMAGE if height > 0.05 and filled > 0.2 else None


def _has_frame(own: Any) -> bool:
    """True where ink runs along most of all four sides, or of a circle within: a box or a round stamp."""
    high, wide = own.shape
    edge = max(2, min(high, wide) // 12)
    sides = (own[:edge].any(axis=0), own[-edge:].any(axis=0), own[:, :edge].any(axis=1), own[:, -edge:].any(axis=1))
    if all(float(side.mean()) > 0.7 for side in sides):
        return True
    if not 0.6 < wide / high < 1.7:
        return False
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    hits = 0
    for share in np.linspace(0.85, 1.0, 6):
        rows = (high / 2 + share * (high / 2 - 1) * np.sin(angles)).astype(int)
        columns = (wide / 2 + share * (wide / 2 - 1) * np.cos(angles)).astype(int)
        hits = max(hits, int(own[rows, columns].sum()))
    return hits > 0.6 * len(angles)


def _strokes(own: Any) -> tuple[int, float]:
    """Number of connected strokes, and the widest one's width as a share of the blob: pens join letters, printers do not."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(own.astype(np.uint8), connectivity=8)
    real = stats[1:][stats[1:, 4] >= 8]
    return len(real), float(real[:, 2].max()) / own.shape[1] if len(real) else 0.0


def _erase(ink: Any, words: tuple[Word, ...], rules: tuple[Box, ...]) -> None:
    """Blanks words that were surely read and ruling lines, with a hair around them."""
    height, width = ink.shape
    for word in words:
        if word.confidence is None or word.confidence >= 0.6 or len(word.text) >= 4:
            pad = 0.15 * word.box.height * height
            _blank(ink, word.box, width, height, pad)
    for rule in rules:
        _blank(ink, rule, width, height, 2.0)


def _blank(ink: Any, box: Box, width: int, height: int, pad: float) -> None:
    top, bottom = int(max(0.0, box.top * height - pad)), int(box.bottom * height + pad) + 1
    left, right = int(max(0.0, box.left * width - pad)), int(box.right * width + pad) + 1
    ink[top:bottom, left:right] = 0


def _small(pixels: Any) -> Any:
    scale = _SIDE / max(pixels.shape[:2])
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels


def _ink_mask(pixels: Any) -> Any:
    """`(H, W) uint8`, 255 where there is ink, against paper of uneven light."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 15
    )
