"""Pages worn like scans, faxes and photographs whose words are known, because they were printed from PDFs with a text layer."""

from __future__ import annotations

import io
import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from idp.domain.errors import IdpError
from idp.domain.page import Page, Quality
from idp.reading import Engines, read_file
from idp.training.degrade import CLEAN, FAX, OFFICE, PHONE, TIRED, Wear, as_jpeg, as_png, as_tiff, scan
from idp.training.generate import generate_document

WEARS = {"clean": CLEAN, "office": OFFICE, "tired": TIRED, "phone": PHONE, "fax": FAX}
"""As `idp.training.degrade` makes them: 200 dpi, skewed, blurred, noisy, faded, specks, shadows, perspective, bilevel."""
FIRST_SEED = 70_000  # generated documents that no model is trained on


@dataclass(frozen=True, slots=True)
class WornPage:
    """The picture `(H, W, 3) uint8 RGB` of a page and the words that are printed on it."""

    name: str
    wear: str
    pixels: Any
    words: tuple[str, ...]


def worn_pages(folder: Path | None, count: int, wears: tuple[str, ...] = tuple(WEARS)) -> Iterator[WornPage]:
    """The first pages of `count` documents, each worn in each way: PDFs of `folder`, else generated ones."""
    for name, pdf, page in itertools.islice(native_documents(folder), count):
        words = tuple(word.text for word in page.words)
        for wear in wears:
            yield WornPage(name, wear, _picture(pdf, WEARS[wear], seed=zlib.crc32(name.encode())), words)


def native_documents(folder: Path | None) -> Iterator[tuple[str, bytes, Page]]:
    """Name, bytes and first page of documents that have a text layer, evenly taken from the folder's PDFs, else generated."""
    for name, pdf in _files(folder) if folder is not None else _generated():
        try:
            page = read_file(pdf, name=name, engines=Engines()).pages[0]
        except IdpError:
            continue
        if page.quality is Quality.NATIVE and len(page.words) >= 30:
            yield name, pdf, page


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*.pdf"), key=lambda path: zlib.crc32(path.name.encode())):
        yield path.name, path.read_bytes()


def _generated() -> Iterator[tuple[str, bytes]]:
    for seed in itertools.count(FIRST_SEED):
        yield f"generated {seed}", generate_document(seed).pdf


def _picture(pdf: bytes, wear: Wear, *, seed: int) -> Any:
    """The worn first page after it has been through the file format that such devices send."""
    image = scan(pdf, {}, wear, seed).images[0]
    if wear is FAX:
        content = as_tiff([image], wear.dpi)
    elif wear is PHONE:
        content = as_jpeg(image, 70, wear.dpi)
    else:
        content = as_png(image, wear.dpi)
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
