"""Is the file two kinds of file at once? What we read as a PDF or picture, somebody further on may run as a page or program."""

from __future__ import annotations

import re
import struct

from idp.domain.errors import DocumentRefused
from idp.domain.media import MediaType

_ARCHIVE_END = b"PK\x05\x06"
_END_RECORD = struct.Struct("<4s4H2LH")  # APPNOTE 4.3.16: its last member is the length of the comment behind it
_MOST_COMMENT = 65_535
_BEFORE_PDF = 1024
_LIVELY = re.compile(rb"<\s*(?:html|script|!doctype\s+html|\?php|iframe|svg|hta:)", re.IGNORECASE)
_BLANK = b" \t\r\n\x00"


def refuse_two_kinds(content: bytes, kind: MediaType) -> None:
    """Raises DocumentRefused (ING-ACTIVE) for an archive or Java program at the end, or a page or script before a PDF's beginning."""
    if kind is MediaType.XML:
        return
    if _ends_as_archive(content):
        raise DocumentRefused("ING-ACTIVE", "The file is an archive or program as well; send the document alone.")
    if kind is MediaType.PDF and _begins_as_page(content[: content.find(b"%PDF-", 0, _BEFORE_PDF + 5)]):
        raise DocumentRefused("ING-ACTIVE", "The file is a web page or script as well; send the document alone.")


def _ends_as_archive(content: bytes) -> bool:
    """Whether the file's very end is a ZIP's: an archive that lies within the file, such as an attachment, has more behind it."""
    place = content.rfind(_ARCHIVE_END, max(0, len(content) - _END_RECORD.size - _MOST_COMMENT))
    if place < 0 or place + _END_RECORD.size > len(content):
        return False
    comment = _END_RECORD.unpack_from(content, place)[-1]
    behind = content[place + _END_RECORD.size :]
    return len(behind) >= comment and not behind[comment:].strip(_BLANK)


def _begins_as_page(before: bytes) -> bool:
    return before.startswith(b"#!") or _LIVELY.search(before) is not None
