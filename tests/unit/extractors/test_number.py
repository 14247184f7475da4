from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.extractors.number import AmbiguousNumber, Decimals, decimals_of, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("42’987,56", "42987.56"),
        ("€ 99,99", "99.99"),
        ("$1,002.00", "1002.00"),
        ("0.90", "0.90"),
        (".75", "0.75"),
        ("12", "12"),
        ("1.234.567", "1234567"),
        ("0,125", "0.125"),
        ("12,3456", "12.3456"),
    ],
)
def test_a_number_with_one_reading_is_read_with_its_printed_decimals(text: str, value: str) -> None:
    assert str(read_number(text)) == value


@pytest.mark.parametrize("text", ["-12.50", "12.50-", "(12.50)", "- 12.50", "−12.50", "-$12.50"])
def test_every_way_of_writing_a_minus_makes_the_number_negative(text: str) -> None:
    assert read_number(text) == Decimal("-12.50")


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,345"])
def test_three_digits_after_one_sign_have_two_readings_while_nothing_decides(text: str) -> None:
    with pytest.raises(AmbiguousNumber):
        read_number(text)


def test_the_documents_habit_decides_between_two_readings() -> None:
    assert read_number("1,234", Decimals.POINT) == Decimal("1234")
    assert read_number("1,234", Decimals.COMMA) == Decimal("1.234")
    assert read_number("3.180", Decimals.COMMA) == Decimal("3180")


@pytest.mark.parametrize("text", ["", "abc", "12a", "1,2,3", "1.23.456", "--"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert read_number(text) is None


def test_the_habit_comes_from_unambiguous_numbers_only() -> None:
    assert decimals_of(["1,234", "12.345"]).decimals is Decimals.UNKNOWN
    assert decimals_of(["1,234", "99,99"]).decimals is Decimals.COMMA
    assert decimals_of(["1,234.00", "3,500"]).decimals is Decimals.POINT


def test_numbers_that_contradict_each_other_leave_the_habit_open() -> None:
    assert decimals_of(["99,99", "12.50"]).decimals is Decimals.UNKNOWN


def test_one_slip_among_many_amounts_does_not_unsettle_the_habit() -> None:
    assert decimals_of(["99,99", "12,50", "3,10", "15.4"]).decimals is Decimals.COMMA


@given(st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2, allow_nan=False, allow_infinity=False))
def test_what_either_habit_writes_is_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    continental = english.translate(str.maketrans(",.", ".,"))
    assert read_number(english, Decimals.POINT) == value
    assert read_number(continental, Decimals.COMMA) == value
