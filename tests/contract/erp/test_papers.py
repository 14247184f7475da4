"""Confirmations and shipping papers: expected arrival, paper and note, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idp.domain.entry import ConfirmationEntry, ShippingEntry
from idp.domain.errors import ErpRejected, ErpUnavailable
from idp.domain.finding import RecordRef
from idp.erp import OdooErp
from tests.contract.erp.counting import let_die_after
from tests.contract.erp.place import Place
from tests.contract.erp.sample import PAPER, confirmation_entry, delivery_entry, entry_order, hints, simple_order


def test_a_confirmed_date_is_the_expected_arrival_and_the_agreed_date_stays(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    made = erp.enter(entry_order(confirmation_entry(place, ordered), approver_role=None), PAPER)
    assert made == RecordRef("purchase.order", ordered.id, ordered.name)
    (move,) = place.moves(ordered, "date", "date_deadline")
    assert (move["date"][:10], move["date_deadline"][:10]) == ("2026-12-15", "2026-12-01")
    line = place.rows("purchase.order.line", [("id", "in", ordered.line_ids)], "date_planned", "price_unit")[0]
    assert (line["date_planned"][:10], line["price_unit"]) == ("2026-12-01", 12.5)
    assert place.left_on("purchase.order", ordered.id) == (1, 1, 0)
    facts = erp.facts(hints(order_numbers=(ordered.name,)))
    assert [str(li.expected_date) for p in facts.pickings for li in p.lines if p.order_id == ordered.id] == ["2026-12-15"]


def test_what_was_received_already_keeps_its_date(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    place.receive(ordered, "4")
    before = {m["id"]: m["date"] for m in place.moves(ordered, "date") if m["state"] == "done"}
    erp.enter(entry_order(confirmation_entry(place, ordered)), PAPER)
    after = {m["id"]: m["date"] for m in place.moves(ordered, "date")}
    assert {i: after[i] for i in before} == before
    assert [d[:10] for i, d in after.items() if i not in before] == ["2026-12-15"]


def test_a_confirmation_entered_again_leaves_what_a_person_did_since(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    order = entry_order(confirmation_entry(place, ordered))
    erp.enter(order, PAPER)
    (move,) = place.moves(ordered)
    place.do("stock.move", "write", [move["id"]], {"date": "2026-12-24 12:00:00"})
    erp.enter(order, PAPER)
    assert place.moves(ordered, "date")[0]["date"][:10] == "2026-12-24"
    assert place.left_on("purchase.order", ordered.id) == (1, 1, 1)


def test_a_corrected_confirmation_moves_the_date_again(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    order = entry_order(confirmation_entry(place, ordered))
    erp.enter(order, PAPER)
    erp.enter(replace(order, entry=confirmation_entry(place, ordered, expected="2026-12-20")), PAPER)
    assert place.moves(ordered, "date")[0]["date"][:10] == "2026-12-20"
    assert place.left_on("purchase.order", ordered.id) == (1, 2, 1)


@pytest.mark.parametrize("changes", range(4))
def test_a_confirmation_that_died_after_any_change_is_made_good(place: Place, erp: OdooErp, changes: int) -> None:
    ordered = simple_order(place)
    order = entry_order(confirmation_entry(place, ordered))
    erp.companies()
    let_die_after(erp, changes)
    with pytest.raises(ErpUnavailable):
        erp.enter(order, PAPER)
    place.erp().enter(order, PAPER)
    assert place.moves(ordered, "date")[0]["date"][:10] == "2026-12-15"
    assert place.left_on("purchase.order", ordered.id) == (1, 1, 1)


def test_a_proof_of_delivery_goes_on_a_receipt_that_is_done(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    picking_id = place.receive(ordered, "10")
    order = entry_order(delivery_entry(place, picking_id), approver_role=None)
    assert erp.enter(order, PAPER) == erp.enter(order, PAPER) == RecordRef("stock.picking", picking_id)
    assert place.left_on("stock.picking", picking_id) == (1, 1, 0)
    if place.has("stock.picking", "carrier_tracking_ref"):
        row = place.rows("stock.picking", [("id", "=", picking_id)], "carrier_tracking_ref")[0]
        assert row["carrier_tracking_ref"] == "1Z999"


def test_a_shipping_paper_validates_no_receipt_that_it_is_not_told_to(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    picking_id = place.moves(ordered)[0]["picking_id"][0]
    erp.enter(entry_order(delivery_entry(place, picking_id)), PAPER)
    assert place.rows("stock.picking", [("id", "=", picking_id)], "state")[0]["state"] == "assigned"


def test_a_shipping_paper_without_a_picking_goes_on_the_order(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    entry = ShippingEntry(place.company_id, (RecordRef("purchase.order", ordered.id, ordered.name),), None)
    assert erp.enter(entry_order(entry), PAPER).model == "purchase.order"
    assert place.left_on("purchase.order", ordered.id) == (1, 1, 1)


def test_one_paper_goes_on_each_of_several_pickings(place: Place, erp: OdooErp) -> None:
    pickings = [place.moves(simple_order(place))[0]["picking_id"][0] for _ in range(2)]
    entry = ShippingEntry(place.company_id, tuple(RecordRef("stock.picking", i) for i in pickings), None)
    erp.enter(entry_order(entry, approver_role=None), PAPER)
    assert [place.left_on("stock.picking", i) for i in pickings] == [(1, 1, 0), (1, 1, 0)]


def test_a_paper_that_belongs_nowhere_is_refused(place: Place, erp: OdooErp) -> None:
    with pytest.raises(ErpRejected, match="no receipt and no order"):
        erp.enter(entry_order(ShippingEntry(place.company_id, (), None)), PAPER)
    with pytest.raises(ErpRejected, match="no purchase order"):
        erp.enter(entry_order(ConfirmationEntry(place.company_id, (), None, ())), PAPER)
