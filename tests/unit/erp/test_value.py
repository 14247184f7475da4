from __future__ import annotations

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.erp.value import cell, day, exact, ids_cell, local_day, noon, plain, squeezed, text

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)


@given(amounts)
def test_a_number_comes_back_from_the_wire_as_it_was_sent(number: Decimal) -> None:
    assert exact(float(cell(number))) == number


@given(amounts)
def test_a_cell_is_plain_digits(number: Decimal) -> None:
    assert "E" not in cell(number)
    assert Decimal(cell(number)) == number


def test_binary_noise_is_taken_off() -> None:
    assert exact(0.1 + 0.2) == Decimal("0.3")
    assert exact(32.489999999999995) == Decimal("32.49")


def test_absent_is_zero_for_a_number_and_none_for_everything_else() -> None:
    assert exact(False) == 0
    assert (text(False), text("  "), day(False), local_day(False, ZoneInfo("UTC"))) == (None, None, None, None)


def test_plain_has_neither_trailing_zeros_nor_an_exponent() -> None:
    assert [str(plain(Decimal(n))) for n in ("10.50", "1E+2", "0.00", "100")] == ["10.5", "100", "0", "100"]


def test_cells_of_other_values() -> None:
    assert (cell(None), cell(7), cell(date(2026, 2, 3)), ids_cell([3, 4]), ids_cell([])) == ("", "7", "2026-02-03", "3,4", "")


def test_a_moment_late_in_the_evening_belongs_to_the_companys_day() -> None:
    assert local_day("2026-11-30 23:30:00", ZoneInfo("Europe/Berlin")) == date(2026, 12, 1)
    assert local_day("2026-12-01 02:00:00", ZoneInfo("America/New_York")) == date(2026, 11, 30)


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_a_day_written_is_the_same_day_read(zone: str) -> None:
    assert local_day(noon(date(2026, 12, 15)), ZoneInfo(zone)) == date(2026, 12, 15)


def test_numbers_are_compared_without_blanks_points_and_case() -> None:
    assert squeezed(" de89 3704.0044_0532-0130 00 ") == "DE89370400440532013000"
