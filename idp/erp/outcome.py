"""What became of an entry in Odoo: posted, paid, changed, cancelled, deleted?"""

from __future__ import annotations

from idp.domain.finding import RecordRef
from idp.erp.bill_state import BillState, read_bill
from idp.erp.connection import Connection
from idp.erp.external_id import find_bill
from idp.erp.note import last_mark
from idp.ports import Outcome

_BILL = "account.move"
_PAYMENT = {
    "partial": Outcome.PARTLY_PAID,
    "in_payment": Outcome.PAID,  # paid, and not seen on the bank statement yet
    "paid": Outcome.PAID,
    "reversed": Outcome.REVERSED,
}


def outcome(connection: Connection, document_id: str, record: RecordRef) -> Outcome:
    """What became of the entry of a document on `record`. Raises ErpUnavailable, ErpRejected.

    A bill counts as CHANGED, draft or posted, when what a person approves of it (vendor, number, date, currency, lines, total, bank
    account) is not what was entered; once it is paid or reversed, that is what became of it. Orders and receipts carry no entry of
    their own: they are OPEN, CANCELLED or GONE.
    """
    if record.model != _BILL:
        return _outcome_of_target(connection, record)
    bill_id = find_bill(connection, document_id)
    bill = read_bill(connection, bill_id) if bill_id is not None else None
    if bill is None:
        return Outcome.GONE
    if bill.state == "cancel":
        return Outcome.CANCELLED
    settled = _PAYMENT.get(bill.payment_state) if bill.state == "posted" else None
    if settled in {Outcome.PAID, Outcome.REVERSED}:
        return settled
    if _is_changed(connection, bill):
        return Outcome.CHANGED
    return settled or (Outcome.POSTED if bill.state == "posted" else Outcome.OPEN)


def _is_changed(connection: Connection, bill: BillState) -> bool:
    mark = last_mark(connection, RecordRef(_BILL, bill.id))
    return mark is not None and mark.fingerprint is not None and mark.fingerprint != bill.fingerprint()


def _outcome_of_target(connection: Connection, record: RecordRef) -> Outcome:
    rows = connection.read(record.model, "read", [record.id], fields=["state"])
    if not rows:
        return Outcome.GONE
    return Outcome.CANCELLED if rows[0]["state"] == "cancel" else Outcome.OPEN
