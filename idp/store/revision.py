"""What a document's row points to: the revisions of its extraction and match, and the index drawn from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from idp.domain.finding import RecordRef
from idp.domain.record import DocumentId, DocumentRecord
from idp.store.body import CHOICES, EXTRACTION, MAIL, MATCH, SHEETS, Body
from idp.store.column import fits
from idp.store.engine import insert_rows, table_of
from idp.store.projection import desks, glance, order_ids, present_findings, terms, waits_for_person
from idp.store.table import DeskRow, DocumentOrderRow, DocumentRow, ExtractionRow, FindingRow, MatchRow, TermRow


@dataclass(frozen=True, slots=True)
class Revision:
    """A body and the event sequence from which on it holds; `is_new` where this event brings it."""

    number: int
    body: Body
    is_new: bool


@dataclass(frozen=True, slots=True)
class Revisions:
    """The extraction and the match that a document has after an event, and whether it is found otherwise or by others now."""

    extraction: Revision | None
    match: Revision | None
    index_changed: bool
    desks_changed: bool

    @classmethod
    def of(cls, record: DocumentRecord, *, sequence: int, before: DocumentRow | None) -> Revisions:
        """Compares the bodies of `record` with those that `before` points to: what is equal keeps its revision."""
        extraction, match = record.extraction, record.match
        read = _next(
            EXTRACTION.write(extraction) if extraction else None,
            sequence,
            (before.extraction_revision, before.extraction_sha256) if before else (None, None),
        )
        found = _next(
            MATCH.write(match) if match else None,
            sequence,
            (before.match_revision, before.match_sha256) if before else (None, None),
        )
        index_changed = before is None or _is_indexed_otherwise(record, read, found, before)
        waited = before is not None and waits_for_person(before.state)
        return cls(read, found, index_changed, index_changed or waited != waits_for_person(record.state))

    @property
    def hashes(self) -> Mapping[str, str]:
        """The hashes of the bodies that this event brings. They go into the event, so that the chain vouches for the bodies too."""
        named = {"extraction_sha256": self.extraction, "match_sha256": self.match}
        return {name: revision.body.sha256 for name, revision in named.items() if revision is not None and revision.is_new}


def _next(body: Body | None, sequence: int, held: tuple[int | None, str | None]) -> Revision | None:
    if body is None:
        return None
    number, sha256 = held
    if number is not None and sha256 == body.sha256:
        return Revision(number, body, is_new=False)
    return Revision(sequence, body, is_new=True)


def _is_indexed_otherwise(
    record: DocumentRecord, extraction: Revision | None, match: Revision | None, before: DocumentRow
) -> bool:
    now = (
        extraction.body.sha256 if extraction else None, match.body.sha256 if match else None,
        record.failure_code, record.failure, record.owner, record.name,
    )  # fmt: skip
    then = (
        before.extraction_sha256, before.match_sha256, before.failure_code, before.failure, before.owner, before.name,
    )  # fmt: skip
    return now != then


def columns(record: DocumentRecord, revisions: Revisions) -> dict[str, Any]:
    """Everything of a document's row that a move may change, but for its work and its log."""
    seen = glance(record)
    entered = record.entered
    extraction, match = revisions.extraction, revisions.match
    return {
        "name": record.name, "media_type": record.media_type, "state": record.state, "version": record.version,
        "reading_sha256": record.reading_sha256, "structured_sha256": record.structured_sha256, "same_as": record.same_as,
        "attempts": record.attempts, "next_attempt_at": record.next_attempt_at, "failure": record.failure,
        "failure_code": record.failure_code, "failed_in": record.failed_in, "corrected_by": record.corrected_by,
        "approved_by": record.approved_by, "owner": record.owner, "sender": record.sender, "source": record.source,
        "company_hint": record.company_hint, "vendor_hint": record.vendor_hint, "type_hint": record.type_hint,
        "origin": record.origin, "mail": MAIL.write(record.mail).text if record.mail else None, "updated_at": record.updated_at,
        "choices": CHOICES.write(record.choices).text if record.choices else None,
        "sheets": SHEETS.write(record.sheets).text if record.sheets else None,
        "entered_model": entered.model if entered else None, "entered_id": entered.id if entered else None,
        "entered_name": entered.name if entered else None,
        "extraction_revision": extraction.number if extraction else None,
        "extraction_sha256": extraction.body.sha256 if extraction else None,
        "match_revision": match.number if match else None, "match_sha256": match.body.sha256 if match else None,
        "document_type": seen.document_type, "supplier": seen.supplier, "supplier_key": seen.supplier_key,
        "vendor_id": seen.vendor_id, "company_id": seen.company_id, "number": seen.number, "number_key": seen.number_key,
        "decision": seen.decision, "stake": seen.stake, "stake_currency": seen.stake_currency, "total": seen.total,
        "total_currency": seen.total_currency, "due_date": seen.due_date, "discount_until": seen.discount_until,
    }  # fmt: skip


