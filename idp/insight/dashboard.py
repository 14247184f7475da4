"""How well does it go? The figures of a period and of what waits now, for finance and managers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from idp.domain.errors import BadUse
from idp.domain.money import Money
from idp.domain.resolution import Issue
from idp.insight import measure
from idp.insight.age_limit import AgeLimits
from idp.insight.measure import AgeBand, Share, Spread, Stake
from idp.ports import Passage, Store, Waiting

AGE_BANDS = (1, 2, 7, 30)
"""Days at which the bands of the backlog end."""

LONGEST_PERIOD = timedelta(days=366)
_TOP = 10
_MOST_STEPS = 31


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

    `companies` leaves out what belongs to others of ours, but for the times of findings, which are told over all.
    """
    with store.view() as work:
        passages = tuple(work.figures.passages(since=period.since, until=period.until, companies=companies))
        issues = work.issues.opened(since=period.since, until=period.until)
        waiting = tuple(work.figures.waiting(companies=companies))
        asking = tuple(work.figures.asking(companies=companies))
    whole, own = measure.resolution_times(issues)
    return Dashboard(
        period=period,
        received=len(passages),
        in_work=sum(1 for p in passages if not p.is_copy and not measure.is_counted(p)),
        copies=sum(1 for p in passages if p.is_copy),
        straight_through=measure.straight_through(passages),
        false_success=measure.false_success(passages),
        cycle=measure.cycle_times(passages),
        resolution=whole,
        own_resolution=own,
        open_issues=sum(1 for i in issues if i.resolved_at is None),
        steps=_steps(passages, period),
        by_code=_by_code(issues),
        backlog=measure.age_bands(waiting, AGE_BANDS, limits=limits, now=now),
        at_stake=measure.stakes(waiting),
        top_codes=measure.stakes_by_code(asking, limit=_TOP),
        top_suppliers=measure.stakes_by_supplier(_named(waiting), limit=_TOP),
    )


def _named(waiting: Iterable[Waiting]) -> Iterable[Waiting]:
    return (w for w in waiting if w.supplier_key)


def _steps(passages: Iterable[Passage], period: Period) -> tuple[Step, ...]:
    """Days where they fit on the page, else weeks from Monday on."""
    weekly = (period.last - period.first).days >= _MOST_STEPS

    def begin(day: date) -> date:
        return max(day - timedelta(days=day.weekday()), period.first) if weekly else day

    days = ((period.first + timedelta(days=n)) for n in range((period.last - period.first).days + 1))
    found: dict[date, list[Passage]] = {begin(day): [] for day in days}
    for passage in passages:
        found[begin(passage.received_at.astimezone(UTC).date())].append(passage)
    return tuple(Step(day, measure.straight_through(of_day), measure.cycle_times(of_day)) for day, of_day in found.items())


def _by_code(issues: Iterable[Issue]) -> tuple[CodeTime, ...]:
    """The codes that were resolved most often."""
    found: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.resolved_at is not None:
            found.setdefault(issue.code, []).append(issue)
    most = sorted(found, key=lambda code: (-len(found[code]), code))[:_TOP]
    return tuple(CodeTime(code, *measure.resolution_times(found[code])) for code in most)
