"""The views over the store, by the settings."""

from __future__ import annotations

from datetime import timedelta

from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.ports import Clock, Store
from idp.settings import Settings


def age_limits_of(settings: Settings) -> AgeLimits:
    """How long documents may wait for a person."""
    return AgeLimits(
        review=timedelta(hours=settings.age_limit_review_hours),
        hold=timedelta(hours=settings.age_limit_hold_hours),
        reject=timedelta(hours=settings.age_limit_reject_hours),
        stopped=timedelta(hours=settings.age_limit_stopped_hours),
    )


def make_insight(settings: Settings, store: Store, clock: Clock) -> Insight:
    """What is asked about many documents."""
    return Insight(store, clock, limits=age_limits_of(settings))
