"""Pages of several files become one PDF, as a person has put them together; the files themselves stay what they are.

PDF pages are taken over as they are drawn, pictures lie on pages of their own size. Nothing of a file but its pages comes along: no
attachments, scripts, bookmarks or form fields, whose looks become part of the page.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import pikepdf

from idp.domain.errors import DocumentRefused, NotFound
from idp.domain.media import MediaType, media_type
from idp.ports import Limits, PageOf
from idp.reading.pdf_safety import opened_pdf
from idp.reading.raster import JPEG_AS_IT_IS, opened_picture, page_pixels
from idp.reading.size import require_size

_POINTS_PER_INCH = 72.0
_ACTING = ("/AA", "/Annots", "/PieceInfo", "/Metadata", "/StructParents", "/Tabs")
"""Keys of a page that mean something only in its file, or do something; what annotations show is drawn onto the page before."""
_BROKEN = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, AttributeError, IndexError)


def compose(files: Sequence[bytes], pages: Sequence[PageOf], *, limits: Limits) -> bytes:
    """The PDF of these pages in this order; the same files and pages give the same bytes.

    Raises DocumentRefused (the ING-* code of a file that may not be opened, ING-SIZE for more than the limits allow), NotFound for a
    page that a file does not have.
    """
    if len(pages) > limits.pages:
        raise DocumentRefused("ING-SIZE", f"Together they have {len(pages)} pages; at most {limits.pages} are read.")
    with ExitStack() as opened, pikepdf.new() as target:
        sources: dict[int, pikepdf.Pdf] = {}
        for page in pages:
            content = files[page.file_index]
            kind = media_type(content)
            if kind is MediaType.PDF:
                if page.file_index not in sources:
                    sources[page.file_index] = opened.enter_context(_flat(content))
                _take_over(target, sources[page.file_index], page.page_index)
            elif kind is MediaType.XML:
                raise NotFound("An XML file has no pages.")
            else:
                _lay_down(target, content, page.page_index, kind=kind, limits=limits)
        _show_layers(target, list(sources.values()))
        out = io.BytesIO()
        target.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    composed = out.getvalue()
    require_size(len(composed), limits, subject="Together they have")
    return composed


def _flat(content: bytes) -> pikepdf.Pdf:
    """The open PDF, its filled-in fields and notes drawn onto the pages: they belong to the file's form, which stays behind."""
    pdf = opened_pdf(content)
    try:
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    except _BROKEN as trouble:
        pdf.close()
        raise DocumentRefused("ING-CORRUPT", "The PDF is damaged and its pages cannot be taken over.") from trouble
    return pdf


def _take_over(target: pikepdf.Pdf, source: pikepdf.Pdf, page_index: int) -> None:
    if not 0 <= page_index < len(source.pages):
        raise NotFound(f"The file has {len(source.pages)} pages; there is no page {page_index + 1}.")
    try:
        target.pages.append(source.pages[page_index])
        taken = target.pages[-1]
        for key in _ACTING:
            if key in taken.obj:
                del taken.obj[key]
    except _BROKEN as trouble:
        raise DocumentRefused("ING-CORRUPT", f"Page {page_index + 1} of the PDF is damaged.") from trouble


def _show_layers(target: pikepdf.Pdf, sources: Sequence[pikepdf.Pdf]) -> None:
    """Keeps hidden what the files hide: whether a layer shows stands in the file, not on its pages (ISO 32000-1 8.11.4)."""
    layers, hidden = pikepdf.Array(), pikepdf.Array()
    for source in sources:
        told = source.Root.get("/OCProperties")
        if told is None or "/OCGs" not in told or "/D" not in told:
            continue
        layers.extend(target.copy_foreign(layer) for layer in _indirect(told.OCGs))
        hidden.extend(target.copy_foreign(layer) for layer in _hidden(told))
    if layers:
        target.Root.OCProperties = pikepdf.Dictionary(OCGs=layers, D=pikepdf.Dictionary(OFF=hidden))


def _hidden(told: Any) -> list[Any]:  # pikepdf's objects are untyped
    if told.D.get("/BaseState") == "/OFF":
        shown = {layer.objgen for layer in _indirect(told.D.get("/ON", ()))}
        return [layer for layer in _indirect(told.OCGs) if layer.objgen not in shown]
    return _indirect(told.D.get("/OFF", ()))


def _indirect(layers: Any) -> list[Any]:
    return [layer for layer in layers if getattr(layer, "is_indirect", False)]


def _lay_down(target: pikepdf.Pdf, content: bytes, page_index: int, *, kind: MediaType, limits: Limits) -> None:
    """A page with the picture on all of it, every pixel as it came."""
    with opened_picture(content, kind=kind, limits=limits) as image:
        mode = image.mode
        pixels, dpi = page_pixels(image, page_index, limits=limits)
        as_it_is = kind is MediaType.JPEG and mode in JPEG_AS_IT_IS and image.getexif().get(0x0112, 1) == 1
    height, width = pixels.shape[:2]
    wide, high = width / dpi * _POINTS_PER_INCH, height / dpi * _POINTS_PER_INCH
    grey = mode == "L" if as_it_is else mode in ("1", "L") or bool((pixels[..., :1] == pixels).all())
    picture = pikepdf.Stream(
        target,
        content if as_it_is else zlib.compress((pixels[..., 0] if grey else pixels).tobytes(), 6),
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        Filter=pikepdf.Name.DCTDecode if as_it_is else pikepdf.Name.FlateDecode,
    )  # fmt: skip
    page = target.add_blank_page(page_size=(wide, high))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=target.make_indirect(picture)))
    page.obj.Contents = target.make_stream(f"q {wide:.4f} 0 0 {high:.4f} 0 0 cm /Picture Do Q".encode())
