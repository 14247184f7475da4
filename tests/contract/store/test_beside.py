"""Deliveries, outbox, sessions and named locks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from idp.domain.code import Role
from idp.domain.entry import ConfirmationEntry, ExpectedDate, ShippingEntry
from idp.domain.errors import NotFound, StaleDocument
from idp.domain.finding import RecordRef
from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentId, LedgerRow
from idp.ports import Session, User
from idp.store import SqlStore
from tests.contract.store.sample import NOON, SetClock, a_document, an_order, bring_to

HOUR = timedelta(hours=1)
ENTERED = RecordRef("account.move", 99, "BILL/2026/1")


def test_a_delivery_finds_its_first_ledger_again(store: SqlStore) -> None:
    with store.begin() as work:
        record = work.documents.add(a_document(), actor="idp", why="x")
        rows = (
            LedgerRow("a" * 64, 1, "b" * 64, "x.pdf", "document", "taken in", record.id),
            LedgerRow("a" * 64, 0, "c" * 64, "logo.png", "skipped:logo", "logo"),
            LedgerRow("a" * 64, 2, "a" * 64, "m.eml", "skipped:no usable part", "nothing", None, "ING-NOATT"),
        )
        assert work.deliveries.find("mail", "<1@x>") is None
        work.deliveries.add("mail", "<1@x>", rows)
        work.deliveries.add("mail", "<2@x>", ())
        work.deliveries.add("sftp", "<1@x>", rows[:1])
    with store.begin() as work:
        assert work.deliveries.find("mail", "<1@x>") == rows
        assert work.deliveries.find("mail", "<2@x>") == ()
        assert work.deliveries.find("sftp", "<1@x>") == rows[:1]


def test_a_delivery_taken_in_twice_at_once_is_stored_once(store: SqlStore) -> None:
    def take_in(sha256: str) -> bool:
        try:
            with store.begin() as work:
                work.documents.add(a_document(sha256=sha256), actor="idp", why="x")
                work.deliveries.add("mail", "<1@x>", ())
        except StaleDocument:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take_in, ["d" * 64] * 8)) == [False] * 7 + [True]
    with store.view() as work:
        assert len(work.documents.same_bytes("d" * 64)) == 1


def test_an_entry_is_found_as_it_was_put_and_replaced_until_it_is_made(store: SqlStore) -> None:
    with store.begin() as work:
        record = bring_to(work, State.READY)
        assert work.outbox.find(record.id) is None
        work.outbox.put(an_order(record.id))
        changed = replace(an_order(record.id), note="other")
        work.outbox.put(changed)
        found = work.outbox.find(record.id)
        assert found is not None
        assert (found.order, found.entered) == (changed, None)
        work.outbox.done(record.id, ENTERED)
        work.outbox.done(record.id, RecordRef("account.move", 100))
        made = work.outbox.find(record.id)
        assert made is not None
        assert made.entered == ENTERED
        with pytest.raises(StaleDocument):
            work.outbox.put(an_order(record.id))


@pytest.mark.parametrize(
    "entry",
    [
        ConfirmationEntry(1, (RecordRef("purchase.order", 1, "P1"),), None, (ExpectedDate(4, NOON.date()),)),
        ShippingEntry(1, (), "TRACK"),
    ],
)
def test_every_kind_of_entry_is_read_back_equal(store: SqlStore, entry: ConfirmationEntry | ShippingEntry) -> None:
    with store.begin() as work:
        record = bring_to(work, State.READY)
        order = replace(an_order(record.id), entry=entry)
        work.outbox.put(order)
        found = work.outbox.find(record.id)
        assert found is not None
        assert found.order == order
        assert type(found.order.entry) is type(entry)


def test_an_entry_without_a_document_or_a_note_without_an_entry_is_an_error(store: SqlStore) -> None:
    with store.begin() as work, pytest.raises(NotFound):
        work.outbox.done(DocumentId("f" * 32), ENTERED)


def test_a_vendors_bills_on_their_way_are_those_that_facts_may_lack(store: SqlStore, clock: SetClock) -> None:
    def put(state: State, vendor_id: int = 7) -> DocumentId:
        record = bring_to(work, State.READY)
        work.outbox.put(an_order(record.id, vendor_id))
        if state is State.IN_REVIEW:
            work.documents.move(record, Event.REFUSED_BY_ERP, actor="idp", why="x")
        if state is State.FAILED:
            work.documents.move(replace(record, failed_in=State.READY), Event.GAVE_UP, actor="idp", why="x")
        if state is State.ENTERED:
            work.outbox.done(record.id, ENTERED)
            work.documents.move(record, Event.WAS_ENTERED, actor="idp", why="x")
        return record.id

    with store.begin() as work:
        put(State.ENTERED)
        clock.moment = NOON + HOUR
        ready, failed, entered = put(State.READY), put(State.FAILED), put(State.ENTERED)
        put(State.IN_REVIEW)
        put(State.READY, vendor_id=8)
        assert [row.document_id for row in work.outbox.of_vendor(7, since=NOON + HOUR)] == [ready, failed, entered]
        assert work.outbox.of_vendor(9, since=NOON) == ()


def a_session(token: str, login: str = "anna") -> Session:
    return Session(token, User(login, "Anna A.", frozenset({Role.CLERK, Role.BUYER}), (1, 3)), NOON + HOUR, f"csrf-{token}")


def test_a_session_is_found_until_it_expires_or_ends(store: SqlStore) -> None:
    with store.begin() as work:
        work.sessions.add(a_session("t1"))
        work.sessions.add(a_session("t2"))
        assert work.sessions.find("t1", now=NOON + timedelta(minutes=30), idle=8 * HOUR) == a_session("t1")
        assert work.sessions.find("t1", now=NOON + HOUR, idle=8 * HOUR) is None
        assert work.sessions.find("unknown", now=NOON, idle=8 * HOUR) is None
        work.sessions.end("t1")
        assert work.sessions.find("t1", now=NOON, idle=8 * HOUR) is None
        assert work.sessions.find("t2", now=NOON, idle=8 * HOUR) == a_session("t2")


def test_a_session_that_nobody_uses_ends_before_its_time(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        work.sessions.add(a_session("t1"))
        for minutes in (29, 58):  # used again in time, twice
            assert work.sessions.find("t1", now=NOON + timedelta(minutes=minutes), idle=HOUR / 2) is not None
        work.sessions.add(replace(a_session("t2"), expires_at=NOON + 9 * HOUR))
        assert work.sessions.find("t2", now=NOON + HOUR, idle=HOUR / 2) is None


def test_the_roles_of_all_sessions_of_a_login_follow_odoo_but_not_those_from_elsewhere(store: SqlStore) -> None:
    later = NOON + timedelta(minutes=10)
    with store.begin() as work:
        work.sessions.add(replace(a_session("t1"), checked_at=NOON))
        work.sessions.add(a_session("t2"))
        now = User("anna", "Anna B.", frozenset({Role.FINANCE}), (1,))
        work.sessions.renew_user(now, at=later)
        first, second = (work.sessions.find(token, now=later, idle=HOUR) for token in ("t1", "t2"))
        assert first is not None
        assert second is not None
        assert (first.user, first.checked_at) == (now, later)
        assert second.user == a_session("t2").user


def test_all_sessions_of_a_person_end_together(store: SqlStore) -> None:
    with store.begin() as work:
        for token, login in (("t1", "anna"), ("t2", "anna"), ("t3", "bert")):
            work.sessions.add(a_session(token, login))
        assert work.sessions.end_all("anna") == 2
        assert [work.sessions.find(token, now=NOON, idle=8 * HOUR) is None for token in ("t1", "t2", "t3")] == [
            True,
            True,
            False,
        ]


def test_expired_sessions_are_forgotten_and_no_token_is_stored(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        work.sessions.add(a_session("secret-1"))
        clock.moment = NOON + 2 * HOUR
        work.sessions.add(replace(a_session("secret-2"), expires_at=NOON + 9 * HOUR))
        rows = work.session.execute(text("SELECT * FROM sessions")).all()
    assert len(rows) == 1
    assert "secret-2" not in str(rows[0]).replace("csrf-secret-2", "")


def test_units_of_work_that_lock_the_same_name_run_one_after_the_other(store: SqlStore) -> None:
    inside: list[str] = []
    most = 0
    start = threading.Barrier(6)

    def work_alone(name: str) -> None:
        nonlocal most
        start.wait()
        with store.begin() as work:
            work.lock("vendor:7")
            inside.append(name)
            most = max(most, len(inside))
            for _ in range(5):
                work.documents.due(now=NOON, limit=1)
            inside.remove(name)

    run_all(work_alone, 6)
    assert most == 1


def run_all(task: Callable[[str], None], count: int) -> None:
    with ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(task, str(i)) for i in range(count)]:
            done.result()
