"""Master data: payment terms, taxes of every kind, rates of each company."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from idp.domain.payment_term import DueRule
from idp.domain.purchase import Facts, TaxKind
from idp.erp import OdooErp, connect
from tests.contract.erp.place import ROBOT_GROUPS, Place, token
from tests.contract.erp.sample import hints, simple_order


def facts_of(place: Place, order_name: str) -> Facts:
    """Facts as a fresh connection sees them: reference data are kept for minutes."""
    return place.erp().facts(hints(order_numbers=(order_name,)))


def test_the_agreed_payment_term_comes_with_the_order_and_the_usual_one_with_the_vendor(place: Place) -> None:
    agreed = place.payment_term(delay_type="days_after_end_of_month", nb_days=30)
    usual = place.payment_term(nb_days=14)
    vendor_id = place.vendor(property_supplier_payment_term_id=usual)
    placed = place.order(vendor_id, (place.product(), "1", "1.00"), payment_term_id=agreed)
    facts = facts_of(place, placed.name)
    (order,) = [o for o in facts.orders if o.id == placed.id]
    vendor = next(v for v in facts.vendors if v.id == vendor_id)
    assert order.payment_term is not None
    assert vendor.payment_term is not None
    assert [(p.rule, p.days, p.percent) for p in order.payment_term.parts] == [(DueRule.AFTER_END_OF_MONTH, 30, 100)]
    assert order.payment_term.due(date(2026, 11, 10)) == date(2026, 12, 30)
    assert (vendor.payment_term.due(date(2026, 11, 10)), order.confirmed_on is not None) == (date(2026, 11, 24), True)


def test_a_term_is_due_when_odoo_says_so(place: Place) -> None:
    parts = [{"nb_days": 45}, {"delay_type": "days_after_end_of_next_month", "nb_days": 5}]
    if place.version >= 18:
        parts.append({"delay_type": "days_end_of_month_on_the", "nb_days": 10, "days_next_month": "15"})
        parts.append({"delay_type": "days_end_of_month_on_the", "nb_days": 10, "days_next_month": "0"})
    terms = [place.payment_term(**part) for part in parts]
    orders = [place.order(place.vendor(), (place.product(), "1", "1.00"), payment_term_id=term) for term in terms]
    facts = place.erp().facts(hints(order_numbers=tuple(order.name for order in orders)))
    for order, term in zip(orders, terms, strict=True):
        bill = place.make("account.move", move_type="in_invoice", partner_id=order.vendor_id, invoice_date="2026-11-24",
                          invoice_payment_term_id=term, invoice_line_ids=[(0, 0, {"name": "x", "price_unit": 10.0})])  # fmt: skip
        told = place.rows("account.move", [("id", "=", bill)], "invoice_date_due")[0]["invoice_date_due"]
        known = next(o for o in facts.orders if o.id == order.id).payment_term
        assert known is not None
        assert str(known.due(date(2026, 11, 24))) == told


def test_an_early_payment_discount_is_told(place: Place) -> None:
    term = place.make(
        "account.payment.term", name=f"2/10 {token()}", early_discount=True, discount_percentage=2.0, discount_days=10
    )
    placed = place.order(place.vendor(), (place.product(), "1", "1.00"), payment_term_id=term)
    (order,) = [o for o in facts_of(place, placed.name).orders if o.id == placed.id]
    assert order.payment_term is not None
    assert (order.payment_term.discount_percent, order.payment_term.discount_days) == (2, 10)


def test_fixed_taxes_and_groups_are_told_as_what_they_are(place: Place) -> None:
    fixed = place.tax("0.25", "fixed", include_base_amount=True, sequence=1)
    percent = place.tax("19", sequence=2)
    group = place.tax("0", "group", children_tax_ids=[(6, 0, [fixed, percent])])
    facts = facts_of(place, simple_order(place).name)
    taxes = {tax.id: tax for tax in facts.taxes}
    assert (taxes[fixed].kind, taxes[fixed].fixed, taxes[fixed].percent) == (TaxKind.FIXED, Decimal("0.25"), 0)
    assert (taxes[group].kind, taxes[group].percent) == (TaxKind.GROUP, 19)
    assert [(part.id, part.adds_to_base) for part in taxes[group].parts] == [(fixed, True), (percent, False)]


def test_each_company_has_its_own_rates(place: Place) -> None:
    sister = place.sister()
    robot = place.user(*ROBOT_GROUPS, company_ids=(sister.id,))
    companies = connect(place.url, place.database, robot.login, robot.password, timeout_seconds=60).companies()
    ours, theirs = (next(c for c in companies if c.id == i) for i in (place.company_id, sister.id))
    assert (dict(ours.rates)[place.currency], dict(theirs.rates)[sister.currency]) == (1, 1)
    assert theirs.currency == sister.currency


def test_company_rates_are_units_for_one_of_the_companys(place: Place, erp: OdooErp) -> None:
    (currency,) = place.do("res.currency", "search_read", [("name", "=", "GBP")], ["id"], context={"active_test": False})
    place.do("res.currency", "write", [currency["id"]], {"active": True})
    old = place.rows("res.currency.rate", [("currency_id", "=", currency["id"]), ("name", "=", "2026-11-23")], "rate")
    place.do("res.currency.rate", "unlink", [row["id"] for row in old])
    place.make("res.currency.rate", currency_id=currency["id"], name="2026-11-23", rate=0.75, company_id=place.company_id)
    company = next(c for c in erp.companies() if c.id == place.company_id)
    assert dict(company.rates)["GBP"] == Decimal("0.75")
