"""Orders that wait for their confirmation are found, and told on themselves once, whoever tries again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from idp.domain.code import Code
from idp.domain.finding import Finding, RecordRef, finding
from idp.erp import OdooErp, connect
from idp.erp.sandbox import Sandbox
from tests.contract.erp.conftest import WORLD
from tests.contract.erp.place import Order, Place
from tests.contract.erp.sample import simple_order

_TOMORROW = datetime.now(UTC).date() + timedelta(days=1)


def late(order: Order) -> Finding:
    return finding(
        Code.CNF_NONE, "The vendor has not confirmed <it>.", record=RecordRef("purchase.order", order.id, order.name)
    )


def test_orders_without_a_number_of_the_vendor_wait_for_their_confirmation(erp: OdooErp, place: Place) -> None:
    waits, answered = simple_order(place), simple_order(place)
    place.do("purchase.order", "write", [answered.id], {"partner_ref": "SO-1"})
    draft = place.order(waits.vendor_id, (waits.product_ids[0], "1", "1.00"), confirm=False)
    facts = erp.unanswered_orders(placed_before=_TOMORROW)
    found = {order.id: order for order in facts.orders}
    assert waits.id in found
    assert not {answered.id, draft.id} & found.keys()
    assert [line.id for line in found[waits.id].lines] == waits.line_ids
    assert waits.vendor_id in {vendor.id for vendor in facts.vendors}
    assert waits.id not in {o.id for o in erp.unanswered_orders(placed_before=_TOMORROW - timedelta(days=3)).orders}


def test_no_order_is_left_out_because_many_older_ones_wait() -> None:
    def order(number: int) -> dict[str, object]:
        lines = [{"product": "BOLT", "quantity": "1", "price": "1"}]
        head = {"name": f"P{number:05d}", "partner": "Bolt Ltd", "currency": "EUR", "date_order": "2026-11-01"}
        return {**head, "state": "purchase", "lines": lines}

    many = [order(number) for number in range(301)]
    vendor = {"name": "Bolt Ltd", "country": "DE"}
    product = {"code": "BOLT", "name": "Bolt", "uom": "Units"}
    sandbox = Sandbox.from_world({**WORLD, "partners": [vendor], "products": [product], "purchase_orders": many})
    sandbox.start()
    try:
        erp = connect(sandbox.url, "idp", "admin", "admin", timeout_seconds=60)
        assert len(erp.unanswered_orders(placed_before=_TOMORROW).orders) == len(many)
    finally:
        sandbox.stop()


def test_a_reminder_is_one_note_and_one_activity_however_often_it_is_tried(erp: OdooErp, place: Place) -> None:
    order = simple_order(place)
    for _ in range(2):
        erp.remind(late(order), company_id=place.company_id)
    place.erp().remind(late(order), company_id=place.company_id)
    domain = [("model", "=", "purchase.order"), ("res_id", "=", order.id), ("body", "ilike", "CNF-NONE")]
    domain += [("message_type", "=", "comment")]  # Odoo tells the assigned person by a message of its own
    [note] = place.rows("mail.message", domain, "body")
    assert "has not confirmed &lt;it&gt;." in note["body"]
    [activity] = place.rows("mail.activity", [("res_model", "=", "purchase.order"), ("res_id", "=", order.id)], "summary")
    assert activity["summary"].startswith("CNF-NONE: The vendor")
