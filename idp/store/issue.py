"""Since when findings ask for a person, and how they ended: kept beside the log as documents move, so that figures need no replay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentId, DocumentRecord
from idp.domain.resolution import ASKING, Issue, Resolution, finding_key
from idp.store.engine import insert_rows, touched
from idp.store.people_table import ClaimRow, IssueRow, WaitRow
from idp.store.projection import present_findings
from idp.store.table import EventRow

_SILENT = frozenset({Event.WAS_READ, Event.WAS_EXTRACTED, Event.PASSED_BY_POLICY, Event.WAS_ENTERED, Event.OUTCOME_SEEN})
"""Events before which nothing asks and after which nothing new does."""

_CHECKED = frozenset({State.MATCHED, State.IN_REVIEW, State.QUARANTINED})
"""States in which the findings that are there are the present ones; in between the old ones stand until they are looked at again."""

_ENDED_BY = {Event.APPROVED: Resolution.APPROVED, Event.REJECTED: Resolution.REJECTED, Event.RELEASED: Resolution.RELEASED}


class SqlIssues:
    """Issues, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_document(self, document_id: DocumentId) -> tuple[Issue, ...]:
        return self._issues(IssueRow.document_id == document_id)

    def opened(self, *, since: datetime, until: datetime) -> tuple[Issue, ...]:
        return self._issues(IssueRow.opened_at >= since, IssueRow.opened_at < until)

    def assign(self, document_id: DocumentId, *, login: str, at: datetime) -> None:
        fresh = (
            IssueRow.document_id == document_id, IssueRow.assigned_at.is_(None), IssueRow.resolved_at.is_(None)
        )  # fmt: skip
        touched(self._session, update(IssueRow).where(*fresh).values(assigned_at=at, assigned_to=login))

    def resolve(self, document_id: DocumentId, finding_key: str, *, resolution: Resolution, login: str, at: datetime) -> None:
        one = _open(document_id, IssueRow.finding_key == finding_key)
        touched(self._session, update(IssueRow).where(*one).values(resolved_at=at, resolved_by=login, resolution=resolution))

    def wait_for_supplier(self, document_id: DocumentId, finding_key: str, *, at: datetime) -> None:
        one = _open(document_id, IssueRow.finding_key == finding_key)
        touched(self._session, update(IssueRow).where(*one).values(waiting_since=at))

    def _issues(self, *chosen: ColumnElement[bool]) -> tuple[Issue, ...]:
        rows = self._session.scalars(
            select(IssueRow).where(*chosen).order_by(IssueRow.opened_at, IssueRow.id).execution_options(populate_existing=True)
        )
        return tuple(_to_issue(row) for row in rows)


def follow(session: Session, moved: DocumentRecord, event: Event, *, actor: str, at: datetime) -> None:
    """Opens and closes the document's issues as its move calls for; what holds it for a person ends when it leaves review."""
    if event in _SILENT:
        return
    open_rows = session.scalars(select(IssueRow).where(*_open(moved.id))).all()
    for row in open_rows:
        _end_wait(row, at)
    asking = {finding_key(f): f for f in present_findings(moved) if f.severity in ASKING}
    if event in _ENDED_BY:
        _close(open_rows, _ENDED_BY[event], actor=actor, at=at)
    elif moved.state in _CHECKED:
        gone = [row for row in open_rows if row.finding_key not in asking]
        if gone:
            resolution, person = _why_gone(session, moved, actor)
            _close(gone, resolution, actor=person, at=at)
        known = {row.finding_key for row in open_rows} | _settled(session, moved.id)
        new = [
            {
                "document_id": moved.id, "finding_key": key, "code": f.code.value, "severity": f.severity, "owner": f.owner,
                "opened_at": at, "waited_seconds": 0,
            }
            for key, f in asking.items() if key not in known
        ]  # fmt: skip
        insert_rows(session, IssueRow, new)
    session.flush()
    if moved.state in {State.READY, State.REJECTED}:
        for kind in (ClaimRow, WaitRow):
            left = delete(kind).where(kind.document_id == moved.id)
            session.execute(left, execution_options={"synchronize_session": False})


def _settled(session: Session, document_id: str) -> set[str]:
    """Findings that a person answered and that still stand: they ask nobody any more."""
    answered = (Resolution.ACCEPTED, Resolution.CREDIT_REQUESTED)
    return set(
        session.scalars(
            select(IssueRow.finding_key).where(IssueRow.document_id == document_id, IssueRow.resolution.in_(answered))
        )
    )


def _why_gone(session: Session, moved: DocumentRecord, actor: str) -> tuple[Resolution, str]:
    """What took a finding away, and who: the step before the new match says it."""
    before = session.get(EventRow, (moved.id, moved.version - 1))
    if before is not None and before.event is Event.CORRECTED:
        return Resolution.CORRECTED, before.actor
    return Resolution.CHANGED_IN_ERP, actor


def _close(rows: Iterable[IssueRow], resolution: Resolution, *, actor: str, at: datetime) -> None:
    for row in rows:
        row.resolved_at, row.resolved_by, row.resolution = at, actor, resolution


def _end_wait(row: IssueRow, at: datetime) -> None:
    if row.waiting_since is not None:
        row.waited_seconds += int((at - row.waiting_since).total_seconds())
        row.waiting_since = None


def _open(document_id: str, *more: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return IssueRow.document_id == document_id, IssueRow.resolved_at.is_(None), *more


def _to_issue(row: IssueRow) -> Issue:
    return Issue(
        row.document_id, row.finding_key, row.code, row.severity, row.owner, row.opened_at, row.assigned_at, row.assigned_to,
        row.resolved_at, row.resolved_by, row.resolution, timedelta(seconds=row.waited_seconds), row.waiting_since,
    )  # fmt: skip
