"""Several companies: facts and entries are of the right one, and no call strays into another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from idp.domain.entry import BillEntry
from idp.erp import OdooErp, connect
from tests.contract.erp.counting import recorded_contexts
from tests.contract.erp.place import ROBOT_GROUPS, Login, Place, Sister, token
from tests.contract.erp.sample import PAPER, bill_entry, entry_order, hints, simple_order


@pytest.fixture(scope="module")
def sister(place: Place) -> Sister:
    return place.sister()


@pytest.fixture(scope="module")
def robot(place: Place, sister: Sister) -> Login:
    """An integration user for both companies."""
    return place.user(*ROBOT_GROUPS, company_ids=(sister.id,))


@pytest.fixture
def both(place: Place, robot: Login) -> OdooErp:
    return connect(place.url, place.database, robot.login, robot.password, timeout_seconds=60)


def free_bill(place: Place, sister: Sister) -> BillEntry:
    """A bill of the sister company without an order."""
    entry = bill_entry(place, simple_order(place))
    lines = tuple(replace(li, product_id=None, order_line_id=None, tax_ids=(sister.tax_id,)) for li in entry.lines)
    tax = round(Decimal("28.25") * sister.tax_percent / 100, 2)
    return replace(
        entry, company_id=sister.id, currency=sister.currency, lines=lines, tax_amount=tax, total=Decimal("28.25") + tax,
        order_names=(),
    )  # fmt: skip


def test_both_companies_are_told_each_with_its_currency(place: Place, sister: Sister, both: OdooErp) -> None:
    currencies = {c.id: c.currency for c in both.companies()}
    assert currencies == {place.company_id: place.currency, sister.id: sister.currency}


def test_a_bill_is_entered_in_the_company_that_it_is_for(place: Place, sister: Sister, both: OdooErp) -> None:
    made = both.enter(entry_order(free_bill(place, sister), approver_role=None), PAPER)
    context = {"allowed_company_ids": [sister.id]}
    (row,) = place.do(
        "account.move", "search_read", [("id", "=", made.id)], ["company_id", "currency_id", "journal_id"], context=context
    )
    journal = place.do("account.journal", "read", [row["journal_id"][0]], ["company_id"], context=context)[0]
    assert (row["company_id"][0], journal["company_id"][0], row["currency_id"][1]) == (sister.id, sister.id, sister.currency)


def test_every_call_of_an_entry_names_its_company_first(place: Place, sister: Sister, both: OdooErp) -> None:
    order = entry_order(free_bill(place, sister), approver_role=None)
    both.companies()
    with recorded_contexts(both) as contexts:
        both.enter(order, PAPER)
    changes = [context for method, context in contexts if method in {"load", "write"}]
    assert changes
    assert all(context["allowed_company_ids"][0] == sister.id for context in changes)
    assert all(context["allowed_company_ids"] for _, context in contexts)


def test_an_order_comes_with_the_taxes_of_its_company(place: Place, sister: Sister, both: OdooErp) -> None:
    placed = simple_order(place)
    facts = both.facts(hints(order_numbers=(placed.name,)))
    assert {order.company_id for order in facts.orders if order.id == placed.id} == {place.company_id}
    assert place.tax_id in {tax.id for tax in facts.taxes}
    assert sister.tax_id not in {tax.id for tax in facts.taxes}


def test_an_earlier_bill_is_found_in_whichever_company_it_is(place: Place, sister: Sister, both: OdooErp) -> None:
    number = f"SIS-{token()}"
    made = both.enter(entry_order(replace(free_bill(place, sister), number=number), approver_role=None), PAPER)
    facts = both.facts(hints(references=(number,)))
    assert [(bill.id, bill.company_id) for bill in facts.bills if bill.number == number] == [(made.id, sister.id)]


def test_a_connection_for_one_company_sees_no_other(place: Place, sister: Sister, robot: Login) -> None:
    narrow = connect(place.url, place.database, robot.login, robot.password, timeout_seconds=60, company_ids=[sister.id])
    assert [c.id for c in narrow.companies()] == [sister.id]
    placed = simple_order(place)
    assert placed.id not in {order.id for order in narrow.facts(hints(order_numbers=(placed.name,))).orders}
