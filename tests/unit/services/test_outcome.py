"""What became of entries in Odoo is noted, and what finance has to know of it is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from idp.domain.code import Code, Role
from idp.domain.errors import ErpRejected
from idp.domain.lifecycle import Event, State
from idp.domain.policy import Policy
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import Aftermath, Outcome, User
from idp.services.advance import settle_document
from idp.services.correction import Correction
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.outcome import watch_outcomes
from idp.services.review import approve, correct
from tests.fakes.means import SmallErp, make_means, ubl_invoice

CLERK = User("clerk", "Clerk", frozenset({Role.CLERK}))
APPROVER = User("approver", "Approver", frozenset({Role.APPROVER}))


@pytest.fixture
def erp() -> SmallErp:
    return SmallErp()


@pytest.fixture
def means(tmp_path: Path, erp: SmallErp) -> Means:
    return make_means(tmp_path, erp=erp)


def taken(means: Means) -> DocumentId:
    rows = ingest(means, Delivery("upload", "a", "invoice.xml", ubl_invoice()))
    document_id = next(row.document_id for row in rows if row.document_id is not None)
    settle_document(means, document_id, holder="test")
    return document_id


def corrected(means: Means, erp: SmallErp) -> DocumentId:
    """A document that the clerk corrected and somebody else let pass."""
    erp.received = Decimal(0)
    document_id = taken(means)
    record = record_of(means, document_id)
    erp.received = Decimal(100)
    correct(means, document_id, {"due_date": Correction("2026-12-31")}, version=record.version, user=CLERK)
    settle_document(means, document_id, holder="test")
    approve(means, document_id, version=record_of(means, document_id).version, user=APPROVER)
    settle_document(means, document_id, holder="test")
    return document_id


def record_of(means: Means, document_id: DocumentId) -> DocumentRecord:
    with means.store.view() as work:
        return work.documents.require(document_id)


def last_details(means: Means, document_id: DocumentId) -> dict[str, str]:
    with means.store.view() as work:
        event = work.documents.events(document_id)[-1]
    assert event.event is Event.OUTCOME_SEEN
    return dict(event.details)


def owners(means: Means, document_id: DocumentId, *codes: Code) -> dict[str, Role | None]:
    match = record_of(means, document_id).match
    assert match is not None
    return {f.code: f.owner for f in match.findings if f.code in codes}


def test_outcomes_are_noted_once(means: Means, erp: SmallErp) -> None:
    document_id = taken(means)
    assert watch_outcomes(means) == 0
    erp.state, erp.acts = Outcome.POSTED, Aftermath(posted_by="fiona")
    assert [watch_outcomes(means), watch_outcomes(means)] == [1, 0]
    assert last_details(means, document_id) == {"outcome": "posted", "posted_by": "fiona"}
    erp.state = Outcome.PARTLY_PAID
    assert watch_outcomes(means) == 1
    erp.state = Outcome.PAID
    assert [watch_outcomes(means), watch_outcomes(means)] == [1, 0]
    assert erp.warnings == {}


def test_a_bill_that_was_changed_after_approval_is_told_to_finance_once(means: Means, erp: SmallErp) -> None:
    document_id = taken(means)
    erp.state, erp.acts = Outcome.CHANGED, Aftermath(changes=("number", "total"))
    watch_outcomes(means)
    erp.state, erp.acts = Outcome.PAID, Aftermath(changes=("number", "total"), posted_by="fiona")
    watch_outcomes(means)
    assert owners(means, document_id, Code.PST_STALE) == {Code.PST_STALE: Role.FINANCE}
    assert list(erp.warnings) == [(document_id, Code.PST_STALE)]
    assert "number, total" in erp.warnings[document_id, Code.PST_STALE]
    assert record_of(means, document_id).state is State.ENTERED


STRICT = replace(Policy(), approval=replace(Policy().approval, corrector_below=Decimal(0)))


def test_whoever_corrected_a_document_and_posts_its_bill_is_told_to_finance(tmp_path: Path, erp: SmallErp) -> None:
    means = make_means(tmp_path, erp=erp, policy=STRICT)
    document_id = corrected(means, erp)
    assert record_of(means, document_id).state is State.ENTERED
    erp.state, erp.acts = Outcome.POSTED, Aftermath(posted_by="clerk")
    watch_outcomes(means)
    assert owners(means, document_id, Code.GOV_SOD) == {Code.GOV_SOD: Role.FINANCE}
    assert "clerk corrected this document and posted its bill" in erp.warnings[document_id, Code.GOV_SOD]


def test_a_bill_of_little_worth_may_be_posted_by_its_corrector_as_the_policy_says(means: Means, erp: SmallErp) -> None:
    document_id = corrected(means, erp)
    erp.state, erp.acts = Outcome.POSTED, Aftermath(posted_by="clerk")
    watch_outcomes(means)
    assert (owners(means, document_id, Code.GOV_SOD), erp.warnings) == ({}, {})


def test_a_bill_that_somebody_else_posted_is_in_order(tmp_path: Path, erp: SmallErp) -> None:
    means = make_means(tmp_path, erp=erp, policy=STRICT)
    document_id = corrected(means, erp)
    erp.state, erp.acts = Outcome.POSTED, Aftermath(posted_by="fiona")
    watch_outcomes(means)
    assert (owners(means, document_id, Code.GOV_SOD), erp.warnings) == ({}, {})


class ErpThatRefusesWarnings(SmallErp):
    """Its integration user may not write in the chatter."""

    def warn(self, *_: object) -> None:
        raise ErpRejected("You are not allowed to create 'Message' records.")


def test_a_warning_that_odoo_refuses_leaves_the_finding_here(tmp_path: Path) -> None:
    erp = ErpThatRefusesWarnings()
    means = make_means(tmp_path, erp=erp)
    document_id = taken(means)
    erp.state, erp.acts = Outcome.CHANGED, Aftermath(changes=("lines",))
    assert watch_outcomes(means) == 1
    assert owners(means, document_id, Code.PST_STALE) == {Code.PST_STALE: Role.FINANCE}


def test_a_bill_that_was_deleted_is_nobodys_change(means: Means, erp: SmallErp) -> None:
    taken(means)
    erp.state, erp.acts = Outcome.GONE, Aftermath(changes=("lines",))
    assert watch_outcomes(means) == 1
    assert erp.warnings == {}
