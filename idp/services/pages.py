"""What was read of a file, kept as a blob so that extraction, the workbench and a replay see the very same words."""

from __future__ import annotations

from pydantic import ConfigDict, TypeAdapter

from idp.domain.page import EmbeddedFile, Page, Reading
from idp.domain.record import DocumentRecord
from idp.ports import Blobs

_PAGES = TypeAdapter(tuple[Page, ...], config=ConfigDict(extra="forbid"))


def keep_pages(blobs: Blobs, reading: Reading) -> str:
    """Stores the pages; returns their blob's SHA-256."""
    return blobs.put(_PAGES.dump_json(reading.pages))


def load_pages(blobs: Blobs, record: DocumentRecord) -> tuple[Page, ...]:
    """All pages of the document's file as they were read; none before it was read. Raises NotFound when the blob is gone."""
    if record.reading_sha256 is None:
        return ()
    return _PAGES.validate_json(blobs.get(record.reading_sha256))


def load_reading(blobs: Blobs, record: DocumentRecord) -> Reading:
    """The reading of the document's file: pages, and the structured XML where there is one."""
    return Reading(media_type=record.media_type, pages=load_pages(blobs, record), structured=load_structured(blobs, record))


def load_structured(blobs: Blobs, record: DocumentRecord) -> EmbeddedFile | None:
    """The XML of the document, from its file or beside it; None where there is none."""
    if record.structured_sha256 is None:
        return None
    return EmbeddedFile(f"{record.name}.xml", blobs.get(record.structured_sha256))
