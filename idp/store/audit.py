"""Is the log what it was? Recomputes every chain, compares it with the documents, the bodies and the checkpoints.

Everything is streamed: memory does not grow with the number of documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Executable, Text, cast, exists, insert, literal, select, text, type_coerce, update
from sqlalchemy.orm import Session, aliased

from idp.domain.record import GENESIS
from idp.ports import ChainFault
from idp.store.body import read_details
from idp.store.chain import ChainCheck
from idp.store.engine import is_sqlite, touched
from idp.store.snapshot import Packed
from idp.store.stored_file import named_files
from idp.store.table import (
    CheckpointHeadRow,
    CheckpointRow,
    DocumentRow,
    EventRow,
    ExtractionRow,
    MatchRow,
    SnapshotPartRow,
    SnapshotRow,
)

_BATCH = 500


class SqlAudit:
    """Checks of the append-only log, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def verify(self) -> tuple[int, tuple[ChainFault, ...]]:
        if not is_sqlite(self._session.get_bind()):
            self._session.execute(text("SET LOCAL statement_timeout = 0"))  # a check of everything may take its time
        check = ChainCheck()
        for row in self._stream(_events_beside_documents()):
            check.see(row)
        check.end()
        faults = [
            *check.faults,
            *self._ownerless_events(),
            *self._changed_bodies(ExtractionRow, "extraction_sha256"),
            *self._changed_bodies(MatchRow, "match_sha256"),
            *self._changed_snapshots(),
            *self._changed_heads(),
            *self._changed_checkpoints(),
        ]
        return check.checked, tuple(sorted(faults, key=lambda f: (f.document_id, f.sequence)))

    def files(self) -> Iterator[str]:
        if not is_sqlite(self._session.get_bind()):
            self._session.execute(text("SET LOCAL statement_timeout = 0"))
        return named_files(self._session)

    def checkpoint(self, *, at: datetime) -> str:
        """Hashes the checkpoint before and every head that changed since: it covers all heads, at the price of those that moved."""
        if not is_sqlite(self._session.get_bind()):
            self._session.execute(text("LOCK TABLE checkpoints IN EXCLUSIVE MODE"))  # one after the other; readers go on
        before = self._session.scalars(select(CheckpointRow).order_by(CheckpointRow.number.desc()).limit(1)).one_or_none()
        number, previous = (before.number + 1, before.hash) if before else (0, GENESIS)
        self._note_changed_heads(number)
        digest = self._hash_of(number, previous, at)
        self._session.execute(insert(CheckpointRow).values(number=number, at=at, hash=digest))
        return digest

    def _note_changed_heads(self, number: int) -> None:
        changed = select(literal(number), DocumentRow.id, DocumentRow.version, DocumentRow.head_hash).where(
            DocumentRow.checkpointed < DocumentRow.version
        )
        self._session.execute(insert(CheckpointHeadRow).from_select(["number", "document_id", "sequence", "hash"], changed))
        # From the rows just written, not from `version` again: a document may have moved on between the two statements.
        noted = select(CheckpointHeadRow.sequence).where(
            CheckpointHeadRow.number == number, CheckpointHeadRow.document_id == DocumentRow.id
        )
        ids = select(CheckpointHeadRow.document_id).where(CheckpointHeadRow.number == number)
        touched(self._session, update(DocumentRow).where(DocumentRow.id.in_(ids)).values(checkpointed=noted.scalar_subquery()))

    def _hash_of(self, number: int, previous: str, at: datetime) -> str:
        digest = hashlib.sha256(f"{previous} {number} {at.astimezone(UTC).isoformat()}\n".encode())
        heads = select(CheckpointHeadRow.document_id, CheckpointHeadRow.sequence, CheckpointHeadRow.hash)
        for row in self._stream(heads.where(CheckpointHeadRow.number == number).order_by(CheckpointHeadRow.document_id)):
            digest.update(f"{row.document_id} {row.sequence} {row.hash}\n".encode())
        return digest.hexdigest()

    def _ownerless_events(self) -> Iterator[ChainFault]:
        of_document = exists().where(DocumentRow.id == EventRow.document_id)
        for row in self._stream(select(EventRow.document_id, EventRow.sequence).where(~of_document)):
            yield ChainFault(row.document_id, row.sequence, "the document of this event is gone")

    def _changed_bodies(self, kind: type[ExtractionRow | MatchRow], name: str) -> Iterator[ChainFault]:
        brought = (EventRow.document_id == kind.document_id) & (EventRow.sequence == kind.revision)
        bodies = select(kind.document_id, kind.revision, kind.body, EventRow.details).outerjoin_from(kind, EventRow, brought)
        for row in self._stream(bodies):
            if _detail(row.details, name) != hashlib.sha256(row.body.encode()).hexdigest():
                yield ChainFault(row.document_id, row.revision, f"what was stored with this event is not what {name} says")

    def _changed_snapshots(self) -> Iterator[ChainFault]:
        reference, policy = aliased(SnapshotPartRow), aliased(SnapshotPartRow)
        brought = (EventRow.document_id == SnapshotRow.document_id) & (EventRow.sequence == SnapshotRow.revision)
        snapshots = (
            select(
                SnapshotRow.document_id, SnapshotRow.revision, SnapshotRow.body, reference.body.label("reference"),
                policy.body.label("policy"), EventRow.details,
            )
            .join_from(SnapshotRow, reference, reference.sha256 == SnapshotRow.reference_sha256)
            .join(policy, policy.sha256 == SnapshotRow.policy_sha256)
            .outerjoin(EventRow, brought)
        )  # fmt: skip
        for row in self._stream(snapshots):
            if _detail(row.details, "snapshot_sha256") != Packed(row.body, row.reference, row.policy).sha256:
                yield ChainFault(row.document_id, row.revision, "what this decision was made from is not what its event says")

    def _changed_heads(self) -> Iterator[ChainFault]:
        at_the_time = (EventRow.document_id == CheckpointHeadRow.document_id) & (
            EventRow.sequence == CheckpointHeadRow.sequence
        )
        heads = select(CheckpointHeadRow, type_coerce(EventRow.hash, Text).label("now")).outerjoin_from(
            CheckpointHeadRow, EventRow, at_the_time
        )
        for head, now in self._stream(heads):
            if now != head.hash:
                trouble = "is missing" if now is None else "is another"
                yield ChainFault(head.document_id, head.sequence, f"the event that checkpoint {head.number} covers {trouble}")

    def _changed_checkpoints(self) -> Iterator[ChainFault]:
        previous = GENESIS
        for place, row in enumerate(self._session.scalars(select(CheckpointRow).order_by(CheckpointRow.number)).all()):
            if row.number != place or self._hash_of(row.number, previous, row.at) != row.hash:
                yield ChainFault(f"checkpoint {row.number}", place, "the checkpoint's hash is not that of its heads")
            previous = row.hash

    def _stream(self, chosen: Executable) -> Iterator[Any]:
        yield from self._session.execute(chosen, execution_options={"yield_per": _BATCH, "populate_existing": True})


def _events_beside_documents() -> Executable:
    """Every document with its events in order, as plain text: what was tampered with must not stop the reading of it."""
    plain = [
        type_coerce(column, Text).label(column.key)
        for column in (EventRow.actor, EventRow.event, EventRow.from_state, EventRow.to_state, EventRow.why, EventRow.details)
    ]
    return (
        select(
            DocumentRow.id,
            type_coerce(DocumentRow.state, Text).label("state"),
            DocumentRow.version,
            DocumentRow.head_hash,
            DocumentRow.extraction_sha256,
            DocumentRow.match_sha256,
            EventRow.sequence,
            cast(EventRow.at, Text).label("at"),
            *plain,
            EventRow.previous_hash,
            EventRow.hash,
        )
        .outerjoin_from(DocumentRow, EventRow, EventRow.document_id == DocumentRow.id)
        .order_by(DocumentRow.id, EventRow.sequence)
    )


def _detail(details: str | None, name: str) -> str | None:
    try:
        return read_details(details or "{}").get(name)
    except ValueError:
        return None
