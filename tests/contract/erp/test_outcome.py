"""What became of a bill: still open, posted, paid, changed, cancelled, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from idp.domain.code import Code, Role
from idp.domain.finding import RecordRef, finding
from idp.erp import OdooErp
from idp.ports import Aftermath, Outcome
from tests.contract.erp.place import Order, Place, iban
from tests.contract.erp.sample import PAPER, bill_entry, entry_order, simple_order


@pytest.fixture
def entered(place: Place, erp: OdooErp) -> tuple[Order, str, RecordRef]:
    ordered = simple_order(place)
    order = entry_order(bill_entry(place, ordered))
    return ordered, order.document_id, erp.enter(order, PAPER)


Entered = tuple[Order, str, RecordRef]


def test_a_draft_is_open(erp: OdooErp, entered: Entered) -> None:
    assert erp.outcome(*entered[1:]) is Outcome.OPEN


def test_a_bill_that_finance_posted_as_it_was_is_posted(place: Place, erp: OdooErp, entered: Entered) -> None:
    place.do("account.move", "action_post", [entered[2].id])
    assert erp.outcome(*entered[1:]) is Outcome.POSTED


def pay(place: Place, bill_id: int, **values: Any) -> None:
    context = {"active_model": "account.move", "active_ids": [bill_id]}
    wizard = place.do("account.payment.register", "create", {"payment_date": "2026-11-24", **values}, context=context)
    wizard_id = wizard[0] if isinstance(wizard, list) else wizard
    place.do("account.payment.register", "action_create_payments", [wizard_id], context=context)


def test_a_bill_is_paid_in_part_and_then_in_full(place: Place, erp: OdooErp, entered: Entered) -> None:
    place.do("account.move", "action_post", [entered[2].id])
    pay(place, entered[2].id, amount=10.0)
    assert erp.outcome(*entered[1:]) is Outcome.PARTLY_PAID
    pay(place, entered[2].id)
    assert erp.outcome(*entered[1:]) is Outcome.PAID


def test_a_bill_that_a_credit_note_took_back_is_reversed(place: Place, erp: OdooErp, entered: Entered) -> None:
    bill_id = entered[2].id
    place.do("account.move", "action_post", [bill_id])
    journal = place.rows("account.move", [("id", "=", bill_id)], "journal_id")[0]["journal_id"][0]
    context = {"active_model": "account.move", "active_ids": [bill_id]}
    values = {"journal_id": journal, "reason": "wrong goods", "date": "2026-11-24"}
    wizard = place.do("account.move.reversal", "create", values, context=context)
    wizard_id = wizard[0] if isinstance(wizard, list) else wizard
    refund = place.do("account.move.reversal", "refund_moves", [wizard_id], context=context)["res_id"]
    place.do("account.move", "write", [refund], {"invoice_date": "2026-11-24"})
    place.do("account.move", "action_post", [refund])
    assert erp.outcome(*entered[1:]) is Outcome.REVERSED


def test_who_posted_a_bill_is_told_also_after_somebody_else_paid_it(place: Place, erp: OdooErp) -> None:
    order = entry_order(bill_entry(place, simple_order(place)))
    record = erp.enter(order, PAPER)
    assert erp.aftermath(order, record) == Aftermath()
    boss = place.user("account.group_account_manager", email="boss@example.org")
    place.as_person(boss, "account.move", "action_post", [record.id])
    assert erp.aftermath(order, record) == Aftermath(posted_by=boss.login)
    pay(place, record.id, amount=10.0)
    assert erp.aftermath(order, record).posted_by == boss.login


@pytest.mark.parametrize(
    ("values", "named"),
    [({"ref": "another"}, ("number",)), ({}, ("lines", "total"))],
)
def test_what_was_changed_is_named(place: Place, erp: OdooErp, values: dict[str, Any], named: tuple[str, ...]) -> None:
    order = entry_order(bill_entry(place, simple_order(place)))
    record = erp.enter(order, PAPER)
    line = place.rows("account.move.line", [("move_id", "=", record.id), ("display_type", "=", "product")], "id")[0]
    values = values or {"invoice_line_ids": [(1, line["id"], {"price_unit": 12.0})]}
    place.do("account.move", "write", [record.id], values)
    assert erp.aftermath(order, record).changes == named


def test_a_warning_is_in_the_chatter_once_and_somebody_of_its_role_is_asked(place: Place, erp: OdooErp) -> None:
    place.user("account.group_account_manager", email="boss@example.org")
    order = entry_order(bill_entry(place, simple_order(place)))
    record = erp.enter(order, PAPER)
    found = finding(Code.PST_STALE, "The bill was changed <b>after</b> approval.", owner=Role.FINANCE)
    erp.warn(order, record, found)
    place.erp().warn(order, record, found)
    domain = [
        ("model", "=", "account.move"),
        ("res_id", "=", record.id),
        ("body", "ilike", "PST-STALE: The bill was changed &lt;b"),
    ]
    assert len(place.rows("mail.message", [*domain, ("message_type", "=", "comment")], "body")) == 1
    asked = place.rows("mail.activity", [("res_model", "=", "account.move"), ("res_id", "=", record.id)], "summary", "user_id")
    assert [a["summary"] for a in asked] == ["Approve this bill", "PST-STALE: The bill was changed <b>after</b> approval."]
    assert place.robot.id not in {a["user_id"][0] for a in asked}
    assert erp.outcome(order.document_id, record) is Outcome.OPEN


@pytest.mark.parametrize("change", ["number", "date", "account", "price"])
@pytest.mark.parametrize("posted", [False, True])
def test_a_bill_that_a_person_changed_is_changed_posted_or_not(
    place: Place, erp: OdooErp, entered: Entered, *, change: str, posted: bool
) -> None:
    ordered, document_id, record = entered
    line = place.rows("account.move.line", [("move_id", "=", record.id), ("display_type", "=", "product")], "id")[0]
    changes: dict[str, Any] = {
        "number": {"ref": "another number"},
        "date": {"invoice_date": "2026-11-01"},
        "account": {"partner_bank_id": place.account(ordered.vendor_id, iban(), trusted=True)},
        "price": {"invoice_line_ids": [(1, line["id"], {"price_unit": 12.0})]},
    }
    place.do("account.move", "write", [record.id], changes[change])
    if posted:
        place.do("account.move", "action_post", [record.id])
    assert erp.outcome(document_id, record) is Outcome.CHANGED


def test_a_cancelled_bill_is_cancelled(place: Place, erp: OdooErp, entered: Entered) -> None:
    place.do("account.move", "button_cancel", [entered[2].id])
    assert erp.outcome(*entered[1:]) is Outcome.CANCELLED


def test_a_deleted_bill_is_gone(place: Place, erp: OdooErp, entered: Entered) -> None:
    place.do("account.move", "unlink", [entered[2].id])
    assert erp.outcome(*entered[1:]) is Outcome.GONE


def test_an_order_that_was_cancelled_is_told(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    record = RecordRef("purchase.order", ordered.id)
    assert erp.outcome("doc", record) is Outcome.OPEN
    place.do("purchase.order", "button_cancel", [ordered.id])
    assert erp.outcome("doc", record) is Outcome.CANCELLED
    assert erp.outcome("doc", RecordRef("purchase.order", 99999999)) is Outcome.GONE
