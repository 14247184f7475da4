"""Money is exact, knows its minor unit, and does not mix currencies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.domain.money import Money, Quantity, UnitPrice

_amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


@given(_amounts, _amounts)
def test_adding_and_taking_away_gives_back_the_first(one: Decimal, two: Decimal) -> None:
    assert Money(one, "EUR") + Money(two, "EUR") - Money(two, "EUR") == Money(one, "EUR")


@given(_amounts)
def test_rounding_moves_by_at_most_half_a_cent_and_only_once(amount: Decimal) -> None:
    rounded = Money(amount, "EUR").rounded()
    assert abs(rounded.amount - amount) <= Decimal("0.005")
    assert rounded.rounded() == rounded


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [("1.005", "EUR", "1.01"), ("-1.005", "EUR", "-1.01"), ("1234.5", "JPY", "1235"), ("1.0005", "KWD", "1.001")],
)
def test_halves_go_away_from_zero_at_the_minor_unit(amount: str, currency: str, rounded: str) -> None:
    assert Money(Decimal(amount), currency).rounded().amount == Decimal(rounded)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="different currencies"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


def test_units_do_not_mix() -> None:
    with pytest.raises(ValueError, match="different units"):
        Quantity(Decimal(1), "kg") - Quantity(Decimal(1), "Units")


@pytest.mark.parametrize("bad", ["NaN", "Infinity"])
def test_what_is_no_amount_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money(Decimal(bad), "EUR")


def test_a_price_per_hundred_is_divided_unrounded() -> None:
    price = UnitPrice(Money(Decimal("12.35"), "EUR"), Quantity(Decimal(100), "Units"))
    assert price.for_one.amount == Decimal("0.1235")
