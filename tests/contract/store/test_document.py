from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from idp.domain.code import Code
from idp.domain.document import DocumentType
from idp.domain.entry import ShippingEntry
from idp.domain.errors import IllegalTransition, NotFound, StaleDocument
from idp.domain.finding import RecordRef
from idp.domain.lifecycle import TRANSITIONS, Event, State
from idp.domain.record import GENESIS, DocumentId, DocumentRecord
from idp.ports import Outcome
from idp.store import SqlStore
from tests.contract.store.sample import NOON, SetClock, a_document, a_match, an_extraction, bring_to

HOUR = timedelta(hours=1)


def test_what_was_added_is_read_back_equal(store: SqlStore) -> None:
    with store.begin() as work:
        added = work.documents.add(a_document(same_as=None), actor="idp", why="came by mail")
    with store.begin() as work:
        assert work.documents.require(added.id) == added


def test_extraction_match_and_all_else_are_read_back_equal(store: SqlStore) -> None:
    full = a_document(
        extraction=an_extraction(), match=a_match(Code.QTY_NOREC, stake="12.34"), reading_sha256="b" * 64, structured_sha256="c" * 64,
        corrected_by="anna", approved_by="bert", owner="buyer", entered=RecordRef("account.move", 17, "BILL/1"), failed_in=State.READ,
        failure_code="ING-SIZE", part=3, media_type="image/tiff",
    )  # fmt: skip
    with store.begin() as work:
        moved = bring_to(work, State.IN_REVIEW, full)
    with store.view() as work:
        found = work.documents.require(moved.id)
    assert found == moved
    assert found.extraction == full.extraction
    assert found.match == full.match


def test_a_further_part_of_a_read_file_begins_extracted(store: SqlStore) -> None:
    with store.begin() as work:
        part = work.documents.add(
            a_document(state=State.EXTRACTED, part=1, extraction=an_extraction()), actor="idp", why="part 2"
        )
        assert work.documents.require(part.id) == part
        (event,) = work.documents.events(part.id)
    assert (event.from_state, event.event, event.to_state) == (None, None, State.EXTRACTED)
    assert event.previous_hash == GENESIS


@pytest.mark.parametrize("state", sorted(set(State) - {State.RECEIVED, State.EXTRACTED}))
def test_no_document_begins_in_another_state(store: SqlStore, state: State) -> None:
    with pytest.raises(IllegalTransition), store.begin() as work:
        work.documents.add(a_document(state=state), actor="idp", why="x")


def test_the_same_id_is_stored_once(store: SqlStore) -> None:
    record = a_document()
    with store.begin() as work:
        work.documents.add(record, actor="idp", why="x")
        with pytest.raises(StaleDocument):
            work.documents.add(record, actor="idp", why="x")
        assert len(work.documents.events(record.id)) == 1  # the unit of work can go on


def test_an_unknown_document_is_not_found(store: SqlStore) -> None:
    with store.begin() as work:
        with pytest.raises(NotFound):
            work.documents.require(DocumentId("f" * 32))
        with pytest.raises(NotFound):
            work.documents.move(a_document(), Event.WAS_READ, actor="idp", why="x")


@pytest.mark.parametrize("state", list(State))
def test_from_every_state_exactly_the_steps_of_the_lifecycle_are_taken(store: SqlStore, state: State) -> None:
    with store.begin() as work:
        for event in Event:
            here = bring_to(work, state)
            before = work.documents.events(here.id)
            if (state, event) not in TRANSITIONS:
                with pytest.raises(IllegalTransition):
                    work.documents.move(here, event, actor="anna", why="because")
                assert work.documents.require(here.id) == here
                assert work.documents.events(here.id) == before
                continue
            moved = work.documents.move(here, event, actor="anna", why="because", details={"k": "ü"})
            assert moved.state is TRANSITIONS[state, event]
            assert work.documents.require(moved.id) == moved
            last = work.documents.events(here.id)[-1]
            assert (last.actor, last.event, last.from_state, last.to_state, last.why) == (
                "anna", event, state, moved.state, "because",
            )  # fmt: skip
            assert last.details == {"k": "ü"}
            assert last.sequence == moved.version == here.version + 1
            assert last.previous_hash == before[-1].hash
        assert work.audit.verify()[1] == ()


