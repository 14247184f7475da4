"""A process that polls a mailbox into a store and is killed at chosen steps; whoever comes after it goes on.

    python -m tests.contract.intake.mail_poller URL FOLDER [--killed STEP:NTH …] [--largest-file BYTES]

For every kill a poller is forked that dies (SIGKILL) when it has done STEP the NTH time; at last one polls until the mailbox is empty.
Prints how each ended.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from idp.domain.errors import IdpError
from idp.intake.imap import ImapConnection
from idp.intake.mail_settings import mailbox_at
from idp.intake.mailbox import Mailbox, MailDelivery
from idp.ports import Blobs
from idp.services.ingest import Delivery, ingest
from tests.fakes.means import make_means

STEPS = ("before fetch", "after fetch", "after bytes", "after row", "before move", "after move")
_MOST_POLLS = 50
_AT_ONCE = 10


class Death:
    """Ends this process, as a power cut would, when a step has been done so many times."""

    def __init__(self, step: str, times: int) -> None:
        self._step, self._left = step, times

    def after(self, step: str) -> None:
        if step == self._step:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class BlobsUnderThreat:
    """Implements ports.Blobs; every write is a step."""

    def __init__(self, blobs: Blobs, death: Death) -> None:
        self._blobs, self._death = blobs, death

    def put(self, content: bytes) -> str:
        sha256 = self._blobs.put(content)
        self._death.after("after bytes")
        return sha256

    def get(self, sha256: str) -> bytes:
        return self._blobs.get(sha256)

    def has(self, sha256: str) -> bool:
        return self._blobs.has(sha256)


def _under_threat(death: Death) -> None:
    """The connection's fetches and moves are steps in this process from now on."""
    fetch, move = ImapConnection.fetch, ImapConnection.move

    def fetch_or_die(self: ImapConnection, uids: Sequence[str]) -> dict[str, bytes]:
        death.after("before fetch")
        found = fetch(self, uids)
        death.after("after fetch")
        return found

    def move_or_die(self: ImapConnection, uids: Sequence[str], folder: str) -> None:
        death.after("before move")
        move(self, uids, folder)
        death.after("after move")

    ImapConnection.fetch, ImapConnection.move = fetch_or_die, move_or_die  # type: ignore[method-assign]


def poll(url: str, folder: Path, death: Death) -> None:
    """Polls until nothing is left, in this process."""
    _under_threat(death)
    means = make_means(folder, database_url=f"sqlite:///{folder / 'idp.sqlite'}")
    means = replace(means, blobs=BlobsUnderThreat(means.blobs, death))

    def take(message: MailDelivery) -> None:
        ingest(means, Delivery(channel="mail", key=message.key, name=message.name, content=message.content, mail=message.mail))
        death.after("after row")

    mailbox = Mailbox(mailbox_at(url), take, at_once=_AT_ONCE)
    for _ in range(_MOST_POLLS):
        if mailbox.poll() == 0:
            return


def forked(act: Callable[[], None]) -> str:
    """How a process that does it ended: "killed", "done", or the sentence of its trouble."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            act()
            said = b"done"
        except (IdpError, OSError) as trouble:
            said = str(trouble).encode()
        os.write(writable, said)
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else said.decode()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--killed", nargs="*", default=[])
    parser.add_argument("--largest-file", type=int)
    chosen = parser.parse_args()
    if chosen.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (chosen.largest_file, chosen.largest_file))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    ends = []
    for kill in chosen.killed:
        step, _, times = kill.partition(":")
        ends.append(forked(lambda step=step, times=times: poll(chosen.url, chosen.folder, Death(step, int(times)))))  # type: ignore[misc]
    ends.append(forked(lambda: poll(chosen.url, chosen.folder, Death("", 0))))
    json.dump(ends, sys.stdout)


if __name__ == "__main__":
    main()
