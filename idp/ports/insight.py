"""What is counted over many documents, read-only?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from idp.domain.finding import Decision
from idp.domain.lifecycle import State
from idp.domain.money import Money


@dataclass(frozen=True, slots=True)
class Steps:
    """A stretch of time, from `since` to before `until`, cut into steps of `days` UTC days; the first may be shorter by `skipped`.

    A step is named by its number, from 0.
    """

    since: datetime
    until: datetime
    days: int = 1
    skipped: int = 0

    def __post_init__(self) -> None:
        if self.days < 1 or not 0 <= self.skipped < self.days:
            raise ValueError(f"no steps: {self.days} days, {self.skipped} of them skipped")


@dataclass(frozen=True, slots=True)
class Passages:
    """How many documents received in a step have come equally far, and who had a hand in them.

    `by_person` where somebody corrected, approved or rejected it; `is_copy` where it came as the bytes of an earlier one and was
    set aside for that; `is_sample` where it was drawn for the audit sample.
    """

    step: int
    state: State
    by_person: bool
    was_corrected: bool
    is_copy: bool
    is_sample: bool
    documents: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How long things took: the half took at most `median`, nine of ten at most `p90` (nearest rank). None of nothing."""

    count: int
    median: timedelta | None
    p90: timedelta | None


NO_TIMES = Spread(0, None, None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many documents in this state, with this decision, wait for a person since the moment with number `since`, or before it.

    Moments are numbered from 0, the latest first; those that came before all of them have the number after the last.
    """

    state: State
    decision: Decision | None
    since: int
    documents: int


@dataclass(frozen=True, slots=True)
class Stake:
    """What is at stake for one code or supplier over `documents` that wait."""

    name: str
    documents: int
    money: Money


@dataclass(frozen=True, slots=True)
class Depth:
    """How many documents are in a state on the way or waiting, with one decision, and when the oldest of them came."""

    state: State
    decision: Decision | None
    documents: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class ResolutionTimes:
    """How long findings took to be resolved: `whole` from the moment they asked, `own` without the time that the supplier took."""

    whole: Spread = NO_TIMES
    own: Spread = NO_TIMES


class Figures(Protocol):
    """Sums over many documents, within one unit of work: made where the rows are, so that few come back.

    `companies` leaves out what belongs to others of ours; none is all.
    """

    def passages(self, steps: Steps, *, companies: tuple[int, ...] = ()) -> tuple[Passages, ...]:
        """Every document received in this time."""

    def cycle_times(self, steps: Steps, *, companies: tuple[int, ...] = ()) -> Mapping[int | None, Spread]:
        """From arrival until Odoo had the entry, by step; None for all together."""

    def waiting(self, moments: Sequence[datetime], *, companies: tuple[int, ...] = ()) -> tuple[Waiting, ...]:
        """Every document that waits for a person; `moments` are in falling order."""

    def stakes(self, *, companies: tuple[int, ...] = ()) -> tuple[Money, ...]:
        """All money at stake with documents that wait, in each currency, without those where it is nothing."""

    def stakes_by_supplier(self, *, limit: int, companies: tuple[int, ...] = ()) -> tuple[Stake, ...]:
        """The suppliers with the most money at stake, `limit` of each currency, the largest first; those without a name are left out.

        Writings of a name that differ only in case, accents and punctuation are one supplier.
        """

    def stakes_by_code(self, *, limit: int, companies: tuple[int, ...] = ()) -> tuple[Stake, ...]:
        """Likewise the codes of findings that need a person; a document counts once, every finding of it as money."""

    def open_issues(self, *, since: datetime, until: datetime, companies: tuple[int, ...] = ()) -> int:
        """How many findings that asked for a person first in this time still do."""

    def resolution_times(
        self, *, since: datetime, until: datetime, companies: tuple[int, ...] = ()
    ) -> Mapping[str | None, ResolutionTimes]:
        """Of the findings that asked first in this time and are resolved, by code; None for all together."""

    def depths(self) -> tuple[Depth, ...]:
        """Everything that is not done, by state and decision."""
