"""Entries to be made in Odoo, stored in the transaction that decided them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from idp.domain.entry import BillEntry, EntryOrder
from idp.domain.errors import NotFound, StaleDocument
from idp.domain.finding import RecordRef
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, OutboxRow
from idp.ports import Clock
from idp.store.body import ORDER
from idp.store.engine import insert_new, touched
from idp.store.table import DocumentRow, OutboxEntryRow


class SqlOutbox:
    """The outbox, within one unit of work."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def put(self, order: EntryOrder) -> None:
        """Stores or replaces the entry. Raises StaleDocument when it is in Odoo already: what was done is not rewritten."""
        vendor_id = order.entry.vendor_id if isinstance(order.entry, BillEntry) else None
        values = {"body": ORDER.write(order).text, "vendor_id": vendor_id, "created_at": self._clock.now()}
        if insert_new(self._session, OutboxEntryRow, {"document_id": order.document_id, **values}):
            return
        open_entry = update(OutboxEntryRow).where(
            OutboxEntryRow.document_id == order.document_id, OutboxEntryRow.entered_at.is_(None)
        )
        if touched(self._session, open_entry.values(values)) == 0:
            raise StaleDocument(f"document {order.document_id} has been entered already")

    def find(self, document_id: DocumentId) -> OutboxRow | None:
        row = self._session.get(OutboxEntryRow, document_id, populate_existing=True)
        return None if row is None else _to_row(row)

    def done(self, document_id: DocumentId, entered: RecordRef) -> None:
        """Notes what was made in Odoo; the first note stays, repeating it changes nothing. Raises NotFound without an entry."""
        values = {
            "entered_model": entered.model, "entered_id": entered.id, "entered_name": entered.name, "entered_at": self._clock.now(),
        }  # fmt: skip
        open_entry = update(OutboxEntryRow).where(
            OutboxEntryRow.document_id == document_id, OutboxEntryRow.entered_at.is_(None)
        )
        if touched(self._session, open_entry.values(values)) == 0 and self.find(document_id) is None:
            raise NotFound(f"document {document_id} has no entry to be made")

    def of_vendor(self, vendor_id: int, *, since: datetime) -> tuple[OutboxRow, ...]:
        on_its_way = or_(
            DocumentRow.state == State.READY, and_(DocumentRow.state == State.FAILED, DocumentRow.failed_in == State.READY)
        )
        chosen = (
            select(OutboxEntryRow)
            .join(DocumentRow, DocumentRow.id == OutboxEntryRow.document_id)
            .where(
                OutboxEntryRow.vendor_id == vendor_id,
                or_(OutboxEntryRow.entered_at >= since, and_(OutboxEntryRow.entered_at.is_(None), on_its_way)),
            )
            .order_by(OutboxEntryRow.created_at, OutboxEntryRow.document_id)
        )
        return tuple(_to_row(row) for row in self._session.scalars(chosen.execution_options(populate_existing=True)))


def _to_row(row: OutboxEntryRow) -> OutboxRow:
    entered = None
    if row.entered_model is not None and row.entered_id is not None:
        entered = RecordRef(row.entered_model, row.entered_id, row.entered_name or "")
    return OutboxRow(DocumentId(row.document_id), ORDER.read(row.body), row.created_at, entered=entered)
