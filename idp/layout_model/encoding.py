"""How does a page become numbers? Pieces, shapes, boxes and neighbours of its words; the same for training and for use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from idp.layout_model.shape import has_letters_only, plain, shape_of

Corners = tuple[float, float, float, float]
"""left, top, right, bottom in page fractions."""

PIECES = 8
"""Most WordPiece pieces that are kept of one word."""
NEIGHBOURS = ("left", "second left", "right", "above", "below", "letters left", "letters above")
WINDOW = 511
"""Most words that are seen at once; longer pages come in overlapping windows."""
_STRIDE = 384
PAD, UNKNOWN, PAGE = 0, 1, 2
SPECIAL = ("[PAD]", "[UNK]", "[PAGE]")
_SCALE = 1000


@dataclass(frozen=True, slots=True)
class Encoded:
    """One window of a page. Row 0 stands for the page as a whole, row i + 1 for the word `order[i]` of the page.

    `pieces` (N, 8), `shapes` (N,), `boxes` (N, 4) in thousandths, `near` (N, 7): rows of the neighbours, 0 for none. All int64.
    """

    order: tuple[int, ...]
    pieces: Any
    shapes: Any
    boxes: Any
    near: Any


class Encoder:
    """Encodes pages with one vocabulary; words seen before are looked up."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}

    def windows(self, texts: Sequence[str], boxes: Sequence[Corners]) -> tuple[Encoded, ...]:
        """The page in windows of its reading order; none for a page without words."""
        order = reading_order(boxes)
        starts = range(0, max(1, len(order) - WINDOW + _STRIDE), _STRIDE)
        parts = [order[start : start + WINDOW] for start in starts] if order else []
        return tuple(self.encode(part, texts, boxes) for part in parts)

    def encode(self, order: Sequence[int], texts: Sequence[str], boxes: Sequence[Corners]) -> Encoded:
        """The words `order` of a page as one window."""
        pieces = np.zeros((len(order) + 1, PIECES), dtype=np.int64)
        pieces[0, 0] = PAGE
        for row, index in enumerate(order, start=1):
            ids = self._pieces(texts[index])
            pieces[row, : len(ids)] = ids
        corners = np.array([(0.0, 0.0, 1.0, 1.0), *(boxes[index] for index in order)], dtype=np.float32)
        shapes = np.array([0, *(shape_of(texts[index]) for index in order)], dtype=np.int64)
        letters = np.array([has_letters_only(texts[index]) for index in order], dtype=bool)
        near = np.zeros((len(order) + 1, len(NEIGHBOURS)), dtype=np.int64)
        near[1:] = _neighbours(corners[1:], letters)
        scaled = np.clip(np.rint(corners * _SCALE), 0, _SCALE).astype(np.int64)
        return Encoded(tuple(order), pieces, shapes, scaled, near)

    def _pieces(self, text: str) -> tuple[int, ...]:
        known = self._known.get(text)
        if known is None:
            ids = self._tokenizer.encode(plain(text).lower(), add_special_tokens=False).ids
            known = self._known[text] = tuple(ids[:PIECES]) or (UNKNOWN,)
        return known


def reading_order(boxes: Sequence[Corners]) -> tuple[int, ...]:
    """Indexes of the words row by row from the top, each row from the left; the same whatever order they came in."""
    by_height = sorted(range(len(boxes)), key=lambda i: (boxes[i][1] + boxes[i][3], boxes[i][0]))
    rows: list[list[int]] = []
    for index in by_height:
        if rows and _on_row(boxes[rows[-1][0]], boxes[index]):
            rows[-1].append(index)
        else:
            rows.append([index])
    return tuple(index for row in rows for index in sorted(row, key=lambda i: boxes[i][0]))


def rows_of(boxes: Sequence[Corners]) -> tuple[int, ...]:
    """The number of each word's row, from 0 at the top."""
    numbers = [0] * len(boxes)
    order = reading_order(boxes)
    for last, this in pairwise(order):
        begins = not (_on_row(boxes[last], boxes[this]) and boxes[this][0] >= boxes[last][0])
        numbers[this] = numbers[last] + begins
    return tuple(numbers)


def _on_row(first: Corners, other: Corners) -> bool:
    height = min(first[3] - first[1], other[3] - other[1])
    return abs((first[1] + first[3]) - (other[1] + other[3])) / 2 < 0.5 * max(height, 0.004)


def _neighbours(boxes: Any, letters: Any) -> Any:
    """`(N, 7)`: for each word the row of each neighbour, counted from 1, 0 for none."""
    if not len(boxes):
        return np.zeros((0, len(NEIGHBOURS)), dtype=np.int64)
    left, top, right, bottom = boxes.T
    middle, height = (top + bottom) / 2, np.maximum(bottom - top, 0.004)
    down = middle[None, :] - middle[:, None]  # how far below word i word j stands
    on_row = np.abs(down) < 0.5 * np.minimum(height[None, :], height[:, None])
    before = left[:, None] - right[None, :]  # the gap when word j stands before word i
    is_before = on_row & (left[None, :] < left[:, None] - 1e-6)
    overlap = np.minimum(right[:, None], right[None, :]) - np.maximum(left[:, None], left[None, :])
    in_column = (overlap > -0.005) & ~on_row
    first_left = _nearest(before, is_before)
    first_right = _nearest(before.T, is_before.T)
    second_left = np.where(first_left > 0, first_left[first_left - 1], 0)
    above, below = in_column & (down < 0), in_column & (down > 0)
    columns = (
        first_left, second_left, first_right, _nearest(-down, above), _nearest(down, below),
        _nearest(before, is_before & letters[None, :]), _nearest(-down, above & letters[None, :]),
    )  # fmt: skip
    return np.stack(columns, axis=1)


def _nearest(distance: Any, allowed: Any) -> Any:
    """For each row the column with the least distance among the allowed, counted from 1; 0 where none is allowed."""
    masked = np.where(allowed, distance, np.inf)
    best = masked.argmin(axis=1)
    return np.where(np.isfinite(masked[np.arange(len(best)), best]), best + 1, 0).astype(np.int64)
