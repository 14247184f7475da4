"""How large is the print on a page, and is there any? What it says is left to the engines."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

_FAINTEST = 12  # of 255: less contrast on a whole page is paper
_FEWEST_LETTERS = 30


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
