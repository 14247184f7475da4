"""Hostile pictures: cut, lying about their size, without end, of kinds that are not read."""

from __future__ import annotations

import io
import struct
import zlib
from functools import lru_cache

from PIL import Image, ImageDraw

from tests.golden.hostile.case import READ, Hostile, hostile, slow
from tests.golden.hostile.pdf_bytes import zeros

_CORRUPT, _SIZE, _TYPE, _NOTEXT = "ING-CORRUPT", "ING-SIZE", "ING-TYPE", "EXT-NOTEXT"


@lru_cache
def _sheet() -> Image.Image:
    image = Image.new("RGB", (400, 120), "white")
    ImageDraw.Draw(image).text((20, 40), "INVOICE 4711", fill="black", font_size=36)
    return image


@lru_cache
def picture(kind: str) -> bytes:
    out = io.BytesIO()
    _sheet().save(out, kind)
    return out.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _png(width: int, height: int, data: bytes, *before: bytes, depth: int = 1, colour: int = 0) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(before) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _tiff(*directories: tuple[int, int, int], next_of_last: int = 0) -> bytes:
    """A TIFF of 1-bit pages (width, height, offset of the strip); each directory has seven entries."""
    size = 2 + 12 * 7 + 4
    out = bytearray(struct.pack("<2sHI", b"II", 42, 8))
    for index, (width, height, offset) in enumerate(directories):
        follows = 8 + (index + 1) * size if index + 1 < len(directories) else next_of_last
        out += struct.pack("<H", 7)
        strip = (width + 7) // 8 * height
        for tag, kind, value in (
            (256, 4, width),
            (257, 4, height),
            (258, 3, 1),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, offset),
            (279, 4, strip),
        ):
            out += struct.pack("<HHII", tag, kind, 1, value)
        out += struct.pack("<I", follows)
    return bytes(out) + bytes(2000)


def _jpeg_of_size(width: int, height: int) -> bytes:
    """A JPEG whose header says another size than its data has."""
    whole = bytearray(picture("JPEG"))
    place = whole.index(b"\xff\xc0")
    whole[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


PICTURES: list[Hostile] = [
    *(
        hostile(f"{kind} cut in half", lambda kind=kind: picture(kind)[: len(picture(kind)) // 2], _CORRUPT, READ, _NOTEXT)
        for kind in ("PNG", "JPEG", "WEBP", "TIFF")
    ),
    *(
        hostile(f"{kind} cut behind its first bytes", lambda kind=kind: picture(kind)[:24], _CORRUPT)
        for kind in ("PNG", "JPEG", "WEBP", "TIFF")
    ),
    hostile("PNG of 2.5 gigapixels", lambda: _png(50_000, 50_000, zlib.compress(bytes(6250 * 1000), 9)), _SIZE),
    hostile("PNG of the largest size", lambda: _png(2**31 - 1, 2**31 - 1, b""), _SIZE, _CORRUPT),
    hostile("PNG of no size", lambda: _png(0, 0, b""), _CORRUPT, _NOTEXT),
    hostile(
        "PNG with a text bomb",
        lambda: _png(99, 99, zlib.compress(bytes(13 * 99)), _chunk(b"zTXt", b"a\0\0" + zeros(200_000_000))),
        _CORRUPT,
        _SIZE,
        _NOTEXT,
        READ,
    ),
    slow(hostile("PNG with a data bomb", lambda: _png(99, 99, zeros(300_000_000)), _NOTEXT, _CORRUPT, _SIZE)),
    hostile(
        "PNG with a colour profile of garbage",
        lambda: _png(99, 99, zlib.compress(bytes(14 * 99)), _chunk(b"iCCP", b"x\0\0" + b"garbage" * 99)),
        _NOTEXT,
        _CORRUPT,
        READ,
    ),
    hostile("PNG without pixels", lambda: _png(99, 99, b""), _CORRUPT, _NOTEXT),
    hostile("JPEG that says it is 65,500 squared", lambda: _jpeg_of_size(65_500, 65_500), _SIZE),
    slow(hostile("JPEG that says it is larger than its data", lambda: _jpeg_of_size(2000, 1000), _CORRUPT, READ, _NOTEXT)),
    hostile("JPEG of one pixel", lambda: _jpeg_of_size(1, 1), _NOTEXT),
    hostile("TIFF of a thousand pages", lambda: _tiff(*[(32, 32, 8)] * 1000), _SIZE),
    slow(hostile("TIFF of three empty pages", lambda: _tiff(*[(640, 400, 8)] * 3), _NOTEXT, _CORRUPT)),
    slow(
        hostile(
            "TIFF whose last page leads to the first",
            lambda: _tiff((64, 64, 8), (64, 64, 8), next_of_last=8),
            _SIZE,
            _CORRUPT,
            _NOTEXT,
            READ,
        )
    ),
    hostile("TIFF whose page leads to itself", lambda: _tiff((64, 64, 8), next_of_last=8), _SIZE, _CORRUPT, _NOTEXT, READ),
    hostile("TIFF of 16 gigapixels", lambda: _tiff((128_000, 128_000, 8)), _SIZE),
    hostile("TIFF with its picture behind its end", lambda: _tiff((640, 400, 99_999_999)), _CORRUPT, _NOTEXT),
    hostile("TIFF whose directory is behind its end", lambda: b"II*\x00\xff\xff\xff\x7f" + bytes(99), _CORRUPT),
    hostile("WebP that says it is larger", lambda: b"RIFF\xff\xff\xff\x7fWEBPVP8 \xff\xff\xff\x7f" + bytes(99), _CORRUPT),
    hostile("GIF", lambda: picture("GIF"), _TYPE),
    hostile("bitmap", lambda: picture("BMP"), _TYPE),
    hostile("no bytes", lambda: b"", "ING-EMPTY"),
    hostile("blanks alone", lambda: b" \r\n\t" * 1000, "ING-EMPTY"),
    hostile("zeros alone", lambda: bytes(100_000), "ING-EMPTY"),
]
