"""A folder that files are dropped into, here or on an SFTP server: claimed by renaming, taken in, put away.

Several processes may poll one drop. A claim is a folder of its own in the work folder, and so no two files of one name meet there.
Its name tells when it was made and by whom: what a process that died has claimed is claimed again, at once where its death can be
seen, else when the claim has grown old.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import Event
from typing import Protocol

from idp.intake.arrival import Arrivals, Ending, Seen, ending, is_unfinished
from idp.intake.pairs import pair_up, partners
from idp.intake.poller import Poller

WORK, PROCESSED, FAILED = "idp-work", "idp-processed", "idp-failed"
_LEASE_SECONDS = 300.0  # far above the time that reading one file and taking it in lasts
_SETTLE_SECONDS = 2.0  # after which what was seen arriving is looked at again
_NAME_BYTES = 240  # 255 are allowed; ".reason.txt" has to fit behind it
_REASON = ".reason.txt"


class Take(Protocol):
    """Takes a dropped file in durably, with what lies `beside` it and belongs to it (name and bytes).

    Returns why it cannot be used, where that is seen at once; it is kept all the same.
    """

    def __call__(
        self, key: str, name: str, content: bytes, *, beside: tuple[tuple[str, bytes], ...] = (), folder: str = ""
    ) -> str | None: ...


class Refuse(Protocol):
    """Notes durably that a file came which may not be read; returns the sentence that says why."""

    def __call__(self, key: str, name: str, size: int) -> str: ...


class Visit(Protocol):
    """The few things a drop does in its folder while it is connected.

    File names are those in the folder, with the subfolder and `/` before them where there is one; claims are words of our own.
    Everything raises SourceUnavailable.
    """

    def listing(self) -> tuple[Seen, ...]:
        """Files in the folder itself and, where it has them, in its subfolders."""

    def ends(self, name: str) -> bytes | None:
        """The first and the last END_BYTES of a file in the folder (all of a small one); None when it is gone."""

    def claim(self, name: str, claim: str) -> bool:
        """Moves a file from the folder into a claim, which is made where it is missing; False when somebody was first."""

    def claims(self) -> tuple[str, ...]:
        """What is claimed, by whomever."""

    def claim_again(self, claim: str, new: str) -> bool:
        """Renames a claim; False when somebody was first."""

    def claimed(self, claim: str) -> tuple[Seen, ...]:
        """The files of a claim, as they are now; none while it is being made or ended."""

    def read(self, claim: str, name: str) -> bytes:
        """All of a claimed file."""

    def put_away(self, claim: str, name: str, as_name: str) -> None:
        """Moves a claimed file to the processed folder."""

    def put_aside(self, claim: str, name: str, as_name: str, *, reason: str) -> None:
        """Moves a claimed file to the folder of failed ones, and puts the reason beside it as a text file."""

    def end(self, claim: str) -> None:
        """Ends a claim that has no file."""

    def try_out(self, claim: str) -> None:
        """Makes a claim, writes into it, moves what was written to the processed folder, and removes all that again."""


class Place(Protocol):
    """A folder, here or elsewhere."""

    def visit(self) -> AbstractContextManager[Visit]:
        """Connects for one poll. Raises SourceUnavailable."""

    def wait(self, seconds: float, stopping: Event) -> None:
        """Returns when something may have come, after `seconds` at the latest, at once when `stopping`."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a drop waits, in seconds: for the end of a file that is visibly cut; for a file whose kind shows no end to rest; for
    the XML or PDF of the same name beside a file."""

    cut: float = 120.0
    no_end: float = 60.0
    partner: float = 20.0


class Drop:
    """Polls a place. A file is never read before it is complete; one that stays cut is taken as it is in the end."""

    def __init__(
        self,
        place: Place,
        take: Take,
        *,
        channel: str,
        refuse: Refuse | None = None,
        most_bytes: int = 300_000_000,
        now: Callable[[], float] = time.time,
        patience: Patience | None = None,
        poller: Poller | None = None,
    ) -> None:
        """`refuse` is told of a file with more than `most_bytes`; without it there is no such limit."""
        self.channel = channel
        self._place, self._take, self._now, self._patience = place, take, now, patience or Patience()
        self._refuse, self._most_bytes = refuse, most_bytes
        self._poller = poller or Poller.here()
        self._arrivals = Arrivals()
        self._failed: set[str] = set()
        self._arriving = False

    def poll(self) -> int:
        """Takes in what is complete, then what was claimed and not finished: by ourselves before, or by a process that died."""
        taken = 0
        with self._place.visit() as visit:
            listing = visit.listing()
            at_rest = self._arrivals.at_rest(listing, now=self._now())
            ready = {seen.name for seen in at_rest if self._is_complete(visit, seen)}
            self._arriving = len(ready) < len(self._arrivals.expected)
            unfinished = [c for c in self._unfinished(visit) if self._has_its_partner(visit, c, listing, ready)]
            for names in self._groups(at_rest, ready, partners([seen.name for seen in listing])):
                taken += self._claim(visit, names)
            for claim in unfinished:
                taken += self._bring_in(visit, claim)
        return taken

    def test(self) -> None:
        """Connects, lists, and tries out every step with a file of its own. Raises SourceUnavailable, BadUse."""
        with self._place.visit() as visit:
            visit.listing()
            visit.try_out(self._new_claim())

    def wait(self, seconds: float, stopping: Event) -> None:
        """As Source.wait; what has been seen arriving is looked at again soon."""
        if self._arriving:
            stopping.wait(min(seconds, _SETTLE_SECONDS))
        else:
            self._place.wait(seconds, stopping)

    # --- what is complete ---

    def _is_complete(self, visit: Visit, seen: Seen) -> bool:
        rested = self._arrivals.rested_seconds(seen, now=self._now())
        if rested > self._patience.cut or self._is_too_large(seen):
            return True
        ends = visit.ends(seen.name)
        if ends is None:
            return False
        found = ending(ends, size=seen.size)
        return found is Ending.THERE or (found is Ending.UNKNOWN and rested >= self._patience.no_end)

    def _groups(self, at_rest: tuple[Seen, ...], ready: set[str], together: dict[str, str]) -> Iterable[tuple[str, ...]]:
        """Files to claim together, in the order of the listing: one alone, or a PDF and its XML once both are complete."""
        done: set[str] = set()
        for seen in at_rest:
            if seen.name not in ready or seen.name in done:
                continue
            partner = together.get(seen.name)
            if partner is None:
                if not self._may_have_partner(seen):
                    yield (seen.name,)
            elif partner in ready:
                done.add(partner)
                yield seen.name, partner
            # else its partner is still being written

    def _may_have_partner(self, seen: Seen) -> bool:
        pairs = seen.name.lower().endswith((".pdf", ".xml"))
        return pairs and self._arrivals.rested_seconds(seen, now=self._now()) < self._patience.partner

    def _is_too_large(self, seen: Seen) -> bool:
        return self._refuse is not None and seen.size > self._most_bytes

    # --- claimed ---

    def _claim(self, visit: Visit, names: tuple[str, ...]) -> int:
        claim = self._new_claim()
        got = [name for name in names if visit.claim(name, claim)]
        return self._bring_in(visit, claim) if got else 0

    def _has_its_partner(self, visit: Visit, claim: str, listing: tuple[Seen, ...], ready: set[str]) -> bool:
        """Whether the claim can be brought in. Who claimed a PDF may have died before claiming its XML, which now joins it."""
        held = [seen.name for seen in visit.claimed(claim)]
        if len(held) != 1 or (partner := partners([*held, *(seen.name for seen in listing)]).get(held[0])) is None:
            return True
        if partner not in ready:
            return is_unfinished(partner)
        ready.discard(partner)
        visit.claim(partner, claim)
        return True

    def _bring_in(self, visit: Visit, claim: str) -> int:
        """Takes a claim's files in. One that is written to even now stays claimed, and comes again as it is then."""
        self._failed.add(claim)
        files = visit.claimed(claim)
        large = [seen for seen in files if self._is_too_large(seen)]
        for seen in large:
            self._turn_away(visit, claim, seen)
        contents = {seen.name: visit.read(claim, seen.name) for seen in files if seen not in large}
        taken = sum(self._take_in(visit, claim, group) for group in _deliveries(files, contents))
        if not visit.claimed(claim):
            visit.end(claim)
        self._failed.discard(claim)
        return taken + len(large)

    def _take_in(self, visit: Visit, claim: str, group: tuple[tuple[Seen, bytes], ...]) -> int:
        (seen, content), *beside = group
        digest = hashlib.sha256(content).hexdigest()
        folder, name = _parted(seen.name)
        reason = self._take(
            f"{_readable(seen.name)}:{digest}:{seen.changed_at:.0f}", name, content,
            beside=tuple((_parted(other.name)[1], data) for other, data in beside), folder=folder,
        )  # fmt: skip
        now = {found.name: found for found in visit.claimed(claim)}
        # The companion goes first: should we die in between, the file itself is known by its key.
        for other, data in (*beside, (seen, content)):
            if now.get(other.name) == other and len(data) == other.size:
                self._away(visit, claim, other.name, data, reason)
        return 1

    def _turn_away(self, visit: Visit, claim: str, seen: Seen) -> None:
        """A file too large to be read stays whole in the folder of failed ones; what is stored is that it came."""
        if self._refuse is None:
            return
        key = f"{_readable(seen.name)}:{seen.size}:{seen.changed_at:.0f}"
        reason = self._refuse(key, _parted(seen.name)[1], seen.size)
        digest = hashlib.sha256(key.encode()).hexdigest()
        visit.put_aside(claim, seen.name, _fitting(digest[:12], seen.name), reason=reason)

    def _away(self, visit: Visit, claim: str, name: str, content: bytes, reason: str | None) -> None:
        as_name = _fitting(hashlib.sha256(content).hexdigest()[:12], name)
        if reason is None:
            visit.put_away(claim, name, as_name)
        else:
            visit.put_aside(claim, name, as_name, reason=reason)

    def _new_claim(self) -> str:
        return self._poller.new_claim(self._now())

    def _unfinished(self, visit: Visit) -> list[str]:
        """Our own claims, and those left by others, which become ours. What failed at the last poll comes last."""
        ours = []
        for claim in visit.claims():
            if self._poller.made(claim):
                ours.append(claim)
            elif self._poller.is_left_over(claim, now=self._now(), lease_seconds=_LEASE_SECONDS):
                again = self._new_claim()
                if visit.claim_again(claim, again):
                    ours.append(again)
        self._failed.intersection_update(ours)
        return sorted(ours, key=self._failed.__contains__)


def reason_name(as_name: str) -> str:
    """The name of the text file that says why a file failed."""
    return as_name + _REASON


def _deliveries(files: tuple[Seen, ...], contents: dict[str, bytes]) -> list[tuple[tuple[Seen, bytes], ...]]:
    """The claim's files as deliveries: each alone, but for an XML, which follows the PDF that it belongs to."""
    read = [(seen, contents[seen.name]) for seen in files if seen.name in contents]
    joined = pair_up([(PurePosixPath(seen.name), content) for seen, content in read])
    return [
        (one, *(read[other] for other, pdf in joined.items() if pdf == index))
        for index, one in enumerate(read)
        if index not in joined
    ]


def _parted(name: str) -> tuple[str, str]:
    """Subfolder ("" for none) and name as text that can be stored."""
    folder, _, own = name.rpartition("/")
    return _readable(folder), _readable(own)


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
    raw = name.rpartition("/")[2].encode("utf-8", errors="surrogateescape")
    return f"{digest}-{raw[-room:].decode('utf-8', errors='surrogateescape')}"
