"""Whoever changes the log, or what it vouches for, is found out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import IntegrityError

from idp.domain.code import Code
from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentRecord
from idp.ports import ChainFault
from idp.store import SqlStore
from idp.store.table import CheckpointHeadRow as Head
from tests.contract.store.sample import NOON, SetClock, a_document, a_match, an_extraction, bring_to

Run = Callable[..., Any]

APPEND_ONLY = ("events", "extractions", "matches", "checkpoints", "checkpoint_heads")


@pytest.fixture
def documents(store: SqlStore, clock: SetClock) -> tuple[DocumentRecord, DocumentRecord]:
    """Two documents in review with extraction and match, and a checkpoint over both."""
    with store.begin() as work:
        full = [a_document(extraction=an_extraction(), match=a_match(Code.PRC_OVER, stake="5")) for _ in range(2)]
        first, second = (bring_to(work, State.IN_REVIEW, record) for record in full)
        work.audit.checkpoint(at=clock.now())
        return first, second


@contextlib.contextmanager
def intruder(database_url: str, *, past_the_triggers: bool = True) -> Iterator[Run]:
    """Somebody with the database's password."""
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        if past_the_triggers and engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))  # no triggers, no foreign keys
        elif past_the_triggers:
            for table in APPEND_ONLY:
                connection.execute(text(f"DROP TRIGGER {table}_no_update"))
                connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
        yield lambda sql, **values: connection.execute(text(sql), values)
    engine.dispose()


def faults(store: SqlStore) -> tuple[ChainFault, ...]:
    with store.view() as work:
        return work.audit.verify()[1]


def test_an_untouched_log_verifies_and_every_event_was_looked_at(
    store: SqlStore, documents: tuple[DocumentRecord, DocumentRecord]
) -> None:
    with store.view() as work:
        assert work.audit.verify() == (8, ())


def test_the_database_refuses_to_change_or_remove_what_was_written(
    database_url: str, documents: tuple[DocumentRecord, DocumentRecord]
) -> None:
    for table in APPEND_ONLY:
        column = "sha256" if table in {"extractions", "matches"} else "hash"
        for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            with intruder(database_url, past_the_triggers=False) as run, pytest.raises(IntegrityError, match="append-only"):
                run(statement)


