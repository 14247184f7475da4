"""Whole journeys on the real service with the sandbox as its Odoo, one service for all of them: keystrokes, two roles, what Odoo does
meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import odoorpc
import pytest
from playwright.sync_api import Page, expect

from idp.bootstrap.insight import make_insight
from idp.bootstrap.service import Service, build_service
from idp.domain.lifecycle import WORKING, Event, State
from idp.domain.record import DocumentId, DocumentRecord
from idp.review import create_app
from idp.services.advance import advance
from idp.services.ingest import Delivery, ingest
from idp.services.rematch import Rematch
from idp.services.workbench import Workbench
from idp.settings import Settings
from tests.e2e.conftest import SignedIn, Watch, listening, wait_until_ready

SAMPLES = Path(__file__).parents[2] / "sample_docs"
TOTAL = "697.58"
FILES = {
    "total": "60_total_wrong.pdf",
    "not received": "42_not_received.pdf",
    "price": "43_price_over.pdf",
    "freight": "44_freight_not_on_order.pdf",
    "bank": "46_bank_changed.pdf",
}
MODIFIERS = ["Control", "Shift", "Alt", "Meta"]
COUNT_KEYS = """
const modifiers = new Set(%s);
addEventListener("keydown", (event) => {
  if (!modifiers.has(event.key)) sessionStorage.setItem("keys", 1 + Number(sessionStorage.getItem("keys") || 0));
}, true);
"""


@dataclass
class Whole:
    """The service behind a workbench on `address`; passwords are the logins."""

    address: str
    service: Service
    ids: dict[str, DocumentId] = field(default_factory=dict)

    def password(self, login: str) -> str:
        return login

    def take(self, name: str) -> None:
        file = FILES[name]
        row = ingest(self.service.means, Delivery("upload", file, file, (SAMPLES / file).read_bytes()))[0]
        assert row.document_id is not None
        self.ids[name] = row.document_id
        self.work(name)

    def record(self, name: str) -> DocumentRecord:
        with self.service.means.store.view() as work:
            return work.documents.require(self.ids[name])

    def work(self, name: str) -> DocumentRecord:
        """Does what the workers would, until the document rests."""
        for _ in range(12):
            if self.record(name).state not in WORKING:
                break
            advance(self.service.means, self.ids[name], holder="test")
        return self.record(name)

    def odoo(self) -> odoorpc.ODOO:
        """The sandbox, as somebody else in the company works in it."""
        assert self.service.sandbox is not None
        odoo = odoorpc.ODOO("127.0.0.1", protocol="jsonrpc", port=self.service.sandbox.port, timeout=20)
        odoo.login("idp", "admin", "admin")
        return odoo

    def order_lines(self, name: str) -> list[dict[str, Any]]:
        match = self.record(name).match
        assert match is not None
        lines = self.odoo().env["purchase.order.line"]
        found: list[dict[str, Any]] = lines.read(
            lines.search([("order_id", "in", [o.id for o in match.orders])]), ["price_unit", "order_id"]
        )
        return found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    service = build_service(Settings(data_dir=tmp_path_factory.mktemp("whole")), world=SAMPLES / "world.json")
    insight = make_insight(service.settings, service.means.store, service.means.clock)
    with listening(create_app(Workbench(service.means), insight, clock=service.means.clock)) as address:
        yield Whole(address, service)
    service.close()


def show(page: Page, served: Whole, name: str) -> None:
    if name not in served.ids:
        served.take(name)
    page.goto(f"{served.address}/documents/{served.ids[name]}")
    wait_until_ready(page)


def count_keys(page: Page) -> None:
    """From the next page on, every key that goes down is counted by the browser, modifiers held for another key left out."""
    page.add_init_script(COUNT_KEYS % MODIFIERS)


def counted(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.getItem('keys') || 0)"))


@pytest.mark.timeout(300)
def test_one_wrong_field_is_corrected_and_the_document_approved_in_at_most_six_keys_besides_the_value(
    signed_in: SignedIn, served: Whole
) -> None:
    page = signed_in("clerk")
    count_keys(page)
    show(page, served, "total")
    expect(page.locator('[data-ask="VAL-TOTAL"]')).to_have_count(1)
    page.evaluate("sessionStorage.setItem('keys', 0)")
    page.keyboard.press("Enter")
    page.keyboard.type(TOTAL)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved and matched again.")
    wait_until_ready(page)
    expect(page.locator('[data-ask="VAL-TOTAL"]')).to_have_count(0)
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"Approved: {FILES['total']}")
    assert counted(page) - len(TOTAL) <= 6
    record = served.work("total")
    assert (record.state, record.corrected_by, record.approved_by) == (State.ENTERED, "clerk", "clerk")
    assert record.entered is not None


@pytest.mark.timeout(300)
def test_a_document_whose_values_are_right_is_approved_with_two_keys(signed_in: SignedIn, served: Whole) -> None:
    page = signed_in("buyer")
    count_keys(page)
    show(page, served, "freight")
    page.evaluate("sessionStorage.setItem('keys', 0)")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Approved")
    assert counted(page) == 2
    assert served.work("freight").state is State.ENTERED


@pytest.mark.timeout(300)
def test_a_changed_bank_account_is_let_pass_by_finance_alone_and_the_clerk_is_told_why_in_german(
    signed_in: SignedIn, served: Whole
) -> None:
    clerk, finance = signed_in("clerk"), signed_in("finance")
    served.take("bank")
    clerk.goto(f"{served.address}/language/de?next=/documents/{served.ids['bank']}")
    wait_until_ready(clerk)
    expect(clerk.get_by_text("Das gedruckte Konto").first).to_be_visible()
    expect(clerk.get_by_role("button", name="Genehmigen").first).to_be_disabled()
    expect(clerk.locator("body")).to_contain_text("kann nur die Buchhaltung freigeben")
    clerk.goto(f"{served.address}/queue")
    show(finance, served, "bank")
    expect(finance.locator("#approval")).to_contain_text("You may approve this as Finance.")
    finance.get_by_role("button", name="Approve").first.click()
    finance.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(finance.get_by_role("status")).to_contain_text("Approved")
    assert (served.work("bank").state, served.record("bank").approved_by) == (State.ENTERED, "finance")


@pytest.mark.timeout(300)
def test_a_bill_before_its_goods_goes_on_with_the_receipt_without_a_click(signed_in: SignedIn, served: Whole) -> None:
    page = signed_in("clerk")
    show(page, served, "not received")
    ask = page.locator('[data-ask="QTY-NOREC"]').first
    ask.get_by_label("Wait for the receipt").check()
    ask.get_by_role("button", name="Keep this").click()
    expect(page.locator("#approval")).to_contain_text("Put aside")
    page.goto(f"{served.address}/queue?desk=aside")
    expect(page.locator("tbody tr")).to_contain_text("QTY-NOREC")
    odoo = served.odoo()
    moves = odoo.env["stock.move"].search(
        [("purchase_line_id", "in", [line["id"] for line in served.order_lines("not received")])]
    )
    for move in odoo.env["stock.move"].read(moves, ["product_uom_qty", "picking_id"]):
        odoo.env["stock.move"].write([move["id"]], {"quantity": move["product_uom_qty"], "picked": True})
    odoo.execute_kw("stock.picking", "button_validate", [[move["picking_id"][0]]], {"context": {"skip_backorder": True}})
    Rematch(served.service.means).run()
    record = served.work("not received")
    assert (record.state, record.approved_by) == (State.ENTERED, None), record.match and [
        f.message for f in record.match.findings
    ]
    with served.service.means.store.view() as work:
        assert Event.CHANGED_IN_ERP in {event.event for event in work.documents.events(record.id)}
    page.goto(f"{served.address}/queue?desk=aside")
    expect(page.locator("tbody tr", has_text="QTY-NOREC")).to_have_count(0)


@pytest.mark.timeout(300)
def test_an_approval_of_what_odoo_has_changed_meanwhile_counts_for_nothing(
    signed_in: SignedIn, served: Whole, watch: Watch
) -> None:
    watch.allowed_status.add(409)
    buyer = signed_in("buyer")
    show(buyer, served, "price")
    expect(buyer.get_by_text("PRC-OVER").first).to_be_visible()
    seen = served.record("price").version
    lines = served.order_lines("price")
    served.odoo().env["purchase.order.line"].write([lines[0]["id"]], {"price_unit": lines[0]["price_unit"] * 2})
    Rematch(served.service.means).run()
    assert served.record("price").version > seen
    buyer.keyboard.press("a")
    buyer.keyboard.press("Enter")
    expect(buyer.get_by_role("alert").first).to_be_visible()
    record = served.record("price")
    assert (record.state, record.approved_by) == (State.IN_REVIEW, None)
