"""The workbench on the real service: a clerk corrects on the page, approves, and the draft stands in the sandbox Odoo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from idp.bootstrap.insight import make_insight
from idp.bootstrap.service import Service, build_service
from idp.domain.code import Role
from idp.domain.geometry import Box
from idp.domain.lifecycle import WORKING, State
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import Outcome, User
from idp.review import create_app
from idp.services.advance import advance
from idp.services.ingest import Delivery, ingest
from idp.services.review import approve
from idp.services.workbench import Workbench
from idp.settings import Settings
from tests.e2e.conftest import SignedIn, field, listening, open_document

SAMPLES = Path(__file__).parents[2] / "sample_docs"
INVOICE = "43_price_over"


@dataclass
class ServedService:
    """The real service behind a workbench on `address`, with the sandbox as its Odoo."""

    address: str
    service: Service
    document_id: DocumentId

    def document(self, name: str, tail: str = "") -> str:
        assert name == INVOICE
        return f"{self.address}/documents/{self.document_id}{tail}"

    def password(self, login: str) -> str:
        return login

    def record(self) -> DocumentRecord:
        with self.service.means.store.view() as work:
            return work.documents.require(self.document_id)

    def work(self) -> DocumentRecord:
        """Does what the workers would, until the document rests."""
        for _ in range(12):
            if self.record().state not in WORKING:
                break
            advance(self.service.means, self.document_id, holder="test")
        return self.record()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedService]:
    service = build_service(Settings(data_dir=tmp_path), world=SAMPLES / "world.json")
    name = f"{INVOICE}.pdf"
    rows = ingest(service.means, Delivery("upload", name, name, (SAMPLES / name).read_bytes()))
    assert rows[0].document_id is not None
    insight = make_insight(service.settings, service.means.store, service.means.clock)
    with listening(create_app(Workbench(service.means), insight, clock=service.means.clock)) as address:
        yield ServedService(address, service, rows[0].document_id)
    service.close()


@pytest.fixture
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{INVOICE}.truth.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.timeout(180)
def test_a_clerk_corrects_on_the_page_and_approves_and_the_draft_is_in_odoo(
    served: ServedService, signed_in: SignedIn, truth: dict[str, Any]
) -> None:
    assert served.work().state is State.IN_REVIEW
    page = signed_in("clerk")
    open_document(page, served, INVOICE)  # type: ignore[arg-type]  # the same face as the fake's
    expect(page.get_by_text("PRC-OVER").first).to_be_visible()
    for name, label in (("invoice_number", "Invoice number"), ("invoice_date", "Invoice date")):
        spot = Box(*truth["boxes"][name][0]["box"])
        field(page, label).click()
        image = page.locator("#page-0 img").bounding_box()
        assert image is not None
        page.keyboard.down("Shift")
        page.mouse.click(image["x"] + spot.middle_x * image["width"], image["y"] + spot.middle_y * image["height"])
        page.keyboard.up("Shift")
    expect(field(page, "Invoice date")).to_have_value("10/11/2026")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved and matched again.")
    expect(field(page, "Invoice date")).to_have_value(truth["invoice_date"])
    extraction = served.record().extraction
    assert extraction is not None
    for name in ("invoice_number", "invoice_date", "total"):
        assert extraction.text(name) == truth[name]
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"Approved: {INVOICE}.pdf")
    record = served.work()
    assert (record.state, record.corrected_by, record.approved_by) == (State.ENTERED, "clerk", "clerk")
    assert record.entered is not None
    assert record.entered.model == "account.move"
    assert served.service.means.erp.outcome(record.id, record.entered) is Outcome.OPEN


@pytest.mark.timeout(180)
def test_an_approved_bill_that_odoo_already_has_is_not_taken_for_a_changed_one(served: ServedService) -> None:
    """The process died after the effect: the look at Odoo before entering finds our own draft there."""
    assert served.work().state is State.IN_REVIEW
    means, record = served.service.means, served.record()
    approve(means, record.id, version=record.version, user=User("buyer", "Buyer", frozenset({Role.BUYER, Role.CLERK})))
    with means.store.view() as work:
        row = work.outbox.find(record.id)
    assert row is not None
    means.erp.enter(row.order, means.blobs.get(row.order.file.sha256))
    done = served.work()
    assert (done.state, done.failure) == (State.ENTERED, None)
