"""A person says which pages of which files are one document: documents are joined, pages put in another order, and taken apart again.

The files that came stay as they are, byte for byte. Their pages are put together in a new file, whose document names every page's
origin (`sheets`), is read like any other, and never passes by itself. What was joined ends as rejected, with what became of it in its
log, in the transaction that stores the new document: nothing is decided, or entered, twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from idp.domain.document import ExtractedDocument
from idp.domain.errors import BadUse, DocumentRefused
from idp.domain.record import DocumentId, DocumentRecord, Sheet
from idp.ports import PageOf, User
from idp.services.divide import (
    add_part,
    announce,
    end_as,
    join_parts,
    last_part,
    page_numbers,
    read_as_one,
    require_divisible,
    require_pages,
)
from idp.services.means import Means
from idp.services.memory import pages_of
from idp.services.pages import load_pages, load_reading

_MOST_DOCUMENTS = 50
_NAME_CHARACTERS = 200


def join(means: Means, document_ids: Sequence[DocumentId], *, user: User) -> DocumentRecord:
    """Makes one document of several, their pages in the order in which the documents are named; within one file in the file's order.

    An e-invoice without pages may be joined with the paper that shows it: they become a document of data and pages. Raises BadUse for
    fewer than two documents, and for what cannot be one; NotFound, NotAllowed, StaleDocument.
    """
    records = [require_divisible(means, one, None, user) for one in dict.fromkeys(document_ids)]
    if len(records) < 2:
        raise BadUse("Joining takes at least two documents.")
    if len({(record.sha256, record.reading_sha256) for record in records}) == 1:
        return join_parts(means, records, user=user)
    data = [record for record in records if _is_data(means, record)]
    papers = [record for record in records if record not in data]
    if len(data) > 1 or not papers:
        raise BadUse("Two e-invoices are two documents.")
    sheets = [(record, page.index) for record in papers for page in require_pages(means, record)]
    return _put_together(means, records, sheets, data=data[0] if data else None, user=user)


def arrange(means: Means, pages: Sequence[tuple[DocumentId, int]], *, user: User) -> DocumentRecord:
    """Makes one document of these pages (document, index in its file) in this order: all pages of every document named, each once.

    Raises BadUse for other pages, an e-invoice, and the order that the pages have already; NotFound, NotAllowed, StaleDocument.
    """
    records = {one: require_divisible(means, one, None, user) for one, _ in dict.fromkeys(pages)}
    there = [(one, page.index) for one, record in records.items() for page in require_pages(means, record)]
    if sorted(pages) != sorted(there):
        raise BadUse("Every page of every document has to stand in the new order, and only once.")
    if len(records) == 1 and list(pages) == there:
        raise BadUse("The pages stand in this order already.")
    sheets = [(records[one], index) for one, index in pages]
    return _put_together(means, list(records.values()), sheets, data=None, user=user)


def take_apart(means: Means, document_id: DocumentId, *, version: int | None, user: User) -> tuple[DocumentRecord, ...]:
    """Makes documents again of what one was put together from, each in the file it came in. What was corrected since has to be said anew.

    Raises BadUse for a document that nobody put together, or of which a part was split off; NotFound, NotAllowed, StaleDocument.
    """
    record = require_divisible(means, document_id, version, user)
    if not record.sheets:
        raise BadUse("This document stands in its file as it came: there is nothing to take apart. It may be split.")
    paged = [index for index, sheet in enumerate(record.sheets) if sheet.page_index is not None]
    if record.extraction is not None and paged and sorted(record.extraction.pages) != paged:
        raise BadUse("Part of this document was split off: join that again first.")
    with means.store.view() as work:
        origins = [work.documents.require(one) for one in dict.fromkeys(sheet.document_id for sheet in record.sheets)]
    read = [_read_again(means, origin) for origin in origins]
    with means.store.begin() as work:
        added = [
            add_part(
                work, origin, document, part=last_part(work, origin) + 1, of=record, user=user, why=f"taken out of {record.name} again"
            )
            for origin, document in zip(origins, read, strict=True)
        ]  # fmt: skip
        end_as(work, record, "taken apart again", added, user=user)
    announce(means, added)
    return tuple(added)


def _is_data(means: Means, record: DocumentRecord) -> bool:
    """Whether the document is an e-invoice alone, which shows no page."""
    return record.structured_sha256 is not None and not load_pages(means.blobs, record)


def _put_together(
    means: Means,
    records: Sequence[DocumentRecord],
    pages: Sequence[tuple[DocumentRecord, int]],
    *,
    data: DocumentRecord | None,
    user: User,
) -> DocumentRecord:
    """Stores the document of these pages, and ends those of which it is made, all at once."""
    if len(records) > _MOST_DOCUMENTS:
        raise BadUse(f"At most {_MOST_DOCUMENTS} documents are joined at once.")
    fresh = replace(
        _new_record(records, pages),
        sha256=_file_of(means, pages),
        structured_sha256=data.structured_sha256 if data is not None else None,
        sheets=tuple(_sheets(pages, data)),
    )
    told = "; ".join(_told(sheets) for sheets in _runs(fresh.sheets))
    with means.store.begin() as work:
        added = work.documents.add(fresh, actor=user.login, why=f"put together from {told}", details=_proof(fresh.sheets))
        for record in records:
            why = "its pages were put in another order" if len(records) == 1 else f"joined with others as {fresh.name}"
            end_as(work, record, why, [added], user=user)
    announce(means, [added])
    return added


def _new_record(records: Sequence[DocumentRecord], pages: Sequence[tuple[DocumentRecord, int]]) -> DocumentRecord:
    """The document as it will come to be read: it waits since the first of its parts came, and is of the source that names one."""
    first, _ = pages[0]
    others = len({record.id for record in records}) - 1
    return DocumentRecord(
        id=DocumentId(uuid.uuid4().hex), sha256=first.sha256, name=_name(first.name, others), media_type="application/octet-stream",
        channel=first.channel, received_at=min(record.received_at for record in records), origin=first.id,
        sender=_first(record.sender for record in records), mail=next((r.mail for r in records if r.mail is not None), None),
        source=_first(record.source for record in records), company_hint=_first(record.company_hint for record in records),
        vendor_hint=_first(record.vendor_hint for record in records), type_hint=_first(record.type_hint for record in records),
    )  # fmt: skip


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)


def _name(name: str, others: int) -> str:
    """The first file's name, with how many were joined to it."""
    stem = PurePath(name).stem[:_NAME_CHARACTERS] or "joined"
    return f"{stem} (+{others}).pdf" if others else f"{stem}.pdf"


