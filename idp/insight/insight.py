"""Everything that may be asked about many documents, in one object. Who may ask is checked here."""

from __future__ import annotations

from collections.abc import Iterable

from idp.domain.code import Role
from idp.domain.errors import NotAllowed
from idp.insight.age_limit import AgeLimits
from idp.insight.dashboard import Dashboard, Period, read_dashboard
from idp.ports import Clock, Store, User

SEES_FIGURES = frozenset({Role.APPROVER, Role.FINANCE, Role.AUDITOR, Role.ADMIN})


class Insight:
    """Views over the store, for people. Every method takes the person and raises NotAllowed where the roles do not suffice."""

    def __init__(self, store: Store, clock: Clock, *, limits: AgeLimits) -> None:
        self._store, self._clock = store, clock
        self.limits = limits

    def dashboard(self, period: Period, *, user: User) -> Dashboard:
        """The figures of a period and of what waits now."""
        _require(user, SEES_FIGURES)
        return read_dashboard(self._store, period, limits=self.limits, now=self._clock.now())


def _require(user: User, roles: Iterable[Role]) -> None:
    if not user.roles & frozenset(roles):
        raise NotAllowed(f"Only these roles see this: {', '.join(sorted(roles))}.")
