"""The machine's clock behind the port."""

from __future__ import annotations

from datetime import UTC, date, datetime


class SystemClock:
    """Implements ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now().astimezone().date()
