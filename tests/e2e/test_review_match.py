"""Choosing vendor, order and the place of a line from the match panel, by keyboard, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from idp.services.correction import Correction
from tests.e2e.conftest import Served, SignedIn, Watch, field, open_document, wait_until_ready


def options(page: Page) -> list[str]:
    return page.locator("#pick-list [role=option] b").all_inner_texts()


def test_a_line_gets_another_order_line_by_keyboard_and_gives_it_back(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Price 2").focus()
    page.keyboard.press("Alt+m")
    expect(page.locator("#pick-title")).to_contain_text("line 2")
    expect(page.locator("#pick-list [role=option]").first).to_contain_text("KB-1060 · open 12 box · 21.50 EUR · fits 93 %")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    row = page.locator('[data-match-line="1"]')
    expect(row).to_contain_text("chosen by Clara Clerk")
    record = served.bench.document(served.ids["price"], user=served.bench.sign_in("clara", "claraclara").user)  # type: ignore[union-attr]
    assert record.choices[0].said == "line 2 = record 102"
    assert record.extraction == served.bench.papers["price"].record.extraction
    wait_until_ready(page)
    row.get_by_role("button", name="Take back").click()
    expect(row).not_to_contain_text("chosen by")


def test_a_line_may_belong_on_no_order_line_or_be_a_charge(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.keyboard.press("m")
    expect(page.get_by_role("option", name="On no order line")).to_be_visible()
    page.keyboard.type("frei")
    expect(page.locator("#pick-list [role=option]")).to_have_count(1)
    assert options(page) == ["A charge: freight"]
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Chosen and matched again.")).to_be_visible()


def test_vendor_and_order_are_found_by_a_few_letters(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    vendor = page.locator("[data-pick=vendor]")
    vendor.click()
    expect(page.locator("#pick-list [role=option]")).to_have_count(2)
    page.keyboard.type("schrau")
    expect(page.locator("#pick-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("chosen by Clara Clerk")
    wait_until_ready(page)
    page.locator("[data-pick=order]").click()
    page.get_by_role("option", name="PO00244").click()
    expect(page.locator(".summary .by-choice")).to_have_count(2)


def test_what_was_typed_is_saved_before_anything_is_chosen(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Invoice number").fill("2026-99")
    page.keyboard.press("Alt+m")
    expect(page.locator("#detail")).to_have_text("Save your correction first.")
    expect(page.locator("#pick")).to_be_hidden()
    field(page, "Invoice number").fill("2026-11873")


def test_whoever_may_not_correct_chooses_nothing(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("audra")
    open_document(page, served, "price")
    page.keyboard.press("m")
    expect(page.locator("[data-pick]")).to_have_count(0)


def test_a_page_that_is_stale_says_so_and_chooses_nothing(signed_in: SignedIn, served: Served, watch: Watch) -> None:
    watch.allowed_status.add(409)
    page = signed_in("clara")
    open_document(page, served, "price")
    user = served.bench.sign_in("carl", "carlcarl").user  # type: ignore[union-attr]  # he exists
    served.bench.correct(served.ids["price"], {"due_date": Correction("2026-06-01")}, version=4, user=user)
    page.locator("[data-pick=vendor]").click()
    page.get_by_role("option", name="Kellner").click()
    expect(page.get_by_role("alert")).to_contain_text("carl")


def test_a_signature_is_cut_out_of_its_page(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "delivery")
    expect(page.get_by_role("img", name="Handwriting, Page 1")).to_be_visible()
    expect(page.locator(".told")).to_contain_text("1 seal set damaged, packaging wet")
    expect(page.locator("#comparison thead")).to_contain_text("Delivered")
