"""How good is this scan? Its band decides how far its words are trusted; calibration is kept apart per band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from idp.domain.page import Quality, Word

_SIDE = 1600  # pixels of the longer side on which a scan is measured
_LEAST_DARKNESS = 20.0  # of 255 below the paper around it: less is no print
_SPECK_PIXELS = 14
_FEW_WORDS = 5
_SURE_MEAN = {"rapidocr": 0.95, "tesseract": 0.88}  # engines' confidences do not compare
_LEAST_CONTRAST, _MOST_NOISE, _LEAST_SHARPNESS = 0.42, 0.047, 0.37  # the worst third of 37 real scans and photographs


@dataclass(frozen=True, slots=True)
class ScanMeasures:
    """`contrast` 0–1 between paper and print; `noise` of the paper and `sharpness` of edges as shares of it, about 0–1."""

    contrast: float
    noise: float
    sharpness: float


def measure_scan(pixels: Any) -> ScanMeasures:
    """Measures of `(H, W, 3) uint8 RGB`."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, _SIDE / max(grey.shape))
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    light = grey.astype(np.float32)
    darkness = np.clip(cv2.medianBlur(grey, 21).astype(np.float32) - light, 0, None)
    marked = darkness[darkness > _LEAST_DARKNESS]
    contrast = float(np.percentile(marked, 90)) if marked.size else 0.0
    inked = darkness > max(_LEAST_DARKNESS, 0.25 * contrast)
    background = cv2.dilate(_without_specks(inked), np.ones((9, 9), np.uint8)) == 0
    residue = (light - cv2.GaussianBlur(light, (0, 0), 2.0))[background]
    noise = float(residue.std()) if residue.size else 0.0
    edges = np.abs(cv2.Laplacian(cv2.GaussianBlur(light, (0, 0), 0.7), cv2.CV_32F))
    edge = float(np.percentile(edges[inked], 90)) if inked.any() else 0.0
    if contrast == 0:
        return ScanMeasures(0.0, 0.0, 0.0)
    return ScanMeasures(contrast=contrast / 255, noise=noise / contrast, sharpness=edge / contrast)


def _without_specks(inked: Any) -> Any:
    """The ink `(H, W) bool` as uint8 without spots too small for letters: those are the noise that is to be measured."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked.astype(np.uint8), connectivity=8)
    large = stats[:, 4] >= _SPECK_PIXELS
    large[0] = False
    return large[labels].astype(np.uint8)


def mean_confidence(words: tuple[Word, ...]) -> float:
    """Mean confidence weighted by letters, 0–1; 0 without words. Only comparable within one engine."""
    letters = sum(len(word.text) for word in words)
    return sum((word.confidence or 0.0) * len(word.text) for word in words) / letters if letters else 0.0


def scan_band(pixels: Any, words: tuple[Word, ...], *, engine: str) -> Quality:
    """The band of a scan `(H, W, 3) uint8 RGB` whose words were read by `engine`."""
    measures = measure_scan(pixels)
    sure = _SURE_MEAN["rapidocr" if engine.startswith("rapidocr") else "tesseract"]
    poor = len(words) < _FEW_WORDS or mean_confidence(words) < sure
    poor = poor or measures.contrast < _LEAST_CONTRAST or measures.noise > _MOST_NOISE or measures.sharpness < _LEAST_SHARPNESS
    return Quality.POOR_SCAN if poor else Quality.CLEAN_SCAN
