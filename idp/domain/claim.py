"""Who has a document open in review, so that two people do not do the same work?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A person's hold on a document until `until` (UTC), renewed while the person works. `ticket` tells one opening from the next."""

    document_id: str
    login: str
    name: str
    ticket: str
    since: datetime
    until: datetime

    def is_held(self, now: datetime) -> bool:
        """Whether it still counts."""
        return now < self.until

    def keeps_out(self, login: str, *, now: datetime) -> bool:
        """Whether this person has to wait for it."""
        return self.login != login and self.is_held(now)
