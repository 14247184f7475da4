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
_OFFICE = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint document"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS_PDF = "save it as a PDF and send that"
_KNOWN_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"#!", "a script"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a bitmap picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript file"),
)
_NAMES_BYTES = 65_536  # where the names of an archive's files stand: before each, and all of them at its end
_READ_KINDS = "PDF, PNG, JPEG, TIFF, WebP and XML files are read"


def media_type(content: bytes) -> MediaType:
    """The kind of file. Raises DocumentRefused: ING-EMPTY for no content, ING-TYPE for a kind that is not read."""
    if not content.strip(b"\x00 \t\r\n"):
        raise DocumentRefused("ING-EMPTY", "The file is empty.")
    kind = _kind(content)
    if kind is None:
        raise DocumentRefused("ING-TYPE", f"The file is {_words_for(content)}")
    return kind


def known_media_type(content: bytes) -> MediaType | None:
    """The kind of file; None for one without content or of a kind that is not read."""
    try:
        return media_type(content)
    except DocumentRefused:
        return None


def _kind(content: bytes) -> MediaType | None:
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return MediaType.WEBP
    if _office(content) is not None or any(content.startswith(magic) for magic, _ in _KNOWN_OTHERS):
        return None
    if b"%PDF-" in content[:_HEAD_BYTES]:
        return MediaType.PDF
    return MediaType.XML if _looks_like_xml(content) else None


def _words_for(content: bytes) -> str:
    """What a file is that is not read, and what to do instead; goes behind "The file is"."""
    if (office := _office(content)) is not None:
        return f"{office}; {_SAVE_AS_PDF}."
    if _is_web_page(content):
        return f"a web page; {_SAVE_AS_PDF}."
    words = next((words for magic, words in _KNOWN_OTHERS if content.startswith(magic)), "of a kind that is not read")
    return f"{words}; {_READ_KINDS}."


def _office(content: bytes) -> str | None:
    """Which office program made the file, in words; None where none did."""
    if content.startswith(_OLD_OFFICE):
        return "an office document of an old kind or with a password"
    if content.startswith(b"{\\rtf"):
        return "a rich-text document"
    if content.startswith(b"PK\x03\x04"):
        names = content[:_NAMES_BYTES] + content[-_NAMES_BYTES:]
        if b"[Content_Types].xml" in names or b"mimetype" in names:
            return next((words for mark, words in _OFFICE if mark in names), None)
    return None


def _is_web_page(content: bytes) -> bool:
    return _beginning(content).lower().startswith(("<!doctype html", "<html"))


def _looks_like_xml(content: bytes) -> bool:
    """True for an XML declaration, a doctype or a first element, in UTF-8 or UTF-16; web pages are not XML documents."""
    head = _beginning(content)
    if _is_web_page(content):
        return False
    return head.startswith(("<?xml", "<!--", "<!DOCTYPE")) or (head.startswith("<") and head[1:2].isalpha())


def _beginning(content: bytes) -> str:
    return _as_text(content[:_HEAD_BYTES]).lstrip("\ufeff \t\r\n")


def _as_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"<\x00")):
        return head.decode("utf-16-le", errors="replace")
    if head.startswith((b"\xfe\xff", b"\x00<")):
        return head.decode("utf-16-be", errors="replace")
    return head.decode("utf-8", errors="replace")
