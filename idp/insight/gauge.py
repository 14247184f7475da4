"""What does a monitoring system watch? Depths, ages, decisions and times: few, cheap questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.domain.lifecycle import State
from idp.insight.age_limit import AgeLimits
from idp.insight.measure import Ages
from idp.ports import NO_TIMES, Passages, Spread, Steps, Store

_LOOKED_BACK = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Gauges:
    """`documents` in each state; `oldest` age of those not done; `over_limit` of those that wait for a person; `decided` of the last
    24 hours by ("policy" or "person", "passed" or "rejected"); `cycle` times of the same."""

    documents: Mapping[State, int]
    oldest: Mapping[State, timedelta]
    over_limit: Mapping[State, int]
    decided: Mapping[tuple[str, str], int]
    cycle: Spread


def read_gauges(store: Store, *, limits: AgeLimits, now: datetime) -> Gauges:
    """The figures at this moment, from one view of the store."""
    with store.view() as work:
        depths, ages = work.figures.depths(), Ages((), limits=limits, now=now)
        over = ages.over_limit(work.figures.waiting(ages.moments))
        lately = Steps(now - _LOOKED_BACK, now)
        passages, cycles = work.figures.passages(lately), work.figures.cycle_times(lately)
        oldest = {depth.state: now - depth.oldest for depth in sorted(depths, key=lambda d: d.oldest, reverse=True)}
        return Gauges(work.documents.counts(), oldest, over, _decided(passages), cycles.get(None, NO_TIMES))


def _decided(passages: Iterable[Passages]) -> Mapping[tuple[str, str], int]:
    found = {("policy", "passed"): 0, ("person", "passed"): 0, ("person", "rejected"): 0}
    for one in passages:
        if one.state in {State.READY, State.ENTERED}:
            found["person" if one.by_person else "policy", "passed"] += one.documents
        elif one.state is State.REJECTED and not one.is_copy:
            found["person", "rejected"] += one.documents
    return found
