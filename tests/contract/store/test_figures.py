from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.finding import RecordRef
from idp.domain.lifecycle import Event, State
from idp.domain.money import Money
from idp.store import SqlStore
from tests.contract.store.sample import NOON, SetClock, a_document, a_match, an_extraction, an_order, bring_to

DAY = timedelta(days=1)


def test_a_passage_tells_who_had_a_hand_in_it_and_when_odoo_had_it(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        alone = bring_to(work, State.READY, a_document(minutes=1, match=a_match()))
        work.outbox.put(an_order(alone.id))
        clock.moment = NOON + timedelta(hours=3)
        work.outbox.done(alone.id, RecordRef("account.move", 7, "BILL/7"))
        reviewed = bring_to(work, State.IN_REVIEW, a_document(minutes=2, match=a_match(Code.GOV_SAMPLE)))
        work.documents.move(replace(reviewed, corrected_by="anna"), Event.CORRECTED, actor="anna", why="x")
        first = bring_to(work, State.RECEIVED, a_document(minutes=3))
        copy = work.documents.add(a_document(minutes=4, same_as=first.id), actor="idp", why="came")
        work.documents.move(copy, Event.WAS_DUPLICATE, actor="idp", why="same bytes")
        bring_to(work, State.RECEIVED, a_document(minutes=-5))
    with store.view() as work:
        found = list(work.figures.passages(since=NOON, until=NOON + DAY))
    assert [(p.by_person, p.was_corrected, p.is_copy, p.is_sample) for p in found] == [
        (False, False, False, False),
        (True, True, False, True),
        (False, False, False, False),
        (False, False, True, False),
    ]
    entered = found[0].entered_at
    assert entered is not None
    assert timedelta(hours=3) <= entered - NOON < timedelta(hours=3, seconds=1)


def test_a_document_drawn_for_the_audit_stays_in_the_sample_whatever_its_correction_brings_to_light(store: SqlStore) -> None:
    with store.begin() as work:
        read = bring_to(work, State.EXTRACTED, a_document(minutes=1, extraction=an_extraction()))
        drawn = work.documents.move(
            replace(read, match=a_match(Code.GOV_SAMPLE)),
            Event.WAS_MATCHED,
            actor="idp",
            why="",
            details={"codes": "GOV-SAMPLE"},
        )
        asked = work.documents.move(drawn, Event.NEEDS_PERSON, actor="idp", why="")
        wrong = work.documents.move(replace(asked, corrected_by="anna"), Event.CORRECTED, actor="anna", why="total")
        work.documents.move(
            replace(wrong, match=a_match(Code.PRC_OVER)), Event.WAS_MATCHED, actor="anna", why="", details={"codes": "PRC-OVER"}
        )
    with store.view() as work:
        [passage] = work.figures.passages(since=NOON, until=NOON + DAY)
    assert (passage.is_sample, passage.was_corrected) == (True, True)


def test_what_waits_is_told_with_its_money_and_nothing_else_is(store: SqlStore) -> None:
    with store.begin() as work:
        read = an_extraction(supplier="Müller & Söhne")
        waiting = bring_to(
            work, State.IN_REVIEW, a_document(extraction=read, match=a_match(Code.PRC_OVER, Code.TRM_PAYMENT, stake="3.35"))
        )
        bring_to(work, State.READY, a_document(match=a_match(Code.PRC_OVER, stake="9")))
    with store.view() as work:
        (one,) = work.figures.waiting()
        (asking,) = work.figures.asking()
    assert (one.state, one.stake, one.supplier, one.supplier_key) == (
        State.IN_REVIEW, Money(Decimal("3.35"), "EUR"), "Müller & Söhne", "mullersohne",
    )  # fmt: skip
    assert (asking.code, asking.document_id, asking.money) == ("PRC-OVER", waiting.id, Money(Decimal("3.35"), "EUR"))
