from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.extractors.date import AmbiguousDate, Order, find_dates, order_of, read_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-05", date(2026, 4, 5)),
        ("20.03.2023", date(2023, 3, 20)),
        ("05.04.2026", date(2026, 4, 5)),
        ("29 maart 2014", date(2014, 3, 29)),
        ("14 luglio 2026", date(2026, 7, 14)),
        ("January 25, 2016", date(2016, 1, 25)),
        ("Jan 1, 2022", date(2022, 1, 1)),
        ("8th December 2021", date(2021, 12, 8)),
        ("3 de marzo de 2026", date(2026, 3, 3)),
        ("1er février 2024", date(2024, 2, 1)),
        ("12-Nov-2021", date(2021, 11, 12)),
        ("20-Mar-20", date(2020, 3, 20)),
        ("10/18/18", date(2018, 10, 18)),
        ("13/11/2017", date(2017, 11, 13)),
        ("5. März 2024", date(2024, 3, 5)),
    ],
)
def test_a_date_with_one_reading_needs_no_habit(text: str, day: date) -> None:
    (printed,) = find_dates(f"dated {text} .")
    assert read_date(printed, Order.UNKNOWN) == day


def test_a_numeric_date_with_two_readings_is_not_guessed() -> None:
    (printed,) = find_dates("04/05/2026")
    with pytest.raises(AmbiguousDate) as caught:
        read_date(printed, Order.UNKNOWN)
    assert set(caught.value.readings) == {date(2026, 5, 4), date(2026, 4, 5)}


def test_the_documents_order_decides_between_two_readings() -> None:
    (printed,) = find_dates("04/05/2026")
    assert read_date(printed, Order.DAY_FIRST) == date(2026, 5, 4)
    assert read_date(printed, Order.MONTH_FIRST) == date(2026, 4, 5)


def test_the_order_comes_from_dates_that_prove_it() -> None:
    assert order_of(find_dates("03/20/2023 and 04/04/2023")) is Order.MONTH_FIRST
    assert order_of(find_dates("20/03/2023 and 04/05/2023")) is Order.DAY_FIRST
    assert order_of(find_dates("04/05/2023")) is Order.UNKNOWN


def test_dates_that_prove_both_orders_leave_it_open() -> None:
    assert order_of(find_dates("20/03/2023 and 03/20/2023")) is Order.UNKNOWN


@pytest.mark.parametrize("text", ["31/02/2026", "99.99.2020", "1.234,56", "v2.1.3", "+33 4 50 44 68 99", "12/345/6789"])
def test_what_is_no_day_of_the_calendar_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31)))
def test_every_day_is_read_back_in_the_order_it_was_written(day: date) -> None:
    (european,) = find_dates(day.strftime("%d/%m/%Y"))
    (american,) = find_dates(day.strftime("%m/%d/%Y"))
    assert read_date(european, Order.DAY_FIRST) == day
    assert read_date(american, Order.MONTH_FIRST) == day
