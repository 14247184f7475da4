"""The way of a document through the services: every state, every trouble, nothing lost, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier, Thread

import pytest

from idp.domain.code import Role
from idp.domain.errors import NotAllowed, StaleDocument
from idp.domain.finding import Decision
from idp.domain.lifecycle import WORKING, Event, State
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import DocumentQuery, User
from idp.services.advance import advance, settle_document
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.rematch import rematch_waiting
from idp.services.review import approve, reject, retry
from idp.services.sweep import sweep
from tests.fakes.means import (
    RememberingQueue,
    SmallErp,
    SteppingClock,
    make_means,
    odoo_is_down,
    odoo_refuses,
    ubl_invoice,
    with_erp,
)

CLERK = User("clerk", "Clerk", frozenset({Role.CLERK}))
WAREHOUSE = User("warehouse", "Warehouse", frozenset({Role.WAREHOUSE}))


def take(means: Means, content: bytes, *, name: str = "invoice.xml", key: str | None = None) -> DocumentId:
    rows = ingest(means, Delivery("upload", key or name, name, content))
    return next(row.document_id for row in rows if row.document_id is not None)


def record_of(means: Means, document_id: DocumentId) -> DocumentRecord:
    with means.store.view() as work:
        return work.documents.require(document_id)


def events_of(means: Means, document_id: DocumentId) -> list[Event | None]:
    with means.store.view() as work:
        return [event.event for event in work.documents.events(document_id)]


def test_a_matching_invoice_goes_all_the_way_and_its_log_says_how(tmp_path: Path) -> None:
    erp = SmallErp()
    means = make_means(tmp_path, erp=erp)
    document_id = take(means, ubl_invoice())
    assert settle_document(means, document_id, holder="test") is State.ENTERED
    assert events_of(means, document_id) == [
        None, Event.WAS_READ, Event.WAS_EXTRACTED, Event.WAS_MATCHED, Event.PASSED_BY_POLICY, Event.WAS_ENTERED,
    ]  # fmt: skip
    order = erp.entered[document_id]
    assert order.entry.total == Decimal("121.00")  # type: ignore[union-attr]
    assert "policy" in order.note
    with means.store.view() as work:
        assert work.audit.verify() == (6, ())


def test_the_same_delivery_again_finds_its_first_ledger(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    first = ingest(means, Delivery("mail", "key", "a.xml", ubl_invoice()))
    assert ingest(means, Delivery("mail", "key", "a.xml", ubl_invoice())) == first
    with means.store.view() as work:
        assert work.documents.count(DocumentQuery()) == 1


def test_the_same_bytes_by_another_way_are_linked_to_the_first_and_go_no_further(tmp_path: Path) -> None:
    erp = SmallErp()
    means = make_means(tmp_path, erp=erp)
    first = take(means, ubl_invoice(), name="a.xml")
    settle_document(means, first, holder="test")
    second = take(means, ubl_invoice(), name="copy.xml")
    assert settle_document(means, second, holder="test") is State.REJECTED
    record = record_of(means, second)
    assert record.same_as == first
    assert record.match is not None
    assert [found.code for found in record.match.findings] == ["DUP-FILE"]
    assert list(erp.entered) == [first]


def test_a_file_that_cannot_be_opened_is_quarantined_with_its_reason(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    document_id = take(means, b"%PDF- broken file")
    assert settle_document(means, document_id, holder="test") is State.QUARANTINED
    record = record_of(means, document_id)
    assert (record.failure_code, record.failure) == ("ING-CORRUPT", "invoice.xml cannot be opened.")


def test_two_empty_files_are_both_empty_not_duplicates(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    for name in ("a.pdf", "b.pdf"):
        document_id = take(means, b"", name=name)
        settle_document(means, document_id, holder="test")
        assert record_of(means, document_id).failure_code == "ING-EMPTY"


def test_while_odoo_is_down_the_document_waits_with_growing_pauses_and_then_fails_visibly(tmp_path: Path) -> None:
    erp = SmallErp(before_facts=odoo_is_down)
    means = replace(make_means(tmp_path, erp=erp), retry_after=(timedelta(seconds=5), timedelta(minutes=5)))
    document_id = take(means, ubl_invoice())
    assert settle_document(means, document_id, holder="test") is State.EXTRACTED
    assert advance(means, document_id, holder="test") is None, "not due yet"
    clock = means.clock
    assert isinstance(clock, SteppingClock)
    for pause in means.retry_after:
        clock.move_on(pause)
        advance(means, document_id, holder="test")
    record = record_of(means, document_id)
    assert (record.state, record.failure, record.failed_in) == (State.FAILED, "Odoo does not answer", State.EXTRACTED)


def test_a_failed_document_goes_on_where_it_failed_once_a_person_says_so(tmp_path: Path) -> None:
    erp = SmallErp(before_enter=odoo_is_down)
    means = replace(make_means(tmp_path, erp=erp), retry_after=())
    document_id = take(means, ubl_invoice())
    assert settle_document(means, document_id, holder="test") is State.FAILED
    erp.before_enter = lambda: None
    assert retry(means, document_id, user=CLERK).state is State.READY
    assert settle_document(means, document_id, holder="test") is State.ENTERED
    assert len(erp.entered) == 1


def test_what_odoo_refuses_comes_back_to_review_with_odoos_reason(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp(before_enter=odoo_refuses))
    document_id = take(means, ubl_invoice())
    assert settle_document(means, document_id, holder="test") is State.IN_REVIEW
    match = record_of(means, document_id).match
    assert match is not None
    assert match.decision is Decision.REVIEW
    assert [found.code for found in match.findings if found.code == "PST-VALID"] == ["PST-VALID"]
    assert "period is locked" in match.findings[-1].message


def test_a_hold_goes_by_itself_when_the_receipt_comes(tmp_path: Path) -> None:
    erp = SmallErp(received=Decimal(0))
    means = make_means(tmp_path, erp=erp)
    document_id = take(means, ubl_invoice())
    assert settle_document(means, document_id, holder="test") is State.IN_REVIEW
    assert rematch_waiting(means) == 0
    version = record_of(means, document_id).version
    erp.received = Decimal(40)
    assert rematch_waiting(means) == 1
    assert settle_document(means, document_id, holder="test") is State.ENTERED
    assert Event.CHANGED_IN_ERP in events_of(means, document_id)
    assert record_of(means, document_id).version > version


def test_two_invoices_for_the_same_receipt_cannot_both_pass(tmp_path: Path) -> None:
    """Matched at the same moment, each would find the goods unbilled: 60 + 60 of 100 ordered and received."""
    means = make_means(tmp_path)
    ids = [take(means, ubl_invoice(number, quantity="60"), name=f"{number}.xml") for number in ("KA-1", "KA-2")]
    for document_id in ids:
        for _ in range(2):
            advance(means, document_id, holder="test")
    start = Barrier(2)

    def match(document_id: DocumentId) -> None:
        start.wait()
        advance(means, document_id, holder=document_id)

    threads = [Thread(target=match, args=(document_id,)) for document_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = sorted(record_of(means, document_id).state for document_id in ids)
    assert states == [State.IN_REVIEW, State.READY]


def test_a_clerk_may_not_release_a_hold_that_belongs_to_the_warehouse(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp(received=Decimal(0)))
    document_id = take(means, ubl_invoice())
    settle_document(means, document_id, holder="test")
    record = record_of(means, document_id)
    with pytest.raises(NotAllowed, match="warehouse"):
        approve(means, document_id, version=record.version, user=CLERK)
    assert approve(means, document_id, version=record.version, user=WAREHOUSE).state is State.READY
    assert settle_document(means, document_id, holder="test") is State.ENTERED


def test_of_two_people_who_decide_at_once_the_second_is_told(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp(received=Decimal(0)))
    document_id = take(means, ubl_invoice())
    settle_document(means, document_id, holder="test")
    version = record_of(means, document_id).version
    reject(means, document_id, version=version, user=CLERK, reason="sent twice")
    with pytest.raises(StaleDocument):
        approve(means, document_id, version=version, user=WAREHOUSE)


def test_a_leased_document_is_left_to_its_worker_until_the_lease_runs_out(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    document_id = take(means, ubl_invoice())
    now = means.clock.now()
    with means.store.begin() as work:
        assert work.documents.lease(document_id, holder="dead worker", now=now, until=now + means.lease)
    assert advance(means, document_id, holder="other") is None
    assert isinstance(means.clock, SteppingClock)
    means.clock.move_on(means.lease)
    assert advance(means, document_id, holder="other") is State.READ


def test_a_lost_announcement_is_found_by_the_sweep(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    document_id = take(means, ubl_invoice())
    queue = means.queue
    assert isinstance(queue, RememberingQueue)
    queue.announced.clear()
    assert sweep(means) == 1
    assert queue.announced == [(document_id, State.RECEIVED)]


def test_a_crash_between_odoo_and_our_store_enters_nothing_twice(tmp_path: Path) -> None:
    erp = SmallErp()
    means = make_means(tmp_path, erp=erp)
    document_id = take(means, ubl_invoice())
    for _ in range(3):
        advance(means, document_id, holder="test")
    with means.store.view() as work:
        row = work.outbox.find(document_id)
    assert row is not None
    erp.enter(row.order, b"")  # done in Odoo; the process died before it could say so
    assert settle_document(with_erp(means, erp), document_id, holder="test") is State.ENTERED
    assert len(erp.entered) == 1


class QueueOfAnEagerWorker(RememberingQueue):
    """Works on a document in the very moment it is announced, as another process may."""

    means: Means

    def announce(self, document_id: DocumentId, state: State) -> None:
        super().announce(document_id, state)
        if state in WORKING:
            advance(self.means, document_id, holder="eager")


def test_a_worker_that_is_told_at_once_finds_the_document_free(tmp_path: Path) -> None:
    queue = QueueOfAnEagerWorker()
    means = replace(make_means(tmp_path), queue=queue)
    queue.means = means
    document_id = take(means, ubl_invoice())
    assert record_of(means, document_id).state is State.ENTERED
