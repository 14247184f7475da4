"""Picture bytes become pixels, and pixels bytes, safely: sizes are checked from headers before anything is decoded."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps

from idp.domain.errors import DocumentRefused, NotFound
from idp.domain.media import MediaType
from idp.ports import Limits

_DECODERS = {MediaType.PNG: ("PNG",), MediaType.JPEG: ("JPEG", "MPO"), MediaType.TIFF: ("TIFF",), MediaType.WEBP: ("WEBP",)}
_DAMAGED = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, ZeroDivisionError)
_SMALLEST_SIDE = 16
DPI_RANGE = (50.0, 1200.0)
"""What a scanner or camera may truthfully claim; other values are left-overs of editing programs."""
JPEG_AS_IT_IS = ("L", "RGB")
"""Modes in which the bytes of a JPEG may stand in a PDF as they are; inks (CMYK) are stored in more than one way."""
_GUESSED_WIDTH_INCHES = 8.27  # A4; only shown sizes depend on it


@contextmanager
def opened_picture(content: bytes, *, kind: MediaType, limits: Limits) -> Iterator[Any]:
    """The Pillow image, headers read and sizes checked, pixels not yet decoded.

    Raises DocumentRefused: ING-CORRUPT, ING-SIZE for more pages or pixels than `limits` allow.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of sizes and odd metadata; sizes are ours to judge
        try:
            image = Image.open(io.BytesIO(content), formats=_DECODERS[kind])
            pages = getattr(image, "n_frames", 1) if kind is MediaType.TIFF else 1
        except Image.DecompressionBombError as exc:
            raise DocumentRefused("ING-SIZE", "The picture has too many pixels to be read.") from exc
        except _DAMAGED as exc:
            raise DocumentRefused("ING-CORRUPT", "The picture is damaged or incomplete.") from exc
        with image:
            if pages > limits.pages:
                raise DocumentRefused("ING-SIZE", f"The file has {pages} pages; at most {limits.pages} are read.")
            _check_size(image, limits)
            yield image


def page_count(image: Any) -> int:
    """Pages of an opened picture: more than one only in TIFF."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def page_pixels(image: Any, page_index: int, *, limits: Limits) -> tuple[Any, float]:
    """The page as `(H, W, 3) uint8 RGB`, turned as its camera noted, and its resolution in dots per inch.

    Raises DocumentRefused (ING-CORRUPT, ING-SIZE), NotFound for a page the file does not have.
    """
    if not 0 <= page_index < page_count(image):
        raise NotFound(f"The file has {page_count(image)} pages; there is no page {page_index + 1}.")
    try:
        image.seek(page_index)
        _check_size(image, limits)
        dpi = _dpi(image)
        upright = ImageOps.exif_transpose(image)
        pixels = np.asarray(_as_rgb(upright))
    except Image.DecompressionBombError as exc:
        raise DocumentRefused("ING-SIZE", "The picture has too many pixels to be read.") from exc
    except _DAMAGED as exc:
        raise DocumentRefused("ING-CORRUPT", "The picture is damaged or incomplete.") from exc
    return pixels, dpi


def scaled(pixels: Any, factor: float) -> Any:
    """The picture `(H, W, …) uint8` larger or smaller by `factor`."""
    if factor == 1.0:
        return pixels
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=way)


def rgb_pixels(image: Any) -> Any:
    """A Pillow image as `(H, W, 3) uint8 RGB`."""
    return np.asarray(image.convert("RGB"))


def pixels_of(png: bytes) -> Any:
    """Our own PNG as `(H, W, 3) uint8 RGB`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rgb_pixels(Image.open(io.BytesIO(png), formats=("PNG",)))


def png_of(pixels: Any) -> bytes:
    """`(H, W, 3) uint8 RGB` or `(H, W) uint8` as PNG; level 1 because speed counts more than size here."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, format="PNG", compress_level=1)
    return out.getvalue()


def _check_size(image: Any, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.pixels:
        most = limits.pixels / 1_000_000
        raise DocumentRefused("ING-SIZE", f"The picture has {width} × {height} pixels; at most {most:.0f} million are read.")
    if min(width, height) < _SMALLEST_SIDE:
        raise DocumentRefused("EXT-NOTEXT", f"The picture has only {width} × {height} pixels; nothing can be read on it.")


def _as_rgb(image: Any) -> Any:
    """RGB on white: transparent parts become paper, 16-bit grey is scaled down instead of cut off."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float32)
        top = float(values.max()) or 1.0
        return Image.fromarray((values * (255.0 / top)).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")


def _dpi(image: Any) -> float:
    """Dots per inch as the file says, if that can be true; else as if the picture were one A4 page."""
    claimed = image.info.get("dpi")
    width, height = image.size
    if claimed and len(claimed) == 2:
        dpi = float(claimed[0] or 0)
        if DPI_RANGE[0] <= dpi <= DPI_RANGE[1] and 1.5 <= width / dpi <= 24 and 1.5 <= height / dpi <= 60:
            return dpi
    return float(max(DPI_RANGE[0], min(width, height) / _GUESSED_WIDTH_INCHES))
