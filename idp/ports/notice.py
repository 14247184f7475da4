"""How are people told that something waits for them?"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Mailer(Protocol):
    """Sends mails."""

    def send(self, to: str, *, subject: str, text: str) -> None:
        """Hands one plain-text mail over. Raises ToolUnavailable."""


class Notices(Protocol):
    """Which notices went out, so that each goes out once."""

    def claim(self, key: str, *, at: datetime) -> bool:
        """Notes that this notice goes out now; False where it already did."""

    def withdraw(self, key: str) -> None:
        """It did not go out after all."""