def _file_of(means: Means, pages: Sequence[tuple[DocumentRecord, int]]) -> str:
    """The SHA-256 of the file with these pages: one that came, where it holds just them, else one put together. Raises BadUse."""
    first, _ = pages[0]
    whole = [page.index for page in load_pages(means.blobs, first)]
    if {record.sha256 for record, _ in pages} == {first.sha256} and [index for _, index in pages] == whole:
        return first.sha256
    names = list(dict.fromkeys(record.sha256 for record, _ in pages))
    wanted = [PageOf(names.index(record.sha256), index) for record, index in pages]
    try:
        composed = means.confined.compose([means.blobs.get(sha256) for sha256 in names], wanted)
    except DocumentRefused as refusal:
        raise BadUse(f"These pages cannot be put together: {refusal}") from refusal
    return means.blobs.put(composed)


def _sheets(pages: Sequence[tuple[DocumentRecord, int]], data: DocumentRecord | None) -> Iterable[Sheet]:
    for record, index in pages:
        yield Sheet(record.id, record.sha256, record.name, index)
    if data is not None:
        yield Sheet(data.id, data.sha256, data.name, None)


def _runs(sheets: Sequence[Sheet]) -> Iterable[list[Sheet]]:
    """The sheets, those of one document that follow each other together."""
    runs: list[list[Sheet]] = []
    for sheet in sheets:
        if not runs or runs[-1][-1].document_id != sheet.document_id:
            runs.append([])
        runs[-1].append(sheet)
    return runs


def _told(sheets: Sequence[Sheet]) -> str:
    indexes = [sheet.page_index for sheet in sheets if sheet.page_index is not None]
    if not indexes:
        return f"the data of {sheets[0].name}"
    return f"{'pages' if len(indexes) > 1 else 'page'} {page_numbers(indexes)} of {sheets[0].name}"


def _proof(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What the log vouches for: each page with the document and the bytes it comes from."""
    pages = (
        f"{sheet.document_id}:{sheet.sha256}:{'data' if sheet.page_index is None else sheet.page_index}" for sheet in sheets
    )
    return {"sheets": ", ".join(pages)}


def _read_again(means: Means, origin: DocumentRecord) -> ExtractedDocument:
    """The document as it stands in its own file, read from the words kept then."""
    return read_as_one(means, origin, replace(load_reading(means.blobs, origin), pages=pages_of(means, origin)))
