"""Several people on the real services: who has a document, whose word it needs, what is said about findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, DocumentRecord
from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.review import create_app
from idp.services.advance import settle_document
from idp.services.means import Means
from idp.services.workbench import Workbench
from tests.e2e.conftest import SignedIn, Watch, field, listening, wait_until_ready
from tests.fakes.means import SmallErp, SteppingClock, make_means, ubl_invoice
from tests.unit.services.test_way import record_of, take


@dataclass
class ServedMeans:
    """The real services on `address`; everybody's login is a role, and the password the same."""

    address: str
    means: Means
    ids: dict[str, DocumentId]

    def document(self, name: str, tail: str = "") -> str:
        return f"{self.address}/documents/{self.ids[name]}{tail}"

    def password(self, login: str) -> str:
        return login

    def record(self, name: str) -> DocumentRecord:
        return record_of(self.means, self.ids[name])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedMeans]:
    """Invoices against one order: 260.00 over its price and nothing received; and the same with nothing but the price."""
    means = make_means(tmp_path, erp=SmallErp(received=Decimal(0)))
    ids = {name: take(means, ubl_invoice(f"KA-{name}", price="9.00"), name=f"{name}.xml") for name in ("first", "second")}
    for document_id in ids.values():
        assert settle_document(means, document_id, holder="test") is State.IN_REVIEW
    insight = Insight(means.store, means.clock, limits=AgeLimits())
    with listening(create_app(Workbench(means), insight, clock=means.clock)) as address:
        yield ServedMeans(address, means, ids)
    means.store.close()


def show(page: Page, served: ServedMeans, name: str) -> None:
    page.goto(served.document(name))
    wait_until_ready(page)


def test_whoever_opens_a_document_has_it_and_others_take_over_when_the_time_is_over(
    signed_in: SignedIn, served: ServedMeans
) -> None:
    clerk, buyer = signed_in("clerk"), signed_in("buyer")
    show(clerk, served, "first")
    expect(clerk.locator("#claim")).to_contain_text("Held for you")
    show(buyer, served, "first")
    expect(buyer.locator("#claim")).to_contain_text("Clerk has this document open")
    expect(buyer.locator("#claim-left")).to_contain_text("left")
    expect(buyer.get_by_role("button", name="Save correction")).to_be_disabled()
    expect(buyer.locator("#why-not")).to_contain_text("Clerk is working on this document")
    expect(buyer.get_by_role("button", name="Take over")).to_be_disabled()
    assert isinstance(served.means.clock, SteppingClock)
    served.means.clock.move_on(timedelta(minutes=6))
    show(buyer, served, "first")
    expect(buyer.locator("#claim")).to_contain_text("Held for you")


def test_an_administrator_takes_over_at_once_and_the_first_is_told_on_saving(
    signed_in: SignedIn, served: ServedMeans, watch: Watch
) -> None:
    watch.allowed_status.add(409)
    clerk, admin = signed_in("clerk"), signed_in("admin")
    show(clerk, served, "first")
    show(admin, served, "first")
    admin.get_by_role("button", name="Take over").click()
    expect(admin.get_by_role("status")).to_have_text("The document is yours now.")
    field(clerk, "Due date").fill("2026-12-24")
    clerk.keyboard.press("Control+s")
    expect(clerk.get_by_role("alert")).to_contain_text("taken over from Clerk")
    expect(clerk.get_by_role("alert")).to_contain_text("2026-12-24")


def test_the_list_shows_who_has_what_and_leads_past_it(signed_in: SignedIn, served: ServedMeans) -> None:
    clerk, buyer = signed_in("clerk"), signed_in("buyer")
    show(clerk, served, "first")
    buyer.goto(f"{served.address}/queue")
    expect(buyer.locator("tr", has_text="KA-first")).to_contain_text("open at Clerk")
    clerk.goto(f"{served.address}/queue?desk=mine")
    expect(clerk.locator("tbody tr")).to_have_count(1)
    expect(clerk.locator("tbody tr")).to_contain_text("KA-first")
    show(clerk, served, "first")
    show(buyer, served, "second")
    buyer.get_by_role("button", name="Reject").click()
    buyer.get_by_label("Reason", exact=True).fill("not ours")
    buyer.keyboard.press("Enter")
    expect(buyer.get_by_role("status")).to_contain_text("It was the last one of this list")


def test_two_roles_give_their_parts_and_the_second_sends_it_to_odoo(signed_in: SignedIn, served: ServedMeans) -> None:
    buyer, warehouse = signed_in("buyer"), signed_in("warehouse")
    show(buyer, served, "first")
    expect(buyer.locator("#approval")).to_contain_text("You may approve this as Buyer.")
    expect(buyer.locator("#approval")).to_contain_text("Waits for the approval of: Warehouse.")
    buyer.get_by_role("button", name="Approve").first.click()
    expect(buyer.get_by_role("dialog")).to_contain_text("You give your part: Buyer.")
    buyer.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(buyer.get_by_role("status")).to_contain_text("Your part of the approval is given")
    assert served.record("first").state is State.IN_REVIEW
    show(warehouse, served, "first")
    expect(warehouse.locator("#approval")).to_contain_text("Approved by Buyer as Buyer")
    warehouse.get_by_role("button", name="Approve").first.click()
    warehouse.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(warehouse.get_by_role("status")).to_contain_text("Approved: first.xml")
    assert served.record("first").state is State.READY


def test_a_clerk_asks_the_supplier_and_hands_over_and_the_document_leaves_the_list(
    signed_in: SignedIn, served: ServedMeans
) -> None:
    clerk = signed_in("clerk")
    show(clerk, served, "first")
    expect(clerk.get_by_role("button", name="Approve").first).to_be_disabled()
    ask = clerk.locator('[data-ask="PRC-OVER"]')
    ask.get_by_label("Ask another role").check()
    ask.get_by_label("Whom to ask").select_option("buyer")
    ask.get_by_label("In your words").fill("Agreed by phone?")
    ask.get_by_role("button", name="Keep this").click()
    expect(clerk.locator('[data-ask="PRC-OVER"] .said')).to_contain_text("Ask another role (Buyer) – Clerk")
    assert served.record("first").owner == "buyer"
    ask = clerk.locator('[data-ask="PRC-OVER"]')
    ask.get_by_label("Ask the supplier").check()
    ask.get_by_label("In your words").fill("Please call me.")
    ask.get_by_role("button", name="Keep this").click()
    body = clerk.get_by_label("Text", exact=True)
    expect(body).to_have_value(_containing("KA-first", "9.00", "Please call me."))
    expect(clerk.locator("#approval")).to_contain_text("Put aside: Ask the supplier")
    clerk.goto(f"{served.address}/queue")
    expect(clerk.locator("tbody tr")).to_have_count(1)
    clerk.goto(f"{served.address}/queue?desk=aside")
    expect(clerk.locator("tbody tr")).to_contain_text("KA-first")


def _containing(*parts: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in parts), re.DOTALL)


def test_signing_out_everywhere_ends_the_other_machine_too(signed_in: SignedIn, served: ServedMeans) -> None:
    here, there = signed_in("clerk"), signed_in("clerk")
    here.get_by_role("button", name="Sign out on all machines").click()
    expect(here).to_have_title("Sign in · idp")
    there.goto(f"{served.address}/queue")
    expect(there).to_have_title("Sign in · idp")
