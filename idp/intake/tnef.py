"""What is in a winmail.dat, in which Outlook wraps a mail's attachments and formatting (TNEF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tnefparse import TNEF

from idp.domain.errors import DocumentRefused
from idp.intake.mail_body import clean
from idp.intake.mail_part import Leaf, as_part
from idp.ports import Part

_SIGNATURE = b"\x78\x9f\x3e\x22"
_HEAD_BYTES, _ATTRIBUTE_BYTES = 6, 11
_NOT_READABLE = (
    ValueError, LookupError, TypeError, AttributeError, NameError, OverflowError, RecursionError, AssertionError, struct.error,
)  # fmt: skip  # tnefparse checks little of what it reads


def is_tnef(content: bytes) -> bool:
    """True for a winmail.dat, whatever its name."""
    return content.startswith(_SIGNATURE)


def tnef_parts(content: bytes) -> Iterator[Part]:
    """The attachments, in order. Raises DocumentRefused (ING-CORRUPT)."""
    try:
        attachments = [(_name(one), bytes(one.data)) for one in TNEF(content, do_checksum=False).attachments]
    except _NOT_READABLE as trouble:
        raise DocumentRefused("ING-CORRUPT", "The winmail.dat of the mail is damaged and cannot be taken apart.") from trouble
    if not attachments and not _is_whole(content):
        raise DocumentRefused("ING-CORRUPT", "The winmail.dat of the mail is damaged and cannot be taken apart.")
    for name, data in attachments:
        yield as_part(Leaf("application/octet-stream", data, clean(name) or "attachment"), frozenset())


def _is_whole(content: bytes) -> bool:
    """True where one attribute follows the other up to the end: level, number, length, bytes, check sum."""
    position = _HEAD_BYTES
    while position + _ATTRIBUTE_BYTES <= len(content):
        level, length = content[position], int.from_bytes(content[position + 5 : position + 9], "little")
        position += _ATTRIBUTE_BYTES + length
        if level not in {1, 2} or position > len(content):
            return False
    return True


def _name(attachment: object) -> str:
    """The long name, else the one of eight letters."""
    for attribute in ("long_filename", "name"):
        try:
            found = getattr(attachment, attribute)
            name = found() if callable(found) else found
        except _NOT_READABLE:
            continue
        text = name.decode("cp1252", errors="replace") if isinstance(name, bytes) else str(name)
        if text.strip("\x00 "):
            return text.strip("\x00 ")
    return ""
