"""How fast is a full mailbox emptied into the store, and does memory stay flat? Prints messages per second and megabytes.

    python benchmarks/intake.py [--messages 10000] [--profile FILE]

A throw-away Dovecot holds the messages, each with a PDF of its own; they are taken in as the service does it: unpacked in the confined
child, stored durably, queued, moved. Dovecot shares the machine's cores with the service.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

from idp.bootstrap.service import build_service
from idp.bootstrap.sources import make_sources
from idp.domain.lifecycle import State
from idp.settings import load_settings
from tests.golden.mail.mime import attachment, mixed, text
from tests.golden.mail.paper import pdf
from tests.mail_server import MailAccount, throw_away_server

_PADDING = 60_000  # bytes: an ordinary invoice


def message(number: int) -> bytes:
    """A mail with a PDF that no other has."""
    own = b"\n%" + f"{number:08}".encode() + bytes(range(33, 126)) * (_PADDING // 93) + b"\n%%EOF\n"
    return mixed(text(f"Invoice {number}"), attachment(f"KA-{number}.pdf", pdf() + own), subject=f"Invoice {number}")


def fill(account: MailAccount, messages: int) -> None:
    """Delivers the messages over one connection."""
    with account.signed_in() as client:
        for number in range(messages):
            client.append("INBOX", "", "", message(number))


class Memory(Thread):
    """Notes the resident memory of this process every second, in megabytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: list[float] = []
        self._stopping = Event()

    def run(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._stopping.wait(1.0):
            self.seen.append(int(Path("/proc/self/statm").read_text().split()[1]) * page / 1e6)

    def stop(self) -> None:
        self._stopping.set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--profile", type=Path)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="idp-intake-"))
    try:
        with throw_away_server() as server:
            account = MailAccount(server, "invoices@example.com", server.plain_port)
            fill(account, chosen.messages)
            measure(account, folder, chosen.profile)
    finally:
        shutil.rmtree(folder)


def measure(account: MailAccount, folder: Path, profile: Path | None) -> None:
    """Empties the mailbox and prints what it cost."""
    settings = load_settings(data_dir=folder, mail_url=account.url())
    service = build_service(settings)
    memory = Memory()
    profiler = cProfile.Profile()
    try:
        (source,) = make_sources(settings, service.means)
        memory.start()
        started, cpu = time.perf_counter(), time.process_time()
        if profile is not None:
            profiler.enable()
        taken = source.poll()
        profiler.disable()
        seconds = time.perf_counter() - started
        with service.means.store.view() as work:
            stored = work.documents.counts().get(State.RECEIVED, 0)
        print(f"{taken} messages in {seconds:.1f} s: {taken / seconds:.0f} a second")
        print(f"{(time.process_time() - cpu) / taken * 1000:.1f} ms of our own processor time a message")
        print(f"{stored} documents stored and queued; {len(account.messages())} messages left in the mailbox")
        if memory.seen:
            tenth = max(1, len(memory.seen) // 10)
            first, last = max(memory.seen[:tenth]), max(memory.seen[-tenth:])
            print(f"memory: {first:.0f} MB at first, {last:.0f} MB at last, {max(memory.seen):.0f} MB at most")
        print(f"children: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3:.0f} MB at most")
    finally:
        memory.stop()
        service.close()
        if profile is not None:
            profiler.dump_stats(profile)


if __name__ == "__main__":
    main()
