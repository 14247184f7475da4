"""What a document costs in calls once master data are known: entered for the first time, and tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from idp.domain.entry import Entry, EntryOrder
from idp.domain.errors import ErpUnavailable
from idp.domain.finding import RecordRef
from idp.erp import OdooErp
from tests.contract.erp.counting import CHANGING, counted_calls, let_die_after
from tests.contract.erp.place import Order, Place
from tests.contract.erp.sample import PAPER, bill_entry, confirmation_entry, delivery_entry, entry_order, simple_order

MOST_READS = MOST_CHANGES = 6


def bill(place: Place, ordered: Order) -> Entry:
    """With a cent to correct, so that every step has work to do."""
    entry = bill_entry(place, ordered)
    cent = Decimal("0.01")
    return replace(entry, tax_amount=(entry.tax_amount or Decimal(0)) + cent, total=entry.total + cent)


def bill_without_tax(place: Place, ordered: Order) -> Entry:
    """With a cent that becomes a line of rounding."""
    entry = bill_entry(place, ordered)
    lines = tuple(replace(line, tax_ids=()) for line in entry.lines)
    return replace(entry, lines=lines, tax_amount=Decimal(0), total=entry.subtotal + Decimal("0.01"))


def credit_note(place: Place, ordered: Order) -> Entry:
    return replace(bill_entry(place, ordered), is_refund=True)


def confirmation(place: Place, ordered: Order) -> Entry:
    return confirmation_entry(place, ordered)


def proof_of_delivery(place: Place, ordered: Order) -> Entry:
    return delivery_entry(place, place.moves(ordered)[0]["picking_id"][0])


def bill_of_lading(place: Place, ordered: Order) -> Entry:
    entry = delivery_entry(place, 0)
    return replace(entry, targets=(RecordRef("purchase.order", ordered.id, ordered.name),))


KINDS = [bill, bill_without_tax, credit_note, confirmation, proof_of_delivery, bill_of_lading]


def cost(calls: list[str]) -> tuple[list[str], list[str]]:
    """The reads and the changes among the calls."""
    changes = [call for call in calls if call.rpartition(".")[2] in CHANGING]
    return [call for call in calls if call not in changes], changes


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def order(request: pytest.FixtureRequest, place: Place) -> EntryOrder:
    make: Callable[[Place, Order], Entry] = request.param
    return entry_order(make(place, simple_order(place)))


def test_entering_a_document_costs_at_most_six_reads_and_six_changes(erp: OdooErp, place: Place, order: EntryOrder) -> None:
    erp.enter(entry_order(bill_entry(place, simple_order(place))), PAPER)  # master data and groups are known from now on
    with counted_calls(erp) as calls:
        erp.enter(order, PAPER)
    reads, changes = cost(calls)
    assert len(reads) <= MOST_READS, f"{len(reads)} reads: {reads}"
    assert len(changes) <= MOST_CHANGES, f"{len(changes)} changes: {changes}"


@pytest.mark.parametrize("changes", range(6))
def test_trying_again_after_a_death_costs_no_more(erp: OdooErp, place: Place, changes: int) -> None:
    order = entry_order(bill(place, simple_order(place)))
    erp.enter(entry_order(bill_entry(place, simple_order(place))), PAPER)
    dying = place.erp()
    dying.companies()
    let_die_after(dying, changes)
    with pytest.raises(ErpUnavailable):
        dying.enter(order, PAPER)
    with counted_calls(erp) as calls:
        erp.enter(order, PAPER)
    reads, made = cost(calls)
    assert len(reads) <= MOST_READS, f"{len(reads)} reads: {reads}"
    assert len(made) <= MOST_CHANGES, f"{len(made)} changes: {made}"


def test_trying_again_what_is_entered_changes_nothing(erp: OdooErp, order: EntryOrder) -> None:
    erp.enter(order, PAPER)
    with counted_calls(erp) as calls:
        erp.enter(order, PAPER)
    reads, changes = cost(calls)
    assert len(reads) <= MOST_READS, f"{len(reads)} reads: {reads}"
    assert changes == []
