"""What does a page look like after printing, handling and scanning? Turns a PDF into scanner or phone images, and moves the boxes along.

All effects are drawn from one seeded generator. Images are (H, W) or (H, W, 3) uint8, RGB order.
"""

import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from idp.training.sheet import Box

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Paper = NDArray[np.float32]
Places = Mapping[str, tuple[tuple[int, Box], ...]]
_PDF_DATE = time.struct_time((2026, 11, 2, 8, 0, 0, 0, 306, 0))


@dataclass(frozen=True, slots=True)
class Wear:
    """How badly a page was treated. Angles in degrees, blur as sigma in pixels, noise as standard deviation in grey levels."""

    dpi: int = 200
    skew: float = 0.4
    blur: float = 0.5
    noise: float = 4.0
    fade: float = 0.0
    shadow: float = 0.0
    specks: int = 0
    perspective: float = 0.0
    has_punch_holes: bool = False
    has_fold: bool = False
    is_color: bool = False


CLEAN = Wear()
OFFICE = Wear(skew=-0.7, blur=0.7, noise=6, fade=0.08, specks=40, has_punch_holes=True)
TIRED = Wear(skew=1.3, blur=1.0, noise=11, fade=0.22, shadow=0.18, specks=160, has_punch_holes=True, has_fold=True)
PHONE = Wear(dpi=180, skew=1.1, blur=0.8, noise=5, shadow=0.38, perspective=0.022, is_color=True)
FAX = Wear(dpi=204, skew=0.5, blur=0.6, noise=9, fade=0.1, specks=90)


@dataclass(frozen=True, slots=True)
class Scan:
    """Page images with the places of the values on them (page fractions, as on the PDF)."""

    images: tuple[Pixels, ...]
    boxes: Places


def scan(pdf: bytes, boxes: Places, wear: Wear, seed: int) -> Scan:
    """Every page of `pdf` worn by `wear`, the same each time for one seed."""
    random = np.random.default_rng(seed)
    images, matrices, sizes = [], [], []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            clean = np.asarray(page.render(scale=wear.dpi / 72).to_pil().convert("RGB" if wear.is_color else "L"))
            image, matrix = _wear_page(clean, wear, random)
            images.append(image)
            matrices.append(matrix)
            sizes.append((clean.shape[1], clean.shape[0]))
    moved = {
        key: tuple((page, _move(box, matrices[page], sizes[page])) for page, box in places) for key, places in boxes.items()
    }
    return Scan(tuple(images), moved)


def as_jpeg(image: Pixels, quality: int, dpi: int) -> bytes:
    """One page as JPEG."""
    return _save(image, "JPEG", quality=quality, dpi=(dpi, dpi))


def as_png(image: Pixels, dpi: int, levels: int = 16) -> bytes:
    """One page as PNG with few grey levels, as scanners' "text" mode makes them."""
    step = 255 / (levels - 1)
    flat = np.clip(np.rint(np.rint(image / step) * step), 0, 255).astype(np.uint8)
    return _save(flat, "PNG", optimize=True, dpi=(dpi, dpi))


def as_tiff(images: Sequence[Pixels], dpi: int) -> bytes:
    """All pages as one bilevel TIFF (CCITT group 4), as multi-function devices and fax servers send them."""
    pages = [Image.fromarray(np.where(image > _threshold(image), 255, 0).astype(np.uint8)).convert("1") for image in images]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", compression="group4", save_all=True, append_images=pages[1:], dpi=(dpi, dpi))
    return out.getvalue()


def as_pdf(images: Sequence[Pixels], quality: int, dpi: int) -> bytes:
    """All pages as one PDF without a text layer, each page one JPEG."""
    pages = [Image.fromarray(image) for image in images]
    out = io.BytesIO()
    pages[0].save(
        out,
        "PDF",
        resolution=dpi,
        quality=quality,
        save_all=True,
        append_images=pages[1:],
        creationDate=_PDF_DATE,
        modDate=_PDF_DATE,
        producer="MFP-4410 Scan to E-Mail",
    )
    return out.getvalue()


