from __future__ import annotations

from random import Random

import pytest

from idp.extractors.calibration.forest import forest_from
from idp.training.calibration import boost
from idp.training.calibration.fit import upper_bound


def rows(count: int, seed: int) -> tuple[list[dict[str, float]], list[bool], list[str]]:
    """Verdicts that are right with the probability that signal `a` says; `noise` says nothing. Twenty groups."""
    random = Random(seed)
    signals = [{"a": random.random(), "noise": random.random()} for _ in range(count)]
    return signals, [random.random() < row["a"] for row in signals], [f"g{n % 20}" for n in range(count)]


def test_the_probability_said_is_the_share_that_was_right_on_rows_not_seen() -> None:
    signals, verdicts, groups = rows(6000, seed=1)
    forest = forest_from(boost.fit(signals, verdicts, groups, rounds=40).data)
    fresh, truth, _ = rows(4000, seed=2)
    said = forest.probability(fresh)
    for low in (0.1, 0.3, 0.5, 0.7):
        inside = [right for p, right in zip(said, truth, strict=True) if low <= p < low + 0.2]
        assert sum(inside) / len(inside) == pytest.approx(low + 0.1, abs=0.06)


def test_the_written_forest_says_what_the_learner_says() -> None:
    signals, verdicts, groups = rows(2000, seed=3)
    fitted = boost.fit(signals, verdicts, groups, rounds=25)
    assert fitted.data == boost.fit(signals, verdicts, groups, rounds=25).data, "the same data give the same forest"


def test_a_rising_signal_never_lowers_the_probability() -> None:
    signals, verdicts, groups = rows(2000, seed=4)
    forest = forest_from(boost.fit(signals, verdicts, groups, rounds=40, rising=("a",)).data)
    ladder = forest.probability([{"a": step / 50, "noise": 0.3} for step in range(51)])
    assert ladder == sorted(ladder)


@pytest.mark.parametrize(
    ("wrong", "count", "bound"), [(0, 149, 0.0199), (0, 10, 0.2589), (1, 100, 0.0466), (5, 5, 1.0), (0, 0, 1.0)]
)
def test_the_bound_is_clopper_and_pearsons(wrong: int, count: int, bound: float) -> None:
    assert upper_bound(wrong, count) == pytest.approx(bound, abs=1e-4)
