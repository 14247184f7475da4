"""What do the sums over many documents say? Shares with their denominator, and how long those that wait have waited: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scipy.special import betaincinv

from idp.domain.lifecycle import WORKING, State
from idp.insight.age_limit import AgeLimits
from idp.ports import Passages, Waiting

CONFIDENCE = 0.95
"""Of the bound on the false-success rate."""


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total`. `ratio` is 0–1, None of nothing."""

    count: int
    total: int

    @property
    def ratio(self) -> float | None:
        return self.count / self.total if self.total else None

    @property
    def upper_bound(self) -> float:
        """The one-sided Clopper–Pearson bound (95 %): the true share is not above it; 1 of nothing."""
        if self.count >= self.total:
            return 1.0
        return float(betaincinv(self.count + 1, self.total - self.count, CONFIDENCE))


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How many documents have waited up to `days` days and longer than the band before; None for all that waited longer."""

    days: int | None
    documents: int
    over_limit: int


def documents(passages: Iterable[Passages], which: Callable[[Passages], bool] = lambda _: True) -> int:
    """How many documents there are of those kinds that `which` chooses."""
    return sum(p.documents for p in passages if which(p))


def is_counted(passage: Passages) -> bool:
    """Whether documents are in the denominator of the straight-through rate: they came to rest and were no copies of earlier ones.

    Those that were approved and wait for Odoo count: whether a person was needed is decided.
    """
    return not passage.is_copy and (passage.state not in WORKING or passage.state is State.READY)


def straight_through(passages: Sequence[Passages]) -> Share:
    """Of the documents that came to rest those that went to Odoo and that nobody had a hand in.

    Those that waited for a receipt and were released by policy are among them.
    """
    alone = documents(passages, lambda p: is_counted(p) and p.state in {State.READY, State.ENTERED} and not p.by_person)
    return Share(alone, documents(passages, is_counted))


def false_success(passages: Sequence[Passages]) -> Share:
    """Of the documents that would have passed and were drawn for the audit sample, those in which a person had to change something.

    Only those count that a person is done with.
    """
    looked_at = [p for p in passages if p.is_sample and p.state in {State.READY, State.ENTERED, State.REJECTED}]
    return Share(documents(looked_at, lambda p: p.was_corrected or p.state is State.REJECTED), documents(looked_at))


class Ages:
    """The moments at which waiting documents have to be told apart, for bands that end after so many days and for the limits."""

    def __init__(self, days: Sequence[int], *, limits: AgeLimits, now: datetime) -> None:
        """`days` are the upper ends of the bands, ascending."""
        self._days, self._limits = tuple(days), limits
        ends = {timedelta(days=d) for d in days} | {limits.review, limits.hold, limits.reject, limits.stopped}
        self._ends = tuple(sorted(ends))
        self.moments = tuple(now - end for end in self._ends)

    def bands(self, waiting: Iterable[Waiting]) -> tuple[AgeBand, ...]:
        """Every waiting document in one band; `waiting` was counted by `moments`."""
        ends: tuple[int | None, ...] = (*self._days, None)
        counts, over = [0] * len(ends), [0] * len(ends)
        for one in waiting:
            band = next(n for n, end in enumerate(ends) if end is None or self._is_within(one, timedelta(days=end)))
            counts[band] += one.documents
            over[band] += one.documents if self._is_over(one) else 0
        return tuple(AgeBand(end, count, late) for end, count, late in zip(ends, counts, over, strict=True))

    def over_limit(self, waiting: Iterable[Waiting]) -> dict[State, int]:
        """How many of each state wait longer than their limit allows; states in which something waits are there with 0."""
        over: dict[State, int] = {}
        for one in waiting:
            over[one.state] = over.get(one.state, 0) + (one.documents if self._is_over(one) else 0)
        return over

    def _is_over(self, one: Waiting) -> bool:
        limit = self._limits.limit(one.state, one.decision)
        return limit is not None and not self._is_within(one, limit)

    def _is_within(self, one: Waiting, limit: timedelta) -> bool:
        return one.since <= self._ends.index(limit)
