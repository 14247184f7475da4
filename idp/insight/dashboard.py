"""How well does it go? The figures of a period and of what waits now, for finance and managers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from idp.domain.errors import BadUse
from idp.domain.money import Money
from idp.insight import measure
from idp.insight.age_limit import AgeLimits
from idp.insight.measure import AgeBand, Ages, Share
from idp.ports import NO_TIMES, Passages, ResolutionTimes, Spread, Stake, Steps, Store

AGE_BANDS = (1, 2, 7, 30)
"""Days at which the bands of the backlog end."""

LONGEST_PERIOD = timedelta(days=366)
_TOP = 10
_MOST_STEPS = 31
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Period:
    """From the start of `first` to the end of `last`, days of UTC."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadUse("The period ends before it begins.")
        if self.last - self.first >= LONGEST_PERIOD:
            raise BadUse(f"A period has at most {LONGEST_PERIOD.days} days.")

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time(), tzinfo=UTC)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """The figures of one day or week within the period, by the day it begins."""

    first: date
    straight_through: Share
    cycle: Spread


@dataclass(frozen=True, slots=True)
class CodeTime:
    """How long findings of one code took to be resolved, with and without the time that the supplier took."""

    code: str
    whole: Spread
    own: Spread


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything the page shows. What is said of a period is about the documents received, and the findings opened, in it.

    `in_work` and `copies` are the documents that the straight-through rate leaves out. `open_issues` still ask.
    """

    period: Period
    received: int
    in_work: int
    copies: int
    straight_through: Share
    false_success: Share
    cycle: Spread
    resolution: Spread
    own_resolution: Spread
    open_issues: int
    steps: tuple[Step, ...]
    by_code: tuple[CodeTime, ...]
    backlog: tuple[AgeBand, ...]
    at_stake: tuple[Money, ...]
    top_codes: tuple[Stake, ...]
    top_suppliers: tuple[Stake, ...]


def read_dashboard(
    store: Store, period: Period, *, limits: AgeLimits, now: datetime, companies: tuple[int, ...] = ()
) -> Dashboard:
    """The figures of the period and of what waits at this moment, all from one view of the store.

    `companies` leaves out what belongs to others of ours.
    """
    steps, ages = _steps_of(period), Ages(AGE_BANDS, limits=limits, now=now)
    with store.view() as work:
        figures = work.figures
        passages = figures.passages(steps, companies=companies)
        cycles = figures.cycle_times(steps, companies=companies)
        resolved = figures.resolution_times(since=period.since, until=period.until, companies=companies)
        open_issues = figures.open_issues(since=period.since, until=period.until, companies=companies)
        waiting = figures.waiting(ages.moments, companies=companies)
        at_stake = figures.stakes(companies=companies)
        codes = figures.stakes_by_code(limit=_TOP, companies=companies)
        suppliers = figures.stakes_by_supplier(limit=_TOP, companies=companies)
    times = resolved.get(None, ResolutionTimes())
    return Dashboard(
        period=period,
        received=measure.documents(passages),
        in_work=measure.documents(passages, lambda p: not p.is_copy and not measure.is_counted(p)),
        copies=measure.documents(passages, lambda p: p.is_copy),
        straight_through=measure.straight_through(passages),
        false_success=measure.false_success(passages),
        cycle=cycles.get(None, NO_TIMES),
        resolution=times.whole,
        own_resolution=times.own,
        open_issues=open_issues,
        steps=tuple(_step(n, day, passages, cycles) for n, day in enumerate(_first_days(period, steps))),
        by_code=_by_code(resolved),
        backlog=ages.bands(waiting),
        at_stake=at_stake,
        top_codes=codes,
        top_suppliers=suppliers,
    )


def _steps_of(period: Period) -> Steps:
    """Days where they fit on the page, else weeks from Monday on."""
    if (period.last - period.first).days < _MOST_STEPS:
        return Steps(period.since, period.until)
    return Steps(period.since, period.until, days=_WEEK, skipped=period.first.weekday())


def _first_days(period: Period, steps: Steps) -> Iterable[date]:
    """The day on which each step begins."""
    day = period.first
    while day <= period.last:
        yield day
        day += timedelta(days=steps.days - (steps.skipped if day == period.first else 0))


def _step(number: int, day: date, passages: Iterable[Passages], cycles: Mapping[int | None, Spread]) -> Step:
    return Step(day, measure.straight_through([p for p in passages if p.step == number]), cycles.get(number, NO_TIMES))


def _by_code(resolved: Mapping[str | None, ResolutionTimes]) -> tuple[CodeTime, ...]:
    """The codes that were resolved most often."""
    codes = [(-times.whole.count, code) for code, times in resolved.items() if code is not None]
    return tuple(CodeTime(code, resolved[code].whole, resolved[code].own) for _, code in sorted(codes)[:_TOP])
