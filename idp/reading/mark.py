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
_SURE_WORD = 0.75  # confidence from which a word is print and no pen stroke that an engine took for one
_LETTERHEAD = 0.2  # of the page from the top
_ASKEW_DEGREES = 2.0  # printed boxes of a levelled page are straighter
_MARGIN = 0.06  # of the page around its print
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


def rules_beside(rules: tuple[Box, ...], words: tuple[Word, ...]) -> tuple[Box, ...]:
    """The rules on the printed part of the page without those that run through words: poor print runs together into strokes."""
    if not words:
        return rules
    printed = Box.around(word.box for word in words)
    near = [rule for rule in rules if _is_on(printed, rule)]
    return tuple(rule for rule in near if not any(_runs_through(rule, word.box) for word in words))


def _runs_through(rule: Box, word: Box) -> bool:
    if rule.width >= rule.height:
        inside = min(rule.right, word.right) - max(rule.left, word.left)
        middle = word.top + 0.15 * word.height < rule.middle_y < word.bottom - 0.1 * word.height
        return middle and inside > 0.5 * rule.width
    inside = min(rule.bottom, word.bottom) - max(rule.top, word.top)
    return word.left < rule.middle_x < word.right and inside > 0.5 * rule.height


def marks(pixels: Any, words: tuple[Word, ...], rules: tuple[Box, ...]) -> tuple[Ink, ...]:
    """Handwriting, stamps and pictures on upright `(H, W, 3) uint8 RGB`; stamps, words and rules are taken out one after the other.

    Judged by shape and colour alone; a mark of neither kind is left out, so that "signed" is never claimed for a smudge. Only where
    the page has print: what lies around a photographed page is no mark on it.
    """
    if not words:
        return ()
    small = _small(pixels)
    ink = _ink_mask(small)
    height, width = ink.shape
    saturation = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1]
    printed = Box.around(word.box for word in words)
    stamps = [box for box in _stamps(ink, saturation) if _is_on(printed, box)]
    for stamp in stamps:
        _blank(ink, stamp, width, height, 2.0)
    _erase(ink, words, rules)
    found = [Ink(InkKind.STAMP, stamp) for stamp in stamps] + _loose_marks(ink, saturation)
    kept = [mark for mark in found if _is_on(printed, mark.box)]
    return tuple(sorted(kept, key=lambda mark: -mark.box.width * mark.box.height)[:_MAX_INK])


def _is_on(printed: Box, box: Box) -> bool:
    """True for a box within the printed part of the page and a margin around it."""
    return (
        box.left >= printed.left - _MARGIN
        and box.right <= printed.right + _MARGIN
        and box.top >= printed.top - _MARGIN
        and box.bottom <= printed.bottom + 2 * _MARGIN
    )


def _stamps(ink: Any, saturation: Any) -> list[Box]:
    """Frames that stand askew or are coloured and round: a printed box is level, and a logo stands in the letterhead."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    page_height, page_width = ink.shape
    found: list[Box] = []
    for label in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[label])
        width, height = wide / page_width, high / page_height
        if not (0.08 < width < 0.5 and 0.025 < height < 0.3 and area < 0.5 * wide * high):
            continue
        own = (labels[top : top + high, left : left + wide] == label).astype(np.uint8)
        coloured = float((saturation[top : top + high, left : left + wide][own > 0] > _PEN_SATURATION).mean()) > 0.5
        if _is_askew_frame(own) or (coloured and top / page_height > _LETTERHEAD and _has_frame(own > 0)):
            found.append(
                Box.clamped(left / page_width, top / page_height, left / page_width + width, top / page_height + height)
            )
    return found


def _is_askew_frame(own: Any) -> bool:
    """True for an outline that fills a rectangle turned by 2° or more, with most of its four sides inked."""
    outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    centre, (long, short), angle = cv2.minAreaRect(outline)
    if min(long, short) < 10 or abs((angle + 45) % 90 - 45) < _ASKEW_DEGREES:
        return False
    if cv2.contourArea(outline) < 0.85 * long * short:
        return False
    matrix = cv2.getRotationMatrix2D(centre, angle, 1.0)
    size = own.shape[1] * 2, own.shape[0] * 2
    matrix[0, 2] += size[0] / 2 - centre[0]
    matrix[1, 2] += size[1] / 2 - centre[1]
    level = cv2.warpAffine(own, matrix, size)
    rows, columns = np.nonzero(level)
    return _has_frame(level[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] > 0)


def _loose_marks(ink: Any, saturation: Any) -> list[Ink]:
    """What is left on the page, joined where it is close, as far as its kind is clear."""
    reach = max(3, max(ink.shape) // 160)
    joined = cv2.dilate(ink, np.ones((reach, 2 * reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    height, width = ink.shape
    found: list[Ink] = []
    for label in range(1, count):
        left, top, wide, high, _ = (int(value) for value in stats[label])
        inside = slice(top, top + high), slice(left, left + wide)
        own = (labels[inside] == label) & (ink[inside] > 0)
        kind = _kind(own, saturation[inside], ink.shape)
        if kind is not None:
            box = Box.clamped(left / width, top / height, (left + wide) / width, (top + high) / height)
            found.append(Ink(kind=kind, box=box))
    return found


def _kind(own: Any, saturation: Any, page: tuple[int, int]) -> InkKind | None:
    """What a blob of joined ink is, by its size on the page, how full it is and how its strokes run; None where unclear."""
    high, wide = own.shape
    width, height = wide / page[1], high / page[0]
    if width < 0.04 or height < 0.012 or width > 0.97 or height > 0.6 or not own.any():
        return None
    filled = float(own.mean())
    if filled > 0.4 and height > 0.03:
        return InkKind.IMAGE
    strokes, longest = _strokes(own)
    pen = longest > 0.35 and strokes <= 14 and filled < 0.3
    coloured = float((saturation[own] > _PEN_SATURATION).mean()) > 0.6
    if width < 0.45 and height < 0.14 and (pen or (coloured and filled < 0.3 and strokes <= 25)) and not _has_frame(own):
        return InkKind.HANDWRITING
    return InkKind.IMAGE if height > 0.05 and filled > 0.15 else None


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
        if word.confidence is None or word.confidence >= _SURE_WORD:
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
