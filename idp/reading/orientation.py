"""Which way up is the page? Tesseract's quick detection where it says "upright", else print is tried both ways up."""

from __future__ import annotations

from typing import Any

from idp.reading.rapid import trial_turn
from idp.reading.tesseract import detected_turn

_SURE = 4.0
"""Of Tesseract's orientation confidence. On 36 real scans in four turns each it called a page upright that was not only below 2;
"not upright" was wrong up to 6, so that is never believed alone. The trial was right in all 144."""


def find_turn(grey: Any) -> int:
    """Degrees (0, 90, 180, 270) to turn `(H, W) uint8` grey clockwise so that it stands upright; 0 where nothing tells."""
    detected = detected_turn(grey)
    if detected is not None and detected[0] == 0 and detected[1] >= _SURE:
        return 0
    tried = trial_turn(grey)
    if tried is not None:
        return tried
    return detected[0] if detected is not None and detected[1] >= _SURE else 0
