"""What was said about findings, and which documents are put aside because of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import Session

from idp.domain.record import DocumentId
from idp.domain.resolution import Resolved
from idp.ports import Clock, Wait
from idp.store.engine import insert_new, insert_rows, touched
from idp.store.people_table import ResolutionRow, WaitRow
from idp.store.table import DocumentRow


class SqlResolutions:
    """Resolutions and waits, within one unit of work."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, resolved: Resolved) -> None:
        insert_rows(self._session, ResolutionRow, (asdict(resolved),))

    def of_document(self, document_id: DocumentId) -> tuple[Resolved, ...]:
        rows = self._session.scalars(
            select(ResolutionRow).where(ResolutionRow.document_id == document_id).order_by(ResolutionRow.id)
        )
        return tuple(
            Resolved(r.document_id, r.finding_key, r.code, r.line, r.resolution, r.login, r.name, r.at, r.text, r.role, r.until)
            for r in rows
        )

    def put_aside(self, wait: Wait, *, version: int) -> None:
        values = asdict(wait) | {"version": version}
        if not insert_new(self._session, WaitRow, values):
            touched(self._session, update(WaitRow).where(WaitRow.document_id == wait.document_id).values(values))

    def put_aside_now(self, document_id: DocumentId) -> Wait | None:
        row = self._session.scalars(
            select(WaitRow)
            .join(DocumentRow, DocumentRow.id == WaitRow.document_id)
            .where(WaitRow.document_id == document_id, *_holds(self._clock.now()))
            .execution_options(populate_existing=True)
        ).first()
        return None if row is None else Wait(row.document_id, row.resolution, row.login, row.since, row.until)


def is_put_aside(now: datetime) -> ColumnElement[bool]:
    """The condition under which a row of documents is put aside at this moment."""
    return exists().where(WaitRow.document_id == DocumentRow.id, *_holds(now)).correlate(DocumentRow)


def _holds(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return WaitRow.version == DocumentRow.version, or_(WaitRow.until.is_(None), WaitRow.until > now)
