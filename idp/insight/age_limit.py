"""How long may a document wait for a person, and does it wait too long?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from idp.domain.finding import Decision
from idp.domain.lifecycle import State

_STOPPED = frozenset({State.QUARANTINED, State.FAILED})


class Age(StrEnum):
    """How a waiting document stands to its limit: less than half of it, at least half, over it."""

    FRESH = "fresh"
    SOON = "soon"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """The longest waits by what the strictest finding asks for, and for documents that stopped: those get no further by themselves."""

    review: timedelta = timedelta(hours=48)
    hold: timedelta = timedelta(hours=24)
    reject: timedelta = timedelta(hours=72)
    stopped: timedelta = timedelta(hours=24)

    def limit(self, state: State, decision: str | None) -> timedelta | None:
        """The longest wait of a document; None where it waits for nobody."""
        if state in _STOPPED:
            return self.stopped
        if state is not State.IN_REVIEW:
            return None
        return {Decision.HOLD: self.hold, Decision.REJECT: self.reject}.get(Decision(decision or Decision.REVIEW), self.review)

    def age(self, state: State, decision: str | None, *, since: datetime, now: datetime) -> Age | None:
        """How a document that waits since `since` stands; None where it waits for nobody."""
        limit = self.limit(state, decision)
        if limit is None:
            return None
        waited = now - since
        if waited > limit:
            return Age.OVER
        return Age.SOON if 2 * waited >= limit else Age.FRESH
