"""Exactly once: whatever dies, races or is repeated, there is one bill, one paper, one note and one activity in the end."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from idp.domain.entry import BillEntry, EntryOrder
from idp.domain.errors import ErpUnavailable
from idp.erp import OdooErp
from tests.contract.erp.counting import let_die_after
from tests.contract.erp.cutting_proxy import CuttingProxy
from tests.contract.erp.place import Order, Place
from tests.contract.erp.sample import PAPER, bill_entry, entry_order, simple_order

ROOT = Path(__file__).parents[3]
RACERS = 8
MOST_CHANGES = 8
"""More than an entry makes, so that every one of its changes is the last one once."""


def bill_to_enter(place: Place) -> tuple[Order, EntryOrder]:
    """A bill with a cent to correct, so that every step there is has work to do."""
    ordered = simple_order(place)
    entry = bill_entry(place, ordered)
    cent = Decimal("0.01")
    entry = replace(entry, tax_amount=(entry.tax_amount or Decimal(0)) + cent, total=entry.total + cent)
    return ordered, entry_order(entry)


def untaxed_bill_to_enter(place: Place) -> tuple[Order, EntryOrder]:
    """A bill without tax lines, with a cent to correct."""
    ordered = simple_order(place)
    entry = bill_entry(place, ordered)
    lines = tuple(replace(line, tax_ids=()) for line in entry.lines)
    return ordered, entry_order(replace(entry, lines=lines, tax_amount=Decimal(0), total=entry.subtotal + Decimal("0.01")))


def assert_made_once(place: Place, ordered: Order, order: EntryOrder) -> None:
    domain = [("partner_id", "=", ordered.vendor_id)]
    (bill,) = place.rows("account.move", domain, "state", "amount_total", "message_main_attachment_id")
    assert bill["state"] == "draft"
    assert Decimal(str(bill["amount_total"])) == order.entry.total  # type: ignore[union-attr]
    assert bill["message_main_attachment_id"]
    assert len(place.rows("account.move.line", [("move_id", "=", bill["id"]), ("display_type", "=", "product")], "id")) == 2
    assert place.left_on("account.move", bill["id"]) == (1, 1, 1)


def test_entering_twice_makes_one_of_everything(place: Place, erp: OdooErp) -> None:
    ordered, order = bill_to_enter(place)
    assert erp.enter(order, PAPER) == erp.enter(order, PAPER)
    assert_made_once(place, ordered, order)


def test_a_restart_between_two_tries_changes_nothing(place: Place, erp: OdooErp) -> None:
    ordered, order = bill_to_enter(place)
    assert erp.enter(order, PAPER) == place.erp().enter(order, PAPER)
    assert_made_once(place, ordered, order)


def raced(entering: Callable[[], object]) -> list[BaseException | None]:
    """`RACERS` threads that enter at the same moment; those who are told to come back later come back."""
    start = threading.Barrier(RACERS)

    def run(_: int) -> BaseException | None:
        start.wait()
        for _try in range(3):
            try:
                entering()
            except ErpUnavailable as busy:
                failure: BaseException = busy
            else:
                return None
        return failure

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(run, range(RACERS)))


def test_threads_that_share_a_connection_make_one_of_everything(place: Place, erp: OdooErp) -> None:
    ordered, order = bill_to_enter(place)
    erp.companies()
    assert raced(lambda: erp.enter(order, PAPER)) == [None] * RACERS
    assert_made_once(place, ordered, order)


def test_processes_of_their_own_make_one_of_everything(place: Place) -> None:
    ordered, order = bill_to_enter(place)
    place.robot  # noqa: B018  made here, not by all threads at once
    assert raced(lambda: place.erp().enter(order, PAPER)) == [None] * RACERS
    assert_made_once(place, ordered, order)


def assert_rounded_once(place: Place, ordered: Order, order: EntryOrder) -> None:
    (bill,) = place.rows("account.move", [("partner_id", "=", ordered.vendor_id)], "amount_total")
    assert Decimal(str(bill["amount_total"])) == order.entry.total  # type: ignore[union-attr]
    lines = place.rows("account.move.line", [("move_id", "=", bill["id"]), ("display_type", "=", "product")], "name")
    assert [line["name"] for line in lines] == ["Printed 1", "Printed 2", "Rounding"]
    assert place.left_on("account.move", bill["id"]) == (1, 1, 1)


def test_racing_writers_of_a_bill_without_tax_leave_one_line_of_rounding(place: Place) -> None:
    ordered, order = untaxed_bill_to_enter(place)
    place.robot  # noqa: B018  made here, not by all threads at once
    assert raced(lambda: place.erp().enter(order, PAPER)) == [None] * RACERS
    assert_rounded_once(place, ordered, order)


def test_racing_writers_of_a_correction_take_the_line_of_rounding_out(place: Place, erp: OdooErp) -> None:
    ordered, order = untaxed_bill_to_enter(place)
    made = erp.enter(order, PAPER)
    assert isinstance(order.entry, BillEntry)
    corrected = replace(order, entry=replace(order.entry, total=order.entry.subtotal))
    assert raced(lambda: place.erp().enter(corrected, PAPER)) == [None] * RACERS
    (bill,) = place.rows("account.move", [("partner_id", "=", ordered.vendor_id)], "amount_total")
    assert (bill["id"], Decimal(str(bill["amount_total"]))) == (made.id, order.entry.subtotal)
    lines = place.rows("account.move.line", [("move_id", "=", bill["id"]), ("display_type", "=", "product")], "name")
    assert [line["name"] for line in lines] == ["Printed 1", "Printed 2"]
    assert place.left_on("account.move", bill["id"]) == (1, 2, 1)


@pytest.mark.parametrize("changes", [0, 1, 2])
def test_a_death_around_the_line_of_rounding_is_made_good_by_the_next_try(place: Place, erp: OdooErp, changes: int) -> None:
    ordered, order = untaxed_bill_to_enter(place)
    erp.companies()
    let_die_after(erp, changes)
    with pytest.raises(ErpUnavailable):
        erp.enter(order, PAPER)
    place.erp().enter(order, PAPER)
    assert_rounded_once(place, ordered, order)


@pytest.mark.parametrize("changes", range(MOST_CHANGES))
def test_a_death_after_any_change_is_made_good_by_the_next_try(place: Place, erp: OdooErp, changes: int) -> None:
    ordered, order = bill_to_enter(place)
    erp.companies()
    let_die_after(erp, changes)
    try:
        erp.enter(order, PAPER)
    except ErpUnavailable:
        survived = False
    else:
        survived = True
    place.erp().enter(order, PAPER)
    assert_made_once(place, ordered, order)
    assert survived == (changes >= MOST_CHANGES - 2), (
        "the entry makes six changes: bill, cents, paper, main paper, activity, note"
    )


def entering_process(place: Place, url: str, order: EntryOrder) -> subprocess.Popen[bytes]:
    """A process of its own, at work on the entry."""
    child = subprocess.Popen([sys.executable, "-m", "tests.contract.erp.child"], stdin=subprocess.PIPE, cwd=ROOT)
    assert child.stdin is not None
    child.stdin.write(pickle.dumps((url, place.database, place.robot.login, place.robot.password, order, PAPER)))
    child.stdin.close()
    return child


def test_processes_killed_between_every_two_changes_leave_one_of_everything(place: Place) -> None:
    """Each process is killed when Odoo has made its first change; the next one finds that and gets one change further."""
    ordered, order = bill_to_enter(place)
    kills = 0
    with CuttingProxy(place.url) as proxy:
        while kills < MOST_CHANGES:
            proxy.hold_after(1)
            child = entering_process(place, proxy.url, order)
            while child.poll() is None and not proxy.holding.wait(0.05):
                pass
            if not proxy.holding.is_set():
                break
            child.kill()
            child.wait()
            kills += 1
    assert (child.returncode, kills) == (0, 6), "bill, cents, paper, main paper, activity, note"
    assert_made_once(place, ordered, order)


@pytest.mark.parametrize("cut_method", ["account.move.load", "ir.attachment.load", "mail.activity.load", "mail.message.load"])
def test_an_answer_cut_off_on_the_wire_is_made_good_by_the_next_try(place: Place, cut_method: str) -> None:
    ordered, order = bill_to_enter(place)
    with CuttingProxy(place.url) as proxy:
        through = place.erp(url=proxy.url)
        through.companies()
        proxy.cut_next(cut_method)
        with pytest.raises(ErpUnavailable):
            through.enter(order, PAPER)
        assert proxy.cuts == 1
        through.enter(order, PAPER)
    assert_made_once(place, ordered, order)


def test_a_read_cut_off_on_the_wire_is_repeated_at_once(place: Place) -> None:
    ordered, order = bill_to_enter(place)
    with CuttingProxy(place.url) as proxy:
        through = place.erp(url=proxy.url)
        through.companies()
        proxy.cut_next("account.move.read")
        through.enter(order, PAPER)
        assert proxy.cuts == 1
    assert_made_once(place, ordered, order)
