from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from idp.domain.lifecycle import State
from idp.insight.age_limit import Age, AgeLimits

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "decision", "hours", "age"),
    [
        (State.IN_REVIEW, "review", 23, Age.FRESH),
        (State.IN_REVIEW, "review", 24, Age.SOON),
        (State.IN_REVIEW, "review", 48, Age.SOON),
        (State.IN_REVIEW, "review", 49, Age.OVER),
        (State.IN_REVIEW, "hold", 25, Age.OVER),
        (State.IN_REVIEW, "reject", 49, Age.SOON),
        (State.IN_REVIEW, None, 49, Age.OVER),
        (State.IN_REVIEW, "touchless", 49, Age.OVER),
        (State.FAILED, None, 25, Age.OVER),
        (State.QUARANTINED, "hold", 11, Age.FRESH),
        (State.ENTERED, "hold", 999, None),
        (State.RECEIVED, None, 999, None),
    ],
)
def test_a_wait_is_judged_by_what_the_strictest_finding_asks_for(
    state: State, decision: str | None, hours: int, age: Age | None
) -> None:
    assert AgeLimits().age(state, decision, since=NOW - timedelta(hours=hours), now=NOW) is age
