"""Threads and processes at the same document, and a process that is killed in between."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from idp.domain.errors import StaleDocument
from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentId
from idp.ports import DocumentQuery
from idp.store import SqlStore, open_blobs, open_store
from tests.contract.store.sample import NOON, SetClock, bring_to
from tests.servers import own_database


def count_true(task: Callable[[int], bool], threads: int) -> int:
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(task, range(threads)))


@pytest.mark.parametrize("event", [Event.APPROVED, Event.NOTED])
def test_of_eight_who_move_one_document_exactly_one_wins(store: SqlStore, event: Event) -> None:
    with store.begin() as work:
        seen = bring_to(work, State.IN_REVIEW)

    def move(who: int) -> bool:
        try:
            with store.begin() as work:
                work.documents.move(seen, event, actor=f"person {who}", why="mine")
        except StaleDocument:
            return False
        return True

    assert count_true(move, 8) == 1
    with store.view() as work:
        assert [e.event for e in work.documents.events(seen.id)].count(event) == 1
        assert work.documents.require(seen.id).version == seen.version + 1
        assert work.audit.verify()[1] == ()


def test_eight_who_reread_when_they_come_late_all_get_their_note_in(store: SqlStore) -> None:
    with store.begin() as work:
        seen = bring_to(work, State.IN_REVIEW)

    def note(who: int) -> bool:
        while True:
            with store.view() as work:
                now = work.documents.require(seen.id)
            try:
                with store.begin() as work:
                    work.documents.move(now, Event.NOTED, actor=f"person {who}", why="mine")
            except StaleDocument:
                continue
            return True

    assert count_true(note, 8) == 8
    with store.view() as work:
        assert len({e.actor for e in work.documents.events(seen.id) if e.event is Event.NOTED}) == 8
        assert work.audit.verify()[1] == ()


def test_of_eight_who_lease_one_document_exactly_one_has_it(store: SqlStore) -> None:
    with store.begin() as work:
        record = bring_to(work, State.RECEIVED)

    def lease(who: int) -> bool:
        with store.begin() as work:
            return work.documents.lease(record.id, holder=str(who), now=NOON, until=NOON.replace(hour=13))

    assert count_true(lease, 8) == 1


def test_two_processes_share_the_work_and_no_document_is_worked_on_twice(store: SqlStore, database_url: str) -> None:
    with store.begin() as work:
        everything = {bring_to(work, State.RECEIVED).id for _ in range(20)}
    workers = [start("lease_all", database_url, holder) for holder in ("one", "two")]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")  # both are up: from here on they race
        worker.stdin.flush()
    taken = [finish(worker).split() for worker in workers]
    assert sorted(taken[0] + taken[1]) == sorted(everything)


def test_a_process_killed_between_bytes_and_row_loses_nothing(database_url: str, tmp_path: Path) -> None:
    blobs = tmp_path / "blobs"
    with start("die_before_commit", database_url, str(blobs)) as dying:
        assert dying.wait(timeout=60) == -signal.SIGKILL
    store = open_store(database_url, clock=SetClock())
    sha256 = hashlib.sha256(b"paper").hexdigest()
    assert open_blobs(blobs).get(sha256) == b"paper"
    with store.view() as work:
        assert work.documents.count(DocumentQuery()) == 0
        assert work.deliveries.find("mail", "<1@x>") is None
    with store.begin() as work:  # the source delivers again, and nothing stands in the way: no lock outlives its process
        bring_to(work, State.READ)
        work.deliveries.add("mail", "<1@x>", ())
    with store.view() as work:
        assert work.audit.verify() == (2, ())
    store.close()


def test_two_processes_that_start_at_once_make_the_tables_once(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> None:
    def both(url: str) -> None:
        for worker in [start("open_once", url) for _ in range(3)]:
            assert finish(worker) == "0 pending\n"

    if database_url.startswith("sqlite"):
        both(f"sqlite:///{tmp_path}/fresh.db")
    else:
        with own_database(request.getfixturevalue("postgres_server")) as fresh:
            both(fresh)


def test_a_forked_child_and_its_parent_use_connections_of_their_own(store: SqlStore, database_url: str) -> None:
    with store.begin() as work:
        record = bring_to(work, State.IN_REVIEW)
    assert finish(start("note_in_both", database_url, record.id)) == "0\n"
    with store.view() as work:
        assert sorted(e.actor for e in work.documents.events(record.id) if e.event is Event.NOTED) == ["child", "parent"]


def start(task: str, *arguments: str) -> subprocess.Popen[str]:
    """A process that runs a function of this file."""
    code = f"from tests.contract.store.test_race import {task}; import sys; {task}(*sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=Path(__file__).parents[3], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def lease_all(database_url: str, holder: str) -> None:
    """Leases what is due, one after the other, and prints what it got."""
    store = open_store(database_url, clock=SetClock())
    sys.stdin.readline()
    while True:
        with store.view() as work:
            due = work.documents.due(now=NOON, limit=5)
        if not due:
            break
        for document_id in due:
            with store.begin() as work:
                got = work.documents.lease(document_id, holder=holder, now=NOON, until=NOON.replace(hour=13))
            if got:
                print(document_id)
    store.close()


def note_in_both(database_url: str, document_id: str) -> None:
    """Forks with an open store, as Celery does, writes in the child and then in the parent, prints how the child ended."""
    store = open_store(database_url, clock=SetClock())

    def note(actor: str) -> None:
        with store.begin() as work:
            work.documents.move(work.documents.require(DocumentId(document_id)), Event.NOTED, actor=actor, why="x")

    with store.view() as work:
        work.documents.require(DocumentId(document_id))  # a connection waits in the pool
    child = os.fork()
    if child == 0:
        note("child")
        os._exit(0)
    _, ended = os.waitpid(child, 0)
    note("parent")
    print(ended)
    store.close()


def die_before_commit(database_url: str, blobs: str) -> None:
    """Stores bytes, writes rows, and is killed before they are committed."""
    store = open_store(database_url, clock=SetClock())
    open_blobs(blobs).put(b"paper")
    with store.begin() as work:
        work.deliveries.add("mail", "<1@x>", ())
        assert bring_to(work, State.READ).id == DocumentId(work.documents.list(DocumentQuery())[0].id)
        signal.raise_signal(signal.SIGKILL)


def open_once(database_url: str) -> None:
    """Opens the store, which makes its tables."""
    store = open_store(database_url, clock=SetClock())
    print(f"{len(store.pending_migrations())} pending")
    store.close()
