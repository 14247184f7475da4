"""READ → EXTRACTED: from words to documents; a file that holds several becomes several documents."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.errors import DocumentRefused
from idp.domain.lifecycle import Event, State
from idp.domain.page import Page, Reading, Word
from idp.domain.purchase import Company
from idp.domain.record import DocumentId, DocumentRecord
from idp.extractors import Doubt, SecondLook
from idp.extractors import extract as extract_reading
from idp.extractors.memory_learn import read_as
from idp.ports import Confined, LayoutModel
from idp.services.layout import look_at_layout
from idp.services.means import SYSTEM, Means
from idp.services.memory import Recall, count_uses, known_to, nothing_known, own_companies
from idp.services.pages import load_reading

_MOST_SECOND_LOOKS = 12


def extract(means: Means, record: DocumentRecord) -> DocumentRecord:
    """Extracts a READ document. Further documents of the same file are stored beside it, EXTRACTED, in the same transaction."""
    reading = load_reading(means.blobs, record)
    content = means.blobs.get(record.sha256)
    documents = read_documents(
        means.confined,
        content,
        reading,
        own=own_companies(means),
        layout_model=means.layout_model,
        recall=known_to(means.store),
        expected=expected_type(record),
    )
    if record.sheets:
        documents = (as_one(documents, reading.pages, own=own_companies(means)),)
    first, *others = documents
    with means.store.begin() as work:
        count_uses(work, documents)
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
    recall: Recall = nothing_known,
    expected: DocumentType | None = None,
) -> tuple[ExtractedDocument, ...]:
    """All documents of a file, after a second, more careful look at the regions that the first extraction doubted.

    `own` are our companies, which are never the supplier. At least one document comes back, of type `other` if need be. Without a
    `layout_model`, or where it fails, rules read alone. `recall` gives what earlier corrections of the printed suppliers taught.
    `expected` is the type that the source's settings name.
    """
    tags = None if layout_model is None else look_at_layout(layout_model, confined, content, reading)
    extraction = extract_reading(reading, own=own, tags=tags, expected=expected)
    memories = recall(extraction.identities)
    if memories:
        extraction = extract_reading(reading, own=own, tags=tags, memories=memories, expected=expected)
    looks = []
    for doubt in extraction.doubts[:_MOST_SECOND_LOOKS]:
        words = _look_again(confined, content, doubt)
        if words:
            looks.append(SecondLook(page_index=doubt.page_index, box=doubt.box, words=words))
    if looks:
        extraction = extract_reading(
            reading, own=own, second_look=tuple(looks), tags=tags, memories=memories, expected=expected
        )
    return extraction.documents


def as_one(
    documents: Sequence[ExtractedDocument], pages: Sequence[Page], *, own: tuple[Company, ...] = ()
) -> ExtractedDocument:
    """The one document that a person says is on these pages, on which `documents` were found. Who asked for it lets it pass."""
    first = documents[0]
    document = first if len(documents) == 1 else read_as(pages, own, first, first.document_type)
    settled = tuple(found for found in document.findings if found.code is not Code.CLS_MULTI)
    return replace(document, findings=settled, confident=False, sound=False)


def _look_again(confined: Confined, content: bytes, doubt: Doubt) -> tuple[Word, ...]:
    try:
        return confined.reread(content, page_index=doubt.page_index, box=doubt.box)
    except DocumentRefused:
        return ()  # the first look stands, with its doubt


def expected_type(record: DocumentRecord) -> DocumentType | None:
    """The type that the settings of the document's source name."""
    return DocumentType(record.type_hint) if record.type_hint is not None else None


def _sibling(first: DocumentRecord, document: ExtractedDocument, part: int) -> DocumentRecord:
    """Another document of the same file, which came the same way."""
    return DocumentRecord(
        id=DocumentId(uuid.uuid4().hex), sha256=first.sha256, name=first.name, media_type=first.media_type, channel=first.channel,
        received_at=first.received_at, state=State.EXTRACTED, part=part, reading_sha256=first.reading_sha256,
        structured_sha256=first.structured_sha256, extraction=document, sender=first.sender, source=first.source,
        company_hint=first.company_hint, vendor_hint=first.vendor_hint, type_hint=first.type_hint, mail=first.mail,
    )  # fmt: skip


def _summary(document: ExtractedDocument) -> str:
    text = f"{document.document_type} with {len(document.fields)} fields and {len(document.lines)} lines"
    learned = ", ".join(recalled.target.replace("_", " ") for recalled in document.recalled)
    return f"{text}; as learned from this supplier: {learned}" if learned else text


def _versions(document: ExtractedDocument) -> dict[str, str]:
    versions = {"quality": document.quality.value, "model": document.model_version or "rules"}
    used = ", ".join(dict.fromkeys(recalled.memory_id for recalled in document.recalled))
    return {**versions, "memories": used} if used else versions
