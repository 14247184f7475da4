"""A picture of a page becomes an upright page of words: straighten, read, judge, and find marks that are no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from idp.domain.errors import DocumentRefused
from idp.domain.geometry import Box
from idp.domain.page import Ink, Page, Quality, Word
from idp.reading.cascade import installed_engines, read_words
from idp.reading.engines import Engines
from idp.reading.mark import marks, rules_beside, ruling_lines
from idp.reading.quality import scan_band
from idp.reading.raster import png_of
from idp.reading.upright import Tilt, find_tilt, levelled_size, straightened


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as read from its picture; boxes are fractions of the straightened picture."""

    words: tuple[Word, ...]
    quality: Quality
    engine: str
    tilt: Tilt
    rules: tuple[Box, ...]
    ink: tuple[Ink, ...]
    notes: tuple[str, ...]

    def as_page(self, index: int, *, width_points: float, height_points: float) -> Page:
        """The page; sizes are those before straightening."""
        if self.tilt.rotation_degrees in (90, 270):
            width_points, height_points = height_points, width_points
        if self.tilt.skew_degrees:
            width_points, height_points = levelled_size(width_points, height_points, self.tilt.skew_degrees)
        return Page(
            index=index,
            width_points=float(width_points),
            height_points=float(height_points),
            words=self.words,
            quality=self.quality,
            engine=self.engine,
            rules=self.rules,
            ink=self.ink,
            rotation_degrees=self.tilt.rotation_degrees,
            skew_degrees=self.tilt.skew_degrees,
        )


def read_scan(pixels: Any, *, engines: Engines | None) -> Scan:
    """The page on `(H, W, 3) uint8 RGB`. Raises ToolUnavailable where no OCR engine is installed."""
    tilt = find_tilt(pixels)
    upright = straightened(pixels, tilt)
    found = read_words(upright, engines=engines or installed_engines())
    words = found.words
    rules = rules_beside(ruling_lines(upright), words)
    return Scan(
        words=words,
        quality=scan_band(upright, words, engine=found.engine),
        engine=found.engine,
        tilt=tilt,
        rules=rules,
        ink=marks(upright, words, rules),
        notes=found.notes,
    )


def straight_png(pixels: Any, shown: Any) -> bytes:
    """`shown` as PNG, straightened by the tilt that reading finds on `pixels`: both are one page, at two resolutions."""
    return png_of(straightened(shown, find_tilt(pixels)))


def require_words(scans: tuple[Page, ...]) -> None:
    """Raises DocumentRefused (EXT-NOTEXT) where not one page of a file has a word."""
    if not any(page.words for page in scans):
        raise DocumentRefused("EXT-NOTEXT", "No text could be read in the file.")
