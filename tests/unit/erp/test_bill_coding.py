from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from idp.domain.entry import BillEntry, BillEntryLine
from idp.domain.purchase import AnalyticShare
from idp.erp.analytic import distribution_of, shares_of
from idp.erp.bill_coding import coding_steps
from idp.erp.bill_state import BillState, ItemLine
from tests.unit.erp.test_bill_total import BILL, ENTRY

D = Decimal
HALVES = (AnalyticShare((12, 15), D(50)), AnalyticShare((13,), D(50)))


def coded(account_id: int | None, analytic: tuple[AnalyticShare, ...] = ()) -> BillEntry:
    first, second = ENTRY.lines[0], BillEntryLine("2", "Freight", D(1), D("10"), D(0), None, None, None, ())
    return replace(ENTRY, lines=(first, replace(second, account_id=account_id, analytic=analytic)))


def bill(account_id: int, analytic: tuple[AnalyticShare, ...] = ()) -> BillState:
    """A bill whose lines Odoo answers in another order than they were loaded in."""
    freight = ItemLine(
        "Freight", D(1), D(10), D(0), (), None, None, id=32, sequence=2, account_id=account_id, analytic=analytic
    )
    return replace(BILL, items=(freight, replace(BILL.items[0], id=31, sequence=1, account_id=600)))


def test_only_the_lines_that_the_entry_codes_are_written() -> None:
    assert coding_steps(bill(600), coded(640, HALVES)) == [
        (1, 32, {"account_id": 640, "analytic_distribution": {"12,15": 50.0, "13": 50.0}})
    ]


def test_what_is_coded_already_is_left() -> None:
    assert coding_steps(bill(640, HALVES), coded(640, HALVES)) == []


def test_what_the_entry_leaves_to_odoo_is_left() -> None:
    assert coding_steps(bill(600, HALVES), coded(None)) == []


def test_a_bill_is_the_same_to_its_approver_however_it_is_coded() -> None:
    assert bill(600).fingerprint() == bill(640, HALVES).fingerprint()


def test_shares_survive_the_way_to_odoo_and_back() -> None:
    assert shares_of(distribution_of(HALVES)) == HALVES
    assert shares_of(False) == ()


def test_shares_are_named_where_names_are_known() -> None:
    (share,) = shares_of({"12,15": 100.0}, {12: "Fleet"})
    assert (share.account_ids, share.names) == ((12, 15), ("Fleet",))
