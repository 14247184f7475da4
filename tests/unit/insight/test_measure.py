from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.domain.code import Role, Severity
from idp.domain.document import DocumentType
from idp.domain.finding import Decision
from idp.domain.lifecycle import State
from idp.domain.money import Money
from idp.domain.record import DocumentId
from idp.domain.resolution import Issue
from idp.insight.age_limit import AgeLimits
from idp.insight.measure import (
    Share,
    age_bands,
    cycle_times,
    false_success,
    resolution_times,
    spread,
    stakes,
    stakes_by_code,
    stakes_by_supplier,
    straight_through,
)
from idp.ports import Asking, Passage, Waiting

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)


def a_passage(
    state: State = State.ENTERED, *, by_person: bool = False, was_corrected: bool = False, is_copy: bool = False,
    is_sample: bool = False, hours: float | None = None,
) -> Passage:  # fmt: skip
    entered = NOW + timedelta(hours=hours) if hours is not None else None
    return Passage(NOW, state, DocumentType.INVOICE, by_person, was_corrected, is_copy, is_sample, entered)


def test_the_straight_through_rate_leaves_out_copies_and_what_is_in_work_and_nothing_else() -> None:
    passages = [
        a_passage(),
        a_passage(State.READY),
        a_passage(by_person=True),
        a_passage(State.IN_REVIEW),
        a_passage(State.FAILED),
        a_passage(State.QUARANTINED),
        a_passage(State.REJECTED, by_person=True),
        a_passage(State.REJECTED, is_copy=True),
        a_passage(State.READ),
    ]
    assert straight_through(passages) == Share(2, 7)
    assert straight_through([]).ratio is None


def test_a_sample_is_wrong_where_a_person_changed_or_refused_it_and_counts_once_looked_at() -> None:
    passages = [
        a_passage(is_sample=True, by_person=True),
        a_passage(is_sample=True, by_person=True, was_corrected=True),
        a_passage(State.REJECTED, is_sample=True, by_person=True),
        a_passage(State.IN_REVIEW, is_sample=True),
        a_passage(by_person=True, was_corrected=True),
    ]
    assert false_success(passages) == Share(2, 3)


@pytest.mark.parametrize(
    ("count", "total", "bound"), [(0, 59, 0.0495), (0, 299, 0.00997), (1, 10, 0.3942), (3, 3, 1.0), (0, 0, 1.0)]
)
def test_the_bound_is_that_of_clopper_and_pearson(count: int, total: int, bound: float) -> None:
    assert Share(count, total).upper_bound == pytest.approx(bound, abs=1e-4)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_half_took_at_most_the_median_and_nine_of_ten_at_most_p90(seconds: list[int]) -> None:
    found = spread(timedelta(seconds=s) for s in seconds)
    for limit, percent in ((found.median, 50), (found.p90, 90)):
        assert limit is not None
        assert limit.total_seconds() in seconds
        below = sum(1 for s in seconds if s <= limit.total_seconds())
        strictly = sum(1 for s in seconds if s < limit.total_seconds())
        assert 100 * below >= percent * len(seconds) > 100 * strictly


def test_only_what_odoo_has_has_a_cycle_time() -> None:
    found = cycle_times([a_passage(hours=2), a_passage(hours=6), a_passage(State.READY)])
    assert (found.count, found.median, found.p90) == (2, timedelta(hours=2), timedelta(hours=6))
    assert cycle_times([]).median is None


def test_the_time_of_the_supplier_is_told_apart() -> None:
    def issue(hours: int, waited: int, *, done: bool = True) -> Issue:
        return Issue(
            "d", "k", "PRC-OVER", Severity.REVIEW, Role.BUYER, NOW, resolved_at=NOW + timedelta(hours=hours) if done else None,
            waited=timedelta(hours=waited),
        )  # fmt: skip

    whole, own = resolution_times([issue(10, 8), issue(4, 0), issue(99, 0, done=False)])
    assert (whole.count, whole.p90, own.p90) == (2, timedelta(hours=10), timedelta(hours=4))


def a_waiting(days: float, stake: str | None, supplier: str = "Acme", currency: str = "EUR") -> Waiting:
    money = Money(Decimal(stake), currency) if stake is not None else None
    return Waiting(State.IN_REVIEW, Decision.REVIEW, NOW - timedelta(days=days), money, supplier, supplier.lower())


def test_every_waiting_document_is_in_one_band() -> None:
    bands = age_bands([a_waiting(d, None) for d in (0, 1, 1.5, 3, 40)], (1, 2, 7), limits=AgeLimits(), now=NOW)
    assert [(b.days, b.documents, b.over_limit) for b in bands] == [(1, 2, 0), (2, 1, 0), (7, 1, 1), (None, 1, 1)]


def test_money_is_summed_exactly_by_supplier_and_never_over_currencies() -> None:
    waiting = [
        a_waiting(1, "0.10"), a_waiting(1, "0.20", "ACME"), a_waiting(1, "5", "Bolt", "USD"), a_waiting(1, None, "Cable"),
        a_waiting(1, "0.00", "Duct"), a_waiting(1, "0.29", "Edge"),
    ]  # fmt: skip
    found = stakes_by_supplier(waiting, limit=2)
    assert [(s.name, s.documents, str(s.money.amount), s.money.currency) for s in found] == [
        ("Acme", 2, "0.30", "EUR"),
        ("Edge", 1, "0.29", "EUR"),
        ("Bolt", 1, "5", "USD"),
    ]
    assert stakes(waiting) == (Money(Decimal("0.59"), "EUR"), Money(Decimal(5), "USD"))


def test_a_document_with_two_findings_of_a_code_counts_once_and_both_count_as_money() -> None:
    one, other = DocumentId("a"), DocumentId("b")
    asking = [
        Asking("PRC-OVER", one, Money(Decimal(2), "EUR")),
        Asking("PRC-OVER", one, Money(Decimal(3), "EUR")),
        Asking("QTY-NOREC", other, Money(Decimal(9), "EUR")),
    ]
    found = stakes_by_code(asking, limit=9)
    assert [(s.name, s.documents, s.money.amount) for s in found] == [("QTY-NOREC", 1, 9), ("PRC-OVER", 1, 5)]
