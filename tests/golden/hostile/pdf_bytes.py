"""PDFs written byte by byte, so that they may be as wrong as they need to be."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping

import pikepdf

TEXT = b"BT /F1 12 Tf 72 720 Td (Invoice 4711 Kestrel Abrasives total 12.00 EUR) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def flate(content: bytes, extra: bytes = b"") -> bytes:
    """A compressed stream object's body."""
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + extra)


def written(objects: Mapping[int, bytes], *, trailer: bytes = b"/Root 1 0 R", header: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of these objects with a right cross-reference table."""
    out, places = bytearray(header), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))


def one_page(
    content: bytes = stream(TEXT),
    *,
    root: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    box: bytes = b"0 0 612 792",
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """A PDF of one page: 1 catalog, 2 pages, 3 page, 4 content, 5 font; `more` from 6 on."""
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> %s >>"
            % (box, resources, page),
            4: content,
            5: FONT,
            **(more or {}),
        }
    )


def saved(
    change: Callable[[pikepdf.Pdf], object] | None = None, *, pages: int = 1, encryption: pikepdf.Encryption | None = None
) -> bytes:
    """A PDF with text, made and saved by pikepdf."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page())) as pdf:
        for _ in range(pages - 1):
            pdf.pages.append(pdf.pages[0])
        if change is not None:
            change(pdf)
        pdf.save(out, encryption=encryption if encryption is not None else False)
    return out.getvalue()


def zeros(count: int) -> bytes:
    """`count` zeros (whole megabytes), compressed; made without having them in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    adler = (count % 65_521) << 16 | 1
    return b"\x78\xda" + block * (count // 1_000_000) + packer.flush(zlib.Z_FINISH) + adler.to_bytes(4, "big")
