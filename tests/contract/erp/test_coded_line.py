"""Lines without an order: how they were coded before is known, and how they shall be coded is written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from idp.domain.errors import ErpUnavailable
from idp.domain.purchase import AnalyticShare
from idp.erp import OdooErp
from tests.contract.erp.counting import counted_calls, let_die_after
from tests.contract.erp.place import Place, token
from tests.contract.erp.sample import PAPER, bill_entry, entry_order, hints, simple_order


def test_earlier_lines_without_an_order_tell_how_they_were_coded(place: Place) -> None:
    vat = f"PL{token()}"
    vendor_id = place.vendor(vat=vat)
    account_id, code, name = place.expense_account()
    analytic_id, _ = place.analytic_account()
    bill = place.coded_bill(vendor_id, account_id, analytic_distribution={str(analytic_id): 100.0})
    (line,) = place.erp().facts(hints(vats=(vat,))).coded_lines
    assert (line.bill_id, line.vendor_id, line.company_id, str(line.bill_date)) == (
        bill,
        vendor_id,
        place.company_id,
        "2026-11-10",
    )
    assert (line.description, line.amount, line.currency, line.tax_ids) == (
        "Freight October",
        80,
        place.currency,
        (place.tax_id,),
    )
    assert (line.account_id, line.account_code, line.account_name) == (account_id, code, name)
    assert [(share.account_ids, share.percent) for share in line.analytic] == [((analytic_id,), 100)]
    assert line.bill_name.startswith("BILL")


def test_drafts_and_lines_with_an_order_tell_nothing(place: Place, erp: OdooErp) -> None:
    vat = f"PT{token()}"
    vendor_id = place.vendor(vat=vat)
    placed = place.order(vendor_id, (place.product(purchase_method="purchase"), "3", "2.00"))
    billed = place.bill(placed, "1", "2.00")
    place.do("account.move", "action_post", [billed])
    place.bill(placed, "1", "2.00")
    assert erp.facts(hints(vats=(vat,))).coded_lines == ()


def test_a_bill_that_names_its_order_does_not_ask_for_them(place: Place, erp: OdooErp) -> None:
    placed = simple_order(place)
    place.coded_bill(placed.vendor_id, place.expense_account()[0])
    with counted_calls(erp) as calls:
        facts = erp.facts(hints(order_numbers=(placed.name,)))
    assert facts.coded_lines == ()
    assert calls.count("account.move.line.search_read") == 1


def test_a_bill_without_a_named_order_costs_one_read_more(place: Place, erp: OdooErp) -> None:
    vat = f"HU{token()}"
    vendor_id = place.vendor(vat=vat)
    placed = place.order(vendor_id, (place.product(vendor_id), "3", "2.00"))
    place.receive(placed, "1")
    place.bill(placed, "1", "2.00")
    asked = hints(vats=(vat,), references=("R-1",))
    erp.facts(asked)
    with counted_calls(erp) as calls:
        erp.facts(asked)
    assert len(calls) <= 7, calls


def test_account_and_analytic_shares_are_entered_beside_ordered_lines(place: Place, erp: OdooErp) -> None:
    account_id, _, _ = place.expense_account()
    analytic_id, _ = place.analytic_account()
    entry = bill_entry(place, simple_order(place))
    freight = replace(
        entry.lines[1], description="Freight", product_id=None, order_line_id=None, account_id=account_id,
        analytic=(AnalyticShare((analytic_id,), Decimal(60)),),
    )  # fmt: skip
    cents = Decimal("0.02")
    entry = replace(
        entry, lines=(entry.lines[0], freight), tax_amount=(entry.tax_amount or Decimal(0)) + cents, total=entry.total + cents
    )
    order = entry_order(entry)
    with counted_calls(erp) as calls:
        made = erp.enter(order, PAPER)
    fields = ("name", "account_id", "analytic_distribution")
    domain = [("move_id", "=", made.id), ("display_type", "=", "product")]
    ordered, free = place.rows("account.move.line", domain, *fields, order="sequence, id")
    assert (free["account_id"][0], free["analytic_distribution"]) == (account_id, {str(analytic_id): 60})
    assert ordered["account_id"][0] != account_id
    total = place.rows("account.move", [("id", "=", made.id)], "amount_total")[0]["amount_total"]
    assert Decimal(str(total)) == entry.total
    assert len([c for c in calls if c.rpartition(".")[2] in {"load", "write", "unlink", "create"}]) <= 7, calls


def test_a_death_before_the_coding_is_made_good(place: Place, erp: OdooErp) -> None:
    account_id, _, _ = place.expense_account()
    entry = bill_entry(place, simple_order(place))
    lines = tuple(replace(line, product_id=None, order_line_id=None, account_id=account_id) for line in entry.lines)
    order = entry_order(replace(entry, lines=lines))
    erp.companies()
    let_die_after(erp, 0)
    with pytest.raises(ErpUnavailable, match="died"):
        erp.enter(order, PAPER)
    made = place.erp().enter(order, PAPER)
    domain = [("move_id", "=", made.id), ("display_type", "=", "product")]
    assert {row["account_id"][0] for row in place.rows("account.move.line", domain, "account_id")} == {account_id}
    assert place.left_on("account.move", made.id) == (1, 1, 1)
