"""A folder that files are dropped into, here or on an SFTP server: claimed by renaming, taken in, put away."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Protocol

from idp.intake.arrival import Arrivals, Seen, has_its_end
from idp.intake.source import Take

WORK, PROCESSED = "idp-work", "idp-processed"
_PATIENCE_SECONDS = 120.0


class Place(Protocol):
    """The few things a drop does in its folder. Names are relative to it. Raises OSError."""

    def listing(self) -> tuple[Seen, ...]:
        """Files in the folder itself."""

    def left_over(self) -> tuple[Seen, ...]:
        """Files in the work folder: claimed by a process that died."""

    def read(self, name: str) -> bytes: ...

    def read_claimed(self, name: str) -> bytes: ...

    def claim(self, name: str) -> bool:
        """Moves a file to the work folder; False when somebody was first."""

    def put_away(self, name: str, as_name: str) -> None:
        """Moves a file from the work folder to the processed folder."""


class Drop:
    """Polls a place. A file is never read before it is complete; one that stays cut is taken as it is after `patience_seconds`."""

    def __init__(
        self,
        place: Place,
        take: Take,
        *,
        channel: str,
        now: Callable[[], float] = time.time,
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        self.channel = channel
        self._place, self._take, self._now, self._patience = place, take, now, patience_seconds
        self._arrivals = Arrivals()

    def poll(self) -> int:
        """Takes in what is complete; what a dead process had claimed comes first."""
        for seen in self._place.left_over():
            self._bring_in(seen)
        taken = 0
        for seen in self._arrivals.at_rest(self._place.listing()):
            if self._is_complete(seen) and self._place.claim(seen.name):
                self._bring_in(seen)
                taken += 1
        return taken

    def _is_complete(self, seen: Seen) -> bool:
        return self._now() - seen.changed_at > self._patience or has_its_end(self._place.read(seen.name))

    def _bring_in(self, seen: Seen) -> None:
        """Hands the bytes over, then puts the file away under its name with its hash, so that no two collide."""
        content = self._place.read_claimed(seen.name)
        digest = hashlib.sha256(content).hexdigest()
        self._take(f"{seen.name}:{digest}:{seen.changed_at:.0f}", seen.name, content)
        self._place.put_away(seen.name, f"{digest[:12]}-{seen.name}")
