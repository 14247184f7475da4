from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from idp.domain.finding import Decision
from idp.domain.lifecycle import State
from idp.insight.age_limit import AgeLimits
from idp.insight.measure import Ages, Share, false_success, straight_through
from idp.ports import Passages, Waiting

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)


def passed(
    documents: int, state: State = State.ENTERED, *, by_person: bool = False, was_corrected: bool = False, is_copy: bool = False,
    is_sample: bool = False,
) -> Passages:  # fmt: skip
    return Passages(0, state, by_person, was_corrected, is_copy, is_sample, documents)


def test_the_straight_through_rate_leaves_out_copies_and_what_is_in_work_and_nothing_else() -> None:
    passages = [
        passed(20),
        passed(3, State.READY),
        passed(4, by_person=True),
        passed(5, State.IN_REVIEW),
        passed(6, State.FAILED),
        passed(7, State.QUARANTINED),
        passed(8, State.REJECTED, by_person=True),
        passed(100, State.REJECTED, is_copy=True),
        passed(200, State.READ),
    ]
    assert straight_through(passages) == Share(23, 53)
    assert straight_through([]).ratio is None


def test_a_sample_is_wrong_where_a_person_changed_or_refused_it_and_counts_once_looked_at() -> None:
    passages = [
        passed(10, is_sample=True, by_person=True),
        passed(2, is_sample=True, by_person=True, was_corrected=True),
        passed(1, State.REJECTED, is_sample=True, by_person=True),
        passed(50, State.IN_REVIEW, is_sample=True),
        passed(70, by_person=True, was_corrected=True),
    ]
    assert false_success(passages) == Share(3, 13)


@pytest.mark.parametrize(
    ("count", "total", "bound"), [(0, 59, 0.0495), (0, 299, 0.00997), (1, 10, 0.3942), (3, 3, 1.0), (0, 0, 1.0)]
)
def test_the_bound_is_that_of_clopper_and_pearson(count: int, total: int, bound: float) -> None:
    assert Share(count, total).upper_bound == pytest.approx(bound, abs=1e-4)


def counted(ages: Ages, waits: list[tuple[timedelta, State, Decision | None]]) -> list[Waiting]:
    """What the store says of documents that have waited so long, one at a time."""
    return [
        Waiting(state, decision, sum(1 for moment in ages.moments if NOW - age < moment), 1) for age, state, decision in waits
    ]


def test_every_waiting_document_is_in_one_band_and_over_its_own_limit_or_not() -> None:
    limits = AgeLimits(
        review=timedelta(hours=48), hold=timedelta(hours=30), reject=timedelta(days=5), stopped=timedelta(hours=3)
    )
    ages = Ages((1, 2, 7), limits=limits, now=NOW)
    review, hold, reject = Decision.REVIEW, Decision.HOLD, Decision.REJECT
    bands = ages.bands(
        counted(
            ages,
            [
                (timedelta(0), State.IN_REVIEW, review),
                (timedelta(days=1), State.IN_REVIEW, review),
                (timedelta(hours=4), State.FAILED, None),
                (timedelta(hours=36), State.IN_REVIEW, hold),
                (timedelta(hours=36), State.IN_REVIEW, review),
                (timedelta(days=2), State.IN_REVIEW, review),
                (timedelta(days=2, microseconds=1), State.IN_REVIEW, review),
                (timedelta(days=5), State.IN_REVIEW, reject),
                (timedelta(days=40), State.IN_REVIEW, reject),
            ],
        )
    )
    assert [(b.days, b.documents, b.over_limit) for b in bands] == [(1, 3, 1), (2, 3, 1), (7, 2, 1), (None, 1, 1)]
