"""A picture file (PNG, JPEG, TIFF of one or more pages) becomes pages of words through OCR."""

from __future__ import annotations

from idp.domain.media import MediaType
from idp.domain.page import Page, Reading
from idp.ports import Limits
from idp.reading.engines import Engines, Progress, silent
from idp.reading.raster import opened_picture, page_count, page_pixels, scaled
from idp.reading.scan import read_scan, require_words, straight_png

_POINTS_PER_INCH = 72.0


def read_picture(
    content: bytes, *, kind: MediaType, limits: Limits, engines: Engines | None, progress: Progress = silent
) -> Reading:
    """The picture's pages. Raises DocumentRefused (ING-CORRUPT, ING-SIZE, EXT-NOTEXT), ToolUnavailable."""
    pages: list[Page] = []
    notes: list[str] = []
    with opened_picture(content, kind=kind, limits=limits) as image:
        for index in range(page_count(image)):
            pixels, dpi = page_pixels(image, index, limits=limits)
            height, width = pixels.shape[:2]
            scan = read_scan(pixels, engines=engines)
            pages.append(
                scan.as_page(index, width_points=width / dpi * _POINTS_PER_INCH, height_points=height / dpi * _POINTS_PER_INCH)
            )
            notes += [f"Page {index + 1}: {note}" for note in scan.notes]
            progress(index)
    require_words(tuple(pages))
    return Reading(media_type=kind, pages=tuple(pages), notes=tuple(notes))


def render_picture(content: bytes, page_index: int, *, dpi: int, kind: MediaType, limits: Limits) -> bytes:
    """The page as PNG, straightened as it was read, at about `dpi`, never finer than it came."""
    with opened_picture(content, kind=kind, limits=limits) as image:
        pixels, own_dpi = page_pixels(image, page_index, limits=limits)
    return straight_png(pixels, scaled(pixels, min(1.0, dpi / own_dpi)))
