from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.finding import RecordRef
from idp.domain.lifecycle import Event, State
from idp.domain.money import Money
from idp.ports import Spread, Steps, Waiting
from idp.store import SqlStore, SqlUnitOfWork
from tests.contract.store.sample import NOON, SetClock, a_document, a_match, an_extraction, an_order, bring_to

DAY = timedelta(days=1)
ONE_DAY = Steps(NOON, NOON + DAY)


def in_seconds(found: Mapping[int | None, Spread]) -> dict[int | None, tuple[int, int, int]]:
    """Counts, medians and 90th percentiles in whole seconds: the clock moves on by microseconds as it is read."""
    second = timedelta(seconds=1)
    return {of: (s.count, round((s.median or DAY) / second), round((s.p90 or DAY) / second)) for of, s in found.items()}


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
        found = work.figures.passages(ONE_DAY)
        cycles = work.figures.cycle_times(ONE_DAY)
    assert sorted((p.by_person, p.was_corrected, p.is_copy, p.is_sample, p.documents) for p in found) == [
        (False, False, False, False, 1),
        (False, False, False, False, 1),
        (False, False, True, False, 1),
        (True, True, False, True, 1),
    ]
    assert in_seconds(cycles) == dict.fromkeys((0, None), (1, 179 * 60, 179 * 60))


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
        [passage] = work.figures.passages(ONE_DAY)
    assert (passage.is_sample, passage.was_corrected) == (True, True)


def test_steps_are_days_of_utc_or_weeks_of_which_the_first_may_be_short(store: SqlStore) -> None:
    with store.begin() as work:
        for minutes in (0, 12 * 60 - 1, 12 * 60, 3 * 24 * 60, 4 * 24 * 60):
            bring_to(work, State.RECEIVED, a_document(minutes=minutes))
    midnight = NOON - timedelta(hours=12)
    with store.view() as work:
        days = work.figures.passages(Steps(midnight, midnight + 5 * DAY))
        weeks = work.figures.passages(Steps(midnight, midnight + 5 * DAY, days=7, skipped=4))
        cut = work.figures.passages(Steps(NOON, NOON + 4 * DAY))
    assert [(p.step, p.documents) for p in days] == [(0, 2), (1, 1), (3, 1), (4, 1)]
    assert [(p.step, p.documents) for p in weeks] == [(0, 3), (1, 2)]
    assert sum(p.documents for p in cut) == 4


def nearest_rank(times: list[timedelta], percent: int) -> timedelta:
    """The smallest of the times below or at which `percent` of them lie."""
    return next(t for t in sorted(times) if 100 * sum(1 for other in times if other <= t) >= percent * len(times))


