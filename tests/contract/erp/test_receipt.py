"""A shipping paper validates its receipt: exactly once, only as it was matched, and what it does not tell stays expected."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from idp.domain.entry import EntryOrder, Receipt, ReceiptLine, ShippingEntry
from idp.domain.errors import ErpRejected, ErpUnavailable
from idp.domain.finding import RecordRef
from idp.erp import OdooErp, connect
from tests.contract.erp.counting import counted_calls, let_die_after
from tests.contract.erp.place import Order, Place, token
from tests.contract.erp.sample import PAPER, entry_order, hints, simple_order

RACERS = 8
MOST_CHANGES = 6
"""More than an entry makes, so that every one of its changes is the last one once."""


def receipt_order(place: Place, erp: OdooErp, ordered: Order, *, lines: int | None = None) -> EntryOrder:
    """The paper of the order's open receipt, with its first `lines`; all where none is said."""
    (picking,) = [
        p for p in erp.facts(hints(order_numbers=(ordered.name,))).pickings if p.order_id == ordered.id and p.state != "done"
    ]
    [order] = [o for o in erp.facts(hints(order_numbers=(ordered.name,))).orders if o.id == ordered.id]
    units = {line.id: line.unit.id for line in order.lines}
    wanted = tuple(
        ReceiptLine(t.id, t.order_line_id or 0, t.demand, units[t.order_line_id or 0])
        for t in picking.lines
        if t.order_line_id in ordered.line_ids[:lines]
    )
    target = RecordRef("stock.picking", picking.id, picking.name)
    return entry_order(ShippingEntry(place.company_id, (target,), None, Receipt(target, wanted)), approver_role=None)


def two_line_order(place: Place, **values: Any) -> Order:
    vendor = place.vendor()
    return place.order(vendor, (place.product(vendor), "10", "12.50"), (place.product(vendor), "4", "3.00"), **values)


def receipt_of(order: EntryOrder) -> Receipt:
    assert isinstance(order.entry, ShippingEntry)
    assert order.entry.receipt is not None
    return order.entry.receipt


def received(place: Place, ordered: Order) -> list[float]:
    return [r["qty_received"] for r in place.rows("purchase.order.line", [("id", "in", ordered.line_ids)], "qty_received")]


def state(place: Place, order: EntryOrder) -> str:
    return str(place.rows("stock.picking", [("id", "=", receipt_of(order).picking.id)], "state")[0]["state"])


def open_demand(place: Place, ordered: Order) -> list[float]:
    return [m["product_uom_qty"] for m in place.moves(ordered, "product_uom_qty") if m["state"] not in {"done", "cancel"}]


def test_a_receipt_is_validated_and_entering_again_changes_nothing(place: Place, erp: OdooErp) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered)
    picking = receipt_of(order).picking
    assert erp.enter(order, PAPER) == place.erp().enter(order, PAPER) == picking
    assert (state(place, order), received(place, ordered), open_demand(place, ordered)) == ("done", [10, 4], [])
    assert place.left_on("stock.picking", picking.id) == (1, 1, 0)


def test_what_the_paper_does_not_tell_stays_expected_on_a_backorder(place: Place, erp: OdooErp) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered, lines=1)
    erp.enter(order, PAPER)
    erp.enter(replace(order, document_id=f"doc-{token()}"), PAPER)  # the same paper once more, as another document
    assert (state(place, order), received(place, ordered), open_demand(place, ordered)) == ("done", [10, 0], [4])
    assert not [m for m in place.moves(ordered) if m["state"] == "cancel"]
    backorders = place.rows("stock.picking", [("backorder_id", "=", receipt_of(order).picking.id)], "state")
    assert [row["state"] for row in backorders] == ["assigned"]


def test_goods_ordered_by_the_dozen_are_received_by_the_dozen(place: Place, erp: OdooErp) -> None:
    vendor = place.vendor()
    dozen = place.record("uom.product_uom_dozen")
    ordered = place.order(vendor, (place.product(vendor), "5", "20.00"), unit_id=dozen)
    order = receipt_order(place, erp, ordered)
    assert [line.quantity for line in receipt_of(order).lines] == [Decimal(5)]
    erp.enter(order, PAPER)
    assert (state(place, order), received(place, ordered)) == ("done", [5])


@pytest.mark.parametrize("changes", range(MOST_CHANGES))
def test_a_validation_that_died_after_any_change_is_made_good(place: Place, erp: OdooErp, changes: int) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered, lines=1)
    let_die_after(erp, changes)
    try:
        erp.enter(order, PAPER)
    except ErpUnavailable:
        place.erp().enter(order, PAPER)
    assert (state(place, order), received(place, ordered), open_demand(place, ordered)) == ("done", [10, 0], [4])
    assert place.left_on("stock.picking", receipt_of(order).picking.id) == (1, 1, 0)


def test_racing_workers_receive_once(place: Place, erp: OdooErp) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered, lines=1)

    def enter(_: int) -> None:
        for _try in range(4):
            try:
                place.erp().enter(order, PAPER)
            except ErpUnavailable:
                continue
            return
        erp.enter(order, PAPER)

    with ThreadPoolExecutor(RACERS) as pool:
        list(pool.map(enter, range(RACERS)))
    assert (state(place, order), received(place, ordered), open_demand(place, ordered)) == ("done", [10, 0], [4])
    assert place.left_on("stock.picking", receipt_of(order).picking.id) == (1, 1, 0)
    assert len(place.rows("stock.picking", [("backorder_id", "=", receipt_of(order).picking.id)], "id")) == 1


