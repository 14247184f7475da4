"""A person says where one document ends and the next begins: a document is split, or parts of one file are joined again.

The file itself is never changed. What was split or joined ends as rejected, with what became of it in its log, and the new documents
name it as their origin; a split is taken back by joining its parts. Documents of several files are the matter of `join`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from idp.domain.document import ExtractedDocument
from idp.domain.errors import BadUse
from idp.domain.lifecycle import Event, State
from idp.domain.page import Page, Reading
from idp.domain.record import DocumentId, DocumentRecord
from idp.extractors import extract as extract_reading
from idp.ports import UnitOfWork, User
from idp.services.extract import as_one, expected_type
from idp.services.means import Means
from idp.services.memory import own_companies, pages_of
from idp.services.review import require_version
from idp.services.rights import Action, require
from idp.services.standing import standing_of


def split(
    means: Means, document_id: DocumentId, groups: Sequence[Sequence[int]], *, version: int | None, user: User
) -> tuple[DocumentRecord, ...]:
    """Makes a document of every group of pages (indexes in the file, counted from 0); together they are all of its pages, each once.

    Raises BadUse for other groups and for an e-invoice, which is one document; NotAllowed, StaleDocument, NotFound.
    """
    record = require_divisible(means, document_id, version, user)
    pages = require_pages(means, record)
    _require_groups(groups, pages)
    read = [read_as_one(means, record, _reading_of(page for page in pages if page.index in group)) for group in groups]
    told = " | ".join(page_numbers(group) for group in groups)
    with means.store.begin() as work:
        part = last_part(work, record)
        added = [
            add_part(work, record, document, part=part + number, user=user, why=f"pages {page_numbers(group)} of {record.name}")
            for number, (group, document) in enumerate(zip(groups, read, strict=True), start=1)
        ]
        end_as(work, record, f"split into pages {told}", added, user=user)
    announce(means, added)
    return tuple(added)


def join_parts(means: Means, records: Sequence[DocumentRecord], *, user: User) -> DocumentRecord:
    """Makes one document of several that stand in one file, in the order of its pages. Raises BadUse for an e-invoice."""
    first = records[0]
    pages = {page.index: page for record in records for page in require_pages(means, record)}
    document = read_as_one(means, first, _reading_of(pages[index] for index in sorted(pages)))
    with means.store.begin() as work:
        why = f"pages {page_numbers(sorted(pages))} of {first.name}, joined"
        added = add_part(work, first, document, part=last_part(work, first) + 1, user=user, why=why)
        for record in records:
            end_as(work, record, "joined with other pages of its file", [added], user=user)
    announce(means, [added])
    return added


def page_groups(text: str) -> tuple[tuple[int, ...], ...]:
    """The groups (indexes from 0) that a person writes as page numbers: `1-2, 3, 4+6`. Raises BadUse."""
    groups = []
    for group in text.replace(";", ",").split(","):
        pages: list[int] = []
        for piece in group.split("+"):
            first, dash, last = piece.strip().partition("-")
            numbers = (first.strip(), (last if dash else first).strip())
            if not all(n.isascii() and n.isdigit() and 0 < int(n) <= 100_000 for n in numbers):
                raise BadUse(f"“{group.strip()}” names no pages; write it like 1-2, 3, 4+6.")
            pages += range(int(numbers[0]) - 1, int(numbers[1]))
        groups.append(tuple(pages))
    return tuple(groups)


def require_divisible(means: Means, document_id: DocumentId, version: int | None, user: User) -> DocumentRecord:
    """The document, if this person may divide or join it now. Raises NotFound, NotAllowed, StaleDocument."""
    with means.store.view() as work:
        record = work.documents.require(document_id)
        standing = standing_of(means, work, record)
    require_version(record, version)
    require(Action.DIVIDE, record, user, standing)
    return record


def require_pages(means: Means, record: DocumentRecord) -> tuple[Page, ...]:
    """The pages of the document. Raises BadUse for an e-invoice and where they are not known."""
    pages = pages_of(means, record)
    if record.structured_sha256 is not None or not pages:
        raise BadUse("An e-invoice is one document, whatever its pages show.")
    return pages


def read_as_one(means: Means, origin: DocumentRecord, reading: Reading) -> ExtractedDocument:
    """The document in this reading of the origin's file, which a person says is one."""
    own = own_companies(means)
    documents = extract_reading(reading, own=own, expected=expected_type(origin)).documents
    return as_one(documents, reading.pages, own=own)


def last_part(work: UnitOfWork, record: DocumentRecord) -> int:
    """The highest number that a document of this file delivery has."""
    return max([0, *(sibling.part for sibling in work.documents.siblings(record.id))])


def add_part(
    work: UnitOfWork, origin: DocumentRecord, document: ExtractedDocument, *, part: int, user: User, why: str,
    of: DocumentRecord | None = None,
) -> DocumentRecord:  # fmt: skip
    """Stores a document that stands in the origin's file; `of` is the document that it comes from where that is another one."""
    fresh = DocumentRecord(
        id=DocumentId(uuid.uuid4().hex), sha256=origin.sha256, name=origin.name, media_type=origin.media_type,
        channel=origin.channel, received_at=origin.received_at, state=State.EXTRACTED, part=part,
        reading_sha256=origin.reading_sha256, structured_sha256=origin.structured_sha256, extraction=document, sender=origin.sender,
        mail=origin.mail, source=origin.source, company_hint=origin.company_hint, vendor_hint=origin.vendor_hint,
        type_hint=origin.type_hint, origin=(of or origin).id, sheets=origin.sheets,
    )  # fmt: skip
    return work.documents.add(fresh, actor=user.login, why=why)


def end_as(work: UnitOfWork, record: DocumentRecord, why: str, became: Sequence[DocumentRecord], *, user: User) -> None:
    """Ends a document that lives on in others. Raises StaleDocument where somebody was first."""
    details = {"became": ", ".join(one.id for one in became)}
    work.documents.move(record, Event.REJECTED, actor=user.login, why=why, details=details)


def announce(means: Means, added: Sequence[DocumentRecord]) -> None:
    """Tells the workers of new documents; after their transaction."""
    for record in added:
        means.queue.announce(record.id, record.state)


def page_numbers(group: Sequence[int]) -> str:
    """The pages as people count them."""
    return ", ".join(str(index + 1) for index in group)


def _require_groups(groups: Sequence[Sequence[int]], pages: Sequence[Page]) -> None:
    given = [index for group in groups for index in group]
    if len(groups) < 2 or not all(groups):
        raise BadUse("Splitting takes at least two groups of pages.")
    if sorted(given) != [page.index for page in pages]:
        known = page_numbers([p.index for p in pages])
        raise BadUse(f"Every page has to stand in one group, and in one only; there are: {known}.")


def _reading_of(pages: Iterable[Page]) -> Reading:
    return Reading(media_type="", pages=tuple(pages))
