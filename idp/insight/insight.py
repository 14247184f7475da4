"""Everything that may be asked about many documents, in one object. Who may ask is checked here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from idp.domain.code import Role
from idp.domain.errors import NotAllowed
from idp.domain.record import DocumentRecord
from idp.insight.age_limit import AgeLimits
from idp.insight.dashboard import Dashboard, Period, read_dashboard
from idp.insight.gauge import Gauges, read_gauges
from idp.insight.history import History, history_of
from idp.ports import ChainFault, Checkpoint, Clock, LogLine, LogQuery, Store, User

SEES_FIGURES = frozenset({Role.APPROVER, Role.FINANCE, Role.AUDITOR, Role.ADMIN})
SEES_LOG = frozenset({Role.AUDITOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of recomputing the log: when, in which time, over how many events, and every fault."""

    at: datetime
    took: timedelta
    events: int
    faults: tuple[ChainFault, ...]


class Insight:
    """Views over the store, for people. Every method takes the person and raises NotAllowed where the roles do not suffice."""

    def __init__(self, store: Store, clock: Clock, *, limits: AgeLimits) -> None:
        self._store, self._clock = store, clock
        self.limits = limits

    def dashboard(self, period: Period, *, user: User) -> Dashboard:
        """The figures of a period and of what waits now."""
        _require(user, SEES_FIGURES)
        return read_dashboard(self._store, period, limits=self.limits, now=self._clock.now(), companies=user.company_ids)

    def gauges(self) -> Gauges:
        """What a monitoring system watches; nothing of it tells of a single document, so anybody may ask."""
        return read_gauges(self._store, limits=self.limits, now=self._clock.now())

    def search_log(self, query: LogQuery, *, user: User) -> tuple[LogLine, ...]:
        """One page of events, the latest first."""
        _require(user, SEES_LOG)
        with self._store.view() as work:
            return work.log.search(replace(query, companies=user.company_ids))

    def checkpoints(self, *, limit: int, user: User) -> tuple[Checkpoint, ...]:
        """The last checkpoints, the latest first."""
        _require(user, SEES_LOG)
        with self._store.view() as work:
            return work.log.checkpoints(limit=limit)

    def verify_log(self, *, user: User) -> Verification:
        """Recomputes every chain; takes as long as the log is large."""
        _require(user, SEES_LOG)
        began = self._clock.now()
        with self._store.view() as work:
            events, faults = work.audit.verify()
        return Verification(began, self._clock.now() - began, events, faults)

    def history(self, record: DocumentRecord) -> History:
        """Everything that ever happened to a document that the person may see: the caller has looked."""
        with self._store.view() as work:
            return history_of(record, work.documents.events(record.id), work.log.revisions(record.id))


def _require(user: User, roles: Iterable[Role]) -> None:
    if not user.roles & frozenset(roles):
        raise NotAllowed(f"Only these roles see this: {', '.join(sorted(roles))}.")
