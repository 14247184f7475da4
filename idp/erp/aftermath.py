"""What did people do to a bill after it was entered: which values did they change, and who posted it?"""

from __future__ import annotations

from idp.domain.entry import BillEntry, EntryOrder
from idp.domain.finding import RecordRef
from idp.erp.bill_state import BillState, read_bill
from idp.erp.connection import Connection
from idp.erp.external_id import find_bill
from idp.erp.note import Mark, last_mark
from idp.erp.value import id_of
from idp.ports import Aftermath

_BILL = "account.move"
_UNPAID = "not_paid"


def aftermath(connection: Connection, order: EntryOrder, *, price_digits: int) -> Aftermath:
    """What people did to the bill that `order` made. Raises ErpUnavailable, ErpRejected."""
    entry = order.entry
    if not isinstance(entry, BillEntry):
        return Aftermath()
    bill_id = find_bill(connection, order.document_id)
    bill = read_bill(connection, bill_id) if bill_id is not None else None
    if bill is None:
        return Aftermath()
    mark = last_mark(connection, RecordRef(_BILL, bill.id))
    return Aftermath(_changes(bill, entry, mark, price_digits), _posted_by(connection, bill, mark))


def _changes(bill: BillState, entry: BillEntry, mark: Mark | None, price_digits: int) -> tuple[str, ...]:
    if mark is None or mark.fingerprint is None or mark.fingerprint == bill.fingerprint():
        return ()
    named = bill.differences(entry, price_digits=price_digits)
    total = () if bill.total == entry.total else ("total",)
    return (*named, *total) or ("descriptions",)  # nothing else is in the fingerprint


def _posted_by(connection: Connection, bill: BillState, mark: Mark | None) -> str | None:
    """Who posted the bill: nobody else wrote it before it was paid; afterwards the first person who left a trace since our note.

    Which values a message tracks is told to Odoo's administrators only.
    """
    if bill.state != "posted":
        return None
    poster = bill.written_by if bill.payment_state == _UNPAID else _first_after(connection, bill, mark)
    if poster is None or poster == connection.uid:
        return None
    rows = connection.read("res.users", "read", [poster], fields=["login"])
    return str(rows[0]["login"]) if rows else None


def _first_after(connection: Connection, bill: BillState, mark: Mark | None) -> int | None:
    domain = [
        ("model", "=", _BILL), ("res_id", "=", bill.id), ("message_type", "=", "notification"),
        ("create_uid", "!=", connection.uid), ("id", ">", mark.message_id if mark else 0),
    ]  # fmt: skip
    rows = connection.rows("mail.message", domain, ["create_uid"], limit=1)
    return id_of(rows[0]["create_uid"]) if rows else None
