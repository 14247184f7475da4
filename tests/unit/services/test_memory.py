"""What people correct is learned: one correction, one approval, and the supplier's next document reads right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.lib.colors import Color

from idp.domain.code import Role
from idp.domain.document import DocumentType
from idp.domain.errors import NotAllowed, NotFound
from idp.domain.geometry import Box
from idp.domain.lifecycle import Event, State
from idp.domain.memory import Memory, MemoryState
from idp.domain.record import DocumentId, DocumentRecord
from idp.extractors.confidence import GATE
from idp.ports import User
from idp.reading import DirectReading
from idp.services.advance import settle_document
from idp.services.correction import Correction
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.memory import forget
from idp.services.review import approve, correct, match_now, reject
from tests.fakes.means import SmallErp, make_means
from tests.fakes.paper import Paper

ANN = User("ann", "Ann Lee", frozenset({Role.CLERK}))
FIONA = User("fiona", "Fiona Finance", frozenset({Role.FINANCE, Role.APPROVER, Role.BUYER}))
FIELD = "invoice_number"
KESTREL, PIRAT = ("Kestrel Abrasives B.V.", "NL123456782B12"), ("Pirat Tools B.V.", "NL004495445B01")


def invoice(
    number: str, *, mark: str = "Merkmal", quantity: int = 40, seller: tuple[str, str] = KESTREL, other: str = "77120-B"
) -> bytes:
    """An invoice whose number stands by a word that no rule knows as its label; `mark` "" prints it nowhere. Its price needs a person."""
    name, vat = seller
    paper = Paper(Color(0.2, 0.3, 0.4))
    paper.put(50, 60, name, size=14, bold=True, name="seller")
    paper.put(50, 75, f"Havenweg 4, 3011 AA Rotterdam, VAT no. {vat}")
    paper.put(50, 140, "Brennhoff Industriebedarf GmbH")
    paper.put(50, 152, "Werkstrasse 12")
    paper.put(50, 164, "70565 Stuttgart")
    paper.put(50, 220, "Invoice", size=18, bold=True)
    if mark:
        paper.put(380, 140, mark)
        paper.put(470, 140, number, name="number")
    paper.put(380, 152, "Vorgang")
    paper.put(470, 152, other, name="other")
    paper.put(380, 164, "Invoice date")
    paper.put(470, 164, "20 November 2026")
    paper.put(380, 176, "Order no.")
    paper.put(470, 176, "P00021")
    net, tax = Decimal(quantity) * Decimal("2.90"), Decimal(quantity) * Decimal("2.90") * 21 / 100
    for x, text in ((50, "Code"), (120, "Description"), (330, "Quantity"), (400, "Unit price"), (480, "Amount EUR")):
        paper.put(x, 260, text, bold=True)
    for x, text in ((50, "AB-125"), (120, "Cutting disc 125 x 1.0"), (330, f"{quantity}"), (400, "2.90"), (480, f"{net:.2f}")):
        paper.put(x, 276, text)
    for y, text, amount in ((310, "Subtotal", net), (322, "VAT 21 %", tax), (334, "Total EUR", net + tax)):
        paper.put(400, y, text)
        paper.put(480, y, f"{amount:.2f}")
    places.update(paper.places)
    return paper.finish()


places: dict[str, tuple[int, Box]] = {}
"""Where the last invoice printed what."""


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return replace(make_means(tmp_path, erp=SmallErp()), confined=DirectReading())


def take(means: Means, content: bytes) -> DocumentRecord:
    """A document on its way up to where it rests."""
    rows = ingest(means, Delivery("upload", f"{len(content)} {hash(content)}", "invoice.pdf", content))
    document_id = next(row.document_id for row in rows if row.document_id is not None)
    settle_document(means, document_id, holder="test")
    return record_of(means, document_id)


def record_of(means: Means, document_id: DocumentId) -> DocumentRecord:
    with means.store.view() as work:
        return work.documents.require(document_id)


def change(means: Means, record: DocumentRecord, field: str, value: str, place: str | None = None) -> DocumentRecord:
    page, box = places[place] if place else (None, None)
    moved = correct(means, record.id, {field: Correction(value, page, box)}, version=record.version, user=ANN)
    return match_now(means, moved, user=ANN)


def let_pass(means: Means, record: DocumentRecord) -> DocumentRecord:
    return approve(means, record.id, version=record.version, user=FIONA)


def value_of(record: DocumentRecord, field: str = FIELD) -> object:
    found = record.extraction.fields.get(field) if record.extraction is not None else None
    return found.value if found is not None else None


def learned(means: Means) -> tuple[Memory, ...]:
    with means.store.view() as work:
        return work.memories.learned()


def teach(means: Means, number: str = "RE-2026-118") -> Memory:
    """One correction of the supplier's first document, approved."""
    let_pass(means, change(means, take(means, invoice(number)), FIELD, number, "number"))
    return learned(means)[0]


