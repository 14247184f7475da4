"""What came in, and what became of each part of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from idp.domain.errors import StaleDocument
from idp.domain.record import DocumentId, LedgerRow
from idp.ports import Clock
from idp.store.engine import insert_new_id, insert_rows, table_of
from idp.store.table import DeliveryRow, LedgerEntryRow

_DELIVERIES = table_of(DeliveryRow)
_ID = select(_DELIVERIES.c.id).where(
    _DELIVERIES.c.channel == bindparam("its_channel"), _DELIVERIES.c.key == bindparam("its_key")
)  # written once: every message that comes in asks for it twice


class SqlDeliveries:
    """Deliveries with their ledgers, within one unit of work."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def find(self, channel: str, key: str) -> tuple[LedgerRow, ...] | None:
        delivery_id = self._id(channel, key)
        if delivery_id is None:
            return None
        chosen = select(LedgerEntryRow).where(LedgerEntryRow.delivery_id == delivery_id).order_by(LedgerEntryRow.place)
        return tuple(_to_row(row) for row in self._session.scalars(chosen))

    def add(self, channel: str, key: str, rows: Sequence[LedgerRow]) -> None:
        values = {"channel": channel, "key": key, "taken_at": self._clock.now()}
        delivery_id = insert_new_id(self._session, DeliveryRow, values)
        if delivery_id is None:
            raise StaleDocument(f"the delivery {key} by {channel} was taken in meanwhile")
        ledger = [
            {
                "delivery_id": delivery_id, "place": place, "message": row.message, "position": row.position, "sha256": row.sha256,
                "name": row.name, "fate": row.fate, "reason": row.reason, "document_id": row.document_id, "review": row.review,
            }
            for place, row in enumerate(rows)
        ]  # fmt: skip
        insert_rows(self._session, LedgerEntryRow, ledger)

    def _id(self, channel: str, key: str) -> int | None:
        found = self._session.connection().execute(_ID, {"its_channel": channel, "its_key": key})
        delivery_id: int | None = found.scalar_one_or_none()
        return delivery_id


def _to_row(row: LedgerEntryRow) -> LedgerRow:
    document_id = DocumentId(row.document_id) if row.document_id is not None else None
    return LedgerRow(row.message, row.position, row.sha256, row.name, row.fate, row.reason, document_id, row.review)
