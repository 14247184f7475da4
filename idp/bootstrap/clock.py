"""The machine's clock behind the port."""

from __future__ import annotations

from datetime import UTC, date, datetime


class SystemClock:
    """Implements ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now().astimezone().date()


class ClockOnDay:
    """Implements ports.Clock: real moments, but always the same day. The demo's documents are of one autumn and never grow old."""

    def __init__(self, day: date) -> None:
        self._day = day

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self._day
