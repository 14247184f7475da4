"""What corrections taught: kept, found by what suppliers print, counted, ended."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from idp.domain.document import DocumentType
from idp.domain.memory import Anchor, Identity, Lesson, Memory, MemoryId, MemoryState, Place, Subject
from idp.domain.record import DocumentId
from idp.store import SqlStore
from tests.contract.store.sample import NOON, a_document

VAT, OTHER_VAT = Identity("vat:DE136695976"), Identity("vat:NL123456782B12")
IBAN, NAME = Identity("iban:DE75512108001245126199"), Identity("name:acmepumpen")
PLACE = Place(0, -1, 0.1, 0.2, 0.30000000000000004, 0.21, "A-9", Anchor("belegkennung", 0.12, 0.2), None)


@pytest.fixture
def document_id(store: SqlStore) -> DocumentId:
    with store.begin() as work:
        return work.documents.add(a_document(), actor="idp", why="x").id


def memory(document_id: DocumentId, *identities: Identity, minutes: int = 0, **details: object) -> Memory:
    made = Memory(
        MemoryId(uuid.uuid4().hex), Lesson(Subject.FIELD, DocumentType.INVOICE, "invoice_number", place=PLACE), identities, "Acme Pumpen",
        "Ann Lee", NOON + timedelta(minutes=minutes), document_id, "RE-2026-118", state=MemoryState.ACTIVE,
    )  # fmt: skip
    return replace(made, **details)  # type: ignore[arg-type]  # the class's own fields


def test_a_memory_comes_back_as_it_was_stored(store: SqlStore, document_id: DocumentId) -> None:
    stored = memory(document_id, IBAN, VAT, vendor_id=7, disputed=1)
    with store.begin() as work:
        work.memories.save(stored)
    with store.view() as work:
        assert work.memories.find([stored.id]) == (stored,)
        assert work.memories.of_document(document_id) == (stored,)


def test_any_printed_identity_finds_active_memories_oldest_first(store: SqlStore, document_id: DocumentId) -> None:
    late, early = memory(document_id, VAT, minutes=2), memory(document_id, NAME, VAT, minutes=1)
    others = [memory(document_id, VAT, state=state) for state in MemoryState if state is not MemoryState.ACTIVE]
    with store.begin() as work:
        for one in (late, early, *others, memory(document_id, OTHER_VAT)):
            work.memories.save(one)
    with store.view() as work:
        assert work.memories.known([VAT]) == (early, late)
        assert work.memories.known([NAME, IBAN]) == (early,)
        assert work.memories.known([IBAN]) == ()
        assert work.memories.known([]) == ()


def test_all_identities_of_one_vendor_share_what_was_learned(store: SqlStore, document_id: DocumentId) -> None:
    with store.begin() as work:
        work.memories.save(memory(document_id, VAT, vendor_id=7))
        work.memories.introduce(7, [VAT, IBAN])
        work.memories.introduce(7, [IBAN, NAME])
    with store.view() as work:
        (found,) = work.memories.known([NAME])
        assert found.identities == tuple(sorted([VAT, IBAN, NAME]))


def test_an_account_on_papers_of_two_vendors_tells_neither(store: SqlStore, document_id: DocumentId) -> None:
    with store.begin() as work:
        work.memories.save(memory(document_id, VAT, IBAN, vendor_id=7))
        work.memories.introduce(7, [VAT, IBAN])
        work.memories.introduce(8, [OTHER_VAT, IBAN])
    with store.view() as work:
        assert work.memories.known([IBAN, OTHER_VAT]) == ()
        (found,) = work.memories.known([VAT])
        assert found.identities == (VAT,)


def test_saving_again_replaces_all_but_the_counts(store: SqlStore, document_id: DocumentId) -> None:
    first = memory(document_id, VAT, state=MemoryState.PENDING)
    with store.begin() as work:
        work.memories.save(first)
        work.memories.count(first.id, used=2, confirmed=1)
        work.memories.save(replace(first, identities=(NAME,), state=MemoryState.FORGOTTEN, ended_by="Anna Admin"))
    with store.view() as work:
        (kept,) = work.memories.find([first.id])
    assert kept == replace(first, identities=(NAME,), state=MemoryState.FORGOTTEN, ended_by="Anna Admin", used=2, confirmed=1)


def test_two_that_count_at_once_both_count(store: SqlStore, document_id: DocumentId) -> None:
    counted = memory(document_id, VAT)
    with store.begin() as work:
        work.memories.save(counted)

    def count() -> None:
        for _ in range(5):
            with store.begin() as work:
                work.memories.count(counted.id, used=1, contradicted=1)

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.view() as work:
        (kept,) = work.memories.find([counted.id])
    assert (kept.used, kept.confirmed, kept.contradicted) == (15, 0, 15)


def test_the_list_shows_newest_first_and_nothing_that_waits_for_approval(store: SqlStore, document_id: DocumentId) -> None:
    made = [memory(document_id, VAT, minutes=n, state=state) for n, state in enumerate(MemoryState)]
    with store.begin() as work:
        for one in made:
            work.memories.save(one)
    shown = tuple(reversed(made[1:]))
    with store.view() as work:
        assert work.memories.learned() == shown
        assert work.memories.learned(offset=1, limit=2) == shown[1:3]
        assert work.memories.total() == len(shown)
