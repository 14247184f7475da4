"""Pages put together: pictures keep their pixels, layers stay hidden, filled-in fields stay visible, nothing else comes along."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image

from idp.ports import Limits, PageOf
from idp.reading.composition import compose
from idp.reading.file import read_file
from tests.unit.reading import paper

_FIRST = (PageOf(0, 0),)


def _picture_in(composed: bytes) -> Image.Image:
    with pikepdf.open(io.BytesIO(composed)) as pdf:
        (picture,) = pdf.pages[0].get_images().values()
        return pikepdf.PdfImage(picture).as_pil_image().convert("RGB")


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "L"), ("PNG", "1"), ("TIFF", "RGB"), ("TIFF", "1")])
def test_a_picture_keeps_every_pixel(kind: str, mode: str) -> None:
    image = paper.picture(dpi=72).convert(mode)
    composed = compose([paper.picture_bytes(image, kind)], _FIRST, limits=Limits())
    assert np.array_equal(np.asarray(_picture_in(composed)), np.asarray(image.convert("RGB")))


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_is_not_compressed_a_second_time(mode: str) -> None:
    jpeg = paper.picture_bytes(paper.picture(dpi=72).convert(mode), "JPEG")
    composed = compose([jpeg], _FIRST, limits=Limits())
    seen = np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"))
    assert np.array_equal(np.asarray(_picture_in(composed)), seen)
    assert (jpeg in composed) is (mode != "CMYK")


def test_a_picture_that_its_camera_turned_lies_upright() -> None:
    image = paper.picture(dpi=72)
    turned = Image.Exif()
    turned[0x0112] = 6
    composed = compose([paper.picture_bytes(image, "JPEG", exif=turned)], _FIRST, limits=Limits())
    with pikepdf.open(io.BytesIO(composed)) as pdf:
        _, _, wide, high = map(float, pdf.pages[0].mediabox)
    assert (image.width < image.height, wide < high) == (True, False)


def test_what_a_form_was_filled_in_with_is_still_read() -> None:
    def fill_in(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="number",
                V="RE-88123",
                F=4,
                Rect=[72, 300, 300, 320],
                DA="/Helv 12 Tf 0 g",
                P=pdf.pages[0].obj,
            )
        )
        pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=[field],
            NeedAppearances=True,
            DA="/Helv 12 Tf 0 g",
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
        )

    composed = compose([paper.changed(paper.text_pdf(), fill_in)], _FIRST, limits=Limits())
    assert "RE-88123" in read_file(composed, name="form.pdf").pages[0].text


def test_scripts_attachments_and_form_stay_behind() -> None:
    for content in (paper.scripted_pdf(), paper.launching_pdf(), paper.pdf_with_attachment("a.js", b"x")):
        composed = compose([content, paper.text_pdf()], (PageOf(0, 0), PageOf(1, 0)), limits=Limits())
        assert len(read_file(composed, name="clean.pdf").pages) == 2  # else ING-ACTIVE


def test_a_hidden_layer_stays_hidden() -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="draft"))
        page = pdf.pages[0]
        page.obj.Resources.Properties = pikepdf.Dictionary(L0=layer)
        page.contents_add(b"/OC /L0 BDC 0 0 0 rg 0 0 612 792 re f EMC")
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))

    from idp.reading.file import render_page  # noqa: PLC0415

    hidden = paper.changed(paper.text_pdf(), hide)
    composed = compose([paper.text_pdf(), hidden], (PageOf(0, 0), PageOf(1, 0)), limits=Limits())
    before, after = (np.asarray(Image.open(io.BytesIO(render_page(*which, 40)))) for which in ((hidden, 0), (composed, 1)))
    assert np.array_equal(before, after)
    assert before.mean() > 200
