"""Which bytes does a part of a mail carry, and what is it called? However it was encoded, and however badly."""

from __future__ import annotations

import base64
import binascii
import re
from email.message import Message

from idp.intake.mail_header import decoded, plain, raw_values

_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n", re.MULTILINE)
_BASE64_OF_FILES = (b"JVBERi0", b"/9j/", b"iVBORw0KGgo", b"SUkqA", b"TU0AK", b"UEsDBB", b"PD94bWw")
_NOT_OF_A_NAME = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_NAME_CHARACTERS = 200


def content_of(message: Message) -> bytes:
    """The part's bytes, whatever its encoding is called and however it is broken."""
    raw = raw_body(message)
    encoding = str(message.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding in {"base64", "base-64", "b"} and not raw.lstrip().startswith((b"%PDF", b"<?xml")):
        return from_base64(raw)
    if encoding not in {"base64", "quoted-printable"} and raw.lstrip().startswith(_BASE64_OF_FILES):
        return from_base64(raw)
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def from_base64(raw: bytes) -> bytes:
    """What is encoded; letters that do not belong are passed over, and what goes on behind an early end is read on."""
    letters = re.sub(rb"[^A-Za-z0-9+/=]+", b"", raw)
    found = bytearray()
    for piece in re.findall(rb"[^=]+", letters):
        whole = piece[: len(piece) - 1] if len(piece) % 4 == 1 else piece
        found += base64.b64decode(whole + b"=" * (-len(whole) % 4))
    return bytes(found)


def raw_body(message: Message) -> bytes:
    """The body as it came, still encoded."""
    payload = message.get_payload()
    if not isinstance(payload, str):
        return b""
    return (
        payload.encode("ascii", errors="surrogateescape") if _fits_ascii(payload) else payload.encode("utf-8", "surrogatepass")
    )


def _fits_ascii(text: str) -> bool:
    return all(ord(letter) < 128 or 0xDC80 <= ord(letter) <= 0xDCFF for letter in text) if not text.isascii() else True


def name_of(message: Message) -> str | None:
    """The file name, in whatever way it was encoded (RFC 2231, RFC 2047, not at all); without folders and tricks of display."""
    for header in ("Content-Disposition", "Content-Type"):
        values = raw_values(message, header)
        if values and not values[0].isascii():
            message.replace_header(header, plain(values[0]))
    try:
        found = message.get_filename()
    except (LookupError, ValueError):
        return None
    return clean(decoded(found)) or None if isinstance(found, str) else None


def clean(name: str) -> str:
    """The name without folders, and without letters that are not seen."""
    bare = _NOT_OF_A_NAME.sub("", name).replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    return bare if len(bare) <= _NAME_CHARACTERS else f"{bare[: _NAME_CHARACTERS - 20]}…{bare[-19:]}"


def without_uuencoded(content: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The text that is left, and the files by name. What is no uuencoding after all stays text."""
    text, files, position = bytearray(), [], 0
    while (begin := _UU_BEGIN.search(content, position)) is not None:
        lines = content[begin.end() :].split(b"\n")
        end = next((index for index, line in enumerate(lines) if line.strip() == b"end"), len(lines))
        data = _uudecoded(lines[:end])
        text += content[position : begin.start()]
        position = begin.end()
        if data is None:
            text += content[begin.start() : begin.end()]
            continue
        files.append((clean(plain(begin[1].decode("ascii", errors="surrogateescape"))), data))
        position += sum(len(line) + 1 for line in lines[: end + 1])
    return bytes(text + content[position:]), files


def _uudecoded(lines: list[bytes]) -> bytes | None:
    found = bytearray()
    for line in lines:
        bare = line.rstrip(b"\r")
        if not bare:
            continue
        try:
            found += binascii.a2b_uu(bare)
        except binascii.Error:
            try:  # some programs count the bytes of a line wrongly
                found += binascii.a2b_uu(bare[: (((bare[0] - 32) & 63) * 4 + 5) // 3])
            except binascii.Error:
                return None
    return bytes(found) or None