def _save(image: Pixels, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(image).save(out, form, **options)
    return out.getvalue()


def _threshold(image: Pixels) -> float:
    value, _ = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(value)


def _wear_page(clean: Pixels, wear: Wear, random: np.random.Generator) -> tuple[Pixels, Matrix]:
    height, width = clean.shape[:2]
    paper = clean.astype(np.float32)
    paper = 255 - (255 - paper) * (1 - wear.fade)
    if wear.has_punch_holes:
        _punch(paper, wear.dpi)
    if wear.has_fold:
        _fold(paper, random)
    matrix = _geometry(width, height, wear, random)
    edge = 255.0 if not wear.perspective else 96.0
    border = (edge,) * (3 if wear.is_color else 1)
    bent = cv2.warpPerspective(
        paper, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=border
    )
    if wear.blur:
        bent = cv2.GaussianBlur(bent, (0, 0), wear.blur)
    paper = _light(np.asarray(bent, dtype=np.float32), wear, random)
    _speckle(paper, wear.specks, random)
    noise = random.normal(0, wear.noise, paper.shape[:2]).astype(np.float32)
    paper = paper + (noise[..., None] if wear.is_color else noise)
    return np.clip(paper, 0, 255).astype(np.uint8), matrix


def _geometry(width: int, height: int, wear: Wear, random: np.random.Generator) -> Matrix:
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1.0), [0, 0, 1]])
    if not wear.perspective:
        return np.asarray(turn, dtype=np.float64)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float32)
    shift = random.uniform(0.3, 1.0, (4, 2)).astype(np.float32) * wear.perspective * np.array([width, height], dtype=np.float32)
    bend = cv2.getPerspectiveTransform(corners, (corners + inward * shift).astype(np.float32))
    return np.asarray(bend @ turn, dtype=np.float64)


def _light(paper: Paper, wear: Wear, random: np.random.Generator) -> Paper:
    """Uneven light: a slope over the page, and for photos the soft shadow of a hand or phone."""
    if not wear.shadow:
        return paper
    height, width = paper.shape[:2]
    across, down = np.meshgrid(np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32))
    angle = random.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * (across - 0.5) + np.sin(angle) * (down - 0.5)
    center = random.uniform(0.2, 0.8, 2)
    spot = np.exp(-(((across - center[0]) / 0.45) ** 2 + ((down - center[1]) / 0.4) ** 2))
    light = 1 - wear.shadow * (0.45 + 0.55 * slope) * 0.6 - wear.shadow * 0.4 * spot
    tint = np.array([1.0, 0.985, 0.94], dtype=np.float32)
    lit = light[..., None] * tint if wear.is_color else light
    return np.asarray(paper * lit, dtype=np.float32)


def _punch(paper: Paper, dpi: int) -> None:
    middle, apart, inset, radius = paper.shape[0] // 2, round(40 * dpi / 25.4), round(11 * dpi / 25.4), round(2.8 * dpi / 25.4)
    for y in (middle - apart, middle + apart):
        cv2.circle(paper, (inset, y), radius, (70,) * 3, -1, cv2.LINE_AA)


def _fold(paper: Paper, random: np.random.Generator) -> None:
    for share in (1 / 3, 2 / 3):
        y = round(paper.shape[0] * share + random.uniform(-8, 8))
        paper[y - 2 : y + 2] *= 0.9
        paper[y + 2 : y + 5] = np.minimum(255, paper[y + 2 : y + 5] * 1.04)


def _speckle(paper: Paper, count: int, random: np.random.Generator) -> None:
    height, width = paper.shape[:2]
    for x, y, radius, grey in zip(
        random.integers(0, width, count),
        random.integers(0, height, count),
        random.integers(0, 3, count),
        random.integers(0, 140, count),
        strict=True,
    ):
        cv2.circle(paper, (int(x), int(y)), int(radius), (float(grey),) * 3, -1)


def _move(box: Box, matrix: Matrix, size: tuple[int, int]) -> Box:
    """The upright box around the moved corners of `box`."""
    width, height = size
    left, top, right, bottom = box
    corners = np.array([[[x * width, y * height] for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]])
    moved = cv2.perspectiveTransform(corners, matrix)[0] / np.array([width, height])
    low, high = moved.min(axis=0), moved.max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
