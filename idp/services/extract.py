"""READ → EXTRACTED: from words to documents; a file that holds several becomes several documents."""

from __future__ import annotations

import uuid
from dataclasses import replace

from idp.domain.document import ExtractedDocument
from idp.domain.errors import DocumentRefused, ErpUnavailable
from idp.domain.lifecycle import Event, State
from idp.domain.page import Reading, Word
from idp.domain.purchase import Company
from idp.domain.record import DocumentId, DocumentRecord
from idp.extractors import Doubt, SecondLook
from idp.extractors import extract as extract_reading
from idp.ports import Confined, LayoutModel
from idp.services.layout import look_at_layout
from idp.services.means import SYSTEM, Means
from idp.services.pages import load_reading

_MOST_SECOND_LOOKS = 12


def extract(means: Means, record: DocumentRecord) -> DocumentRecord:
    """Extracts a READ document. Further documents of the same file are stored beside it, EXTRACTED, in the same transaction."""
    reading = load_reading(means.blobs, record)
    content = means.blobs.get(record.sha256)
    documents = read_documents(means.confined, content, reading, own=_own_companies(means), layout_model=means.layout_model)
    first, *others = documents
    with means.store.begin() as work:
        moved = work.documents.move(
            replace(record, extraction=first), Event.WAS_EXTRACTED, actor=SYSTEM, why=_summary(first), details=_versions(first)
        )
        siblings = [
            work.documents.add(
                _sibling(moved, document, part), actor=SYSTEM, why=f"document {part + 1} of {len(documents)} in {record.name}"
            )
            for part, document in enumerate(others, start=1)
        ]
    for sibling in siblings:
        means.queue.announce(sibling.id, sibling.state)
    return moved


def read_documents(
    confined: Confined,
    content: bytes,
    reading: Reading,
    *,
    own: tuple[Company, ...] = (),
    layout_model: LayoutModel | None = None,
) -> tuple[ExtractedDocument, ...]:
    """All documents of a file, after a second, more careful look at the regions that the first extraction doubted.

    `own` are our companies, which are never the supplier. At least one document comes back, of type `other` if need be. Without a
    `layout_model`, or where it fails, rules read alone.
    """
    tags = None if layout_model is None else look_at_layout(layout_model, confined, content, reading)
    extraction = extract_reading(reading, own=own, tags=tags)
    looks = []
    for doubt in extraction.doubts[:_MOST_SECOND_LOOKS]:
        words = _look_again(confined, content, doubt)
        if words:
            looks.append(SecondLook(page_index=doubt.page_index, box=doubt.box, words=words))
    if looks:
        extraction = extract_reading(reading, own=own, second_look=tuple(looks), tags=tags)
    return extraction.documents


def _look_again(confined: Confined, content: bytes, doubt: Doubt) -> tuple[Word, ...]:
    try:
        return confined.reread(content, page_index=doubt.page_index, box=doubt.box)
    except DocumentRefused:
        return ()  # the first look stands, with its doubt


def _own_companies(means: Means) -> tuple[Company, ...]:
    """Our companies; none while Odoo cannot be reached, which only means that one hint is missing."""
    try:
        return means.erp.companies()
    except ErpUnavailable:
        return ()


def _sibling(first: DocumentRecord, document: ExtractedDocument, part: int) -> DocumentRecord:
    return DocumentRecord(
        id=DocumentId(uuid.uuid4().hex),
        sha256=first.sha256,
        name=first.name,
        media_type=first.media_type,
        channel=first.channel,
        received_at=first.received_at,
        state=State.EXTRACTED,
        part=part,
        reading_sha256=first.reading_sha256,
        structured_sha256=first.structured_sha256,
        extraction=document,
        sender=first.sender,
    )


def _summary(document: ExtractedDocument) -> str:
    return f"{document.document_type} with {len(document.fields)} fields and {len(document.lines)} lines"


def _versions(document: ExtractedDocument) -> dict[str, str]:
    return {"quality": document.quality, "model": document.model_version or "rules"}
