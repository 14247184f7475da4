"""The frames that the reading process and its parent exchange: a JSON header and bytes, never code.

A frame is the length of the header (4 bytes) and of the body (8 bytes), big-endian, then the header (UTF-8 JSON), then the body.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import BinaryIO

from pydantic import TypeAdapter

from idp.domain.geometry import Box
from idp.domain.page import EmbeddedFile, Reading, Word
from idp.ports import Limits, PageOf, Parcel

LENGTHS = struct.Struct("!IQ")
MAX_HEADER_BYTES = 200_000_000
MAX_BODY_BYTES = 500_000_000

_READING = TypeAdapter(Reading)
_WORDS = TypeAdapter(tuple[Word, ...])
_BOX = TypeAdapter(Box)
_LIMITS = TypeAdapter(Limits)
_SIZES = TypeAdapter(tuple[int, ...])
_PAGES = TypeAdapter(tuple[PageOf, ...])
_PARCEL = TypeAdapter(tuple[Parcel, tuple[int, ...]])

_PROGRESS = b'{"page_done":'
_SHARE_A_PAGE = 1 / 6

Header = dict[str, str | int | float]


def frame(header: bytes, body: bytes = b"") -> bytes:
    """One frame."""
    return b"".join((LENGTHS.pack(len(header), len(body)), header, body))


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """Header and body, None at the end of the stream. Raises ValueError for a frame that breaks off or is too large."""
    start = stream.read(LENGTHS.size)
    if not start:
        return None
    if len(start) < LENGTHS.size:
        raise ValueError("the frame breaks off")
    header_length, body_length = lengths(start)
    header, body = stream.read(header_length), stream.read(body_length)
    if len(header) < header_length or len(body) < body_length:
        raise ValueError("the frame breaks off")
    return header, body


def lengths(start: bytes) -> tuple[int, int]:
    """Lengths of header and body. Raises ValueError where they are beyond all reason."""
    header_length, body_length = LENGTHS.unpack(start[: LENGTHS.size])
    if header_length > MAX_HEADER_BYTES or body_length > MAX_BODY_BYTES:
        raise ValueError("the frame is too large")
    return header_length, body_length


def encode_header(header: Header) -> bytes:
    """The header as JSON."""
    return json.dumps(header, separators=(",", ":")).encode()


def decode_header(header: bytes) -> Header:
    """The header's flat mapping. Raises ValueError for anything else."""
    found = json.loads(header)
    if not isinstance(found, dict) or not all(isinstance(v, str | int | float) for v in found.values()):
        raise ValueError("not a header")
    return found


def encode_progress(page_index: int) -> bytes:
    """The header of the frame that announces a finished page, before the answer."""
    return _PROGRESS + str(page_index).encode() + b"}"


def is_progress(header: bytes) -> bool:
    """True for a frame that announces a finished page."""
    return header.startswith(_PROGRESS)


def most_seconds(limits: Limits, pages: int | None = None) -> float:
    """Processor time that reading may take after `pages` finished pages (default: all that are allowed).

    A stuck page is found after `limits.seconds`, yet a long scan that moves on is not cut off: each page done grants a share more.
    """
    return limits.seconds * (1 + (limits.pages if pages is None else pages) * _SHARE_A_PAGE)


def encode_reading(reading: Reading) -> tuple[bytes, bytes]:
    """JSON of the reading, and the bytes of its e-document apart, since JSON has no bytes."""
    if reading.structured is None:
        return _READING.dump_json(reading), b""
    emptied = replace(reading, structured=EmbeddedFile(reading.structured.name, b""))
    return _READING.dump_json(emptied), reading.structured.content


def decode_reading(header: bytes, body: bytes) -> Reading:
    """The reading, every value checked. Raises ValueError (pydantic's ValidationError is one)."""
    reading = _READING.validate_json(header, strict=True)
    if reading.structured is None:
        return reading
    return replace(reading, structured=EmbeddedFile(reading.structured.name, body))


def encode_words(words: tuple[Word, ...]) -> bytes:
    """The words as JSON."""
    return _WORDS.dump_json(words)


def decode_words(header: bytes) -> tuple[Word, ...]:
    """The words, every value checked. Raises ValueError."""
    return _WORDS.validate_json(header, strict=True)


def encode_parcel(parcel: Parcel) -> tuple[bytes, bytes]:
    """JSON of the parcel with the length of each part, and the parts' bytes one behind the other."""
    emptied = replace(parcel, parts=tuple(replace(part, content=b"") for part in parcel.parts))
    body = b"".join(part.content for part in parcel.parts)
    return _PARCEL.dump_json((emptied, tuple(len(part.content) for part in parcel.parts))), body


def decode_parcel(header: bytes, body: bytes) -> Parcel:
    """The parcel, every value checked. Raises ValueError."""
    emptied, sizes = _PARCEL.validate_json(header, strict=True)
    contents = zip(emptied.parts, _cut(body, sizes), strict=True)
    return replace(emptied, parts=tuple(replace(part, content=content) for part, content in contents))


def encode_files(files: Sequence[bytes]) -> tuple[str, bytes]:
    """JSON of the length of each file, and the files' bytes one behind the other."""
    return _SIZES.dump_json(tuple(map(len, files))).decode(), b"".join(files)


def decode_files(sizes: str, body: bytes) -> tuple[bytes, ...]:
    """The files. Raises ValueError."""
    return _cut(body, _SIZES.validate_json(sizes, strict=True))


def _cut(body: bytes, sizes: Sequence[int]) -> tuple[bytes, ...]:
    """The body cut into pieces of these lengths. Raises ValueError where they are not those of the bytes."""
    if sum(sizes) != len(body) or min(sizes, default=0) < 0:
        raise ValueError("the lengths of the parts are not those of the bytes")
    ends = tuple(accumulate(sizes))
    return tuple(body[end - size : end] for end, size in zip(ends, sizes, strict=True))


def encode_pages(pages: Sequence[PageOf]) -> str:
    """Which pages of which files, as JSON."""
    return _PAGES.dump_json(tuple(pages)).decode()


def decode_pages(text: str) -> tuple[PageOf, ...]:
    """The pages, every value checked. Raises ValueError."""
    return _PAGES.validate_json(text, strict=True)


def encode_box(box: Box) -> str:
    """The box as JSON."""
    return _BOX.dump_json(box).decode()


def decode_box(text: str) -> Box:
    """The box, its values checked. Raises ValueError."""
    return _BOX.validate_json(text, strict=True)


def encode_limits(limits: Limits) -> str:
    """The limits as JSON."""
    return _LIMITS.dump_json(limits).decode()


def decode_limits(text: str) -> Limits:
    """The limits, their values checked. Raises ValueError."""
    return _LIMITS.validate_json(text, strict=True)
