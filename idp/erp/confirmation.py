"""What does an order confirmation leave in Odoo? The expected arrival on the open receipts, the paper and a note on the orders.

The agreed dates (`date_planned`, the deadlines) and prices are never written: by them the supplier is measured (FACTS §1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from idp.domain.entry import ConfirmationEntry
from idp.domain.errors import ErpRejected
from idp.domain.finding import RecordRef
from idp.erp.connection import Connection
from idp.erp.paper import Papers
from idp.erp.value import id_of, local_day, noon

_CLOSED = ["done", "cancel"]


@dataclass(frozen=True, slots=True)
class ConfirmationWriter:
    """Enters one confirmation."""

    connection: Connection
    papers: Papers
    entry: ConfirmationEntry

    def enter(self, content: bytes) -> RecordRef:
        """Writes dates, papers and notes; returns the first order. Raises ErpRejected, ErpUnavailable."""
        if not self.entry.orders:
            raise ErpRejected("the confirmation names no purchase order to write to")
        marks = {order: self.papers.last_mark(order) for order in self.entry.orders}
        open_orders = {order: mark for order, mark in marks.items() if not self.papers.is_complete(mark)}
        if open_orders:
            self._expect()
        for order, before in open_orders.items():
            self.papers.attach(order, content)
            self.papers.ask(order)
            self.papers.note(order, before=before)
        return self.entry.orders[0]

    def _expect(self) -> None:
        """Moves the `date` of the open incoming moves to the confirmed days, one call a day."""
        expected = {e.order_line_id: e.expected for e in self.entry.expected}
        for day, move_ids in sorted(self._moves_by_day(expected).items()):
            self.connection.change("stock.move", "write", move_ids, vals={"date": noon(day)}, context=self._context())

    def _moves_by_day(self, expected: Mapping[int, date]) -> dict[date, list[int]]:
        if not expected:
            return {}
        domain = [
            ("purchase_line_id", "in", sorted(expected)),
            ("state", "not in", _CLOSED),
            ("location_dest_usage", "!=", "supplier"),  # what goes back is not expected to arrive
        ]
        rows = self.connection.rows("stock.move", domain, ["purchase_line_id", "date"], context=self._context())
        wanted: dict[date, list[int]] = {}
        for row in rows:
            day = expected[id_of(row["purchase_line_id"]) or 0]
            if local_day(row["date"], self.connection.zone) != day:
                wanted.setdefault(day, []).append(row["id"])
        return wanted

    def _context(self) -> dict[str, object]:
        return {"allowed_company_ids": [self.entry.company_id]}
