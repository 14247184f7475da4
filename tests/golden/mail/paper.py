"""The files that the mails of this corpus carry: small, real, and different from each other where the number is."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

import pikepdf
from PIL import Image, ImageDraw

from tests.fakes.means import ubl_invoice


@lru_cache
def pdf(number: str = "KA-1") -> bytes:
    """An invoice of one page with a text layer."""
    text = f"BT /F1 18 Tf 72 740 Td (Kestrel Abrasives Invoice {number}) Tj 0 -30 Td (Total 121.00 EUR) Tj ET"
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
        page.Contents = made.make_stream(text.encode())
        return _saved(made)


@lru_cache
def hybrid_pdf(number: str = "KA-1") -> bytes:
    """An invoice with its XML inside."""
    with pikepdf.open(io.BytesIO(pdf(number))) as made:
        made.attachments["factur-x.xml"] = pikepdf.AttachedFileSpec(made, xml(number), filename="factur-x.xml")
        return _saved(made)


def _saved(made: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    made.save(stream, deterministic_id=True)
    return stream.getvalue()


def xml(number: str = "KA-1") -> bytes:
    return ubl_invoice(number)


@lru_cache
def picture(width: int, height: int, *, form: str = "PNG", text: str = "") -> bytes:
    """A white picture with lines of ink, as a scan or a logo has."""
    stream = io.BytesIO()
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for top in range(height // 10, height, max(8, height // 20)):
        draw.text((width // 10, top), text or "invoice line 1 2 3", fill="black")
    image.save(stream, form)
    return stream.getvalue()


def scan(number: int = 1, *, form: str = "JPEG") -> bytes:
    """A page of A4 at 150 dots per inch."""
    return picture(1240, 1754, form=form, text=f"Kestrel Abrasives Invoice {number}")


def phone_photo() -> bytes:
    """A sheet of paper as a phone takes it, lying: 12 megapixels would only be slower."""
    return picture(2016, 1512, form="JPEG", text="Kestrel Abrasives Invoice 77")


def logo() -> bytes:
    return picture(240, 80)


def signature_banner() -> bytes:
    """What a marketing department puts under every mail, for displays with many dots."""
    return picture(1400, 320, text="VISIT US AT THE FAIR")


def dot() -> bytes:
    return picture(1, 1, form="GIF")


def archive(**members: bytes) -> bytes:
    """A ZIP; `__` in a name stands for its dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def locked_archive(name: str, content: bytes) -> bytes:
    """A ZIP whose member says that it is encrypted."""
    made = bytearray(archive(**{name.replace(".", "__"): content}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + offset] |= 0x01
    return bytes(made)
