"""A document's record in the store: its state, its bytes, what was read, matched and entered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from idp.domain.choice import Choice
from idp.domain.document import ExtractedDocument
from idp.domain.entry import EntryOrder
from idp.domain.finding import RecordRef
from idp.domain.lifecycle import Event, State
from idp.domain.mail import MailEvidence
from idp.domain.match import Match

DocumentId = NewType("DocumentId", str)
"""32 lower-case hexadecimal digits; also the tail of our external ids in Odoo."""

GENESIS = "0" * 64
"""The hash before a document's first event."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a page of a document that people put together comes from: the page with this index (from 0) in that document's file.

    `page_index` is None for the data of an e-invoice, which has no pages of its own.
    """

    document_id: DocumentId
    sha256: str
    name: str
    page_index: int | None


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as stored. `version` counts its moves: a save names the version it was based on.

    `sha256` is the file it came in, `name` that file's name as it came. `part` numbers the documents of one file from 0. `attempts`
    counts failed tries of the present step, `next_attempt_at` when it may be tried again. `same_as` is the earlier document with the
    same bytes. `corrected_by` and `approved_by` are logins. `source` is the name of the source it came from, None where a person or
    program sent it; `company_hint`, `vendor_hint` and `type_hint` are what the source's settings say of its documents. `origin` is the
    document that a person split, or joined with others, to make this one. `mail` is what the mail that brought it tells of its
    sender. `choices` are what people chose for the matching. `sheets` tell
    page by page where its file comes from, where people put that together; empty for a file as it came. Times are UTC.
    """

    id: DocumentId
    sha256: str
    name: str
    media_type: str
    channel: str
    received_at: datetime
    state: State = State.RECEIVED
    version: int = 0
    part: int = 0
    reading_sha256: str | None = None
    structured_sha256: str | None = None
    extraction: ExtractedDocument | None = None
    match: Match | None = None
    same_as: DocumentId | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None
    failure: str | None = None
    failure_code: str | None = None
    failed_in: State | None = None
    corrected_by: str | None = None
    approved_by: str | None = None
    owner: str | None = None
    entered: RecordRef | None = None
    sender: str | None = None
    source: str | None = None
    company_hint: str | None = None
    vendor_hint: str | None = None
    type_hint: str | None = None
    origin: DocumentId | None = None
    mail: MailEvidence | None = None
    choices: tuple[Choice, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DocumentEvent:
    """One entry of a document's log. `hash` covers everything in it and the hash before: a change breaks the chain."""

    document_id: DocumentId
    sequence: int
    at: datetime
    actor: str
    event: Event | None
    from_state: State | None
    to_state: State
    why: str
    details: Mapping[str, str]
    previous_hash: str
    hash: str


def event_hash(
    previous_hash: str, *, document_id: str, sequence: int, at: datetime, actor: str, event: str | None,
    from_state: str | None, to_state: str, why: str, details: Mapping[str, str],
) -> str:  # fmt: skip
    """SHA-256 (hex) over the canonical JSON of an event and the hash before it. `at` counts to the microsecond, in UTC."""
    body = {
        "actor": actor, "at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "details": dict(details), "document_id": document_id,
        "event": event, "from": from_state, "previous": previous_hash, "sequence": sequence, "to": to_state, "why": why,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An entry that Odoo has yet to get. `entered` is set once it has."""

    document_id: DocumentId
    order: EntryOrder
    created_at: datetime
    attempts: int = 0
    entered: RecordRef | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The fate of one part of one message: `document`, `joined_with:<sha256>`, `skipped:<reason>` or `quarantined:<code>`.

    `message` is the SHA-256 of the whole file as it came. `review` is set (and the part empty) for a message that gave no document.
    """

    message: str
    position: int
    sha256: str
    name: str
    fate: str
    reason: str
    document_id: DocumentId | None = None
    review: str | None = None