def test_half_took_at_most_the_median_and_nine_of_ten_at_most_p90_in_each_step_and_in_all(
    store: SqlStore, clock: SetClock
) -> None:
    dice = random.Random(3)
    took: dict[int, list[timedelta]] = {0: [], 1: [], 2: []}
    for step, count in ((0, 1), (1, 12), (2, 25)):
        for _ in range(count):
            received = NOON + step * DAY + timedelta(minutes=dice.randrange(600))
            took[step].append(timedelta(seconds=dice.randrange(600, 300_000)))
            with store.begin() as work:
                one = bring_to(
                    work, State.READY, a_document(minutes=(received - NOON) // timedelta(minutes=1), match=a_match())
                )
                work.outbox.put(an_order(one.id))
                clock.moment = one.received_at + took[step][-1]
                work.outbox.done(one.id, RecordRef("account.move", 7, "BILL/7"))
    midnight = NOON - timedelta(hours=12)
    with store.view() as work:
        cycles = work.figures.cycle_times(Steps(midnight, midnight + 3 * DAY))
    expected: dict[int | None, list[timedelta]] = {None: [t for times in took.values() for t in times]}
    expected.update(took.items())
    ranked = {of: Spread(len(times), nearest_rank(times, 50), nearest_rank(times, 90)) for of, times in expected.items()}
    assert in_seconds(cycles) == in_seconds(ranked)


def test_what_waits_is_counted_by_how_long_it_has_and_nothing_else_is(store: SqlStore) -> None:
    with store.begin() as work:
        for minutes in (0, 10, 20):
            bring_to(work, State.IN_REVIEW, a_document(minutes=minutes, match=a_match(Code.PRC_OVER)))
        bring_to(work, State.READY, a_document(match=a_match(Code.PRC_OVER)))
    with store.view() as work:
        found = work.figures.waiting((NOON + timedelta(minutes=20), NOON + timedelta(minutes=1)))
        undivided = work.figures.waiting(())
    decision = found[0].decision
    assert found == tuple(Waiting(State.IN_REVIEW, decision, since, 1) for since in (0, 1, 2))
    assert undivided == (Waiting(State.IN_REVIEW, decision, 0, 3),)


def in_review(work: SqlUnitOfWork, supplier: str, stake: str, *codes: Code, currency: str = "EUR") -> None:
    match = a_match(*(codes or (Code.PRC_OVER,)), stake=stake)
    if currency != "EUR":
        match = replace(match, money_at_stake=Money(Decimal(stake), currency))
    bring_to(work, State.IN_REVIEW, a_document(extraction=an_extraction(supplier=supplier), match=match))


def test_money_at_stake_is_summed_exactly_by_supplier_and_never_over_currencies(store: SqlStore) -> None:
    with store.begin() as work:
        in_review(work, "Müller & Söhne", "0.10")
        in_review(work, "MULLER + SOHNE", "0.20")
        in_review(work, "Edge", "0.29")
        in_review(work, "Third", "0.01")
        in_review(work, "Bolt", "5", currency="USD")
        for _ in range(2):
            in_review(work, "Vast", "9000000000000.99", currency="VND")
        bring_to(
            work, State.READY, a_document(extraction=an_extraction(supplier="Edge"), match=a_match(Code.PRC_OVER, stake="9"))
        )
    with store.view() as work:
        money, suppliers = work.figures.stakes(), work.figures.stakes_by_supplier(limit=2)
    assert [(str(m.amount), m.currency) for m in money] == [
        ("0.600000", "EUR"),
        ("5.000000", "USD"),
        ("18000000000001.980000", "VND"),
    ]
    assert [(s.name, s.documents, s.money.amount, s.money.currency) for s in suppliers] == [
        ("MULLER + SOHNE", 2, Decimal("0.3"), "EUR"),
        ("Edge", 1, Decimal("0.29"), "EUR"),
        ("Bolt", 1, Decimal(5), "USD"),
        ("Vast", 2, Decimal("18000000000001.98"), "VND"),
    ]


def test_a_document_with_two_findings_of_a_code_counts_once_and_both_count_as_money(store: SqlStore) -> None:
    with store.begin() as work:
        in_review(work, "Edge", "2", Code.PRC_OVER, Code.PRC_OVER, Code.TRM_PAYMENT)
        in_review(work, "Edge", "9", Code.QTY_NOREC)
    with store.view() as work:
        found = work.figures.stakes_by_code(limit=9)
    assert [(s.name, s.documents, s.money.amount) for s in found] == [("QTY-NOREC", 1, Decimal(9)), ("PRC-OVER", 1, Decimal(4))]


def test_the_time_of_the_supplier_is_told_apart_and_what_still_asks_is_counted(store: SqlStore, clock: SetClock) -> None:
    with store.begin() as work:
        opened = {}
        for hours, waited in ((4, 0), (10, 8), (99, 0)):
            clock.moment = NOON
            record = bring_to(work, State.IN_REVIEW, a_document(match=a_match(Code.PRC_OVER)))
            (issue,) = work.issues.of_document(record.id)
            opened[hours] = issue.opened_at
            if hours == 99:
                continue
            end = issue.opened_at + timedelta(hours=hours)
            work.issues.wait_for_supplier(record.id, issue.finding_key, at=end - timedelta(hours=waited))
            clock.moment = end
            work.documents.move(record, Event.APPROVED, actor="anna", why="")
    with store.view() as work:
        times = work.figures.resolution_times(since=NOON, until=NOON + DAY)
        still = work.figures.open_issues(since=NOON, until=NOON + DAY)
        others = work.figures.resolution_times(since=NOON, until=NOON + DAY, companies=(1, 77))
        strangers = work.figures.resolution_times(since=NOON, until=NOON + DAY, companies=(77,))
    assert still == 1
    assert set(times) == {"PRC-OVER", None}
    for one in times.values():
        assert one.whole.count == one.own.count == 2
        assert [round(t / timedelta(hours=1)) for t in (one.whole.median, one.whole.p90) if t] == [4, 10]
        assert [round(t / timedelta(hours=1)) for t in (one.own.median, one.own.p90) if t] == [2, 4]
    assert (others, strangers) == (times, {}), "what belongs to others of ours is left out"
