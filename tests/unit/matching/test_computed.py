"""Odoo's rules on taxes, on figures worked out by hand."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from idp.domain.purchase import Tax, TaxKind
from idp.matching.computed import TaxedLine, compute, net_of_included, percent_of

D = Decimal
VAT = Tax(1, D(19))
INCLUDED = Tax(2, D(19), price_include=True)
ECO = Tax(3, D(0), kind=TaxKind.FIXED, fixed=D("0.50"))
cents = st.integers(1, 5_000_000).map(lambda n: D(n) / 100)


def sums(*lines: tuple[str, str, tuple[Tax, ...]]) -> tuple[str, str, str]:
    found = compute((TaxedLine(D(amount), D(quantity), taxes) for amount, quantity, taxes in lines), "EUR")
    return str(found.untaxed), str(found.tax_by_line), str(found.tax_globally)


def test_rounding_per_line_and_once_per_tax_differ() -> None:
    assert sums(*[("0.13", "1", (VAT,))] * 3) == ("0.39", "0.06", "0.07")


def test_an_included_tax_is_taken_out_of_the_line_so_that_the_line_keeps_its_amount() -> None:
    assert sums(("9.99", "1", (INCLUDED,))) == ("8.39", "1.60", "1.60")


def test_a_fixed_tax_is_an_amount_for_each_unit() -> None:
    assert sums(("100.00", "8", (VAT, ECO))) == ("100.00", "23.00", "23.00")


def test_a_fixed_tax_that_adds_to_the_base_is_taxed_by_what_comes_after_it() -> None:
    first = Tax(4, D(0), kind=TaxKind.FIXED, fixed=D("0.50"), adds_to_base=True, sequence=1)
    after = Tax(5, D(20), sequence=2)
    assert sums(("100.00", "8", (after, first))) == ("100.00", "24.80", "24.80")


def test_an_included_fixed_tax_is_taken_out_before_the_percentage() -> None:
    fixed = Tax(6, D(0), price_include=True, kind=TaxKind.FIXED, fixed=D(1))
    assert sums(("120.00", "1", (fixed, INCLUDED))) == ("100.00", "20.00", "20.00")


def test_a_group_is_its_parts_each_rounded_by_itself() -> None:
    group = Tax(7, D(12), kind=TaxKind.GROUP, parts=(Tax(71, D(5)), Tax(72, D(7))))
    assert sums(("2.55", "1", (group,))) == ("2.55", "0.31", "0.31")
    assert percent_of((group, ECO)) == 12


def test_a_tax_on_the_price_with_the_tax_in_it() -> None:
    assert sums(("80.00", "1", (Tax(8, D(20), kind=TaxKind.DIVISION),))) == ("80.00", "20.00", "20.00")
    assert sums(("100.00", "1", (Tax(8, D(20), price_include=True, kind=TaxKind.DIVISION),))) == ("80.00", "20.00", "20.00")


@given(st.lists(cents, min_size=1, max_size=20))
def test_untaxed_and_included_tax_add_up_to_the_amounts(amounts: list[Decimal]) -> None:
    found = compute((TaxedLine(a, D(1), (INCLUDED,)) for a in amounts), "EUR")
    assert found.untaxed + found.tax_by_line == sum(amounts, D(0))


@given(cents, st.integers(1, 99))
def test_taking_an_included_tax_out_and_adding_it_again_gives_the_price(price: Decimal, percent: int) -> None:
    net = net_of_included(price, D(1), (Tax(9, D(percent), price_include=True),))
    assert abs(net * (100 + percent) / 100 - price) < D("1e-15")


def test_a_tax_that_earlier_ones_do_not_affect_is_computed_on_the_net_price() -> None:
    first = Tax(9, D(10), adds_to_base=True, sequence=1)
    assert sums(("100.00", "1", (first, Tax(10, D(20), sequence=2)))) == ("100.00", "32.00", "32.00")
    assert sums(("100.00", "1", (first, Tax(10, D(20), sequence=2, is_base_affected=False)))) == ("100.00", "30.00", "30.00")


def test_included_taxes_are_taken_off_together_where_one_does_not_build_on_the_other() -> None:
    first = Tax(9, D(10), price_include=True, adds_to_base=True, sequence=1)
    apart = Tax(10, D(20), price_include=True, sequence=2, is_base_affected=False)
    assert sums(("130.00", "1", (first, apart)))[0] == "100.00"
    assert sums(("132.00", "1", (first, Tax(10, D(20), price_include=True, sequence=2))))[0] == "100.00"
