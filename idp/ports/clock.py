"""What time is it?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present moment, UTC, aware."""

    def today(self) -> date:
        """The present day where the company is."""
