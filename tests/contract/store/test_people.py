"""Claims, approvals, resolutions, waits, issues and tries to sign in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from idp.domain.approval import Approval
from idp.domain.claim import Claim
from idp.domain.code import Code, Role
from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentId, DocumentRecord
from idp.domain.resolution import Resolution, Resolved, finding_key
from idp.ports import DocumentQuery, UnitOfWork, Wait
from idp.store import SqlStore
from tests.contract.store.sample import NOON, SetClock, a_document, a_match, an_extraction, bring_to

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def a_claim(document_id: str, login: str = "clara", *, minutes: int = 5) -> Claim:
    return Claim(document_id, login, login.title(), f"ticket of {login}", NOON, NOON + minutes * MINUTE)


def in_review(work: UnitOfWork, *codes: Code) -> DocumentRecord:
    return bring_to(work, State.IN_REVIEW, a_document(extraction=an_extraction(), match=a_match(*codes)))


def ids(work: UnitOfWork, **query: object) -> list[DocumentId]:
    return [row.id for row in work.documents.list(DocumentQuery(**query))]  # type: ignore[arg-type]  # parts of a query


def test_a_claim_is_renewed_and_ended_by_its_holder_alone(store: SqlStore) -> None:
    with store.begin() as work:
        record = in_review(work)
        assert work.claims.find(record.id) is None
        work.claims.put(a_claim(record.id, "carl"))
        work.claims.put(a_claim(record.id))
        assert work.claims.renew(record.id, login="carl", until=NOON + HOUR) is None
        assert work.claims.renew(record.id, login="clara", until=NOON + HOUR) == replace(a_claim(record.id), until=NOON + HOUR)
        work.claims.end(record.id, login="clara", ticket="an earlier opening")
        work.claims.end(record.id, login="carl", ticket="ticket of clara")
        assert work.claims.find(record.id) is not None
        work.claims.end(record.id, login="clara", ticket="ticket of clara")
        assert work.claims.find(record.id) is None


def test_the_queue_shows_mine_and_leaves_out_what_others_hold_until_it_runs_out(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        free, hers, his = (in_review(work).id for _ in range(3))
        work.claims.put(a_claim(hers))
        work.claims.put(a_claim(his, "carl"))
        assert ids(work, of_person="clara") == [hers]
        assert set(ids(work, free_for="clara")) == {free, hers}
        assert work.documents.count(DocumentQuery(free_for="clara", states=(State.IN_REVIEW, State.FAILED))) == 2
        clock.moment = NOON + 6 * MINUTE
        assert ids(work, of_person="clara") == []
        assert set(ids(work, free_for="clara")) == {free, hers, his}


def test_what_a_person_opened_first_stays_in_the_persons_list_until_it_is_resolved(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        begun, _other = in_review(work, Code.PRC_OVER), in_review(work, Code.PRC_OVER)
        work.issues.assign(begun.id, login="clara", at=NOON)
        assert ids(work, of_person="clara", states=(State.IN_REVIEW, State.FAILED)) == [begun.id]
        work.documents.move(begun, Event.APPROVED, actor="clara", why="x")
        assert ids(work, of_person="clara") == []


def test_a_claim_goes_when_the_document_leaves_review(store: SqlStore) -> None:
    with store.begin() as work:
        record = in_review(work)
        work.claims.put(a_claim(record.id))
        noted = work.documents.move(record, Event.NOTED, actor="clara", why="x")
        assert work.claims.find(record.id) is not None
        work.documents.move(noted, Event.REJECTED, actor="clara", why="x")
        assert work.claims.find(record.id) is None


def test_approvals_and_resolutions_are_read_back_in_their_order(store: SqlStore) -> None:
    with store.begin() as work:
        record = in_review(work, Code.PRC_OVER)
        given = [Approval(record.id, role, "x", "X", NOON, "h" * 64, "fine") for role in (Role.FINANCE, Role.BUYER)]
        said = [
            Resolved(record.id, "k" * 16, "PRC-OVER", 3, kind, "x", "X", NOON, "t", Role.BUYER, NOON + HOUR)
            for kind in (Resolution.FORWARDED, Resolution.ACCEPTED)
        ]
        for approval, one in zip(given, said, strict=True):
            work.approvals.add(approval)
            work.resolutions.add(one)
        assert work.approvals.of_document(record.id) == tuple(given)
        assert work.resolutions.of_document(record.id) == tuple(said)


def test_a_document_put_aside_comes_back_on_its_day_or_when_something_happens_to_it(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        until_a_day, until_an_event = in_review(work), in_review(work)
        day = Wait(until_a_day.id, Resolution.SUPPLIER_ASKED, "clara", NOON, NOON + HOUR)
        work.resolutions.put_aside(day, version=until_a_day.version)
        event = Wait(until_an_event.id, Resolution.WAIT_FOR_RECEIPT, "clara", NOON, None)
        work.resolutions.put_aside(event, version=until_an_event.version)
        assert ids(work, put_aside=False) == []
        assert set(ids(work, put_aside=True)) == {until_a_day.id, until_an_event.id}
        assert work.resolutions.put_aside_now(until_a_day.id) == day
        clock.moment = NOON + HOUR
        assert ids(work, put_aside=False) == [until_a_day.id]
        assert work.resolutions.put_aside_now(until_a_day.id) is None
        work.documents.move(until_an_event, Event.CHANGED_IN_ERP, actor="idp", why="a receipt came")
        assert set(ids(work, put_aside=False)) == {until_a_day.id, until_an_event.id}


def test_an_issue_opens_with_its_finding_and_closes_with_what_took_it_away(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        record = in_review(work, Code.PRC_OVER, Code.QTY_UNDER)
        (issue,) = work.issues.of_document(record.id)
        assert (issue.code, issue.owner, issue.resolved_at) == ("PRC-OVER", Role.BUYER, None)
        work.issues.assign(record.id, login="clara", at=NOON + MINUTE)
        work.issues.assign(record.id, login="carl", at=NOON + HOUR)
        clock.moment = NOON + HOUR
        corrected = work.documents.move(record, Event.CORRECTED, actor="clara", why="total = 1")
        matched = replace(corrected, match=a_match(Code.QTY_NOREC))
        work.documents.move(matched, Event.WAS_MATCHED, actor="idp", why="x")
        price, receipt = sorted(work.issues.of_document(record.id), key=lambda i: i.opened_at)
        assert (price.resolution, price.resolved_by, price.assigned_to) == (Resolution.CORRECTED, "clara", "clara")
        assert price.resolution_time is not None
        assert HOUR - MINUTE < price.resolution_time < HOUR + MINUTE
        assert (receipt.code, receipt.resolved_at, receipt.resolution_time) == ("QTY-NOREC", None, None)
        assert work.issues.opened(since=NOON, until=NOON + MINUTE) == (price,)


def test_the_time_that_the_supplier_took_is_told_apart(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        record = in_review(work, Code.PRC_OVER)
        assert record.match is not None
        key = finding_key(record.match.findings[0])
        work.issues.wait_for_supplier(record.id, key, at=NOON + HOUR)
        clock.moment = NOON + 49 * HOUR
        noted = work.documents.move(record, Event.NOTED, actor="clara", why="answered")
        clock.moment = NOON + 50 * HOUR
        work.documents.move(noted, Event.APPROVED, actor="bert", why="x")
        (issue,) = work.issues.of_document(record.id)
        assert (issue.resolution, issue.resolved_by, issue.waiting_since) == (Resolution.APPROVED, "bert", None)
        assert issue.resolution_time is not None
        assert issue.own_time is not None
        assert round(issue.waited / HOUR) == 48
        assert round(issue.own_time / HOUR) == 2


def test_an_answered_finding_does_not_ask_again_while_it_stays_the_same(store: SqlStore) -> None:
    with store.begin() as work:
        record = in_review(work, Code.PRC_OVER)
        assert record.match is not None
        key = finding_key(record.match.findings[0])
        work.issues.resolve(record.id, key, resolution=Resolution.ACCEPTED, login="bert", at=NOON)
        changed = work.documents.move(record, Event.CHANGED_IN_ERP, actor="idp", why="x")
        work.documents.move(changed, Event.WAS_MATCHED, actor="idp", why="x")
        assert [i.resolution for i in work.issues.of_document(record.id)] == [Resolution.ACCEPTED]


def test_a_document_that_passes_by_itself_has_no_issue(store: SqlStore) -> None:
    with store.begin() as work:
        record = bring_to(work, State.READY, a_document(extraction=an_extraction(), match=a_match(Code.QTY_UNDER)))
        assert work.issues.of_document(record.id) == ()


def test_tries_to_sign_in_are_counted_for_everybody_and_forgotten(store: SqlStore) -> None:
    with store.begin() as work:
        for minute in range(3):
            work.sign_in_tries.add(["login a", "address b"], at=NOON + minute * MINUTE)
        assert work.sign_in_tries.since("login a", since=NOON) == (NOON + MINUTE, NOON + 2 * MINUTE)
        work.sign_in_tries.forget(["login a"])
        work.sign_in_tries.forget(["address b"], at=NOON)
        assert work.sign_in_tries.since("login a", since=NOON - HOUR) == ()
        assert len(work.sign_in_tries.since("address b", since=NOON - HOUR)) == 2
        work.sign_in_tries.add(["c"], at=NOON + timedelta(days=2))
        assert work.sign_in_tries.since("address b", since=NOON - HOUR) == ()


def test_of_many_who_open_a_document_at_once_one_has_it(store: SqlStore) -> None:
    with store.begin() as work:
        record = in_review(work)

    def open_it(login: str) -> str:
        with store.begin() as work:
            work.lock(f"claim:{record.id}")
            present = work.claims.find(record.id)
            if present is None:
                work.claims.put(a_claim(record.id, login))
            return login if present is None else present.login

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(open_it, "abcdef"))) == 1
