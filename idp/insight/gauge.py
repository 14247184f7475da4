"""What does a monitoring system watch? Depths, ages, decisions and times: few, cheap questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.domain.lifecycle import State
from idp.insight.age_limit import AgeLimits
from idp.insight.measure import Spread, cycle_times
from idp.ports import Passage, Store

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
        depths, oldest, over = work.figures.depths(), dict[State, timedelta](), Counter[State]()
        for depth in depths:
            oldest[depth.state] = max(now - depth.oldest, oldest.get(depth.state, timedelta(0)))
            limit = limits.limit(depth.state, depth.decision)
            if limit is not None:
                over[depth.state] += work.figures.received_before(now - limit, state=depth.state, decision=depth.decision)
        passages = tuple(work.figures.passages(since=now - _LOOKED_BACK, until=now))
        return Gauges(work.documents.counts(), oldest, over, _decided(passages), cycle_times(passages))


def _decided(passages: Iterable[Passage]) -> Mapping[tuple[str, str], int]:
    found = {("policy", "passed"): 0, ("person", "passed"): 0, ("person", "rejected"): 0}
    for one in passages:
        if one.state in {State.READY, State.ENTERED}:
            found["person" if one.by_person else "policy", "passed"] += 1
        elif one.state is State.REJECTED and not one.is_copy:
            found["person", "rejected"] += 1
    return found
