"""Files that are two kinds of file at once, and kinds that are not read."""

from __future__ import annotations

import io
import zipfile
from functools import partial

from tests.golden.hostile.case import READ, Hostile, hostile, slow
from tests.golden.hostile.pdf_bytes import one_page
from tests.golden.hostile.picture import picture

_ACTIVE, _TYPE, _CORRUPT, _NOTEXT = "ING-ACTIVE", "ING-TYPE", "ING-CORRUPT", "EXT-NOTEXT"


def zipped(**files: bytes) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


_JAR = zipped(**{"META-INF/MANIFEST.MF": b"Main-Class: A\n", "A.class": b"\xca\xfe\xba\xbe"})
_PAGE = b"<html><script>alert(1)</script></html>"


def _behind(first: bytes, second: bytes) -> bytes:
    """`second` behind `first`; the offsets of a ZIP are corrected by those who open it."""
    return first + second


def _office(kind: str) -> bytes:
    return zipped(**{"[Content_Types].xml": b"<Types/>", f"{kind}/document.xml": b"<a/>"})


def _pdf_in_comment() -> bytes:
    jpeg = picture("JPEG")
    return jpeg[:2] + b"\xff\xfe\x01\x00" + one_page()[:254] + jpeg[2:]


POLYGLOTS: list[Hostile] = [
    hostile("PDF and ZIP", partial(_behind, one_page(), zipped(a=b"b")), _ACTIVE),
    hostile("PDF and JAR", partial(_behind, one_page(), _JAR), _ACTIVE),
    hostile("web page and PDF", partial(_behind, _PAGE, one_page()), _ACTIVE, _TYPE),
    hostile("script and PDF", partial(_behind, b"#!/bin/sh\nrm -rf /\n", one_page()), _ACTIVE, _TYPE),
    hostile("program and PDF", partial(_behind, b"MZ\x90\x00", one_page()), _TYPE),
    hostile("GIF and JAR", partial(_behind, picture("GIF"), _JAR), _TYPE),
    hostile("JPEG and JAR", partial(_behind, picture("JPEG"), _JAR), _ACTIVE),
    hostile("PNG and ZIP", partial(_behind, picture("PNG"), zipped(a=b"b")), _ACTIVE),
    slow(hostile("PNG and web page", partial(_behind, picture("PNG"), _PAGE), READ, _ACTIVE)),
    slow(hostile("PDF in a JPEG's comment", _pdf_in_comment, READ, _NOTEXT, _CORRUPT)),
    hostile("blanks and PDF", partial(_behind, b"\n" * 500, one_page()), READ),
    hostile("mail words and PDF", partial(_behind, b"Content-Type: application/pdf\r\n\r\n", one_page()), READ),
    hostile("PDF and the words of a mailer", partial(_behind, one_page(), b"\n-- \nsent by scanner\n"), READ),
    hostile("web page", lambda: b"<!DOCTYPE html>" + _PAGE, _TYPE),
    hostile("Word document", partial(_office, "word"), _TYPE),
    hostile("Excel workbook", partial(_office, "xl"), _TYPE),
    hostile("PowerPoint document", partial(_office, "ppt"), _TYPE),
    hostile("OpenDocument text", lambda: zipped(mimetype=b"application/vnd.oasis.opendocument.text"), _TYPE),
    hostile("Office document with a password, or an old one", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), _TYPE),
    hostile("rich text", lambda: b"{\\rtf1 hello}", _TYPE),
    hostile("Windows program", lambda: b"MZ" + bytes(600), _TYPE),
    hostile("Linux program", lambda: b"\x7fELF" + bytes(600), _TYPE),
    hostile("Java class", lambda: b"\xca\xfe\xba\xbe" + bytes(60), _TYPE),
    hostile("shell script", lambda: b"#!/bin/sh\nrm -rf /\n", _TYPE),
    hostile("shortcut", lambda: b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), _TYPE),
    hostile("7-Zip archive", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(60), _TYPE),
    hostile("RAR archive", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(60), _TYPE),
    hostile("gzip archive", lambda: b"\x1f\x8b\x08\x00" + bytes(60), _TYPE),
    hostile("PostScript", lambda: b"%!PS-Adobe-3.0\n(a) run\n", _TYPE),
    hostile("words", lambda: b"Please pay me 1,000,000.00 EUR\n", _TYPE),
    hostile("noise", lambda: bytes(range(1, 256)) * 40, _TYPE),
]
