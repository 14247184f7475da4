"""A process that polls a drop into a store and is killed at chosen steps; whoever comes after it goes on.

    python -m tests.contract.intake.drop_poller SETTINGS_JSON [STEP:NTH …]

For every kill a poller is forked that dies (SIGKILL) when it comes to STEP the NTH time; at last one polls until nothing comes.
Prints how each ended. SETTINGS_JSON has `store` (folder), and `folder`, or `url`, `key` and `known_hosts` of an SFTP drop;
`largest_file` (bytes) lets no larger file be written, as a full disk would.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

from idp.intake import sftp
from idp.intake.drop import Drop, Patience, Place, Visit
from idp.intake.folder import LocalFolder
from idp.intake.sftp import SftpFolder, sftp_address
from idp.services.ingest import Delivery, ingest
from tests.contract.intake.mail_poller import BlobsUnderThreat, Death, forked
from tests.fakes.means import make_means

_VISITS = ("claim", "claim_again", "read", "put_away", "put_aside", "end")
_CALLS = ("mkdir", "rename", "replace", "rmdir")  # of the system, by which a folder is changed
STEPS = ("after bytes", "after row", *(f"{when} {what}" for what in _VISITS for when in ("before", "after")))
"""What a drop does with a file, before and after each."""
INNER = {"folder": tuple(f"after os.{call}" for call in _CALLS), "sftp": ("before request", "after request")}
"""Within those steps, by the kind of drop: every change of the disk, every request to the server."""
_IDLE_POLLS = 3


class VisitUnderThreat:
    """Implements drop.Visit around another; what changes something is a step."""

    def __init__(self, visit: Visit, death: Death) -> None:
        self._visit, self._death = visit, death

    def __getattr__(self, name: str) -> Any:
        does = getattr(self._visit, name)
        return self._threatened(name, does) if name in _VISITS else does

    def _threatened(self, name: str, does: Callable[..., Any]) -> Callable[..., Any]:
        def do(*given: Any, **named: Any) -> Any:
            self._death.after(f"before {name}")
            answer = does(*given, **named)
            self._death.after(f"after {name}")
            return answer

        return do


class PlaceUnderThreat:
    """Implements drop.Place around another."""

    def __init__(self, place: Place, death: Death) -> None:
        self._place, self._death = place, death

    @contextmanager
    def visit(self) -> Iterator[Any]:
        with self._place.visit() as visit:
            yield VisitUnderThreat(visit, self._death)

    def wait(self, seconds: float, stopping: Event) -> None:
        self._place.wait(seconds, stopping)


def _under_threat(death: Death) -> None:
    """What the system and the server are asked to change are steps in this process from now on."""
    for call in _CALLS:

        def do(*given: Any, _does: Any = os.__dict__[call], _step: str = f"after os.{call}", **named: Any) -> Any:
            answer = _does(*given, **named)
            death.after(_step)
            return answer

        setattr(os, call, do)
    ask = sftp._Steps.do

    def ask_or_die(self: Any, step: Any) -> Any:
        death.after("before request")
        answer = ask(self, step)
        death.after("after request")
        return answer

    sftp._Steps.do = ask_or_die  # type: ignore[method-assign]


def poll(given: dict[str, str], death: Death) -> None:
    """Polls until nothing comes any more, in this process."""
    folder = Path(given["store"])
    means = make_means(folder, database_url=f"sqlite:///{folder / 'idp.sqlite'}")
    means = replace(means, blobs=BlobsUnderThreat(means.blobs, death))
    place: Place = (
        LocalFolder(Path(given["folder"]))
        if "folder" in given
        else SftpFolder(sftp_address(given["url"], key=Path(given["key"]), known_hosts=Path(given["known_hosts"])))
    )

    def take(
        key: str, name: str, content: bytes, *, beside: tuple[tuple[str, bytes], ...] = (), folder: str = ""
    ) -> str | None:
        rows = ingest(means, Delivery(channel="drop", key=f"{folder}/{key}", name=name, content=content, beside=beside))
        death.after("after row")
        return next((row.reason for row in rows if row.fate.startswith("quarantined:")), None)

    drop = Drop(PlaceUnderThreat(place, death), take, channel="drop", patience=Patience(cut=0.0, no_end=0.0, partner=0.0))
    _under_threat(death)
    idle = 0
    while idle < _IDLE_POLLS:
        idle = 0 if drop.poll() else idle + 1


def main() -> None:
    given = json.loads(sys.argv[1])
    if "largest_file" in given:
        largest = int(given["largest_file"])
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    ends = []
    for kill in [*sys.argv[2:], ":0"]:
        step, _, times = kill.rpartition(":")
        ends.append(forked(lambda step=step, times=times: poll(given, Death(step, int(times)))))  # type: ignore[misc]
    json.dump(ends, sys.stdout)


if __name__ == "__main__":
    main()
