"""A person chooses what a document is compared with: kept, logged, in the snapshot, taken back; never anybody else's word for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from idp.domain.choice import Topic
from idp.domain.code import Code, Role
from idp.domain.errors import BadUse, NotAllowed, StaleDocument
from idp.domain.lifecycle import Event, State
from idp.domain.purchase import Facts, OrderLine, Product
from idp.domain.record import DocumentId
from idp.ports import Hints, Kind, User
from idp.services.advance import settle_document
from idp.services.choice import Wanted, choose, take_back
from idp.services.correction import Correction
from idp.services.means import Means
from idp.services.pick import find_order_lines, find_records
from idp.services.preview import preview
from idp.services.replay import replay
from idp.services.review import approve, correct
from tests.fakes.means import TAX, UNIT, SmallErp, make_means, ubl_invoice
from tests.unit.services.test_way import record_of, take

CLARA = User("clara", "Clara Clerk", frozenset({Role.CLERK}))
AUDRA = User("audra", "Audra Auditor", frozenset({Role.AUDITOR}))


@dataclass
class TwoLineErp(SmallErp):
    """The order has a second line, of something else at another price; `gone` takes it away."""

    has_second: bool = True
    asked: list[Hints] = field(default_factory=list)

    def facts(self, hints: Hints) -> Facts:
        self.asked.append(hints)
        facts = super().facts(hints)
        if not self.has_second:
            return facts
        line = OrderLine(
            id=12, sequence=2, description="Grinding disc 125 x 6.0", product=Product(6, "Grinding disc 125 x 6.0", code="GD-125"),
            quantity=Decimal(50), unit=UNIT, unit_price=Decimal("2.40"), taxes=(TAX,), received=Decimal(50),
            planned_date=date(2026, 11, 20),
        )  # fmt: skip
        return replace(facts, orders=(replace(facts.orders[0], lines=(*facts.orders[0].lines, line)),))


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return make_means(tmp_path, erp=TwoLineErp())


@pytest.fixture
def waiting(means: Means) -> DocumentId:
    """An invoice in review: its price is above the order's."""
    document_id = take(means, ubl_invoice(price="2.90"))
    assert settle_document(means, document_id, holder="test") is State.IN_REVIEW
    return document_id


def on_line(means: Means, document_id: DocumentId, line_id: int) -> None:
    version = record_of(means, document_id).version
    choose(means, document_id, Wanted(Topic.LINE, 0, (line_id,)), version=version, user=CLARA)


def test_a_line_is_put_on_another_order_line_and_stays_there(means: Means, waiting: DocumentId) -> None:
    on_line(means, waiting, 12)
    record = record_of(means, waiting)
    assert record.state is State.IN_REVIEW
    assert record.match is not None
    assert [(pair.record.name if pair.record else None, pair.how) for pair in record.match.lines] == [
        ("P00021 line 2", "chosen by Clara Clerk")
    ]
    over = next(f for f in record.match.findings if f.code is Code.PRC_OVER)
    assert over.expected is not None
    assert over.expected.startswith("2.4")
    with means.store.view() as work:
        events = work.documents.events(waiting)
    said = next(e for e in events if e.event is Event.CORRECTED)
    assert (said.actor, said.why) == ("clara", "chose line 1 = P00021 line 2")


def test_a_choice_is_taken_back(means: Means, waiting: DocumentId) -> None:
    before = record_of(means, waiting).match
    on_line(means, waiting, 12)
    record = take_back(means, waiting, Topic.LINE, 0, version=record_of(means, waiting).version, user=CLARA)
    assert record.choices == ()
    assert record.match == before
    with pytest.raises(BadUse, match="Nobody chose"):
        take_back(means, waiting, Topic.LINE, 0, version=record.version, user=CLARA)


def test_a_decision_with_choices_is_replayed_to_the_same(means: Means, waiting: DocumentId) -> None:
    on_line(means, waiting, 12)
    (again,) = replay(means.store, document_id=waiting)
    assert not again.is_changed
    assert again.decided.snapshot.history.choices == record_of(means, waiting).choices


def test_what_was_chosen_and_is_gone_in_odoo_is_told(means: Means, waiting: DocumentId) -> None:
    on_line(means, waiting, 12)
    means.erp.has_second = False  # type: ignore[attr-defined]  # TwoLineErp's
    settled = correct(
        means, waiting, {"due_date": Correction("2026-12-21")}, version=record_of(means, waiting).version, user=CLARA
    )
    settle_document(means, settled.id, holder="test")
    match = record_of(means, waiting).match
    assert match is not None
    assert Code.GOV_CHOICE in {f.code for f in match.findings}


def test_whoever_chooses_counts_as_corrector_and_does_not_approve(means: Means, waiting: DocumentId) -> None:
    means = replace(means, policy=replace(means.policy, approval=replace(means.policy.approval, corrector_below=Decimal(0))))
    on_line(means, waiting, 11)
    buyer = User("clara", "Clara Clerk", frozenset({Role.CLERK, Role.BUYER, Role.APPROVER, Role.FINANCE}))
    with pytest.raises(NotAllowed, match="corrected"):
        approve(means, waiting, version=record_of(means, waiting).version, user=buyer)


def test_a_chosen_vendor_and_chosen_orders_are_asked_for_in_odoo(means: Means, waiting: DocumentId) -> None:
    record = choose(means, waiting, Wanted(Topic.VENDOR, ids=(7,)), version=record_of(means, waiting).version, user=CLARA)
    record = choose(means, waiting, Wanted(Topic.ORDERS, ids=(21,)), version=record.version, user=CLARA)
    assert [choice.said for choice in record.choices] == ["vendor = Kestrel Abrasives B.V.", "orders = P00021"]
    asked = means.erp.asked[-1]  # type: ignore[attr-defined]  # TwoLineErp's
    assert asked.vendor_ids == (7,)
    assert "P00021" in asked.order_numbers


