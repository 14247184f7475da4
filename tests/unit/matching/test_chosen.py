"""What a person chose comes first, keeps its findings, and is told when Odoo has it no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from idp.domain.choice import Choice, Topic, chosen, with_choice, without_choice
from idp.domain.code import Code
from idp.domain.entry import BillEntry
from idp.domain.finding import Decision, RecordRef
from idp.domain.history import History
from idp.domain.match import Match
from idp.domain.policy import Policy
from idp.domain.purchase import Facts
from idp.matching import match
from idp.matching.relevant import relevant_facts
from tests.golden.matching.world import document_of, facts_of, history_of

AT = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
CHAIR = {"product_code": "AZ-100", "description": "Office chair black", "quantity": 10, "unit_price": 25}
DESK = {"product_code": "AZ-200", "description": "Four person desk", "quantity": 2, "unit_price": 300}


def received(product: str, quantity: int, price: int) -> dict[str, Any]:
    return {
        "product": product,
        "quantity": quantity,
        "price": price,
        "received": [{"date": "2026-04-01", "quantity": quantity}],
    }


WORLD: dict[str, Any] = {
    "purchase_orders": [
        {"name": "P1", "lines": [received("FURN-7888", 10, 25), received("FURN-8220", 2, 300)]},
        {"name": "P2", "lines": [received("FURN-7888", 10, 20)]},
        {"name": "P3", "partner": "Deco Addict SAS", "lines": [received("FURN-7888", 10, 25)]},
    ]
}


def choice(topic: Topic, *records: RecordRef, line: int | None = None, charge: str | None = None) -> Choice:
    return Choice(topic, "clara", "Clara Clerk", AT, line, records, charge)


def on_line(facts: Facts, order: int, position: int, *, line: int = 0) -> Choice:
    found = facts.orders[order]
    refs = RecordRef("purchase.order", found.id, found.name), RecordRef("purchase.order.line", found.lines[position].id, "x")
    return choice(Topic.LINE, *refs, line=line)


def decided(*choices: Choice, lines: tuple[dict[str, Any], ...] = (CHAIR, DESK), fields: dict[str, Any] | None = None) -> Match:
    facts = facts_of(WORLD)
    document = document_of({"lines": lines, "fields": {"po_number": "P1", "invoice_number": "A-1", **(fields or {})}}, WORLD)
    history = replace(history_of({}, facts), choices=choices)
    found = match(document, facts, Policy(), history=history)
    kept = relevant_facts(document, facts, Policy(), history=history, found=found)
    assert match(document, kept, Policy(), history=history) == found
    return found


def codes(found: Match) -> set[Code]:
    return {f.code for f in found.findings}


def places(found: Match) -> list[tuple[int, str | None]]:
    return [(pair.line, pair.record.name if pair.record else None) for pair in found.lines]


def test_a_line_stands_where_a_person_put_it_and_the_rest_is_assigned_around_it() -> None:
    facts = facts_of(WORLD)
    assert places(decided()) == [(0, "P1 line 1"), (1, "P1 line 2")]
    found = decided(on_line(facts, 1, 0))
    assert places(found) == [(0, "P2 line 1"), (1, "P1 line 2")]
    assert found.lines[0].how == "chosen by Clara Clerk"
    assert [order.name for order in found.orders] == ["P1", "P2"]
    assert isinstance(found.entry, BillEntry)
    assert found.entry.lines[0].order_line_id == facts.orders[1].lines[0].id


def test_what_a_person_chose_keeps_its_findings() -> None:
    found = decided(on_line(facts_of(WORLD), 1, 0))
    over = next(f for f in found.findings if f.code is Code.PRC_OVER)
    assert over.line == 0


def test_a_line_put_where_another_surely_belongs_shares_its_place_and_both_count() -> None:
    found = decided(on_line(facts_of(WORLD), 0, 1))
    assert places(found) == [(0, "P1 line 2"), (1, "P1 line 2")]
    assert Code.QTY_OVERORD in codes(found)


def test_a_line_put_where_another_only_may_belong_has_the_place_alone() -> None:
    alike = {"description": "black office chairs, adjustable", "quantity": 10, "unit_price": 25}
    assert places(decided(lines=(alike,))) == [(0, "P1 line 1")]
    found = decided(on_line(facts_of(WORLD), 0, 0, line=1), lines=(alike, DESK))
    assert places(found) == [(0, None), (1, "P1 line 1")]


def test_a_line_that_belongs_on_no_order_line_is_on_none() -> None:
    found = decided(choice(Topic.LINE, line=0))
    assert places(found) == [(0, None), (1, "P1 line 2")]
    assert Code.LIN_NOTONPO in codes(found)


def test_a_line_may_be_said_to_be_a_charge() -> None:
    odd = {"description": "Sonderposition Xyz", "quantity": 1, "unit_price": 12}
    assert Code.LIN_NOTONPO in codes(decided(lines=(CHAIR, odd)))
    found = decided(choice(Topic.LINE, line=1, charge="freight"), lines=(CHAIR, odd))
    assert Code.CHG_UNPLANNED in codes(found)
    assert Code.LIN_NOTONPO not in codes(found)


def test_the_orders_that_a_person_chose_count_instead_of_the_printed_number() -> None:
    assert Code.PO_NOTFOUND in codes(decided(fields={"po_number": "P99"}))
    order = facts_of(WORLD).orders[1]
    found = decided(
        choice(Topic.ORDERS, RecordRef("purchase.order", order.id, "P2")), fields={"po_number": "P99"}, lines=(CHAIR,)
    )
    assert places(found) == [(0, "P2 line 1")]
    assert codes(found).isdisjoint({Code.PO_NOTFOUND, Code.PO_INFERRED})


def test_the_vendor_whom_a_person_chose_is_the_vendor() -> None:
    stranger = {
        "supplier_name": "Azzuro",
        "supplier_vat": None,
        "supplier_iban": None,
        "supplier_email": None,
        "po_number": None,
    }
    unknown = decided(fields=stranger)
    assert unknown.vendor is None
    vendor = facts_of(WORLD).vendors[0]
    found = decided(choice(Topic.VENDOR, RecordRef("res.partner", vendor.id, vendor.name)), fields=stranger)
    assert found.vendor is not None
    assert found.vendor.id == vendor.id
    assert codes(found).isdisjoint({Code.VEN_UNKNOWN, Code.VEN_AMBIG, Code.VEN_MISMATCH})


def test_another_printed_vat_number_speaks_against_the_vendor_whom_a_person_chose() -> None:
    other = facts_of(WORLD).vendors[1]
    found = decided(choice(Topic.VENDOR, RecordRef("res.partner", other.id, other.name)))
    assert found.vendor is not None
    assert found.vendor.id == other.id
    assert Code.VEN_MISMATCH in codes(found)


@pytest.mark.parametrize(
    "gone",
    [
        choice(Topic.VENDOR, RecordRef("res.partner", 999, "Gone Ltd")),
        choice(Topic.ORDERS, RecordRef("purchase.order", 999, "P999")),
        choice(
            Topic.LINE,
            RecordRef("purchase.order", 999, "P999"),
            RecordRef("purchase.order.line", 9999, "P999 line 1"),
            line=0,
        ),
    ],
)
def test_what_odoo_has_no_more_is_told(gone: Choice) -> None:
    found = decided(gone)
    told = next(f for f in found.findings if f.code is Code.GOV_CHOICE)
    assert told.expected == gone.records[-1].name
    assert places(found) == [(0, "P1 line 1"), (1, "P1 line 2")]


def test_a_document_that_would_pass_does_not_once_a_person_chose() -> None:
    facts = facts_of(WORLD)
    assert decided().decision is Decision.TOUCHLESS
    found = decided(on_line(facts, 0, 0))
    assert found.decision is Decision.REVIEW
    assert codes(found) == {Code.GOV_POLICY}


def test_one_choice_of_a_thing_replaces_the_one_before() -> None:
    first, second = choice(Topic.LINE, line=2), choice(Topic.LINE, line=2, charge="freight")
    kept = with_choice(with_choice((), first), second)
    assert kept == (second,)
    assert chosen(kept, Topic.LINE, 2) is second
    assert without_choice(kept, Topic.LINE, 2) == ()


def test_a_choice_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no vendor"):
        choice(Topic.VENDOR)
    with pytest.raises(ValueError, match="for line"):
        choice(Topic.LINE)
    assert History().choices == ()


def rates(found: Match) -> list[tuple[int, ...]]:
    assert isinstance(found.entry, BillEntry)
    return [line.tax_ids for line in found.entry.lines]


def test_a_line_is_taxed_as_a_person_chose_on_an_order_or_not() -> None:
    taxes = facts_of(WORLD).taxes
    own = RecordRef("account.tax", taxes[-1].id, taxes[-1].name)
    before = rates(decided())
    assert (own.id,) not in before
    found = decided(choice(Topic.TAX, own, line=0))
    assert rates(found) == [(own.id,), before[1]]
    assert found.lines[0].taxes == (own,)
    freight = {"description": "Crane hire", "quantity": 1, "unit_price": 90}
    assert rates(decided(choice(Topic.TAX, own, line=1), lines=(CHAIR, freight)))[1] == (own.id,)


def test_a_person_may_choose_that_a_line_has_no_tax() -> None:
    tax = facts_of(WORLD).taxes[0]
    first = choice(Topic.TAX, RecordRef("account.tax", tax.id, tax.name), line=0)
    assert rates(decided(first))[0] == (tax.id,)
    assert rates(decided(choice(Topic.TAX, line=0)))[0] == ()
    assert choice(Topic.TAX, line=0).said == "line 1 taxed with no tax"


def test_a_chosen_tax_that_odoo_has_no_more_is_told_and_not_written() -> None:
    found = decided(choice(Topic.TAX, RecordRef("account.tax", 987654, "Old tax"), line=0))
    gone = next(f for f in found.findings if f.code is Code.GOV_CHOICE)
    assert "Old tax, which Clara Clerk chose, is not in Odoo any more." in gone.message
    assert rates(found) == rates(decided())


def test_a_tax_of_another_rate_than_the_printed_one_is_still_found() -> None:
    tax = next(tax for tax in facts_of(WORLD).taxes if tax.percent)
    amounts = {"subtotal": "850.00", "tax_amount": "0.00", "total": "850.00"}
    own = choice(Topic.TAX, RecordRef("account.tax", tax.id, tax.name), line=0)
    assert Code.TAX_AMOUNT in codes(decided(own, fields=amounts))
    assert Code.TAX_AMOUNT not in codes(decided(fields=amounts))
