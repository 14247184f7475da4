from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from idp.store.column import Exact, UtcTime, fits, storable

DIALECTS = [sqlite.dialect(), postgresql.dialect()]
AMOUNT = st.decimals(min_value=-(10**12), max_value=10**12, places=6)


@given(AMOUNT, AMOUNT)
def test_an_amount_comes_back_the_same_and_in_its_place(one: Decimal, other: Decimal) -> None:
    for dialect in DIALECTS:
        kept, beside = (Exact().process_bind_param(value, dialect) for value in (one, other))
        assert isinstance(kept, int)
        assert isinstance(beside, int)
        assert Exact().process_result_value(kept, dialect) == one
        assert (kept < beside) == (one < other)
        assert Exact().process_result_value(kept + beside, dialect) == one + other


@pytest.mark.parametrize("value", ["0.0000001", "9223372036854.775808", "NaN", "Infinity", "1e400"])
def test_what_would_not_come_back_the_same_is_refused(value: str) -> None:
    assert not fits(Decimal(value))
    with pytest.raises(ValueError, match="does not fit"):
        Exact().process_bind_param(Decimal(value), DIALECTS[0])


@pytest.mark.parametrize("value", ["9223372036854.775807", "-9223372036854.775807", "1E+3", "0E-20"])
def test_what_fits_exactly_is_kept(value: str) -> None:
    kept = Exact().process_bind_param(Decimal(value), DIALECTS[0])
    assert Exact().process_result_value(kept, DIALECTS[0]) == Decimal(value)


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=9))]),
                    min_value=datetime(1971, 1, 1), max_value=datetime(2199, 1, 1)))  # fmt: skip  # noqa: DTZ001  bounds are naive
def test_a_moment_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    for dialect in DIALECTS:
        kept = UtcTime().process_bind_param(moment, dialect)
        again = UtcTime().process_result_value(kept, dialect)
        assert again == moment
        assert again is not None
        assert again.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        UtcTime().process_bind_param(datetime(2026, 1, 1), DIALECTS[0])  # noqa: DTZ001  that is the point


@given(st.text())
def test_storable_text_is_what_both_databases_take_and_stays_as_it_is(text: str) -> None:
    kept = storable(text)
    assert storable(kept) == kept
    assert "\x00" not in kept
    assert len(kept) == len(text)
    kept.encode()
