"""What somebody has done stays done: no activity comes back once a person has finished it, whoever tries again or comes late."""

from __future__ import annotations

import pytest

from idp.domain.code import Code, Role
from idp.domain.errors import ErpUnavailable
from idp.domain.finding import Finding, RecordRef, finding
from idp.erp import OdooErp
from tests.contract.erp.counting import let_happen_after
from tests.contract.erp.cutting_proxy import CuttingProxy
from tests.contract.erp.place import Place
from tests.contract.erp.sample import PAPER, bill_entry, confirmation_entry, entry_order, simple_order


def finish_all(place: Place, model: str, record_id: int) -> None:
    """A person does every activity on the record: up to Odoo 18 they are deleted, from 19 on archived."""
    rows = place.rows("mail.activity", [("res_model", "=", model), ("res_id", "=", record_id)], "summary")
    assert rows, "there was something to do"
    place.do("mail.activity", "action_feedback", [row["id"] for row in rows])


def bill_of(place: Place, vendor_id: int) -> int:
    (row,) = place.rows("account.move", [("partner_id", "=", vendor_id)], "id")
    return int(row["id"])


def test_a_writer_that_comes_late_asks_nobody_again(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    order = entry_order(bill_entry(place, ordered))

    def others_finish() -> None:
        made = place.erp().enter(order, PAPER)
        finish_all(place, "account.move", made.id)

    erp.companies()
    let_happen_after(erp, "ir.attachment.load", others_finish)
    made = erp.enter(order, PAPER)
    assert place.left_on("account.move", made.id) == (1, 1, 0)


def test_a_confirmation_that_comes_late_asks_nobody_again(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    order = entry_order(confirmation_entry(place, ordered))

    def others_finish() -> None:
        place.erp().enter(order, PAPER)
        finish_all(place, "purchase.order", ordered.id)

    erp.companies()
    let_happen_after(erp, "ir.attachment.load", others_finish)
    erp.enter(order, PAPER)
    assert place.left_on("purchase.order", ordered.id) == (1, 1, 0)


def test_what_was_done_before_the_note_came_is_not_asked_again(place: Place) -> None:
    ordered = simple_order(place)
    order = entry_order(bill_entry(place, ordered), activity_summary="Approve 5 < 6 & more")
    with CuttingProxy(place.url) as proxy:
        dying = place.erp(url=proxy.url)
        dying.companies()
        proxy.cut_next("mail.activity.load")
        with pytest.raises(ErpUnavailable):
            dying.enter(order, PAPER)
    bill_id = bill_of(place, ordered.vendor_id)
    finish_all(place, "account.move", bill_id)
    place.erp().enter(order, PAPER)
    assert place.left_on("account.move", bill_id) == (1, 1, 0)


def test_two_documents_on_one_order_each_ask_although_the_first_was_done(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    erp.enter(entry_order(confirmation_entry(place, ordered)), PAPER)
    finish_all(place, "purchase.order", ordered.id)
    erp.enter(entry_order(confirmation_entry(place, ordered, expected="2026-12-20")), PAPER)
    assert place.left_on("purchase.order", ordered.id) == (2, 2, 1)


def test_a_reminder_that_was_done_does_not_come_back(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    late = finding(Code.CNF_NONE, "Not confirmed.", record=RecordRef("purchase.order", ordered.id, ordered.name))
    erp.remind(late, company_id=place.company_id)
    finish_all(place, "purchase.order", ordered.id)
    place.erp().remind(late, company_id=place.company_id)
    assert place.left_on("purchase.order", ordered.id) == (0, 0, 0)


def test_a_warning_that_was_done_does_not_come_back(place: Place, erp: OdooErp) -> None:
    order = entry_order(bill_entry(place, simple_order(place)), approver_role=None)
    made = erp.enter(order, PAPER)
    found: Finding = finding(Code.PST_STALE, "The bill was changed.", owner=Role.FINANCE, record=made)
    erp.warn(order, made, found)
    finish_all(place, "account.move", made.id)
    place.erp().warn(order, made, found)
    assert place.left_on("account.move", made.id) == (1, 1, 0)