def test_one_correction_is_enough_for_the_next_document(means: Means) -> None:
    first = take(means, invoice("RE-2026-118"))
    assert value_of(first) != "RE-2026-118"
    let_pass(means, change(means, first, FIELD, "RE-2026-118", "number"))
    memory = learned(means)[0]
    assert (memory.learned_by, memory.document_name, memory.vendor_id) == ("Ann Lee", "RE-2026-118", 7)

    second = take(means, invoice("RE-2026-121", quantity=20, other="9941-X"))
    found = second.extraction.fields[FIELD]  # type: ignore[union-attr]
    assert (found.value, found.raw, found.box) == ("RE-2026-121", "RE-2026-121", found.box)
    assert "stands where Ann Lee found it on RE-2026-118 of this supplier" in found.reasons
    assert [(r.memory_id, r.target) for r in second.extraction.recalled] == [(memory.id, FIELD)]  # type: ignore[union-attr]
    with means.store.view() as work:
        event = work.documents.events(second.id)[2]
    assert event.details["memories"] == memory.id
    assert "as learned from this supplier: invoice number" in event.why
    assert learned(means)[0].used == 1


def test_nothing_is_learned_before_somebody_approves_nor_from_what_is_rejected(means: Means) -> None:
    first = change(means, take(means, invoice("RE-1001-1")), FIELD, "RE-1001-1", "number")
    assert learned(means) == ()
    assert value_of(take(means, invoice("RE-1002-1"))) != "RE-1002-1"
    reject(means, first.id, version=first.version, user=ANN, reason="not ours")
    assert [memory.state for memory in learned(means)] == [MemoryState.DROPPED]
    assert value_of(take(means, invoice("RE-1003-1"))) != "RE-1003-1"


def test_a_typed_value_that_stands_in_one_place_teaches_that_place(means: Means) -> None:
    let_pass(means, change(means, take(means, invoice("RE-2026-118")), FIELD, "RE-2026-118"))
    assert value_of(take(means, invoice("RE-2026-121"))) == "RE-2026-121"


def test_a_typed_value_that_is_printed_nowhere_teaches_nothing(means: Means) -> None:
    let_pass(means, change(means, take(means, invoice("RE-2026-118")), FIELD, "4711-0815"))
    assert learned(means) == ()


def test_an_empty_place_gives_no_value_and_no_guess(means: Means) -> None:
    teach(means)
    assert value_of(take(means, invoice("", mark=""))) != "RE-2026-118"
    blank = take(means, invoice("Stuttgart"))
    assert value_of(blank) not in ("RE-2026-118", "Stuttgart")


def test_another_supplier_learns_nothing_from_it(means: Means) -> None:
    teach(means)
    assert value_of(take(means, invoice("RE-2026-121", seller=PIRAT))) != "RE-2026-121"


def test_what_was_confirmed_is_surer_than_what_is_fresh(means: Means) -> None:
    teach(means)
    second = take(means, invoice("RE-2026-121"))
    let_pass(means, second)
    assert learned(means)[0].confirmed == 1
    third = take(means, invoice("RE-2026-130"))
    confidences = [r.extraction.fields[FIELD].confidence for r in (second, third)]  # type: ignore[union-attr]
    assert confidences[0] < confidences[1]


