"""An area of a page: a file's own words, or a second look at a scan."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from idp.domain.errors import NotFound
from idp.domain.geometry import Box
from idp.domain.page import Page, Quality, Reading, Word
from idp.domain.record import DocumentId, DocumentRecord
from idp.reading.direct import DirectReading
from idp.services.area import read_area
from idp.services.means import Means
from idp.services.pages import keep_pages
from tests.fakes.means import SmallErp, make_means


def stored(means: Means, content: bytes, page: Page) -> DocumentRecord:
    """A document whose file was read as this one page."""
    reading = keep_pages(means.blobs, Reading("image/png", (page,)))
    return DocumentRecord(
        DocumentId("a" * 32), means.blobs.put(content), "paper.png", "image/png", "upload", means.clock.now(), reading_sha256=reading
    )  # fmt: skip


def words(*texts: str) -> tuple[Word, ...]:
    """Words one beside the other across the page."""
    step = 1 / len(texts)
    return tuple(Word(text, Box(n * step, 0.4, n * step + 0.8 * step, 0.6)) for n, text in enumerate(texts))


def test_of_a_native_page_the_words_inside_are_taken_as_they_are(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp())
    record = stored(means, b"never opened", Page(0, 600, 800, words("Total", "1,409.32", "EUR"), Quality.NATIVE, "test"))
    found = read_area(means, record, 0, Box(0.3, 0.3, 0.9, 0.7))
    assert [word.text for word in found] == ["1,409.32", "EUR"]


def test_a_scan_is_read_once_more_where_the_box_is(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1000, 700), "white")
    font = ImageFont.load_default(44)
    ImageDraw.Draw(picture).text((80, 100), "Invoice 2026-118", fill="black", font=font)
    ImageDraw.Draw(picture).text((80, 500), "Total 1,409.32", fill="black", font=font)
    file = io.BytesIO()
    picture.save(file, "PNG")
    means = replace(make_means(tmp_path, erp=SmallErp()), confined=DirectReading())
    record = stored(means, file.getvalue(), Page(0, 1000, 700, words("lnvoice", "7otal"), Quality.POOR_SCAN, "test"))
    found = read_area(means, record, 0, Box(0.0, 0.65, 1.0, 0.85))
    assert [word.text for word in found] == ["Total", "1,409.32"]
    assert all(0.65 < word.box.middle_y < 0.85 for word in found)


def test_a_page_that_does_not_exist_is_told(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp())
    record = stored(means, b"never opened", Page(0, 600, 800, (), Quality.NATIVE, "test"))
    with pytest.raises(NotFound, match="no page 3"):
        read_area(means, record, 2, Box(0, 0, 1, 1))
