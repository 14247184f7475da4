"""What every implementation of the Confined port does with good and with bad files."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from idp.domain.errors import DocumentRefused, NotFound
from idp.domain.geometry import Box
from idp.domain.page import Quality
from idp.ports import Confined, Limits, PageOf
from tests.unit.reading import paper

FACTURX = (
    b'<?xml version="1.0"?><rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'
)
BOMB = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Invoice>&b;</Invoice>"""
FOREIGN = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Invoice>&f;</Invoice>"""


def huge_png() -> bytes:
    """A PNG whose header claims 60,000 × 60,000 pixels."""
    header = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + header
    rest = picture_end()
    return b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + rest


def picture_end() -> bytes:
    data = zlib.compress(b"\x00" * 1000)
    idat = b"IDAT" + data
    return len(data).to_bytes(4, "big") + idat + zlib.crc32(idat).to_bytes(4, "big") + b"\x00\x00\x00\x00IEND\xaeB`\x82"


REFUSED = {
    "no bytes": ("ING-EMPTY", lambda: b""),
    "blanks only": ("ING-EMPTY", lambda: b"\n\n  \x00"),
    "plain text": ("ING-TYPE", lambda: b"Dear Sir or Madam, please find enclosed"),
    "a program": ("ING-TYPE", lambda: b"MZ\x90\x00" + b"\x00" * 500),
    "a zip": ("ING-TYPE", lambda: b"PK\x03\x04" + b"\x00" * 500),
    "a web page": ("ING-TYPE", lambda: b"<!DOCTYPE html><html><body>hi</body></html>"),
    "a PDF with a password": ("ING-ENCRYPTED", paper.locked_pdf),
    "a PDF cut in the middle": ("ING-CORRUPT", lambda: paper.text_pdf()[:600]),
    "a PDF header alone": ("ING-CORRUPT", lambda: b"%PDF-1.7\n"),
    "a PDF of 300 pages": ("ING-SIZE", lambda: paper.text_pdf([paper.INVOICE[:1]] * 300)),
    "a PDF with a script": ("ING-ACTIVE", paper.scripted_pdf),
    "a PDF that starts a program after a link": ("ING-ACTIVE", paper.launching_pdf),
    "a PDF with a program inside": ("ING-ACTIVE", lambda: paper.pdf_with_attachment("report.pdf", b"MZ" + b"\x00" * 99)),
    "a PDF with a script file inside": ("ING-ACTIVE", lambda: paper.pdf_with_attachment("open.JS", b"WScript.Shell")),
    "XML that breaks off": ("ING-CORRUPT", lambda: b'<?xml version="1.0"?><Invoice><ID>1</ID>'),
    "an entity bomb": ("ING-ACTIVE", lambda: BOMB),
    "an entity bomb in UTF-16": ("ING-ACTIVE", lambda: BOMB.decode().encode("utf-16")),
    "XML that wants a foreign file": ("ING-ACTIVE", lambda: FOREIGN),
    "a picture with a huge header": ("ING-SIZE", huge_png),
    "a PNG cut in the middle": ("ING-CORRUPT", lambda: half(paper.picture_bytes(paper.picture(dpi=72)))),
    "a JPEG cut in the middle": ("ING-CORRUPT", lambda: half(paper.picture_bytes(paper.picture(dpi=72), "JPEG"))),
    "a TIFF cut in the middle": ("ING-CORRUPT", lambda: half(paper.picture_bytes(paper.picture(dpi=72), "TIFF"))),
    "a picture without text": ("EXT-NOTEXT", lambda: paper.picture_bytes(Image.new("RGB", (600, 800), "white"))),
}


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.mark.parametrize("trouble", REFUSED)
def test_trouble_is_refused_with_its_code_and_one_sentence(reader: Confined, trouble: str) -> None:
    code, make = REFUSED[trouble]
    with pytest.raises(DocumentRefused) as refusal:
        reader.read(make(), name="file.pdf")
    assert refusal.value.code == code
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 160


def test_the_name_of_a_file_does_not_matter(reader: Confined) -> None:
    assert reader.read(paper.text_pdf(), name="photo.png").media_type == "application/pdf"


def test_a_native_pdf_gives_its_words_with_boxes(reader: Confined) -> None:
    page = reader.read(paper.text_pdf(), name="a.pdf").pages[0]
    assert page.text.splitlines()[-2:] == ["Bearing 6204 10 12.50 125.00", "Total 148.75"]
    assert page.quality is Quality.NATIVE
    total = next(word for word in page.words if word.text == "148.75")
    assert total.box.left == pytest.approx(460 / 595, abs=0.004)
    assert total.box.bottom == pytest.approx(1 - 600 / 842, abs=0.002)
    assert total.confidence is None
    assert total.size == pytest.approx(11 / 842, rel=0.02)


def test_pages_keep_their_order_and_index(reader: Confined) -> None:
    pages = reader.read(paper.text_pdf([[(50, 700, f"Page{i}")] for i in range(3)]), name="a.pdf").pages
    assert [(page.index, page.text) for page in pages] == [(0, "Page0"), (1, "Page1"), (2, "Page2")]


def test_an_embedded_invoice_comes_with_the_pages(reader: Confined) -> None:
    reading = reader.read(paper.pdf_with_attachment("factur-x.xml", FACTURX), name="a.pdf")
    assert reading.structured is not None
    assert (reading.structured.name, reading.structured.content) == ("factur-x.xml", FACTURX)
    assert len(reading.pages) == 1


def test_an_embedded_entity_bomb_is_refused(reader: Confined) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        reader.read(paper.pdf_with_attachment("factur-x.xml", BOMB), name="a.pdf")
    assert refusal.value.code == "ING-ACTIVE"


def test_a_damaged_embedded_invoice_is_left_out_and_the_page_read(reader: Confined) -> None:
    reading = reader.read(paper.pdf_with_attachment("factur-x.xml", half(FACTURX)), name="a.pdf")
    assert reading.structured is None
    assert reading.pages[0].words
    assert any("factur-x.xml" in note for note in reading.notes)


def test_a_pdf_that_only_forbids_changes_is_read(reader: Confined) -> None:
    assert reader.read(paper.locked_pdf(password=""), name="a.pdf").pages[0].words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_xml_is_handed_on_as_it_came(reader: Confined, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><Invoice>Größe</Invoice>'.encode(encoding)
    reading = reader.read(content, name="e.xml")
    assert reading.media_type == "application/xml"
    assert reading.pages == ()
    assert reading.structured is not None
    assert reading.structured.content == content


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_read_by_ocr(reader: Confined, kind: str) -> None:
    page = reader.read(paper.picture_bytes(paper.picture(), kind, dpi=(200, 200)), name="a").pages[0]
    words = {word.text: word for word in page.words}
    assert {"4711-26", "125.00", "148.75"} <= set(words)
    assert page.quality is Quality.CLEAN_SCAN
    assert all(word.confidence is not None for word in page.words)
    assert words["148.75"].box.overlap(Box(460 / 595, 1 - 609 / 842, 496 / 595, 1 - 600 / 842)) > 0.5
    assert page.width_points == pytest.approx(595, abs=2)


def test_a_tiff_of_two_pages_gives_two_pages(reader: Confined) -> None:
    second = paper.picture([(60, 700, "Second page 2026")])
    content = paper.picture_bytes(paper.picture(), "TIFF", save_all=True, append_images=[second])
    pages = reader.read(content, name="a.tif").pages
    assert [page.index for page in pages] == [0, 1]
    assert "Second page 2026" in pages[1].text


def test_a_rendered_page_is_as_large_as_asked(reader: Confined) -> None:
    image = Image.open(io.BytesIO(reader.render(paper.text_pdf(), page_index=0, dpi=144)))
    assert image.size == (1190, 1684)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_whose_text_runs_sideways_is_read_and_shown_upright(reader: Confined, rotate: int) -> None:
    content = paper.text_pdf(rotate=rotate)
    page = reader.read(content, name="a.pdf").pages[0]
    assert page.rotation_degrees == -rotate % 360
    assert page.text == reader.read(paper.text_pdf(), name="a.pdf").pages[0].text
    assert Image.open(io.BytesIO(reader.render(content, page_index=0, dpi=72))).size == (595, 842)
    assert (page.width_points, page.height_points) == pytest.approx((595, 842))


def test_a_page_that_is_not_there_is_not_found(reader: Confined) -> None:
    with pytest.raises(NotFound):
        reader.render(paper.text_pdf(), page_index=1)
    with pytest.raises(NotFound):
        reader.render(b'<?xml version="1.0"?><Invoice/>', page_index=0)


def test_a_second_look_reads_the_region_and_nothing_else(reader: Confined) -> None:
    region = Box(455 / 595, 1 - 614 / 842, 510 / 595, 1 - 596 / 842)
    words = reader.reread(paper.text_pdf(), page_index=0, box=region)
    assert [word.text for word in words] == ["148.75"]
    assert words[0].box.overlap(region) > 0.2
    assert words[0].confidence is not None


def test_a_limit_on_bytes_holds(reader: Confined) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        reader.read(paper.text_pdf(), name="a.pdf", limits=Limits(bytes=100))
    assert refusal.value.code == "ING-SIZE"


def test_a_limit_on_pixels_holds_for_pictures(reader: Confined) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        reader.read(paper.picture_bytes(paper.picture()), name="a.png", limits=Limits(pixels=1_000_000))
    assert refusal.value.code == "ING-SIZE"


def test_pages_of_several_files_are_put_together_in_the_order_that_is_asked_for(reader: Confined) -> None:
    two = paper.text_pdf([paper.INVOICE, [(72, 700, "Second page of the paper")]])
    scan = paper.picture_bytes(paper.picture(dpi=200), "PNG", dpi=(200, 200))
    composed = reader.compose([two, scan], [PageOf(0, 1), PageOf(1, 0), PageOf(0, 0)])
    assert composed == reader.compose([two, scan], [PageOf(0, 1), PageOf(1, 0), PageOf(0, 0)])
    read = reader.read(composed, name="together.pdf")
    alone = reader.read(two, name="two.pdf")
    assert [page.index for page in read.pages] == [0, 1, 2]
    assert [page.words for page in (read.pages[2], read.pages[0])] == [page.words for page in alone.pages]
    assert read.pages[1].quality in {Quality.CLEAN_SCAN, Quality.POOR_SCAN}
    picture = reader.read(scan, name="scan.png").pages[0]
    assert (round(read.pages[1].width_points), round(read.pages[1].height_points)) == (
        round(picture.width_points), round(picture.height_points),
    )  # fmt: skip
    assert [word.text for word in read.pages[1].words] == [word.text for word in picture.words]


@pytest.mark.parametrize("page", [PageOf(0, 1), PageOf(0, -1), PageOf(1, 0)])
def test_a_page_that_a_file_does_not_have_is_not_put_together(reader: Confined, page: PageOf) -> None:
    with pytest.raises(NotFound):
        reader.compose([paper.text_pdf(), FACTURX], [PageOf(0, 0), page])


def test_what_may_not_be_opened_is_not_put_together(reader: Confined) -> None:
    for content, code in ((paper.locked_pdf(), "ING-ENCRYPTED"), (paper.text_pdf()[:600], "ING-CORRUPT")):
        with pytest.raises(DocumentRefused) as refused:
            reader.compose([paper.text_pdf(), content], [PageOf(0, 0), PageOf(1, 0)])
        assert refused.value.code == code
    with pytest.raises(DocumentRefused, match="at most 200"):
        reader.compose([paper.text_pdf()], [PageOf(0, 0)] * 201)