def test_a_line_without_an_order_is_booked_as_chosen(means: Means, waiting: DocumentId) -> None:
    version = record_of(means, waiting).version
    record = choose(means, waiting, Wanted(Topic.LINE, 0), version=version, user=CLARA)
    wanted = Wanted(Topic.BOOKING, 0, (71,), part=Kind.ANALYTIC)
    with pytest.raises(BadUse, match="account first"):
        choose(means, waiting, wanted, version=record.version, user=CLARA)
    record = choose(means, waiting, Wanted(Topic.BOOKING, 0, (61,)), version=record.version, user=CLARA)
    record = choose(means, waiting, Wanted(Topic.BOOKING, 0, (71,), part=Kind.ANALYTIC), version=record.version, user=CLARA)
    assert record.match is not None
    (coding,) = record.match.codings
    assert (coding.account, coding.reason, coding.analytic[0].names) == (
        "600100 Freight in",
        "chosen by Clara Clerk",
        ("Warehouse",),
    )
    assert record.match.entry is not None
    line = record.match.entry.lines[0]  # type: ignore[union-attr]  # a bill
    assert (line.account_id, line.order_line_id, line.analytic[0].account_ids) == (61, None, (71,))


def test_a_line_is_said_to_be_a_charge_that_the_policy_knows(means: Means, waiting: DocumentId) -> None:
    version = record_of(means, waiting).version
    with pytest.raises(BadUse, match="no charge"):
        choose(means, waiting, Wanted(Topic.LINE, 0, charge="bribes"), version=version, user=CLARA)
    record = choose(means, waiting, Wanted(Topic.LINE, 0, charge="freight"), version=version, user=CLARA)
    assert record.choices[0].said == "line 1 = charge (freight)"


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(Topic.LINE, 0, (999,)), Wanted(Topic.LINE, 7), Wanted(Topic.LINE), Wanted(Topic.VENDOR, ids=(99,)), Wanted(Topic.VENDOR),
        Wanted(Topic.VENDOR, 0, (7,)), Wanted(Topic.ORDERS, ids=(21, 99)), Wanted(Topic.BOOKING, 0, (99,)),
    ],
)  # fmt: skip
def test_what_odoo_or_the_document_has_not_is_refused(wanted: Wanted, means: Means, waiting: DocumentId) -> None:
    with pytest.raises(BadUse):
        choose(means, waiting, wanted, version=record_of(means, waiting).version, user=CLARA)
    assert record_of(means, waiting).choices == ()


def test_an_auditor_and_a_stale_page_choose_nothing(means: Means, waiting: DocumentId) -> None:
    version = record_of(means, waiting).version
    with pytest.raises(NotAllowed):
        choose(means, waiting, Wanted(Topic.LINE, 0), version=version, user=AUDRA)
    with pytest.raises(StaleDocument):
        choose(means, waiting, Wanted(Topic.LINE, 0), version=version - 1, user=CLARA)


def test_the_choices_of_a_line_go_with_the_line(means: Means, waiting: DocumentId) -> None:
    on_line(means, waiting, 12)
    record = record_of(means, waiting)
    added = {"lines.1.description": Correction("Freight"), "lines.1.amount": Correction("5")}
    emptied = {f"lines.0.{column}": Correction("") for column in record.extraction.lines[0].cells}  # type: ignore[union-attr]
    seen = preview(means, record, added | emptied, user=CLARA)
    assert seen.choices == ()
    kept = preview(means, record, added, user=CLARA)
    assert kept.choices == record.choices


def test_order_lines_are_offered_as_matching_ranks_them(means: Means, waiting: DocumentId) -> None:
    record = record_of(means, waiting)
    offers = find_order_lines(means, record, 0, "")
    assert [(offer.line.name, offer.code, offer.open, offer.unit, offer.price) for offer in offers] == [
        ("P00021 line 1", "AB-125", 100, "Units", Decimal("2.50")), ("P00021 line 2", "GD-125", 50, "Units", Decimal("2.40")),
    ]  # fmt: skip
    assert offers[0].fit > offers[1].fit
    assert [offer.code for offer in find_order_lines(means, record, 0, "grinding 6.0")] == ["GD-125"]
    assert find_order_lines(means, record, 9, "") == ()
    assert [hit.record.name for hit in find_records(means, record, Kind.VENDOR, "kestrel ")] == ["Kestrel Abrasives B.V."]


def test_a_line_s_tax_is_chosen_as_odoo_names_it_and_taken_back(means: Means, waiting: DocumentId) -> None:
    version = record_of(means, waiting).version
    with pytest.raises(BadUse, match="Odoo has no such tax"):
        choose(means, waiting, Wanted(Topic.TAX, 0, (987,)), version=version, user=CLARA)
    choose(means, waiting, Wanted(Topic.TAX, 0, (TAX.id,)), version=version, user=CLARA)
    kept = record_of(means, waiting)
    assert [(c.topic, c.line, [r.id for r in c.records]) for c in kept.choices] == [(Topic.TAX, 0, [TAX.id])]
    choose(means, waiting, Wanted(Topic.TAX, 0), version=kept.version, user=CLARA)
    without = record_of(means, waiting)
    assert without.match is not None
    assert without.match.lines[0].taxes == ()
    take_back(means, waiting, Topic.TAX, 0, version=without.version, user=CLARA)
    back = record_of(means, waiting)
    assert back.choices == ()
    assert back.match is not None
    assert [tax.id for tax in back.match.lines[0].taxes] == [TAX.id]
