"""A bill without an order: what the vendor's earlier bills suggest waits for a person, who takes it over by approving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from idp.domain.code import Role
from idp.domain.entry import BillEntry
from idp.domain.lifecycle import Event, State
from idp.domain.purchase import AnalyticShare, CodedLine, Facts
from idp.ports import Hints, User
from idp.services.advance import settle_document
from idp.services.ingest import Delivery, ingest
from idp.services.review import approve
from tests.fakes.means import COMPANY, TAX, TODAY, VENDOR, SmallErp, make_means, ubl_invoice

CLERK = User("clerk", "Clerk", frozenset({Role.CLERK}))
HALL = (AnalyticShare((4,), Decimal(100), ("Hall A",)),)


@dataclass
class ErpOfACarrier(SmallErp):
    """The vendor has no order; its last bill was for the same, coded by a person."""

    def facts(self, hints: Hints) -> Facts:
        coded = CodedLine(
            9, "BILL/2026/10/0007", TODAY, VENDOR.id, COMPANY.id, "Cutting disc 125 x 1.0", Decimal(80), "EUR", 77, "600100",
            "Freight in", HALL, (TAX.id,),
        )  # fmt: skip
        return replace(super().facts(hints), orders=(), coded_lines=(coded,))


def test_the_suggestion_waits_and_is_entered_and_logged_once_somebody_approves(tmp_path: Path) -> None:
    erp = ErpOfACarrier()
    means = make_means(tmp_path, erp=erp)
    [row] = ingest(means, Delivery("upload", "a.xml", "a.xml", ubl_invoice(order="")))
    assert row.document_id is not None
    assert settle_document(means, row.document_id, holder="test") is State.IN_REVIEW
    with means.store.view() as work:
        version = work.documents.require(row.document_id).version
    assert approve(means, row.document_id, version=version, user=CLERK).state is State.READY
    assert settle_document(means, row.document_id, holder="test") is State.ENTERED
    order = erp.entered[row.document_id]
    assert isinstance(order.entry, BillEntry)
    [line] = order.entry.lines
    assert (line.account_id, line.analytic, line.tax_ids) == (77, HALL, (TAX.id,))
    assert "Line 1: booked on 600100 Freight in, as on BILL/2026/10/0007, the only earlier bill." in order.note
    with means.store.view() as work:
        [approved] = [e for e in work.documents.events(row.document_id) if e.event is Event.APPROVED]
    assert approved.details["booked"] == "line 1: 600100 Freight in"
