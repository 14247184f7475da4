"""The append-only log of each document: every event is chained to the one before by its hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentEvent, DocumentId, event_hash
from idp.store.body import read_details, write_details
from idp.store.column import storable
from idp.store.engine import insert_rows
from idp.store.table import EventRow


@dataclass(frozen=True, slots=True)
class Happening:
    """An event before it has its place in the chain."""

    at: datetime
    actor: str
    event: Event | None
    from_state: State | None
    to_state: State
    why: str
    details: Mapping[str, str]


def chain(document_id: DocumentId, sequence: int, previous_hash: str, happening: Happening) -> DocumentEvent:
    """The event in its place: `sequence` counts a document's events from 0."""
    # The hash covers what will be read back, so texts are brought into their stored form first.
    actor, why = storable(happening.actor), storable(happening.why)
    details = {storable(key): storable(value) for key, value in happening.details.items()}
    at = happening.at.astimezone(UTC)
    digest = event_hash(
        previous_hash, document_id=document_id, sequence=sequence, at=at, actor=actor, event=happening.event,
        from_state=happening.from_state, to_state=happening.to_state, why=why, details=details,
    )  # fmt: skip
    return DocumentEvent(
        document_id, sequence, at, actor, happening.event, happening.from_state, happening.to_state, why, details,
        previous_hash, digest,
    )  # fmt: skip


def append(session: Session, event: DocumentEvent) -> None:
    """Writes the event."""
    values = {
        "document_id": event.document_id, "sequence": event.sequence, "at": event.at, "actor": event.actor, "event": event.event,
        "from_state": event.from_state, "to_state": event.to_state, "why": event.why, "details": write_details(event.details),
        "previous_hash": event.previous_hash, "hash": event.hash,
    }  # fmt: skip
    insert_rows(session, EventRow, (values,))


def read_log(session: Session, document_id: DocumentId) -> tuple[DocumentEvent, ...]:
    """The document's events, first to last."""
    rows = session.scalars(select(EventRow).where(EventRow.document_id == document_id).order_by(EventRow.sequence))
    return tuple(to_event(row) for row in rows)


def to_event(row: EventRow) -> DocumentEvent:
    """The event that the row holds, unchecked."""
    return DocumentEvent(
        DocumentId(row.document_id), row.sequence, row.at, row.actor, row.event, row.from_state, row.to_state, row.why,
        read_details(row.details), row.previous_hash, row.hash,
    )  # fmt: skip