def test_who_comes_second_is_told_so_and_changes_nothing(store: SqlStore) -> None:
    with store.begin() as work:
        seen = bring_to(work, State.IN_REVIEW)
    with store.begin() as work:
        first = work.documents.move(seen, Event.NOTED, actor="anna", why="called them")
    with pytest.raises(StaleDocument, match=seen.id), store.begin() as work:
        work.documents.move(seen, Event.APPROVED, actor="bert", why="fine")
    with store.begin() as work:
        assert work.documents.require(seen.id) == first


def test_nothing_of_a_unit_of_work_that_failed_is_stored(store: SqlStore) -> None:
    record = a_document()

    def add_and_fail() -> None:
        with store.begin() as work:
            work.documents.add(record, actor="idp", why="x")
            raise ConnectionError

    with pytest.raises(ConnectionError):
        add_and_fail()
    with store.begin() as work, pytest.raises(NotFound):
        work.documents.require(record.id)


def test_a_move_starts_a_new_step(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        tried = work.documents.postpone(bring_to(work, State.RECEIVED), failure="no engine", until=NOON + HOUR)
        assert (tried.attempts, tried.failure, tried.next_attempt_at) == (1, "no engine", NOON + HOUR)
        assert work.documents.require(tried.id) == tried
        moved = work.documents.move(tried, Event.WAS_READ, actor="idp", why="x")
        assert (moved.attempts, moved.failure, moved.next_attempt_at) == (0, None, None)
        failed = work.documents.move(replace(moved, failure="died", failed_in=State.READ), Event.GAVE_UP, actor="idp", why="x")
        assert (failed.failure, failed.failed_in) == ("died", State.READ)
        assert work.documents.require(moved.id) == failed


def test_a_failed_try_is_counted_once_per_try(store: SqlStore) -> None:
    with store.begin() as work:
        record = bring_to(work, State.READ)
        work.documents.postpone(record, failure="x", until=NOON)
        with pytest.raises(StaleDocument):
            work.documents.postpone(record, failure="x", until=NOON)
        assert work.documents.require(record.id).attempts == 1


def test_due_are_working_documents_whose_time_has_come_oldest_first(store: SqlStore) -> None:
    with store.begin() as work:
        young = bring_to(work, State.READY, a_document(minutes=2))
        old = bring_to(work, State.READ, a_document(minutes=1))
        later = bring_to(work, State.EXTRACTED, a_document(minutes=0))
        work.documents.postpone(later, failure="x", until=NOON + HOUR)
        for state in (State.IN_REVIEW, State.ENTERED, State.REJECTED, State.QUARANTINED, State.FAILED):
            bring_to(work, state)
        soon = NOON + timedelta(minutes=5)
        assert work.documents.due(now=soon, limit=10) == (old.id, young.id)
        assert work.documents.due(now=soon, limit=1) == (old.id,)
        assert work.documents.due(now=NOON + HOUR, limit=10) == (old.id, young.id, later.id)


def test_a_leased_document_is_left_to_its_holder_until_the_lease_runs_out(store: SqlStore) -> None:
    with store.begin() as work:
        record = bring_to(work, State.RECEIVED)
        assert work.documents.lease(record.id, holder="one", now=NOON, until=NOON + HOUR)
        assert not work.documents.lease(record.id, holder="two", now=NOON, until=NOON + HOUR)
        assert work.documents.lease(record.id, holder="one", now=NOON, until=NOON + HOUR)
        assert work.documents.due(now=NOON, limit=10) == ()
        assert work.documents.due(now=NOON + HOUR, limit=10) == (record.id,)
        assert work.documents.lease(record.id, holder="two", now=NOON + HOUR, until=NOON + 2 * HOUR)


def test_only_the_holder_gives_a_lease_back(store: SqlStore) -> None:
    with store.begin() as work:
        record = bring_to(work, State.RECEIVED)
        work.documents.lease(record.id, holder="one", now=NOON, until=NOON + HOUR)
        work.documents.release(record.id, holder="two")
        assert work.documents.due(now=NOON, limit=10) == ()
        work.documents.release(record.id, holder="one")
        assert work.documents.due(now=NOON, limit=10) == (record.id,)
        assert not work.documents.lease(DocumentId("f" * 32), holder="one", now=NOON, until=NOON + HOUR)


def test_documents_of_the_same_bytes_oldest_first(store: SqlStore) -> None:
    with store.begin() as work:
        second = bring_to(work, State.READ, a_document(sha256="d" * 64, minutes=2))
        first = bring_to(work, State.REJECTED, a_document(sha256="d" * 64, minutes=1))
        bring_to(work, State.READ)
        assert work.documents.same_bytes("d" * 64) == (first, second)
        assert work.documents.same_bytes("e" * 64) == ()


def test_siblings_are_the_further_documents_of_the_same_delivery(store: SqlStore) -> None:
    def part(number: int, minutes: int) -> DocumentRecord:
        return a_document(sha256="d" * 64, minutes=minutes, part=number, state=State.EXTRACTED if number else State.RECEIVED)

    with store.begin() as work:
        first, third, second, other, alone = (
            work.documents.add(record, actor="idp", why="x")
            for record in (part(0, 1), part(2, 1), part(1, 1), part(1, 2), a_document(minutes=1))
        )
        assert work.documents.siblings(first.id) == (second, third)
        assert work.documents.siblings(alone.id) == ()
        assert other not in work.documents.siblings(first.id)


def test_twins_have_the_same_number_however_written_or_the_same_total(store: SqlStore) -> None:
    with store.begin() as work:
        number = bring_to(work, State.READ, a_document(minutes=1, extraction=an_extraction(number="inv 2026/0815", total="7")))
        total = bring_to(work, State.READ, a_document(minutes=2, extraction=an_extraction(number="A1", total="1234.5")))
        bring_to(work, State.READ, a_document(extraction=an_extraction(number="A2", currency="USD")))
        bring_to(work, State.READ, a_document(extraction=an_extraction(number="A3", total="1234.51")))
        bring_to(work, State.READ, a_document(extraction=an_extraction(number=None, total=None)))
        bring_to(work, State.REJECTED, a_document(extraction=an_extraction()))
        own = bring_to(work, State.READ, a_document(extraction=an_extraction()))
        assert work.documents.twins(own) == (number, total)
        assert work.documents.twins(a_document(extraction=an_extraction(number=None, total=None))) == ()
        assert work.documents.twins(a_document()) == ()


def test_a_twin_of_the_same_issuer_is_found_among_many_of_the_same_total(store: SqlStore) -> None:
    with store.begin() as work:
        own = a_document(extraction=an_extraction(number="A0"), match=a_match(vendor_id=8))
        twin = bring_to(
            work, State.READ, a_document(minutes=-9, extraction=an_extraction(number="B0", supplier="ACME Pumpen, GmbH"))
        )
        for i in range(60):
            bring_to(work, State.READ, a_document(minutes=i, extraction=an_extraction(number=f"X{i}", supplier=f"Other {i}")))
        found = work.documents.twins(own)
        assert len(found) == 50
        assert found[0] == twin


def test_documents_about_an_order_are_those_whose_present_match_names_it(store: SqlStore) -> None:
    with store.begin() as work:
        second = bring_to(work, State.ENTERED, a_document(minutes=2, match=a_match(order_ids=(1, 2))))
        first = bring_to(work, State.IN_REVIEW, a_document(minutes=1, match=a_match(order_ids=(3,))))
        bring_to(work, State.REJECTED, a_document(match=a_match(order_ids=(1,))))
        assert work.documents.about_orders((1, 3)) == (first, second)
        again = work.documents.move(first, Event.CORRECTED, actor="anna", why="x")
        work.documents.move(replace(again, match=a_match(order_ids=(4,))), Event.WAS_MATCHED, actor="idp", why="x")
        assert [d.id for d in work.documents.about_orders((1, 3))] == [second.id]
        assert [d.id for d in work.documents.about_orders((4,))] == [first.id]
        assert work.documents.about_orders(()) == ()


def test_waiting_are_reviewed_documents_that_odoo_may_clear_each_in_its_turn(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        held = [bring_to(work, State.IN_REVIEW, a_document(match=a_match(Code.QTY_NOREC))) for _ in range(3)]
        bring_to(work, State.IN_REVIEW, a_document(match=a_match(Code.EXT_LOWCONF)))
        bring_to(work, State.READY, a_document(match=a_match(Code.QTY_NOREC)))
    seen = []
    for _ in range(6):
        with store.begin() as work:
            seen += [document.id for document in work.documents.waiting(limit=1, not_since=clock.now())]
    assert set(seen[:3]) == {document.id for document in held}
    assert seen[3:] == seen[:3]
    with store.begin() as work:
        since = clock.now()
        assert len(work.documents.waiting(limit=9, not_since=since)) == 3
        assert work.documents.waiting(limit=9, not_since=since) == (), "each once in a round"


def test_waiting_on_orders_or_vendors_are_those_that_are_about_them(store: SqlStore) -> None:
    with store.begin() as work:
        ours, other, stranger = (
            bring_to(work, State.IN_REVIEW, a_document(minutes=n, match=match)).id
            for n, match in enumerate(
                (
                    a_match(Code.QTY_NOREC, order_ids=(42,), vendor_id=7),
                    a_match(Code.QTY_NOREC, order_ids=(43,), vendor_id=8),
                    replace(a_match(Code.VEN_UNKNOWN, order_ids=()), vendor=None),
                )
            )
        )
        bring_to(work, State.READY, a_document(match=a_match(Code.QTY_NOREC)))
    with store.view() as work:
        assert work.documents.waiting_on({42}, (), strangers=False) == (ours,)
        assert work.documents.waiting_on({42}, {8}, strangers=False) == (ours, other)
        assert work.documents.waiting_on((), (), strangers=True) == (stranger,)
        assert work.documents.waiting_on((), (), strangers=False) == ()


def test_an_entered_bill_is_watched_until_its_outcome_is_final(store: SqlStore) -> None:
    def watched() -> list[str]:
        with store.begin() as work:
            return [d.id for d in work.documents.entered(limit=10)]

    with store.begin() as work:
        bill = bring_to(work, State.ENTERED, a_document(match=a_match()))
        paper = ShippingEntry(1, (RecordRef("stock.picking", 1),), None)
        bring_to(work, State.ENTERED, a_document(match=replace(a_match(), entry=paper)))  # a note on a picking has no outcome
    assert watched() == [bill.id]
    for outcome, still in ((Outcome.POSTED, True), (Outcome.CHANGED, True), (Outcome.PAID, False)):
        with store.begin() as work:
            bill = work.documents.move(bill, Event.OUTCOME_SEEN, actor="idp", why="x", details={"outcome": outcome})
        assert watched() == ([bill.id] if still else [])


def test_text_that_no_database_can_hold_is_kept_readable_and_the_log_holds(store: SqlStore) -> None:
    with store.begin() as work:
        record = work.documents.add(
            a_document(name="a\x00b\udc80c.pdf", sender="\x00"), actor="an\x00na", why="\ud800 \U0001f600"
        )
        moved = work.documents.move(record, Event.WAS_READ, actor="idp", why="x", details={"a\x00": "\udfff"})
        assert work.documents.require(moved.id).name == "a\ufffdb\ufffdc.pdf"
        assert work.documents.events(moved.id)[1].details == {"a\ufffd": "\ufffd"}
        assert work.audit.verify() == (2, ())


def test_an_amount_beyond_any_column_leaves_the_document_whole(store: SqlStore) -> None:
    huge = an_extraction(total="99999999999999999999999.99", kind=DocumentType.RECEIPT)
    with store.begin() as work:
        moved = bring_to(work, State.READ, a_document(extraction=huge))
        assert work.documents.require(moved.id).extraction == huge
