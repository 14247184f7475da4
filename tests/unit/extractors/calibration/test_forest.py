from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.extractors.calibration.forest import forest_from

TWO_LEAVES = {
    "feature": [0, -1, -1],
    "threshold": [0.5, 0.0, 0.0],
    "left": [1, 0, 0],
    "right": [2, 0, 0],
    "value": [0.0, -2.0, 3.0],
}
DEEPER = {
    "feature": [1, 0, -1, -1, -1],
    "threshold": [10.0, 0.0, 0.0, 0.0, 0.0],
    "left": [1, 3, 0, 0, 0],
    "right": [2, 4, 0, 0, 0],
    "value": [0.0, 0.0, 5.0, 1.0, -1.0],
}
FOREST = {"features": ["a", "b"], "trees": [TWO_LEAVES, DEEPER], "scores": [-3.0, 0.0, 8.0], "probabilities": [0.1, 0.4, 0.95]}


def by_hand(a: float, b: float) -> float:
    first = -2.0 if a <= 0.5 else 3.0
    second = 5.0 if b > 10 else (1.0 if a <= 0 else -1.0)
    score = first + second
    if score <= 0:
        return 0.1 + (max(score, -3.0) + 3.0) / 3.0 * 0.3
    return 0.4 + min(score, 8.0) / 8.0 * 0.55


@given(st.lists(st.tuples(st.floats(-20, 20), st.floats(-20, 20)), min_size=1, max_size=20))
def test_each_row_adds_the_leaves_it_reaches_and_reads_the_curve(rows: list[tuple[float, float]]) -> None:
    got = forest_from(FOREST).probability([{"a": a, "b": b} for a, b in rows])
    assert all(math.isclose(p, by_hand(a, b), abs_tol=1e-9) for p, (a, b) in zip(got, rows, strict=True))


def test_a_value_on_the_threshold_goes_left() -> None:
    assert forest_from(FOREST).probability([{"a": 0.5, "b": 0.0}]) == [pytest.approx(by_hand(0.5, 0.0))]


def test_no_rows_give_no_probabilities() -> None:
    assert forest_from(FOREST).probability([]) == []


def test_a_signal_that_is_not_there_is_an_error_and_no_zero() -> None:
    with pytest.raises(KeyError):
        forest_from(FOREST).probability([{"a": 1.0}])
