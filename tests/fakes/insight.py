"""A real store that holds the sample documents as they stand in the workbench in memory, for views over many of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from idp.domain.lifecycle import State
from idp.store import SqlStore, open_store
from tests.fakes.workbench import PEOPLE, FakeWorkbench


def store_of(bench: FakeWorkbench, path: Path) -> SqlStore:
    """A new SQLite store with the documents of `bench` and their events."""
    store = open_store(f"sqlite:///{path}", clock=bench.clock)
    with store.begin() as work:
        for sample in bench.papers.values():
            record = bench.document(sample.record.id, user=PEOPLE["anna"])
            stored = work.documents.add(
                replace(record, state=State.RECEIVED, version=0, entered=None), actor="mail", why="came"
            )
            for event in bench.events(record.id)[1:]:
                assert event.event is not None
                last = replace(record, state=stored.state, version=stored.version)
                stored = work.documents.move(last, event.event, actor=event.actor, why=event.why, details=event.details)
    return store
