"""What does a shipping paper (BOL, delivery note, POD) leave in Odoo? The paper and a note on its pickings, or on its orders
where no picking is known, the tracking reference where Odoo has the field, and the validated receipt where the entry has one."""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.entry import ShippingEntry
from idp.domain.errors import ErpRejected
from idp.domain.finding import RecordRef
from idp.erp.connection import Connection
from idp.erp.paper import Papers
from idp.erp.reference import Reference
from idp.erp.validation import ReceiptWriter

_PICKING = "stock.picking"


@dataclass(frozen=True, slots=True)
class ShippingWriter:
    """Enters one shipping paper."""

    connection: Connection
    reference: Reference
    papers: Papers
    entry: ShippingEntry

    def enter(self, content: bytes) -> RecordRef:
        """Validates, writes papers, notes and the tracking reference; returns the first target. Raises ErpRejected, ErpUnavailable.

        The receipt comes first: where it is not as the paper was compared with it, nothing is written at all.
        """
        if not self.entry.targets:
            raise ErpRejected("the shipping paper belongs to no receipt and no order")
        if self.entry.receipt is not None and self.entry.receipt.picking not in self.entry.targets:
            raise ErpRejected("the receipt to validate is none of those that the shipping paper belongs to")
        for target in self.entry.targets:
            before = self.papers.last_mark(target)
            if self.papers.is_complete(before):
                continue
            self._receive(target)
            self.papers.attach(target, content)
            self._track(target)
            self.papers.ask(target)
            self.papers.note(target, before=before)
        return self.entry.targets[0]

    def _receive(self, target: RecordRef) -> None:
        receipt = self.entry.receipt
        if receipt is not None and receipt.picking == target:
            ReceiptWriter(self.connection, self.reference, receipt, self.entry.company_id).validate()

    def _track(self, target: RecordRef) -> None:
        """Writes the carrier's reference on a picking that has none; what somebody entered stays (the note tells ours)."""
        field, reference = self.connection.names.tracking_reference, self.entry.tracking_reference
        if field is None or reference is None or target.model != _PICKING:
            return
        context = {"allowed_company_ids": [self.entry.company_id]}
        rows = self.connection.read(_PICKING, "read", [target.id], fields=[field], context=context)
        if rows and not rows[0][field]:
            self.connection.change(_PICKING, "write", [target.id], vals={field: reference}, context=context)