def test_a_receipt_of_the_same_goods_that_a_person_validated_is_enough(place: Place, erp: OdooErp) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered)
    place.receive(ordered, "10", "4")
    erp.enter(order, PAPER)
    assert received(place, ordered) == [10, 4]
    assert place.left_on("stock.picking", receipt_of(order).picking.id) == (1, 1, 0)


def test_a_receipt_validated_with_other_quantities_is_left_and_told(place: Place, erp: OdooErp) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered)
    place.receive(ordered, "9", "4")
    with pytest.raises(ErpRejected, match="was validated in Odoo with other quantities than the paper's \\(9 instead of 10\\)"):
        erp.enter(order, PAPER)
    assert received(place, ordered) == [9, 4]
    assert place.left_on("stock.picking", receipt_of(order).picking.id) == (0, 0, 0)


def test_a_receipt_that_changed_since_it_was_matched_is_not_touched(place: Place, erp: OdooErp) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered)
    line = receipt_of(order).lines[0]
    place.do("stock.move", "write", [line.move_id], {"product_uom_qty": 7.0})
    with pytest.raises(ErpRejected, match="was changed in Odoo since the paper was compared with it"):
        erp.enter(order, PAPER)
    assert (state(place, order), received(place, ordered)) == ("assigned", [0, 0])
    assert place.left_on("stock.picking", receipt_of(order).picking.id) == (0, 0, 0)


@pytest.mark.parametrize("position", [0, 1])
def test_a_receipt_that_somebody_is_working_on_is_not_touched(place: Place, erp: OdooErp, position: int) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered, lines=1)
    moves = {m["purchase_line_id"][0]: m["id"] for m in place.moves(ordered)}
    place.do("stock.move", "write", [moves[ordered.line_ids[position]]], {"quantity": 3.0, "picked": True})
    with pytest.raises(ErpRejected, match=("was changed in Odoo", "somebody is receiving goods")[position]):
        erp.enter(order, PAPER)
    assert received(place, ordered) == [0, 0]


def test_a_cancelled_receipt_is_told(place: Place, erp: OdooErp) -> None:
    ordered = two_line_order(place)
    order = receipt_order(place, erp, ordered)
    place.do("stock.picking", "action_cancel", [receipt_of(order).picking.id])
    with pytest.raises(ErpRejected, match="does not expect all goods of the paper any more"):
        erp.enter(order, PAPER)


def test_a_kind_of_receipt_that_would_drop_the_rest_is_left_to_people(place: Place, erp: OdooErp) -> None:
    (usual,) = place.rows(
        "stock.picking.type", [("code", "=", "incoming"), ("company_id", "=", place.company_id)],
        "warehouse_id", "default_location_src_id", "default_location_dest_id",
    )[:1]  # fmt: skip
    same = {
        name: usual[name][0] for name in ("warehouse_id", "default_location_src_id", "default_location_dest_id") if usual[name]
    }
    kind = place.make(
        "stock.picking.type", name=f"Receipts {token()}", code="incoming", sequence_code=token(), create_backorder="never",
        company_id=place.company_id, **same,
    )  # fmt: skip
    ordered = two_line_order(place, picking_type_id=kind)
    order = receipt_order(place, erp, ordered, lines=1)
    with pytest.raises(ErpRejected, match="its operation type makes no back-orders"):
        erp.enter(order, PAPER)
    assert (state(place, order), open_demand(place, ordered)) == ("assigned", [10, 4])
    whole = receipt_order(place, erp, ordered)
    erp.enter(whole, PAPER)
    assert received(place, ordered) == [10, 4]


def test_goods_with_lots_are_left_to_people(place: Place, erp: OdooErp) -> None:
    vendor = place.vendor()
    ordered = place.order(vendor, (place.product(vendor, tracking="lot"), "10", "1.00"))
    order = receipt_order(place, erp, ordered)
    with pytest.raises(ErpRejected, match="lots or serial numbers"):
        erp.enter(order, PAPER)
    assert received(place, ordered) == [0]


def test_a_user_without_the_right_is_told_which_one_it_needs(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    order = receipt_order(place, erp, ordered)
    weak = place.user("account.group_account_readonly")
    with pytest.raises(ErpRejected, match="give it Inventory / User"):
        connect(place.url, place.database, weak.login, weak.password, timeout_seconds=60).enter(order, PAPER)
    assert received(place, ordered) == [0]


def test_a_validated_receipt_costs_no_more_than_six_changes_and_six_reads(place: Place, erp: OdooErp) -> None:
    order = receipt_order(place, erp, two_line_order(place), lines=1)
    with counted_calls(erp) as calls:
        erp.enter(order, PAPER)
    changes = [call for call in calls if call.split(".")[-1] in {"load", "write", "button_validate"}]
    assert len(changes) <= 6
    assert len(calls) - len(changes) <= 6
