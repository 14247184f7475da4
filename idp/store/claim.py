"""Who has which document open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from idp.domain.claim import Claim
from idp.domain.record import DocumentId
from idp.store.engine import insert_new, touched
from idp.store.people_table import ClaimRow


class SqlClaims:
    """Claims, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, document_id: DocumentId) -> Claim | None:
        row = self._session.get(ClaimRow, document_id, populate_existing=True)
        return None if row is None else _to_claim(row)

    def put(self, claim: Claim) -> None:
        values = asdict(claim)
        if not insert_new(self._session, ClaimRow, values):
            touched(self._session, update(ClaimRow).where(ClaimRow.document_id == claim.document_id).values(values))

    def renew(self, document_id: DocumentId, *, login: str, until: datetime) -> Claim | None:
        own = update(ClaimRow).where(ClaimRow.document_id == document_id, ClaimRow.login == login)
        return self.find(document_id) if touched(self._session, own.values(until=until)) else None

    def end(self, document_id: DocumentId, *, login: str, ticket: str) -> None:
        own = (ClaimRow.document_id == document_id, ClaimRow.login == login, ClaimRow.ticket == ticket)
        self._session.execute(delete(ClaimRow).where(*own), execution_options={"synchronize_session": False})


def claims_on(session: Session, document_ids: Sequence[str], *, now: datetime) -> dict[str, Claim]:
    """The claims that hold now on these documents."""
    held = select(ClaimRow).where(ClaimRow.document_id.in_(document_ids), ClaimRow.until > now)
    rows = session.scalars(held.execution_options(populate_existing=True))
    return {row.document_id: _to_claim(row) for row in rows}


def _to_claim(row: ClaimRow) -> Claim:
    return Claim(row.document_id, row.login, row.name, row.ticket, row.since, row.until)
