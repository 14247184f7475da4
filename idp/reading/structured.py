"""Is this XML safe and well-formed? Which fields it holds is left to the extractors."""

from __future__ import annotations

from lxml import etree

from idp.domain.errors import DocumentRefused
from idp.domain.markup import parsable
from idp.domain.media import MediaType
from idp.domain.page import EmbeddedFile, Reading

_SHOWN_BY_BROWSERS = frozenset({"html", "svg"})


def read_xml(content: bytes, *, name: str) -> Reading:
    """The file as a Reading without pages. Raises DocumentRefused, see `check_xml`, and ING-TYPE for a web page or picture."""
    root = check_xml(content)
    if root in _SHOWN_BY_BROWSERS:
        raise DocumentRefused("ING-TYPE", "The file is a web page or a drawing, not an e-invoice; send it as a PDF.")
    return Reading(media_type=MediaType.XML, pages=(), structured=EmbeddedFile(name=name, content=content))


def check_xml(content: bytes) -> str:
    """Parses once without entities, DTDs or network; returns the name of the root element without its namespace.

    Raises DocumentRefused: ING-ACTIVE for a document type or entities of its own (the way of entity bombs and of reading
    foreign files), ING-CORRUPT for XML that is not well-formed. E-invoice formats never need a DTD.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    if _declares_document_type(content):
        raise DocumentRefused("ING-ACTIVE", "The XML file declares a document type or entities of its own, which can do harm.")
    try:
        root = etree.fromstring(parsable(content), parser=parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as exc:
        raise DocumentRefused("ING-CORRUPT", f"The XML file is damaged or incomplete{_where(exc)}.") from exc
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentRefused("ING-ACTIVE", "The XML file declares a document type or entities of its own, which can do harm.")
    return etree.QName(root).localname


def _declares_document_type(content: bytes) -> bool:
    """A look at the bytes before any parser sees them; UTF-16 has a zero beside each letter."""
    plain = content.replace(b"\x00", b"") if b"\x00" in content[:64] else content
    return b"<!DOCTYPE" in plain[: _before_root(plain)] or b"<!ENTITY" in plain[: _before_root(plain)]


def _before_root(plain: bytes) -> int:
    """Where the first element starts; a document type can only stand before it."""
    position = 0
    while (position := plain.find(b"<", position)) >= 0:
        following = plain[position + 1 : position + 4]
        if following[:1] == b"?":
            position = plain.find(b"?>", position)
        elif following == b"!--":
            position = plain.find(b"-->", position)
        elif following[:1] == b"!":
            return len(plain)
        else:
            return position
        if position < 0:
            return len(plain)
    return len(plain)


def _where(exc: Exception) -> str:
    line = getattr(exc, "lineno", None)
    return f" (line {line})" if line else ""
