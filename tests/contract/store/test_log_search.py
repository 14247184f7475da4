from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from idp.domain.code import Code
from idp.domain.lifecycle import Event, State
from idp.ports import LogQuery
from idp.store import SqlStore
from tests.contract.store.sample import NOON, SetClock, a_document, a_match, an_extraction, bring_to


def test_events_are_found_by_time_actor_kind_code_and_document(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        first = bring_to(
            work, State.IN_REVIEW, a_document(extraction=an_extraction(number="4711"), match=a_match(Code.PRC_OVER))
        )
        clock.moment = NOON + timedelta(days=1)
        work.documents.move(first, Event.APPROVED, actor="anna", why="fine")
        other = replace(a_match(Code.QTY_NOREC), company_id=2)
        bring_to(work, State.READ, a_document(extraction=an_extraction(number="4712"), match=other))

    def found(**query: object) -> list[tuple[str, str | None]]:
        with store.view() as work:
            lines = work.log.search(LogQuery(**query))  # type: ignore[arg-type]  # the class's own fields
        return [(line.event.event or "came", line.number) for line in lines]

    assert found(since=NOON + timedelta(days=1))[:3] == [("was_read", "4712"), ("came", "4712"), ("approved", "4711")]
    assert found(actor="anna") == [("approved", "4711")]
    assert found(event=Event.APPROVED) == [("approved", "4711")]
    assert {number for _, number in found(code="QTY-NOREC")} == {"4712"}
    assert {number for _, number in found(text="4711")} == {number for _, number in found(text=first.id)} == {"4711"}
    assert {number for _, number in found(companies=(1,))} == {"4711"}
    assert len(found(until=NOON + timedelta(hours=1))) == first.version + 1
    assert found(offset=1, limit=1) == found()[1:2]


def test_checkpoints_tell_how_many_documents_had_changed(store: SqlStore) -> None:
    with store.begin() as work:
        for _ in range(2):
            bring_to(work, State.READ)
        work.audit.checkpoint(at=NOON)
        bring_to(work, State.READ)
        digest = work.audit.checkpoint(at=NOON + timedelta(hours=1))
        found = work.log.checkpoints(limit=5)
    assert [(c.number, c.documents) for c in found] == [(1, 1), (0, 2)]
    assert found[0].hash == digest


def test_everything_that_was_ever_read_and_matched_is_still_there(store: SqlStore) -> None:
    read, again = an_extraction(total="10.00"), an_extraction(total="12.00")
    with store.begin() as work:
        record = bring_to(work, State.IN_REVIEW, a_document(extraction=read, match=a_match(Code.PRC_OVER)))
        work.documents.move(replace(record, extraction=again), Event.CORRECTED, actor="anna", why="x")
        found = work.log.revisions(record.id)
    assert [(r.sequence, r.extraction, r.match) for r in found] == [
        (0, read, a_match(Code.PRC_OVER)),
        (record.version + 1, again, None),
    ]
