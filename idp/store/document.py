"""Documents: what is stored of them, and how they move by compare-and-set with an event in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, update
from sqlalchemy.orm import Session

from idp.domain.code import Role
from idp.domain.errors import IllegalTransition, NotFound, StaleDocument
from idp.domain.lifecycle import Event, State, next_state
from idp.domain.record import GENESIS, DocumentEvent, DocumentId, DocumentRecord
from idp.ports import Clock, DocumentQuery, DocumentSummary
from idp.store import queue
from idp.store.engine import insert_new, table_of, touched
from idp.store.issue import follow
from idp.store.log import Happening, append, chain, read_log
from idp.store.projection import glance
from idp.store.revision import Revisions, columns, to_records, write_revisions
from idp.store.table import DocumentOrderRow, DocumentRow
from idp.store.twin import likenesses
from idp.store.work import go_on_at, watch_at_after

_MOST_TWINS = 50
_DOCUMENTS = table_of(DocumentRow)
_ANY_WITH_BYTES = select(_DOCUMENTS.c.id).where(_DOCUMENTS.c.sha256 == bindparam("its_bytes")).limit(1)
_IF_STILL_AS_SEEN = update(_DOCUMENTS).where(
    _DOCUMENTS.c.id == bindparam("seen_id"),
    _DOCUMENTS.c.state == bindparam("seen_state"),
    _DOCUMENTS.c.version == bindparam("seen_version"),
)


class SqlDocuments:
    """Documents and their event logs, within one unit of work."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, record: DocumentRecord, *, actor: str, why: str, details: Mapping[str, str] | None = None) -> DocumentRecord:
        if record.state not in {State.RECEIVED, State.EXTRACTED} or record.version != 0:
            raise IllegalTransition(f"a new document cannot begin as {record.state}, version {record.version}")
        now = self._clock.now()
        stored = replace(record, updated_at=now)
        revisions = Revisions.of(stored, sequence=0, before=None)
        happening = Happening(now, actor, None, None, record.state, why, {**(details or {}), **revisions.hashes})
        event = chain(record.id, 0, GENESIS, happening)
        values = columns(stored, revisions) | {
            "id": record.id, "sha256": record.sha256, "channel": record.channel, "received_at": record.received_at,
            "part": record.part, "head_hash": event.hash, "go_on_at": go_on_at(stored), "watch_at": None, "checkpointed": -1,
        }  # fmt: skip
        if not insert_new(self._session, DocumentRow, values):
            raise StaleDocument(f"document {record.id} is already stored")
        append(self._session, event)
        write_revisions(self._session, stored, revisions)
        return stored

    def require(self, document_id: DocumentId) -> DocumentRecord:
        row = self._session.get(DocumentRow, document_id, populate_existing=True)
        if row is None:
            raise NotFound(f"there is no document {document_id}")
        return to_records(self._session, (row,))[0]

    def move(
        self, record: DocumentRecord, event: Event, *, actor: str, why: str, details: Mapping[str, str] | None = None
    ) -> DocumentRecord:
        state = next_state(record.state, event)
        row = self._session.get(DocumentRow, record.id, populate_existing=True)
        if row is None:
            raise NotFound(f"there is no document {record.id}")
        now = self._clock.now()
        moved = _begin_step(record, state, now)
        revisions = Revisions.of(moved, sequence=moved.version, before=row)
        happening = Happening(now, actor, event, record.state, state, why, {**(details or {}), **revisions.hashes})
        entry = chain(record.id, moved.version, row.head_hash, happening)
        values = columns(moved, revisions) | {
            "head_hash": entry.hash, "go_on_at": go_on_at(moved), "watch_at": watch_at_after(moved, event, details or {}, row.watch_at)
        }  # fmt: skip
        seen = {"seen_id": record.id, "seen_state": record.state, "seen_version": record.version}
        changed = self._session.connection().execute(_IF_STILL_AS_SEEN, values | seen).rowcount
        if changed == 0:
            raise StaleDocument(
                f"document {record.id} has changed since it was read (then {record.state}, version {record.version})"
            )
        append(self._session, entry)
        write_revisions(self._session, moved, revisions)
        follow(self._session, moved, event, actor=actor, at=now)
        return moved

    def postpone(self, record: DocumentRecord, *, failure: str, until: datetime) -> DocumentRecord:
        later = replace(
            record, attempts=record.attempts + 1, failure=failure, next_attempt_at=until, updated_at=self._clock.now()
        )
        changed = touched(
            self._session,
            update(DocumentRow)
            .where(
                DocumentRow.id == record.id,
                DocumentRow.state == record.state,
                DocumentRow.version == record.version,
                DocumentRow.attempts == record.attempts,
            )
            .values(
                attempts=later.attempts,
                failure=failure,
                next_attempt_at=until,
                updated_at=later.updated_at,
                go_on_at=go_on_at(later),
            ),
        )
        if changed == 0:
            raise StaleDocument(
                f"document {record.id} has changed since it was read (then {record.state}, version {record.version})"
            )
        return later

    def due(self, *, now: datetime, limit: int) -> tuple[DocumentId, ...]:
        free = or_(DocumentRow.lease_until.is_(None), DocumentRow.lease_until <= now)
        found = self._session.scalars(
            select(DocumentRow.id)
            .where(DocumentRow.go_on_at <= now, free)
            .order_by(DocumentRow.go_on_at, DocumentRow.id)
            .limit(limit)
        )
        return tuple(DocumentId(i) for i in found)

    def lease(self, document_id: DocumentId, *, holder: str, now: datetime, until: datetime) -> bool:
        free = or_(DocumentRow.lease_until.is_(None), DocumentRow.lease_until <= now, DocumentRow.lease_holder == holder)
        taken = update(DocumentRow).where(DocumentRow.id == document_id, free).values(lease_holder=holder, lease_until=until)
        return touched(self._session, taken) == 1

    def release(self, document_id: DocumentId, *, holder: str) -> None:
        own = update(DocumentRow).where(DocumentRow.id == document_id, DocumentRow.lease_holder == holder)
        touched(self._session, own.values(lease_holder=None, lease_until=None))

    def same_bytes(self, sha256: str) -> tuple[DocumentRecord, ...]:
        if self._session.connection().execute(_ANY_WITH_BYTES, {"its_bytes": sha256}).first() is None:
            return ()
        same = select(DocumentRow).where(DocumentRow.sha256 == sha256).order_by(DocumentRow.received_at, DocumentRow.id)
        return self._records(same)

    def siblings(self, document_id: DocumentId) -> tuple[DocumentRecord, ...]:
        first = self._session.get(DocumentRow, document_id, populate_existing=True)
        if first is None:
            raise NotFound(f"there is no document {document_id}")
        return self._records(
            select(DocumentRow)
            .where(
                DocumentRow.sha256 == first.sha256,
                DocumentRow.received_at == first.received_at,  # a file that came twice has two moments
                DocumentRow.channel == first.channel,
                DocumentRow.part > 0,
                DocumentRow.id != document_id,
            )
            .order_by(DocumentRow.part, DocumentRow.id)
        )

    def beside(self, record: DocumentRecord, *, within: timedelta, limit: int) -> tuple[DocumentRecord, ...]:
        number, sender, source = glance(record).number_key, DocumentRow.sender, DocumentRow.source
        ways = [DocumentRow.sha256 == record.sha256]
        if number is not None:
            ways.append(DocumentRow.number_key == number)
        ways.append(
            (DocumentRow.received_at >= record.received_at - within)
            & (DocumentRow.received_at <= record.received_at + within)
            & (DocumentRow.channel == record.channel)
            & (source.is_(None) if record.source is None else source == record.source)
            & (sender.is_(None) if record.sender is None else sender == record.sender)
        )
        found: set[str] = set()
        for way in ways:
            waits = (DocumentRow.state == State.IN_REVIEW, DocumentRow.id != record.id)
            chosen = select(DocumentRow.id).where(*waits, way).order_by(DocumentRow.received_at, DocumentRow.id).limit(limit)
            found |= set(self._session.scalars(chosen))
        return self._records(
            select(DocumentRow).where(DocumentRow.id.in_(found)).order_by(DocumentRow.received_at, DocumentRow.id)
        )

    def twins(self, record: DocumentRecord) -> tuple[DocumentRecord, ...]:
        """Where more than 50 fit, those of the same issuer and number are kept first, then the latest."""
        found: dict[str, None] = {}
        for likeness in likenesses(glance(record)):
            if len(found) < _MOST_TWINS:
                found |= dict.fromkeys(self._alike(record.id, likeness))
        ids = list(found)[:_MOST_TWINS]
        return self._records(
            select(DocumentRow).where(DocumentRow.id.in_(ids)).order_by(DocumentRow.received_at, DocumentRow.id)
        )

    def about_orders(self, order_ids: Sequence[int]) -> tuple[DocumentRecord, ...]:
        named = select(DocumentOrderRow.document_id).where(DocumentOrderRow.order_id.in_(order_ids))
        return self._records(
            select(DocumentRow)
            .where(DocumentRow.id.in_(named), DocumentRow.state != State.REJECTED)
            .order_by(DocumentRow.received_at, DocumentRow.id)
        )

    def waiting(self, *, limit: int, not_since: datetime) -> tuple[DocumentRecord, ...]:
        return self._watched(State.IN_REVIEW, limit, DocumentRow.watch_at <= not_since)

    def waiting_on(self, order_ids: Collection[int], vendor_ids: Collection[int], *, strangers: bool) -> tuple[DocumentId, ...]:
        named = select(DocumentOrderRow.document_id).where(DocumentOrderRow.order_id.in_(order_ids))
        meant = [DocumentRow.id.in_(named), DocumentRow.vendor_id.in_(vendor_ids)]
        if strangers:
            meant.append(DocumentRow.vendor_id.is_(None))
        found = self._session.scalars(
            select(DocumentRow.id)
            .where(DocumentRow.state == State.IN_REVIEW, DocumentRow.watch_at.is_not(None), or_(*meant))
            .order_by(DocumentRow.received_at, DocumentRow.id)
        )
        return tuple(DocumentId(i) for i in found)

    def entered(self, *, limit: int) -> tuple[DocumentRecord, ...]:
        return self._watched(State.ENTERED, limit)

    def list(self, query: DocumentQuery) -> tuple[DocumentSummary, ...]:
        return queue.list_documents(self._session, query, now=self._clock.now())

    def count(self, query: DocumentQuery) -> int:
        return queue.count_documents(self._session, query, now=self._clock.now())

    def counts(self, companies: tuple[int, ...] = ()) -> Mapping[State, int]:
        return queue.count_states(self._session, companies)

    def desk_counts(self, states: Sequence[State], *, companies: tuple[int, ...] = ()) -> Mapping[Role, int]:
        return queue.count_desks(self._session, states, companies)

    def events(self, document_id: DocumentId) -> tuple[DocumentEvent, ...]:
        return read_log(self._session, document_id)

    def _watched(self, state: State, limit: int, *narrowed: ColumnElement[bool]) -> tuple[DocumentRecord, ...]:
        """Those given out longest ago; giving them out is noted, so that none starves behind the first `limit`."""
        records = self._records(
            select(DocumentRow)
            .where(DocumentRow.state == state, DocumentRow.watch_at.is_not(None), *narrowed)
            .order_by(DocumentRow.watch_at, DocumentRow.id)
            .limit(limit)
        )
        given = update(DocumentRow).where(DocumentRow.id.in_([r.id for r in records]), DocumentRow.state == state)
        touched(self._session, given.values(watch_at=self._clock.now()))
        return records

    def _alike(self, document_id: DocumentId, likeness: ColumnElement[bool]) -> Iterable[str]:
        return self._session.scalars(
            select(DocumentRow.id)
            .where(likeness, DocumentRow.id != document_id, DocumentRow.state != State.REJECTED)
            .order_by(DocumentRow.received_at.desc(), DocumentRow.id)
            .limit(_MOST_TWINS)
        )

    def _records(self, chosen: Select[DocumentRow]) -> tuple[DocumentRecord, ...]:
        rows = self._session.scalars(chosen.execution_options(populate_existing=True)).all()
        return to_records(self._session, rows)


def _begin_step(record: DocumentRecord, state: State, now: datetime) -> DocumentRecord:
    """The record in its new state: a move starts a new step, so the failed tries of the old one are forgotten."""
    failure = record.failure if state in {State.FAILED, State.QUARANTINED} else None
    return replace(
        record, state=state, version=record.version + 1, attempts=0, next_attempt_at=None, failure=failure, updated_at=now
    )


def _stale(record: DocumentRecord) -> StaleDocument:
    return StaleDocument(f"document {record.id} has changed since it was read (then {record.state}, version {record.version})")
