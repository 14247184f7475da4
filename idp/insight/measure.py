"""What do many documents add up to? Shares with their denominator, times by their median, sums of money: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from scipy.special import betaincinv

from idp.domain.lifecycle import WORKING, State
from idp.domain.money import Money
from idp.domain.resolution import Issue
from idp.insight.age_limit import Age, AgeLimits
from idp.ports import Asking, Passage, Waiting

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
class Spread:
    """How long things took: the half took at most `median`, nine of ten at most `p90` (nearest rank). None of nothing."""

    count: int
    median: timedelta | None
    p90: timedelta | None


@dataclass(frozen=True, slots=True)
class Stake:
    """What is at stake for one code or supplier over `documents` that wait."""

    name: str
    documents: int
    money: Money


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How many documents have waited up to `days` days and longer than the band before; None for all that waited longer."""

    days: int | None
    documents: int
    over_limit: int


def spread(times: Iterable[timedelta]) -> Spread:
    """Median and 90th percentile of the times."""
    ordered = sorted(times)
    return Spread(len(ordered), _at_rank(ordered, 50), _at_rank(ordered, 90))


def _at_rank(ordered: Sequence[timedelta], percent: int) -> timedelta | None:
    return ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else None


def is_counted(passage: Passage) -> bool:
    """Whether a document is in the denominator of the straight-through rate: it came to rest and was no copy of an earlier one.

    One that was approved and waits for Odoo counts: whether a person was needed is decided.
    """
    return not passage.is_copy and (passage.state not in WORKING or passage.state is State.READY)


def straight_through(passages: Iterable[Passage]) -> Share:
    """Of the documents that came to rest those that went to Odoo and that nobody had a hand in.

    Those that waited for a receipt and were released by policy are among them.
    """
    counted = [p for p in passages if is_counted(p)]
    return Share(sum(1 for p in counted if p.state in {State.READY, State.ENTERED} and not p.by_person), len(counted))


def false_success(passages: Iterable[Passage]) -> Share:
    """Of the documents that would have passed and were drawn for the audit sample, those in which a person had to change something.

    Only those count that a person is done with.
    """
    looked_at = [p for p in passages if p.is_sample and p.state in {State.READY, State.ENTERED, State.REJECTED}]
    return Share(sum(1 for p in looked_at if p.was_corrected or p.state is State.REJECTED), len(looked_at))


def cycle_times(passages: Iterable[Passage]) -> Spread:
    """From arrival until Odoo had the entry."""
    return spread(p.entered_at - p.received_at for p in passages if p.entered_at is not None)


def resolution_times(issues: Iterable[Issue]) -> tuple[Spread, Spread]:
    """From the moment a finding asked until it was resolved: with, and without, the time that it waited for the supplier."""
    done = [i for i in issues if i.resolved_at is not None]
    whole, own = spread(t for i in done if (t := i.resolution_time)), spread(t for i in done if (t := i.own_time))
    return whole, own


def age_bands(waiting: Iterable[Waiting], days: Sequence[int], *, limits: AgeLimits, now: datetime) -> tuple[AgeBand, ...]:
    """The documents that wait, by their age; `days` are the upper ends of the bands, ascending."""
    ends: tuple[int | None, ...] = (*days, None)
    counts, over = [0] * len(ends), [0] * len(ends)
    for one in waiting:
        age = now - one.received_at
        band = next(n for n, end in enumerate(ends) if end is None or age <= timedelta(days=end))
        counts[band] += 1
        over[band] += limits.age(one.state, one.decision, since=one.received_at, now=now) is Age.OVER
    return tuple(AgeBand(end, count, late) for end, count, late in zip(ends, counts, over, strict=True))


def stakes_by_code(asking: Iterable[Asking], *, limit: int) -> tuple[Stake, ...]:
    """The codes with the most money at stake, `limit` of each currency."""
    return _largest(((a.code, a.code, a.document_id, a.money) for a in asking), limit)


def stakes_by_supplier(waiting: Iterable[Waiting], *, limit: int) -> tuple[Stake, ...]:
    """The suppliers with the most money at stake, `limit` of each currency; those without a name are left out."""
    named = (
        (w.supplier_key, w.supplier or w.supplier_key, str(n), w.stake)
        for n, w in enumerate(waiting)
        if w.supplier_key and w.stake is not None
    )
    return _largest(named, limit)


def stakes(waiting: Iterable[Waiting]) -> tuple[Money, ...]:
    """All money at stake, in each currency, the currency's code telling the order."""
    sums: dict[str, Money] = {}
    for one in waiting:
        if one.stake is not None and one.stake.amount:
            sums[one.stake.currency] = sums[one.stake.currency] + one.stake if one.stake.currency in sums else one.stake
    return tuple(sums[currency] for currency in sorted(sums))


def _largest(rows: Iterable[tuple[str, str, str, Money]], limit: int) -> tuple[Stake, ...]:
    """Sums of (key, name, document, money) by key and currency; the largest of each currency, without those worth nothing."""
    sums: dict[tuple[str, str], Money] = {}
    names: dict[str, str] = {}
    documents: dict[tuple[str, str], set[str]] = {}
    for key, name, document, money in rows:
        at = (money.currency, key)
        sums[at] = sums[at] + money if at in sums else money
        names.setdefault(key, name)
        documents.setdefault(at, set()).add(document)
    kept: list[Stake] = []
    for currency in sorted({c for c, _ in sums}):
        of_currency = sorted(
            (at for at in sums if at[0] == currency and sums[at].amount), key=lambda at: (-sums[at].amount, at[1])
        )
        kept += [Stake(names[at[1]], len(documents[at]), sums[at]) for at in of_currency[:limit]]
    return tuple(kept)
