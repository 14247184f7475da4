"""Makes small PDFs and pictures whose content a test knows."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

A4 = (595, 842)
INVOICE = (
    (60, 770, "Nordwind Handels GmbH"),
    (60, 740, "Invoice 4711-26"),
    (60, 720, "Date 2026-04-05"),
    (60, 640, "Bearing 6204"),
    (300, 640, "10"),
    (380, 640, "12.50"),
    (460, 640, "125.00"),
    (380, 600, "Total"),
    (460, 600, "148.75"),
)


def text_pdf(
    pages: Iterable[Iterable[tuple[float, float, str]]] = (INVOICE,),
    *,
    rotate: int = 0,
    size: float = 11,
    drawing: str = "",
    text_mode: int = 0,
    page_size: tuple[int, int] = A4,
) -> bytes:
    """A PDF with Helvetica text; positions in points from the bottom left. `drawing` is added to each page's content."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    for lines in pages:
        page = pdf.add_blank_page(page_size=page_size)
        shown = "".join(f"BT /F1 {size} Tf {text_mode} Tr 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n" for x, y, text in lines)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream((drawing + "\n" + shown).encode("cp1252"))
        if rotate:
            page.obj.Rotate = rotate
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def changed(content: bytes, change: object) -> bytes:
    """The PDF after `change(pdf)`."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        return saved(pdf)


def scripted_pdf() -> bytes:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    return changed(text_pdf(), add)


def launching_pdf() -> bytes:
    def add(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI="https://example.com", Next=Dictionary(S=Name.Launch, F="calc.exe"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 10, 10], A=action)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])

    return changed(text_pdf(), add)


def pdf_with_attachment(name: str, data: bytes) -> bytes:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = data

    return changed(text_pdf(), add)


def locked_pdf(password: str = "secret") -> bytes:
    with pikepdf.open(io.BytesIO(text_pdf())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="owner", user=password))


def pdf_of_picture(image: Image.Image, *, hidden_text: str = "", page_size: tuple[int, int] = A4) -> bytes:
    """A scanned page: one picture over all of it, and maybe the hidden text of an earlier OCR."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=page_size)
    packed = io.BytesIO()
    image.convert("L").save(packed, "JPEG", quality=80)
    picture = pdf.make_stream(
        packed.getvalue(),
        Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height, ColorSpace=Name.DeviceGray,
        BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(XObject=Dictionary(P=picture), Font=Dictionary(F1=font))
    shown = f"q {page_size[0]} 0 0 {page_size[1]} 0 0 cm /P Do Q BT /F1 9 Tf 3 Tr 50 500 Td ({hidden_text}) Tj ET"
    page.obj.Contents = pdf.make_stream(shown.encode())
    return saved(pdf)


def picture(lines: Iterable[tuple[float, float, str]] = INVOICE, *, dpi: int = 200) -> Image.Image:
    """An A4 page at `dpi`, black on white, with the same text as `text_pdf`."""
    scale = dpi / 72
    image = Image.new("RGB", (round(A4[0] * scale), round(A4[1] * scale)), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=11 * scale)
    for x, y, text in lines:
        pen.text((x * scale, (A4[1] - y) * scale), text, fill=(20, 20, 20), font=font, anchor="ls")
    return image


def picture_bytes(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
