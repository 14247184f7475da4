"""Amounts, taxes, units and currencies are rounded as Odoo rounds them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.erp.sandbox import Sandbox
from idp.erp.sandbox.amount import rounded, wire
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.money import rate
from idp.erp.sandbox.tax import LineAmounts, bill_amounts, line_amounts
from idp.erp.sandbox.unit import billed, converted


@cache
def env() -> Env:
    world = {
        "company": {"name": "Us", "currency": "EUR", "country": "DE"},
        "currency_rates": {"USD": "0.80", "JPY": "0.006"},
        "uoms": [{"name": "Crate", "factor": 24, "base": "Units"}],
        "partners": [{"name": "V"}],
        "purchase_orders": [{"name": "P1", "partner": "V", "lines": [{"description": "x", "price": 1, "tax_percent": 15}]}],
    }
    return Sandbox.from_world(world)._rpc.environment(2)


def tax_id(percent: int = 15) -> int:
    return next(i for i in env().store.ids("account.tax") if env().row("account.tax", i)["amount"] == percent)


def amounts(quantity: str, price: str, *, discount: str = "0", currency: str = "EUR") -> LineAmounts:
    row = env().first("res.currency", name=currency)
    assert row is not None
    return line_amounts(
        env(), Decimal(quantity), {"price_unit": Decimal(price), "discount": Decimal(discount)}, [tax_id()], row["id"]
    )


@pytest.mark.parametrize(("value", "digits", "expected"), [("2.295", 2, "2.30"), ("-2.295", 2, "-2.30"), ("1.005", 2, "1.01")])
def test_halves_are_rounded_away_from_zero(value: str, digits: int, expected: str) -> None:
    assert rounded(Decimal(value), digits) == Decimal(expected)


def test_there_is_no_minus_zero_on_the_wire() -> None:
    assert str(wire(Decimal("-0.00"))) == "0.0"


def test_each_line_is_rounded_and_the_sum_is_the_sum_of_the_rounded() -> None:
    lines = [amounts("3", "3.33"), amounts("7", "1.12")]
    assert [(line.base, line.tax_total) for line in lines] == [
        (Decimal("9.99"), Decimal("1.50")),
        (Decimal("7.84"), Decimal("1.18")),
    ]
    whole = bill_amounts(lines, 2, method="round_per_line")
    assert list(whole.taxes.values()) == [Decimal("2.68")]


def test_rounding_globally_puts_the_cent_on_the_largest_line() -> None:
    lines = [amounts("3", "3.333"), amounts("7", "1.115")]
    assert [line.base for line in lines] == [Decimal("10.00"), Decimal("7.81")]
    whole = bill_amounts(lines, 2, method="round_globally")
    assert whole.line_bases == (Decimal("9.99"), Decimal("7.81"))
    assert list(whole.taxes.values()) == [Decimal("2.67")]


@given(
    st.lists(st.tuples(st.integers(1, 99), st.decimals("0.001", "99", places=3)), min_size=1, max_size=6),
    st.sampled_from(["round_per_line", "round_globally"]),
)
def test_the_lines_of_a_tax_sum_to_its_base(items: list[tuple[int, Decimal]], method: str) -> None:
    lines = [amounts(str(quantity), str(price)) for quantity, price in items]
    whole = bill_amounts(lines, 2, method=method)
    assert list(whole.tax_bases.values()) == [sum(whole.line_bases)]
    exact = sum((line.exact_base for line in lines), Decimal(0))
    if method == "round_globally":
        assert abs(sum(whole.line_bases) - exact) <= Decimal("0.005")
    assert abs(sum(whole.line_bases) - exact) <= Decimal("0.005") * len(lines)


def test_a_currency_without_decimals_has_none() -> None:
    assert amounts("3", "333.4", currency="JPY").base == Decimal(1000)


def test_a_discount_is_taken_off_the_price() -> None:
    assert amounts("3", "3.33", discount="12.5").base == Decimal("8.74")


def test_a_rate_says_how_much_of_the_currency_one_of_ours_is() -> None:
    dollar = env().first("res.currency", name="USD")
    assert dollar is not None
    assert rate(env(), dollar["id"], 1, "2026-01-01") == Decimal("1.25")


def unit(name: str) -> int:
    row = env().first("uom.uom", name=name)
    assert row is not None
    return int(row["id"])


@pytest.mark.parametrize(
    ("quantity", "source", "target", "expected"),
    [
        ("2", "Dozens", "Units", "24"),
        ("12", "Units", "Dozens", "1"),
        ("1", "Crate", "Dozens", "2"),
        ("1", "t", "kg", "1000"),
        ("1", "lb", "g", "453.59"),
        ("5", "kg", "Units", "5"),
    ],
)
def test_quantities_are_converted_within_a_category(quantity: str, source: str, target: str, expected: str) -> None:
    assert converted(env(), Decimal(quantity), unit(source), unit(target)) == Decimal(expected)


def test_a_billed_quantity_is_rounded_up() -> None:
    assert billed(env(), Decimal(1), unit("Units"), unit("Dozens")) == Decimal("0.09")
    assert billed(env(), Decimal(12), unit("Units"), unit("Dozens")) == Decimal(1)
