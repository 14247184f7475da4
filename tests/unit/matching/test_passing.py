from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from idp.matching.passing import is_drawn


def test_about_the_share_that_the_policy_asks_for_is_drawn() -> None:
    drawn = sum(is_drawn(f"{n:064x}:0", Decimal("2.5")) for n in range(20_000))
    assert 400 < drawn < 600  # 500 expected, standard deviation 22


@given(st.text(), st.decimals(0, 100), st.decimals(0, 100))
def test_a_larger_sample_contains_the_smaller_one(content: str, one: Decimal, other: Decimal) -> None:
    small, large = sorted((one, other))
    assert is_drawn(content, large) or not is_drawn(content, small)


def test_nothing_is_drawn_of_no_percent_nor_without_content() -> None:
    assert not is_drawn("a", Decimal(0))
    assert not is_drawn(None, Decimal(100))
