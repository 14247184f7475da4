"""What changed in Odoo since we last asked: each change is told once, in a few calls, however quickly it came."""

from __future__ import annotations

import pytest

from idp.erp import OdooErp
from idp.erp import change as change_module
from idp.ports import Changes
from tests.contract.erp.counting import counted_calls
from tests.contract.erp.place import Place, iban
from tests.contract.erp.sample import simple_order

_MOST_CALLS = 8  # a call a model that is watched, and what is read anew of the master data


def settled(erp: OdooErp) -> Changes:
    """The last answer once all that was done before has been told."""
    return erp.changes(erp.changes(erp.changes(None).mark).mark)


def test_the_first_question_tells_only_where_to_go_on(erp: OdooErp) -> None:
    assert not erp.changes(None).is_complete
    assert settled(erp).is_complete


def test_a_round_in_which_nothing_changed_is_a_few_calls_and_tells_nothing(erp: OdooErp) -> None:
    mark = settled(erp).mark
    with counted_calls(erp) as calls:
        changes = erp.changes(mark)
    assert (changes.order_ids, changes.vendor_ids, changes.may_name_strangers) == (frozenset(), frozenset(), False)
    assert len(calls) <= _MOST_CALLS, calls


def test_a_new_order_is_told_with_its_vendor_and_may_name_strangers(erp: OdooErp, place: Place) -> None:
    mark = settled(erp).mark
    order = simple_order(place)
    changes = erp.changes(mark)
    assert order.id in changes.order_ids
    assert order.vendor_id in changes.vendor_ids
    assert changes.may_name_strangers


def test_receipts_and_returns_are_told_with_their_order(erp: OdooErp, place: Place) -> None:
    order = simple_order(place)
    mark = settled(erp).mark
    first = place.receive(order, "4")
    changes = erp.changes(mark)
    assert order.id in changes.order_ids
    mark = settled(erp).mark
    place.send_back(first, "1")
    assert order.id in erp.changes(mark).order_ids


def test_a_changed_price_is_told_with_its_order(erp: OdooErp, place: Place) -> None:
    order = simple_order(place)
    mark = settled(erp).mark
    place.do("purchase.order.line", "write", [order.line_ids[0]], {"price_unit": 13.0})
    assert order.id in erp.changes(mark).order_ids


def test_a_cancelled_bill_is_told_with_its_vendor(erp: OdooErp, place: Place) -> None:
    order = simple_order(place)
    bill = place.bill(order, "2", "12.50")
    mark = settled(erp).mark
    place.do("account.move", "button_cancel", [bill])
    assert order.vendor_id in erp.changes(mark).vendor_ids


def test_vendors_and_their_accounts_are_told_and_known_to_the_facts_at_once(erp: OdooErp, place: Place) -> None:
    vendor = place.vendor()
    account = place.account(vendor, iban(), trusted=False)
    mark = settled(erp).mark
    place.do("res.partner.bank", "write", [account], {"allow_out_payment": True})
    changes = erp.changes(mark)
    assert (vendor in changes.vendor_ids, changes.may_name_strangers) == (True, True)
    new = place.vendor()
    assert new in erp.changes(changes.mark).vendor_ids
    assert new in erp._master.current().parties.vendors


def test_a_second_change_within_the_same_second_is_told_too(erp: OdooErp, place: Place) -> None:
    order = simple_order(place)
    changes = settled(erp)
    for price in (13.0, 14.0):
        place.do("purchase.order.line", "write", [order.line_ids[0]], {"price_unit": price})
        changes = erp.changes(changes.mark)
        assert order.id in changes.order_ids


def test_more_changes_than_can_be_listed_mean_that_anything_may_have_changed(
    erp: OdooErp, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = settled(erp).mark
    monkeypatch.setattr(change_module, "_MOST", 1)
    place.vendor()
    assert not erp.changes(mark).is_complete
