"""Which way up is the page? Print that reads well as it stands is upright; else Tesseract's detection and a trial both ways decide."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from idp.reading.rapid import RapidOcr, rapid_engine
from idp.reading.tesseract import detected_turn

_SURE = 4.0
"""Of Tesseract's orientation confidence. On 36 real scans in four turns each it called a page upright that was not only below 2;
"not upright" was wrong up to 6, so that is never believed alone. The trial was right in all 144."""
_READS_WELL = 0.9  # mean score of lines that stand upright; upside down and sideways they stay well below
_FEWEST_LINES = 4
_LONG = 8  # times its height is a row of print long
_TRIAL_SIDE = 960
_TRIAL_LINES = 6
_TRIAL_MARGIN = 0.05  # of mean line score between two ways up


def find_turn(grey: Any) -> int:
    """Degrees (0, 90, 180, 270) to turn `(H, W) uint8` grey clockwise so that it stands upright; 0 where nothing tells."""
    engine = rapid_engine()
    if engine is not None and _reads_well(grey, engine):
        return 0
    detected = detected_turn(grey)
    if detected is not None and detected[0] == 0 and detected[1] >= _SURE:
        return 0
    tried = _trial_turn(grey, engine) if engine is not None else None
    if tried is not None:
        return tried
    return detected[0] if detected is not None and detected[1] >= _SURE else 0


def _reads_well(grey: Any, engine: RapidOcr) -> bool:
    strips = _row_strips(grey)[:_FEWEST_LINES]
    return len(strips) == _FEWEST_LINES and engine.score(strips) >= _READS_WELL


def _row_strips(grey: Any) -> list[Any]:
    """Level rows of print cut out `(H, W, 3)`, about as long as each other: blobs of letters that a sideways smear joins."""
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    reach = max(5, max(grey.shape) // 120)
    rows = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(rows, connectivity=8)
    tall = max(grey.shape) / 25
    printed = (stats[:, 3] >= 6) & (stats[:, 3] <= tall) & (stats[:, 2] >= _LONG * stats[:, 3])
    printed &= stats[:, 4] < 0.9 * stats[:, 2] * stats[:, 3]  # rules and bars are full
    found = stats[1:][printed[1:]]
    strips = []
    for left, top, wide, high, _ in found[np.argsort(-found[:, 2] / found[:, 3])]:
        end = left + min(wide, 2 * _LONG * high)
        pad = max(2, high // 5)
        strip = grey[max(0, top - pad) : top + high + pad, max(0, left - pad) : end + pad]
        strips.append(cv2.cvtColor(np.ascontiguousarray(strip), cv2.COLOR_GRAY2RGB))
    return strips


def _trial_turn(grey: Any, engine: RapidOcr) -> int | None:
    """Degrees to turn clockwise so that print reads best; None without print.

    The long sides of lines tell level from sideways; reading the longest lines both ways up tells the rest.
    """
    colour = cv2.cvtColor(np.ascontiguousarray(grey), cv2.COLOR_GRAY2RGB)
    corners = engine.find_lines(colour, scale=_TRIAL_SIDE / max(grey.shape))
    if len(corners) == 0:
        return None
    low, high = corners.min(axis=1), corners.max(axis=1)
    spans = high - low
    sideways = float((spans[:, 1] * (spans[:, 1] > 1.5 * spans[:, 0])).sum()) > float(
        (spans[:, 0] * (spans[:, 0] > 1.5 * spans[:, 1])).sum()
    )
    strips = _longest_strips(colour, low, high, along=1 if sideways else 0)
    first, second = (90, 270) if sideways else (0, 180)
    scores = {turn: engine.score([np.ascontiguousarray(np.rot90(s, -turn // 90)) for s in strips]) for turn in (first, second)}
    return second if scores[second] > scores[first] + _TRIAL_MARGIN else first


def _longest_strips(colour: Any, low: Any, high: Any, *, along: int) -> list[Any]:
    lengths = (high - low)[:, along]
    strips = []
    for index in np.argsort(-lengths)[:_TRIAL_LINES]:
        (left, top), (right, bottom) = low[index].astype(int), high[index].astype(int)
        strip = colour[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
        if min(strip.shape[:2]) >= 4:
            strips.append(strip)
    return strips
