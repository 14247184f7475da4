"""Orders that nobody confirmed in time are told once a day, unless goods or a paper of ours answer."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.finding import Decision, RecordRef
from idp.domain.lifecycle import State
from idp.domain.match import Match
from idp.domain.page import Quality
from idp.domain.policy import Policy
from idp.services.remind import Reminder
from tests.contract.store.sample import a_document, bring_to
from tests.fakes.means import SmallErp, make_means


def test_nothing_is_asked_where_the_policy_sets_no_days(tmp_path: Path) -> None:
    erp = SmallErp()
    assert Reminder(make_means(tmp_path, erp=erp)).run() == 0
    assert erp.reminded == []


def test_a_late_order_is_told_once_a_day(tmp_path: Path) -> None:
    erp = SmallErp(received=Decimal(0))
    means = make_means(tmp_path, erp=erp, policy=replace(Policy(), expected_days=5))
    reminder = Reminder(means)
    assert [reminder.run(), reminder.run()] == [1, 0]
    assert erp.reminded == [("P00021", "CNF-NONE", 1)]


def test_an_order_that_is_in_time_or_received_is_not_told(tmp_path: Path) -> None:
    in_time, received = SmallErp(received=Decimal(0)), SmallErp()
    for days, erp in ((40, in_time), (5, received)):
        folder = tmp_path / str(days)
        folder.mkdir()
        assert Reminder(make_means(folder, erp=erp, policy=replace(Policy(), expected_days=days))).run() == 0
        assert erp.reminded == []


def test_an_order_whose_confirmation_is_with_us_is_not_told(tmp_path: Path) -> None:
    erp = SmallErp(received=Decimal(0))
    means = make_means(tmp_path, erp=erp, policy=replace(Policy(), expected_days=5))
    with means.store.begin() as work:
        order = RecordRef("purchase.order", 21, "P00021")
        paper = ExtractedDocument(DocumentType.ORDER_CONFIRMATION, (0,), Quality.NATIVE)
        match = Match(Decision.REVIEW, (), orders=(order,))
        bring_to(work, State.IN_REVIEW, a_document(extraction=paper, match=match))
    assert Reminder(means).run() == 0
