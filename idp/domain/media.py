"""Which kind of file bytes are, judged by their content alone; names and declared types are never believed."""

from __future__ import annotations

from enum import StrEnum

from idp.domain.errors import DocumentRefused


class MediaType(StrEnum):
    """The kinds of files that are read, by their IANA names."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    WEBP = "image/webp"
    XML = "application/xml"


_HEAD_BYTES = 1024  # viewers accept a PDF header anywhere in the first 1024 bytes (ISO 32000-1 annex H, note 13)
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"II+\x00", MediaType.TIFF),
    (b"MM\x00+", MediaType.TIFF),
)
_KNOWN_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a bitmap picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "a rich-text document"),
)
_READ_KINDS = "PDF, PNG, JPEG, TIFF, WebP and XML files are read"


def media_type(content: bytes) -> MediaType:
    """The kind of file. Raises DocumentRefused: ING-EMPTY for no content, ING-TYPE for a kind that is not read."""
    if not content.strip(b"\x00 \t\r\n"):
        raise DocumentRefused("ING-EMPTY", "The file is empty.")
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return MediaType.WEBP
    for magic, words in _KNOWN_OTHERS:
        if content.startswith(magic):
            raise DocumentRefused("ING-TYPE", f"The file is {words}; {_READ_KINDS}.")
    if b"%PDF-" in content[:_HEAD_BYTES]:
        return MediaType.PDF
    if _looks_like_xml(content):
        return MediaType.XML
    raise DocumentRefused("ING-TYPE", f"The file is of a kind that is not read; {_READ_KINDS}.")


def _looks_like_xml(content: bytes) -> bool:
    """True for an XML declaration, a doctype or a first element, in UTF-8 or UTF-16; web pages are not XML documents."""
    head = _as_text(content[:_HEAD_BYTES]).lstrip("\ufeff \t\r\n")
    lowered = head.lower()
    if lowered.startswith(("<!doctype html", "<html")):
        return False
    return head.startswith(("<?xml", "<!--", "<!DOCTYPE")) or (head.startswith("<") and head[1:2].isalpha())


def _as_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"<\x00")):
        return head.decode("utf-16-le", errors="replace")
    if head.startswith((b"\xfe\xff", b"\x00<")):
        return head.decode("utf-16-be", errors="replace")
    return head.decode("utf-8", errors="replace")