TAMPERING = {
    "another person approved": ("UPDATE events SET actor = 'eve' WHERE document_id = :id AND sequence = 1", 1, "changed"),
    "another reason": ("UPDATE events SET why = 'fine' WHERE document_id = :id AND sequence = 2", 2, "changed"),
    "another time": ("UPDATE events SET at = '2020-01-01 00:00:00.000000' WHERE document_id = :id AND sequence = 0", 0, "changed"),
    "other details": ("UPDATE events SET details = '{}' WHERE document_id = :id AND sequence = 0", 0, "changed"),
    "details that are no JSON": ("UPDATE events SET details = '{' WHERE document_id = :id AND sequence = 0", 0, "changed"),
    "another way": ("UPDATE events SET to_state = 'READ' WHERE document_id = :id AND sequence = 2", 2, "changed"),
    "a hole": ("DELETE FROM events WHERE document_id = :id AND sequence = 1", 1, "missing"),
    "no beginning": ("DELETE FROM events WHERE document_id = :id AND sequence = 0", 0, "missing"),
    "a cut end": ("DELETE FROM events WHERE document_id = :id AND sequence = 3", 2, "ends with event 2"),
    "no log": ("DELETE FROM events WHERE document_id = :id", 0, "no events"),
    "another head": ("UPDATE events SET hash = previous_hash WHERE document_id = :id AND sequence = 3", 3, "changed"),
    "a state by hand": ("UPDATE documents SET state = 'READY' WHERE id = :id", 3, "the document is READY"),
    "a version by hand": ("UPDATE documents SET version = 7 WHERE id = :id", 3, "version 7"),
    "another match": ("UPDATE matches SET body = '{}' WHERE document_id = :id", 0, "match_sha256"),
    "another extraction": ("UPDATE extractions SET body = replace(body, '1234.50', '9234.50') WHERE document_id = :id", 0, "extraction"),
    "a match put aside": ("UPDATE documents SET match_sha256 = sha256 WHERE id = :id", 3, "match_sha256"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found_at_its_document_and_place(
    store: SqlStore, database_url: str, documents: tuple[DocumentRecord, DocumentRecord], what: str
) -> None:
    statement, sequence, trouble = TAMPERING[what]
    victim, other = documents
    with intruder(database_url) as run:
        assert run(statement, id=victim.id).rowcount > 0
    found = faults(store)
    assert any(f.document_id == victim.id and f.sequence == sequence and trouble in f.trouble for f in found), found
    assert not any(f.document_id == other.id for f in found)


def test_a_forged_event_that_hashes_right_is_betrayed_by_the_checkpoint(
    store: SqlStore, database_url: str, documents: tuple[DocumentRecord, DocumentRecord]
) -> None:
    victim, _ = documents
    with store.begin() as work:
        forged = work.documents.move(victim, Event.NOTED, actor="eve", why="a chain of my own")
        last = work.documents.events(forged.id)[-1]
    with intruder(database_url) as run:  # the forger knows the recipe: he puts a whole consistent tail in place of the true one
        run("UPDATE events SET hash = :hash WHERE document_id = :id AND sequence = 3", hash=last.hash, id=victim.id)
    assert any("checkpoint 0 covers is another" in f.trouble for f in faults(store))


def test_a_document_that_vanished_with_all_it_had_is_missed(
    store: SqlStore, database_url: str, documents: tuple[DocumentRecord, DocumentRecord]
) -> None:
    victim, _ = documents
    with intruder(database_url) as run:
        for table in ("events", "extractions", "matches", "findings", "desks", "terms", "document_orders"):
            run(f"DELETE FROM {table} WHERE document_id = :id", id=victim.id)
        run("DELETE FROM documents WHERE id = :id", id=victim.id)
    assert faults(store) == (ChainFault(victim.id, 3, "the event that checkpoint 0 covers is missing"),)


def test_events_without_their_document_are_found(
    store: SqlStore, database_url: str, documents: tuple[DocumentRecord, DocumentRecord]
) -> None:
    victim, _ = documents
    with intruder(database_url) as run:
        run("DELETE FROM documents WHERE id = :id", id=victim.id)
    assert [f.sequence for f in faults(store) if f.document_id == victim.id and "gone" in f.trouble] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM checkpoint_heads WHERE document_id = :id",
        "UPDATE checkpoint_heads SET sequence = 2 WHERE document_id = :id",
        "UPDATE checkpoints SET hash = 'x' WHERE :id = :id",
        "UPDATE checkpoints SET number = 5 WHERE :id = :id",
    ],
)
def test_a_changed_checkpoint_is_found(
    store: SqlStore, database_url: str, documents: tuple[DocumentRecord, DocumentRecord], statement: str
) -> None:
    with intruder(database_url) as run:
        run(statement, id=documents[0].id)
    assert any(f.document_id.startswith("checkpoint") for f in faults(store))


def test_checkpoints_are_chained_and_each_holds_what_moved_since(
    store: SqlStore, clock: SetClock, documents: tuple[DocumentRecord, DocumentRecord]
) -> None:
    with store.begin() as work:
        work.documents.move(documents[0], Event.NOTED, actor="anna", why="x")
    with store.begin() as work:
        second = work.audit.checkpoint(at=clock.now())
    with store.begin() as work:
        assert work.audit.checkpoint(at=NOON) != second  # nothing moved, but the hash covers the one before
    with store.view() as work:
        per_checkpoint = select(Head.number, func.count()).group_by(Head.number).order_by(Head.number)
        assert [tuple(row) for row in work.session.execute(per_checkpoint)] == [(0, 2), (1, 1)]
        assert work.audit.verify()[1] == ()


def test_the_log_vouches_for_each_body_that_an_event_brought(store: SqlStore) -> None:
    with store.begin() as work:
        record = bring_to(work, State.IN_REVIEW, a_document(extraction=an_extraction()))
        corrected = replace(record, extraction=an_extraction(total="99.00"))
        moved = work.documents.move(corrected, Event.CORRECTED, actor="anna", why="x")
        work.documents.move(moved, Event.WAS_MATCHED, actor="idp", why="x")
        brought = [e.sequence for e in work.documents.events(record.id) if "extraction_sha256" in e.details]
    assert brought == [0, 4]
