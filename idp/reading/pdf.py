"""A PDF becomes pages of words: from its text layer where that can be believed, else by OCR of the rendered page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from idp.domain.errors import DocumentRefused
from idp.domain.geometry import Box
from idp.domain.media import MediaType
from idp.domain.page import InkKind, Page, Quality, Reading
from idp.ports import Limits
from idp.reading import pdfium
from idp.reading.drawing import Drawing, drawing
from idp.reading.engines import Engines, Progress, silent
from idp.reading.native_ink import native_ink
from idp.reading.native_text import TextLayer, text_layer
from idp.reading.pdf_safety import check_pdf
from idp.reading.reading_order import with_added

_MOST_GARBAGE = 0.15  # share of characters without meaning above which the text layer is not used
_MOST_HIDDEN = 0.5  # share of undrawn characters above which the layer is somebody else's OCR of a scan
_SCAN_COVER = 0.5  # share of the page under pictures from which it may be a scan
_FEW_WORDS = 40  # on a scan, fewer are a stamp or a header that a program printed onto it
_OCR_DPI = 300  # Tesseract reads 92 % of words at 300 dpi, 91 % at 200, 89 % at 150 (MEASURED, clean pages)


@dataclass(frozen=True, slots=True)
class _Opened:
    """One page looked at: its frame (turned upright), text layer and drawing, and why its text layer cannot be used."""

    page: Any
    frame: pdfium.PageFrame
    layer: TextLayer
    drawing: Drawing
    doubt: str | None


def read_pdf(content: bytes, *, limits: Limits, engines: Engines | None, progress: Progress = silent) -> Reading:
    """The PDF's pages. Raises DocumentRefused (also EXT-NOTEXT) and, where OCR is needed but missing, ToolUnavailable."""
    check = check_pdf(content, limits=limits)
    pages: list[Page] = []
    notes = list(check.notes)
    with pdfium.opened(content) as document:
        if len(document) != check.page_count:
            raise DocumentRefused("ING-CORRUPT", "The PDF is damaged: its pages cannot be counted.")
        for index in range(len(document)):
            looked = _look(document, index)
            page, remarks = _read_page(looked, index, limits=limits, engines=engines)
            pages.append(page)
            notes += [f"Page {index + 1}: {remark}" for remark in remarks if remark]
            progress(index)
    if check.structured is None and not any(page.words for page in pages):
        raise DocumentRefused("EXT-NOTEXT", "No text could be read in the file.")
    return Reading(media_type=MediaType.PDF, pages=tuple(pages), structured=check.structured, notes=tuple(notes))


def render_pdf_page(content: bytes, page_index: int, *, dpi: int, limits: Limits) -> bytes:
    """The page as PNG, upright as `read_pdf` gives it. Raises DocumentRefused, NotFound."""
    with pdfium.opened(content) as document:
        looked = _look(document, page_index)
        dpi = _bounded_dpi(looked.frame, dpi, limits)
        if looked.doubt is None:
            return pdfium.render_png(looked.page, dpi=dpi, turn_degrees=looked.layer.turn_degrees)
        # the tilt is found on the same picture that was read, and applied to the one that is shown
        from idp.reading.scan import straight_png  # noqa: PLC0415 - loads the image libraries

        return straight_png(_picture(looked, limits), _rendered(looked, dpi))


def _look(document: Any, index: int) -> _Opened:
    page = pdfium.load_page(document, index)
    frame = pdfium.PageFrame.of(page)
    layer = text_layer(page, frame)
    shown = frame.turned(layer.turn_degrees)
    drawn = drawing(page, shown)
    return _Opened(page, shown, layer, drawn, _doubt(layer, drawn))


def _doubt(layer: TextLayer, drawn: Drawing) -> str | None:
    """Why the text layer cannot be used; None where it can, "" where there is none and nothing to remark."""
    if layer.hidden > _MOST_HIDDEN:
        return "the hidden text of an earlier OCR was not used."
    if not layer.words:
        return "" if drawn.objects else None
    if layer.garbage > _MOST_GARBAGE:
        return "the text layer is unreadable, the page was read by OCR."
    if _cover(drawn.pictures) >= _SCAN_COVER and len(layer.words) < _FEW_WORDS:
        return "the text layer holds only part of the page, the page was read by OCR."
    return None


def _cover(pictures: tuple[Box, ...]) -> float:
    """Share of the page under pictures, at most 1; overlapping ones count twice, which only matters above the limit."""
    return min(1.0, sum(box.width * box.height for box in pictures))


def _read_page(looked: _Opened, index: int, *, limits: Limits, engines: Engines | None) -> tuple[Page, tuple[str, ...]]:
    """The page and remarks on how it was read."""
    if looked.doubt is None:
        return _with_handwriting(looked, _native_page(looked, index), limits=limits, engines=engines), ()
    page, remarks = _scanned_page(looked, index, limits=limits, engines=engines)
    return page, (looked.doubt, *remarks)


def _with_handwriting(looked: _Opened, page: Page, *, limits: Limits, engines: Engines | None) -> Page:
    """The page with the words of its handwriting, if it has any: a date and a name on a proof of delivery are written."""
    if not any(mark.kind is InkKind.HANDWRITING for mark in page.ink):
        return page
    from idp.reading.handwriting import written_words  # noqa: PLC0415 - loads the image libraries

    dpi = _bounded_dpi(looked.frame, _OCR_DPI, limits)
    added = written_words(
        lambda: _rendered(looked, dpi, turn_degrees=looked.layer.turn_degrees), page.ink, page.words, engines=engines
    )
    return replace(page, words=with_added(page.words, added)) if added else page


def _native_page(looked: _Opened, index: int) -> Page:
    return Page(
        index=index,
        width_points=looked.frame.width_points,
        height_points=looked.frame.height_points,
        words=looked.layer.words,
        quality=Quality.NATIVE,
        engine=pdfium.VERSION,
        rules=looked.drawing.rules,
        ink=native_ink(looked.layer.words, looked.drawing),
        rotation_degrees=looked.layer.turn_degrees,
    )


def _scanned_page(looked: _Opened, index: int, *, limits: Limits, engines: Engines | None) -> tuple[Page, tuple[str, ...]]:
    from idp.reading.scan import read_scan  # noqa: PLC0415 - loads the image libraries

    scan = read_scan(_picture(looked, limits), engines=engines)
    frame = looked.frame
    return scan.as_page(index, width_points=frame.width_points, height_points=frame.height_points), scan.notes


def _picture(looked: _Opened, limits: Limits) -> Any:
    """The page rendered for OCR: `(H, W, 3) uint8 RGB`, as a viewer shows it, not yet straightened."""
    return _rendered(looked, _bounded_dpi(looked.frame, _OCR_DPI, limits))


def _rendered(looked: _Opened, dpi: int, turn_degrees: int = 0) -> Any:
    """The page as `(H, W, 3) uint8 RGB`, turned clockwise by a further `turn_degrees`."""
    from idp.reading.raster import rgb_pixels  # noqa: PLC0415 - loads the image libraries

    return rgb_pixels(pdfium.render_image(looked.page, dpi=dpi, turn_degrees=turn_degrees))


def _bounded_dpi(frame: pdfium.PageFrame, dpi: int, limits: Limits) -> int:
    """`dpi`, lowered so that the picture stays under `limits.pixels`."""
    square_inches = frame.width_points * frame.height_points / pdfium.POINTS_PER_INCH**2
    most = int((limits.pixels / square_inches) ** 0.5)
    if most < 30:
        raise DocumentRefused("ING-SIZE", "A page of the PDF is too large to be shown.")
    return max(20, min(dpi, most))
