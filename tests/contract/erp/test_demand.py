"""Who waits for the goods of an order, and what is in stock meanwhile."""

from __future__ import annotations

from decimal import Decimal

import pytest

from idp.domain.document import DocumentType
from idp.erp import OdooErp, connect
from idp.ports import Hints
from tests.contract.erp.counting import counted_calls
from tests.contract.erp.place import Order, Place
from tests.contract.erp.sample import hints, simple_order


def confirmation(order: Order) -> Hints:
    return hints(document_type=DocumentType.ORDER_CONFIRMATION, order_numbers=(order.name,))


@pytest.fixture
def selling(place: Place) -> Place:
    if not place.knows("sale.order"):
        pytest.skip("sales are not installed in this Odoo")
    return place


def test_what_customers_wait_for_is_told_with_promise_and_worth(selling: Place, erp: OdooErp) -> None:
    order = simple_order(selling)
    late = selling.sale(order.product_ids[0], "4", "25.00", promised="2026-12-05 12:00:00")
    early = selling.sale(order.product_ids[0], "2", "30.00", promised="2026-12-02 12:00:00")
    open_ended = selling.sale(order.product_ids[0], "1", "10.00")
    selling.sale(order.product_ids[0], "9", "25.00", confirm=False)
    demands = erp.facts(confirmation(order)).demands
    assert [(d.order_id, d.quantity, d.amount, str(d.promised_date)) for d in demands] == [
        (early, 2, Decimal("60"), "2026-12-02"),
        (late, 4, Decimal("100"), "2026-12-05"),
        (open_ended, 1, Decimal("10"), "None"),
    ]
    assert {(d.product_id, d.currency, d.company_id) for d in demands} == {
        (order.product_ids[0], selling.currency, selling.company_id)
    }
    assert all(d.customer.startswith("Customer") and d.order_name.startswith("S") for d in demands)


def test_what_was_delivered_already_nobody_waits_for(selling: Place, erp: OdooErp) -> None:
    order = simple_order(selling)
    selling.receive(order, "3")
    sale = selling.sale(order.product_ids[0], "5", "20.00")
    (picking,) = selling.rows("sale.order", [("id", "=", sale)], "picking_ids")[0]["picking_ids"]
    (move,) = selling.rows("stock.move", [("picking_id", "=", picking)], "id")
    selling.do("stock.move", "write", [move["id"]], {"quantity": 3.0, "picked": True})
    selling.do("stock.picking", "button_validate", [picking], context={"skip_backorder": True})
    facts = erp.facts(confirmation(order))
    assert [(d.quantity, d.amount) for d in facts.demands] == [(2, Decimal(40))]
    assert sum(s.quantity for s in facts.stock) == 0


def test_stock_on_hand_is_told_by_company(place: Place, erp: OdooErp) -> None:
    order = simple_order(place)
    place.receive(order, "7")
    (held,) = erp.facts(confirmation(order)).stock
    assert (held.product_id, held.company_id, held.quantity, held.unit.factor) == (order.product_ids[0], place.company_id, 7, 1)


def test_a_bill_does_not_ask_for_demand(place: Place, erp: OdooErp) -> None:
    order = simple_order(place)
    place.receive(order, "7")
    facts = erp.facts(hints(order_numbers=(order.name,)))
    assert (facts.demands, facts.stock) == ((), ())


def test_without_the_right_to_see_sales_nothing_is_known_of_them(selling: Place) -> None:
    order = simple_order(selling)
    selling.sale(order.product_ids[0], "4", "25.00")
    robot = selling.user("purchase.group_purchase_user")
    narrow = connect(selling.url, selling.database, robot.login, robot.password, timeout_seconds=60)
    facts = narrow.facts(confirmation(order))
    assert ([o.id for o in facts.orders], facts.demands) == ([order.id], ())


def test_a_confirmation_costs_at_most_six_reads(place: Place, erp: OdooErp) -> None:
    order = simple_order(place)
    place.receive(order, "2")
    if place.knows("sale.order"):
        place.sale(order.product_ids[0], "4", "25.00")
    asked = confirmation(order)
    erp.facts(asked)
    with counted_calls(erp) as calls:
        erp.facts(asked)
    assert len(calls) <= 6, calls
