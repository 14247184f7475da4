"""A folder that files are dropped into, here or on an SFTP server: claimed by renaming, taken in, put away.

Several processes may poll one drop. A claim is a folder of its own in the work folder, and so no two files of one name meet there.
Its name tells when it was made and by whom: what a process that died has claimed is claimed again when the claim has grown old.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from idp.intake.arrival import Arrivals, Seen, has_its_end
from idp.intake.source import Take

WORK, PROCESSED = "idp-work", "idp-processed"
_PATIENCE_SECONDS = 120.0
_LEASE_SECONDS = 300.0  # far above the time that reading one file and taking it in lasts
_NAME_BYTES = 255


class Visit(Protocol):
    """The few things a drop does in its folder while it is connected. File names are those in the folder, claims are words of our own.

    Everything raises SourceUnavailable.
    """

    def listing(self) -> tuple[Seen, ...]:
        """Files in the folder itself."""

    def ends(self, name: str) -> bytes | None:
        """The first and the last END_BYTES of a file in the folder (all of a small one); None when it is gone."""

    def claim(self, name: str, claim: str) -> bool:
        """Moves a file from the folder into a new claim; False when somebody was first."""

    def claims(self) -> tuple[str, ...]:
        """What is claimed, by whomever."""

    def claim_again(self, claim: str, new: str) -> bool:
        """Renames a claim; False when somebody was first."""

    def claimed(self, claim: str) -> tuple[Seen, ...]:
        """The file of a claim, as it is now; none while it is being made or ended."""

    def read(self, claim: str, name: str) -> bytes:
        """All of a claimed file."""

    def put_away(self, claim: str, name: str, as_name: str) -> None:
        """Moves a claimed file to the processed folder and ends the claim."""

    def end(self, claim: str) -> None:
        """Ends a claim that has no file."""


class Place(Protocol):
    """A folder, here or elsewhere."""

    def visit(self) -> AbstractContextManager[Visit]:
        """Connects for one poll. Raises SourceUnavailable."""


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
        self._owner = secrets.token_hex(4)
        self._arrivals = Arrivals()
        self._failed: set[str] = set()

    def poll(self) -> int:
        """Takes in what is complete, then what was claimed and not finished: by ourselves before, or by a process that died."""
        taken = 0
        with self._place.visit() as visit:
            for seen in self._arrivals.at_rest(visit.listing(), now=self._now()):
                claim = self._new_claim()
                if self._is_complete(visit, seen) and visit.claim(seen.name, claim):
                    taken += self._bring_in(visit, claim)
            for claim in self._unfinished(visit):
                taken += self._bring_in(visit, claim)
        return taken

    def _is_complete(self, visit: Visit, seen: Seen) -> bool:
        if self._arrivals.rested_seconds(seen, now=self._now()) > self._patience:
            return True
        ends = visit.ends(seen.name)
        return ends is not None and has_its_end(ends)

    def _bring_in(self, visit: Visit, claim: str) -> int:
        """Takes a claimed file in. One that is written to even now stays claimed, and comes again as it is then."""
        self._failed.add(claim)
        files = visit.claimed(claim)
        for seen in files:
            content = visit.read(claim, seen.name)
            digest = hashlib.sha256(content).hexdigest()
            name = _readable(seen.name)
            self._take(f"{name}:{digest}:{seen.changed_at:.0f}", name, content)
            if visit.claimed(claim) == (seen,) and len(content) == seen.size:
                visit.put_away(claim, seen.name, _fitting(digest[:12], seen.name))
        if not files:
            visit.end(claim)
        self._failed.discard(claim)
        return len(files)

    def _new_claim(self) -> str:
        return f"{self._now():.0f}-{self._owner}-{secrets.token_hex(4)}"

    def _unfinished(self, visit: Visit) -> list[str]:
        """Our own claims, and old ones of others, which become ours. What failed at the last poll comes last."""
        ours = []
        for claim in visit.claims():
            if _owner(claim) == self._owner:
                ours.append(claim)
            elif self._is_old(claim):
                again = self._new_claim()
                if visit.claim_again(claim, again):
                    ours.append(again)
        self._failed.intersection_update(ours)
        return sorted(ours, key=self._failed.__contains__)

    def _is_old(self, claim: str) -> bool:
        made_at = claim.partition("-")[0]
        return made_at.isdecimal() and self._now() - int(made_at) > _LEASE_SECONDS


def _owner(claim: str) -> str:
    return claim.split("-")[1] if claim.count("-") == 2 else ""


def _readable(name: str) -> str:
    """The name as text that can be stored. Bytes that are no UTF-8 come from old Windows programs."""
    raw = name.encode("utf-8", errors="surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _fitting(digest: str, name: str) -> str:
    """The name behind its hash, so that no two collide; its beginning gives way where both are too long for a file name."""
    room = _NAME_BYTES - len(digest) - 1
    kept = name.encode("utf-8", errors="surrogateescape")[-room:].decode("utf-8", errors="surrogateescape")
    return f"{digest}-{kept}"
