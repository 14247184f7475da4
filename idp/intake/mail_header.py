"""What do a mail's header lines say? Names, addresses and subjects as people wrote them, however they were encoded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']{1,64}@[^\s<>()\[\],;:\"']{1,255}")
_BLANK_LINE = re.compile(rb"(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))")
_HEAD_BYTES = 262_144
_MOST_ADDRESSES = 100
_MOST_CHARACTERS = 2000


def parse_head(content: bytes) -> Message:
    """The header lines of a message, at most the first 256 KiB of them; its body is not looked at."""
    lines = content.lstrip()[:_HEAD_BYTES]
    end = _BLANK_LINE.search(lines)  # the parser would go through the body, too
    return BytesHeaderParser(policy=policy.compat32).parsebytes(lines[: end.end()] if end is not None else lines)


def raw_values(message: Message, name: str) -> list[str]:
    """All values of a header from the top down, as they stand there: unknown bytes are surrogates."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def text_of(message: Message, name: str) -> str:
    """The first value of a header as people read it; empty where there is none."""
    values = raw_values(message, name)
    return decoded(values[0]) if values else ""


def addresses_of(message: Message, *names: str) -> tuple[tuple[str, str], ...]:
    """Name and lower-case address of everybody in these headers, in order."""
    values = [plain(value)[: _MOST_CHARACTERS * 10] for name in names for value in raw_values(message, name)]
    found = [(decoded(name), address.strip().lower()) for value in values for name, address in _split(value)]
    return tuple((name, address) for name, address in found if "@" in address)[:_MOST_ADDRESSES]


def _split(value: str) -> list[tuple[str, str]]:
    """Names and addresses; where the standard's grammar finds none, whatever looks like an address."""
    found = getaddresses([value])
    return found if any("@" in address for _, address in found) else [("", address) for address in _ADDRESS.findall(value)]


def decoded(raw: str) -> str:
    """A header's text with its encoded words (RFC 2047) decoded, those that are broken or misplaced too; on one line."""
    text = plain(raw)
    try:
        pieces: Iterable[tuple[bytes | str, str | None]] = decode_header(text)
    except (HeaderParseError, ValueError):
        pieces = [(text, None)]
    joined = "".join(piece if isinstance(piece, str) else _in_charset(piece, charset) for piece, charset in pieces)
    return _CONTROL.sub(" ", joined).strip()[:_MOST_CHARACTERS]


def plain(raw: str) -> str:
    """The text of a raw value: bytes outside ASCII are UTF-8, else what old Windows programs write."""
    content = raw.encode("utf-8", errors="surrogateescape")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _in_charset(content: bytes, charset: str | None) -> str:
    if charset is None:
        return content.decode("raw-unicode-escape", errors="replace")  # how decode_header wraps what is not encoded
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return plain(content.decode("ascii", errors="surrogateescape"))