def write_revisions(session: Session, record: DocumentRecord, revisions: Revisions) -> None:
    """Stores the bodies that are new, and the index drawn from them where it changed."""
    for kind, revision in ((ExtractionRow, revisions.extraction), (MatchRow, revisions.match)):
        if revision is not None and revision.is_new:
            body = revision.body
            values = {"document_id": record.id, "revision": revision.number, "sha256": body.sha256, "body": body.text}
            insert_rows(session, kind, (values,))
    if revisions.index_changed:
        _replace(session, FindingRow, record, _finding_rows(record))
        _replace(session, TermRow, record, ({"document_id": record.id, "term": term} for term in sorted(terms(record))))
        _replace(session, DocumentOrderRow, record, ({"document_id": record.id, "order_id": i} for i in order_ids(record)))
    if revisions.desks_changed:
        _replace(session, DeskRow, record, ({"document_id": record.id, "role": role} for role in desks(record)))


def _replace(
    session: Session,
    kind: type[FindingRow | DeskRow | TermRow | DocumentOrderRow],
    record: DocumentRecord,
    rows: Iterable[Mapping[str, Any]],
) -> None:
    table = table_of(kind)
    if record.version > 0:  # a new document has none yet
        session.connection().execute(delete(table).where(table.c.document_id == record.id))
    insert_rows(session, kind, list(rows))


def _finding_rows(record: DocumentRecord) -> Iterable[Mapping[str, Any]]:
    for position, found in enumerate(present_findings(record)):
        money = found.money if found.money is not None and fits(found.money.amount) else None
        yield {
            "document_id": record.id, "position": position, "code": found.code.value, "severity": found.severity,
            "owner": found.owner, "money": money.amount if money else None, "currency": money.currency if money else None,
        }  # fmt: skip


def to_records(session: Session, rows: Sequence[DocumentRow]) -> tuple[DocumentRecord, ...]:
    """The documents as the rows and the revisions they point to have them."""
    read = _bodies(session, ExtractionRow, [(row.id, row.extraction_revision) for row in rows])
    found = _bodies(session, MatchRow, [(row.id, row.match_revision) for row in rows])
    return tuple(_to_record(row, read.get(row.id), found.get(row.id)) for row in rows)


def _bodies(session: Session, kind: type[ExtractionRow | MatchRow], held: Sequence[tuple[str, int | None]]) -> dict[str, str]:
    """The text of each revision by its document. By number, not by what the row points to now: revisions never change, rows do."""
    wanted = [pair for pair in held if pair[1] is not None]
    if not wanted:
        return {}
    chosen = select(kind.document_id, kind.body).where(tuple_(kind.document_id, kind.revision).in_(wanted))
    return {row.document_id: row.body for row in session.execute(chosen)}


def _to_record(row: DocumentRow, extraction: str | None, match: str | None) -> DocumentRecord:
    entered = None
    if row.entered_model is not None and row.entered_id is not None:
        entered = RecordRef(row.entered_model, row.entered_id, row.entered_name or "")
    return DocumentRecord(
        id=DocumentId(row.id), sha256=row.sha256, name=row.name, media_type=row.media_type, channel=row.channel,
        received_at=row.received_at, state=row.state, version=row.version, part=row.part, reading_sha256=row.reading_sha256,
        structured_sha256=row.structured_sha256, extraction=EXTRACTION.read(extraction) if extraction is not None else None,
        match=MATCH.read(match) if match is not None else None, same_as=DocumentId(row.same_as) if row.same_as else None,
        attempts=row.attempts, next_attempt_at=row.next_attempt_at, failure=row.failure, failure_code=row.failure_code,
        failed_in=row.failed_in, corrected_by=row.corrected_by, approved_by=row.approved_by, owner=row.owner, entered=entered,
        sender=row.sender, source=row.source, company_hint=row.company_hint, vendor_hint=row.vendor_hint, type_hint=row.type_hint,
        origin=DocumentId(row.origin) if row.origin else None, mail=MAIL.read(row.mail) if row.mail is not None else None,
        choices=CHOICES.read(row.choices) if row.choices is not None else (),
        sheets=SHEETS.read(row.sheets) if row.sheets is not None else (), updated_at=row.updated_at,
    )  # fmt: skip
