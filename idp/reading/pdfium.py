"""One door to pdfium: opening, page geometry and rendering, under the lock that pdfium needs because it is not thread-safe."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
from pypdfium2 import raw

from idp.domain.errors import DocumentRefused, NotFound
from idp.domain.geometry import Box

_LOCK = threading.RLock()
VERSION = f"pdfium {pypdfium2.PDFIUM_INFO.build}"
POINTS_PER_INCH = 72
MAX_PAGE_POINTS = 14_400  # the largest page of ISO 32000-1 annex C (200 inches)


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """The pypdfium2 document, for this thread alone until the block ends. Raises DocumentRefused (ING-CORRUPT, ING-ENCRYPTED)."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as exc:
            if getattr(exc, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise DocumentRefused("ING-ENCRYPTED", "The PDF needs a password to open.") from exc
            raise DocumentRefused("ING-CORRUPT", "The PDF is damaged and cannot be opened.") from exc
        try:
            yield document
        finally:
            document.close()


def load_page(document: Any, page_index: int) -> Any:  # pypdfium2 is untyped
    """The page. Raises NotFound for a page the file does not have, DocumentRefused (ING-CORRUPT, ING-SIZE)."""
    if not 0 <= page_index < len(document):
        raise NotFound(f"The file has {len(document)} pages; there is no page {page_index + 1}.")
    try:
        page = document[page_index]
    except pypdfium2.PdfiumError as exc:
        raise DocumentRefused("ING-CORRUPT", f"Page {page_index + 1} of the PDF is damaged.") from exc
    if max(page.get_size()) > MAX_PAGE_POINTS:
        raise DocumentRefused("ING-SIZE", f"Page {page_index + 1} of the PDF is larger than 200 inches.")
    if min(page.get_size()) < 1:
        raise DocumentRefused("ING-CORRUPT", f"Page {page_index + 1} of the PDF has no area.")
    return page


def render_png(page: Any, *, dpi: int, turn_degrees: int = 0) -> bytes:
    """The page as PNG, see `render_image`."""
    return png_bytes(render_image(page, dpi=dpi, turn_degrees=turn_degrees))


def render_image(page: Any, *, dpi: int, turn_degrees: int = 0) -> Any:
    """The page as a Pillow image, RGB, as a viewer shows it, turned clockwise by a further `turn_degrees` (0, 90, 180, 270)."""
    image = page.render(scale=dpi / POINTS_PER_INCH, may_draw_forms=True).to_pil().convert("RGB")
    return image.rotate(-turn_degrees, expand=True) if turn_degrees else image


def png_bytes(image: Any) -> bytes:
    """A Pillow image as PNG; level 1 because speed counts more than size on the way to a browser in the same building."""
    out = BytesIO()
    image.save(out, format="PNG", compress_level=1)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class PageFrame:
    """Maps PDF user space (points, origin bottom-left, unrotated) to fractions of the page as a viewer shows it."""

    left: float
    bottom: float
    right: float
    top: float
    rotation_degrees: int

    @classmethod
    def of(cls, page: Any) -> PageFrame:
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation() % 360)

    def turned(self, degrees: int) -> PageFrame:
        """The frame of the page turned clockwise by a further `degrees`."""
        return PageFrame(self.left, self.bottom, self.right, self.top, (self.rotation_degrees + degrees) % 360)

    @property
    def width_points(self) -> float:
        """Width as shown."""
        return self.top - self.bottom if self.rotation_degrees in (90, 270) else self.right - self.left

    @property
    def height_points(self) -> float:
        """Height as shown."""
        return self.right - self.left if self.rotation_degrees in (90, 270) else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Fractions of the shown page, origin top-left; may lie outside 0–1 for marks outside the page."""
        across = (x - self.left) / (self.right - self.left)
        up = (y - self.bottom) / (self.top - self.bottom)
        if self.rotation_degrees == 0:
            return across, 1 - up
        if self.rotation_degrees == 90:
            return up, across
        if self.rotation_degrees == 180:
            return 1 - across, up
        return 1 - up, 1 - across

    def box(self, left: float, bottom: float, right: float, top: float) -> Box | None:
        """The rectangle in page fractions, cut to the page; None where it lies outside."""
        x1, y1 = self.point(left, bottom)
        x2, y2 = self.point(right, top)
        if x1 > x2:
            x1, x2 = x2, x1
        if y1 > y2:
            y1, y2 = y2, y1
        if x2 <= 0 or x1 >= 1 or y2 <= 0 or y1 >= 1:
            return None
        if x1 >= 0 and y1 >= 0 and x2 <= 1 and y2 <= 1:
            return Box(x1, y1, x2, y2)
        return Box.clamped(x1, y1, x2, y2)
