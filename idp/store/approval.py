"""The parts of approvals, as they were given."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from idp.domain.approval import Approval
from idp.domain.record import DocumentId
from idp.store.engine import insert_rows
from idp.store.people_table import ApprovalRow


class SqlApprovals:
    """Approvals, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, approval: Approval) -> None:
        insert_rows(self._session, ApprovalRow, (asdict(approval),))

    def of_document(self, document_id: DocumentId) -> tuple[Approval, ...]:
        rows = self._session.scalars(select(ApprovalRow).where(ApprovalRow.document_id == document_id).order_by(ApprovalRow.id))
        return tuple(Approval(r.document_id, r.role, r.login, r.name, r.at, r.content, r.comment) for r in rows)
