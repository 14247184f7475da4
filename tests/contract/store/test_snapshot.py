"""What decisions were made from: found again in the order of deciding, shared where it is shared, vouched for by the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from idp.domain.code import Code
from idp.domain.history import History
from idp.domain.lifecycle import Event, State
from idp.domain.match import Match
from idp.domain.policy import Policy
from idp.domain.purchase import Company, Facts
from idp.domain.record import DocumentRecord
from idp.domain.snapshot import Snapshot
from idp.ports import UnitOfWork
from idp.store import SqlStore
from tests.contract.store.sample import SetClock, a_document, a_match, an_extraction, bring_to


def a_snapshot(record: DocumentRecord, *, name: str = "shipped") -> Snapshot:
    facts = Facts(date(2026, 4, 5), (Company(1, "We", "EUR"),))
    return Snapshot(facts, History(own_document_id=record.id), replace(Policy(), name=name), "1")


def decide(work: UnitOfWork, record: DocumentRecord, found: Match, *, name: str = "shipped") -> DocumentRecord:
    sha256 = work.snapshots.put(record.id, a_snapshot(record, name=name), version=record.version + 1)
    return work.documents.move(
        replace(record, match=found), Event.WAS_MATCHED, actor="idp", why="", details={"snapshot_sha256": sha256}
    )


def waiting(work: UnitOfWork, **details: object) -> DocumentRecord:
    return bring_to(work, State.EXTRACTED, a_document(extraction=an_extraction(), **details))


def test_a_decision_is_found_with_what_was_read_and_decided_then(store: SqlStore) -> None:
    with store.begin() as work:
        record = waiting(work)
        first = decide(work, record, a_match(Code.PRC_OVER, stake="5"))
        review = work.documents.move(first, Event.NEEDS_PERSON, actor="idp", why="")
        corrected = work.documents.move(
            replace(review, extraction=an_extraction(number="INV-1")), Event.CORRECTED, actor="ann", why=""
        )
        last = decide(work, corrected, a_match(), name="new")
        work.documents.move(last, Event.NEEDS_PERSON, actor="idp", why="")
    with store.view() as work:
        [before], [after] = work.snapshots.first(), work.snapshots.last()
    assert (before.version, after.version) == (first.version, last.version)
    assert (before.match, after.match) == (first.match, last.match)
    assert (before.extraction, after.extraction) == (record.extraction, corrected.extraction)
    assert (before.snapshot, after.snapshot) == (a_snapshot(record), a_snapshot(record, name="new"))


def test_decisions_come_in_the_order_of_deciding_and_from_a_moment_on(store: SqlStore, clock: SetClock) -> None:
    records = []
    with store.begin() as work:
        for hour in range(205):
            clock.moment += timedelta(hours=1)
            records.append(decide(work, waiting(work), a_match()))
            if hour == 101:
                since = clock.now()
    with store.view() as work:
        assert [d.document_id for d in work.snapshots.last()] == [r.id for r in records]
        assert [d.document_id for d in work.snapshots.last(since=since)] == [r.id for r in records[102:]]
        assert [d.document_id for d in work.snapshots.last(document_id=records[7].id)] == [records[7].id]


def test_what_decisions_share_is_stored_once_and_nothing_of_it_is_changed(store: SqlStore, database_url: str) -> None:
    with store.begin() as work:
        for _ in range(3):
            decide(work, waiting(work), a_match())
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM snapshot_parts")).scalar_one() == 2
        for table in ("snapshots", "snapshot_parts"):
            with pytest.raises(IntegrityError, match="append-only"):
                connection.execute(text(f"DELETE FROM {table}"))
            connection.rollback()
    engine.dispose()


def test_a_snapshot_that_was_changed_is_told_by_the_audit(store: SqlStore, database_url: str) -> None:
    with store.begin() as work:
        record = decide(work, waiting(work), a_match())
        assert work.audit.verify()[1] == ()
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            connection.execute(text("DROP TRIGGER snapshots_no_update"))
        connection.execute(text("UPDATE snapshots SET body = :body"), {"body": b"x"})
    engine.dispose()
    with store.view() as work:
        [fault] = work.audit.verify()[1]
    assert (fault.document_id, fault.sequence) == (record.id, record.version)
