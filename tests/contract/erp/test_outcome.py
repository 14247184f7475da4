"""What became of a bill: still open, posted, paid, changed, cancelled, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from idp.domain.finding import RecordRef
from idp.erp import OdooErp
from idp.ports import Outcome
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


def test_a_paid_bill_is_paid(place: Place, erp: OdooErp, entered: Entered) -> None:
    bill_id = entered[2].id
    place.do("account.move", "action_post", [bill_id])
    context = {"active_model": "account.move", "active_ids": [bill_id]}
    wizard = place.do("account.payment.register", "create", {"payment_date": "2026-11-24"}, context=context)
    place.do(
        "account.payment.register",
        "action_create_payments",
        [wizard[0] if isinstance(wizard, list) else wizard],
        context=context,
    )
    assert erp.outcome(*entered[1:]) is Outcome.PAID


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