def test_a_document_that_odoo_refused_and_that_is_approved_again_judges_once(means: Means) -> None:
    teach(means)
    refused = let_pass(means, take(means, invoice("RE-2026-121")))
    with means.store.begin() as work:
        back = work.documents.move(refused, Event.REFUSED_BY_ERP, actor="idp", why="the period is locked")
    let_pass(means, back)
    assert learned(means)[0].confirmed == 1


def test_a_later_correction_replaces_the_memory_and_keeps_its_value_in_doubt(means: Means) -> None:
    old = teach(means)
    let_pass(means, change(means, take(means, invoice("RE-2026-121")), FIELD, "77120-B", "other"))
    new, replaced = learned(means)
    assert (replaced.id, replaced.state, replaced.contradicted) == (old.id, MemoryState.REPLACED, 1)
    assert (new.state, new.disputed) == (MemoryState.ACTIVE, 1)
    third = take(means, invoice("RE-2026-130", other="81234-C"))
    assert value_of(third) == "81234-C"
    assert third.extraction is not None
    assert third.extraction.fields[FIELD].confidence < GATE
    assert not third.extraction.confident


def test_a_memory_that_fails_twice_is_dropped(means: Means) -> None:
    teach(means)
    for number, said in (("RE-2026-121", "X-1-1"), ("RE-2026-122", "X-2-1")):
        document = take(means, invoice(number))
        assert value_of(document) == number
        let_pass(means, change(means, document, FIELD, said))
    (memory,) = learned(means)
    assert (memory.state, memory.contradicted) == (MemoryState.DROPPED, 2)
    assert value_of(take(means, invoice("RE-2026-123"))) != "RE-2026-123"


def test_a_removed_value_is_not_read_there_again(means: Means) -> None:
    labelled = take(means, invoice("RE-1-1", mark="Invoice no."))
    assert value_of(labelled) == "RE-1-1"
    change(means, labelled, FIELD, "")
    record = record_of(means, labelled.id)
    let_pass(means, change(means, record, FIELD, "77120-B"))
    memory = learned(means)[0]
    assert memory.lesson.wrong is not None
    assert memory.lesson.wrong.anchors == ("invoice no", "")
    following = take(means, invoice("RE-2-1", mark="Invoice no.", other="5123-Q"))
    assert value_of(following) == "5123-Q"


def test_what_is_forgotten_is_not_used_and_only_approvers_may_forget(means: Means) -> None:
    memory = teach(means)
    with pytest.raises(NotAllowed):
        forget(means, memory.id, user=ANN)
    with pytest.raises(NotFound):
        forget(means, "0" * 32, user=FIONA)
    assert forget(means, memory.id, user=FIONA).ended_by == "Fiona Finance"
    assert value_of(take(means, invoice("RE-2026-121"))) != "RE-2026-121"


def test_a_changed_type_is_read_anew_and_remembered(means: Means) -> None:
    first = take(means, invoice("RE-2026-118", mark="Invoice no."))
    changed = change(means, first, "document_type", "credit_note")
    assert changed.extraction is not None
    assert changed.extraction.document_type is DocumentType.CREDIT_NOTE
    assert changed.state is State.IN_REVIEW
    with means.store.begin() as work:
        (waiting,) = work.memories.of_document(first.id)
        work.memories.save(replace(waiting, state=MemoryState.ACTIVE))  # a credit note of this order has nothing to be entered
    following = take(means, invoice("RE-2026-121", mark="Invoice no."))
    assert following.extraction is not None
    assert following.extraction.document_type is DocumentType.CREDIT_NOTE


def test_the_printed_words_that_name_the_supplier_are_remembered(means: Means) -> None:
    first = take(means, invoice("RE-2026-118", mark="Invoice no."))
    let_pass(means, change(means, first, "supplier_name", "Havenweg 4"))
    assert value_of(take(means, invoice("RE-2026-121", mark="Invoice no.")), "supplier_name") == "Havenweg 4"
