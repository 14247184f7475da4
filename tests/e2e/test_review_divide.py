"""Saying which pages are one document, in what order and where a new one begins, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from idp.services.belonging import Belonging, Reason
from tests.e2e.conftest import Served, SignedIn, Watch, wait_until_ready


def pages_of(served: Served, page: Page, name: str) -> None:
    page.goto(served.document(name, "/divide"))
    wait_until_ready(page)


def with_partner(served: Served, *, goes_before: bool = False) -> str:
    other = served.bench.papers["clean"].record.id
    reasons = (Reason.CONTINUES, Reason.SAME_MAIL)
    served.bench.partners = (Belonging(other, "scan_002.pdf", (1,), reasons, True, goes_before, "Keller Fasteners GmbH", "77"),)
    return other


def test_a_new_document_begins_where_a_person_says_by_keyboard(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    pages_of(served, page, "confirmation")
    expect(page.locator(".leaf img")).to_have_count(2)
    expect(page.locator(".leaf").nth(1)).to_contain_text("document 1")
    page.keyboard.press("Space")
    expect(page.locator(".leaf").nth(1)).to_contain_text("document 2")
    expect(page.locator("#told")).to_have_text("Becomes 2 documents.")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{served.ids['confirmation']}")
    assert served.bench.splits == [((0,), (1,))]


def test_pages_change_places_by_keyboard_by_buttons_and_by_dragging_and_it_is_taken_back(
    signed_in: SignedIn, served: Served
) -> None:
    page = signed_in("clara")
    pages_of(served, page, "confirmation")
    labels = page.locator("#leaves .leaf b")
    page.keyboard.press("Alt+ArrowLeft")
    expect(labels).to_have_text(["Page 2", "Page 1"])
    expect(page.locator("#leaves .leaf").first).to_be_focused()
    page.keyboard.press("Control+z")
    expect(labels).to_have_text(["Page 1", "Page 2"])
    page.get_by_role("button", name="One place later: Page 1").click()
    expect(labels).to_have_text(["Page 2", "Page 1"])
    page.locator("#put-back").click()
    expect(page.locator("#put-back")).to_be_disabled()
    page.locator("#leaves .leaf").nth(1).drag_to(page.locator("#leaves .leaf").first, target_position={"x": 8, "y": 80})
    expect(labels).to_have_text(["Page 2", "Page 1"])
    expect(page.locator("#told")).to_have_text("Becomes one document in this order, which is read anew.")
    page.locator("#arrange-now").click()
    page.wait_for_url(f"**/documents/{served.ids['confirmation']}")
    own = served.ids["confirmation"]
    assert served.bench.arranged == [((own, 1), (own, 0))]


def test_the_pages_of_another_file_are_added_moved_and_taken_out_again(signed_in: SignedIn, served: Served) -> None:
    own, other = served.ids["confirmation"], with_partner(served)
    page = signed_in("clara")
    pages_of(served, page, "confirmation")
    partner = page.locator(".partner")
    expect(partner).to_contain_text("its pages follow same mail")
    expect(partner.locator("img")).to_be_visible()
    partner.get_by_role("button", name="Add its pages").press("Enter")
    expect(page.locator("#leaves .leaf")).to_have_count(3)
    page.keyboard.press("Delete")
    expect(page.locator("#leaves .leaf")).to_have_count(2)
    partner.get_by_role("button", name="Add its pages").click()
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{own}")
    assert served.bench.arranged == [((own, 0), (other, 0), (own, 1))]


def test_pages_that_go_before_are_added_before_also_to_a_document_of_one_page(signed_in: SignedIn, served: Served) -> None:
    own, other = served.ids["price"], with_partner(served, goes_before=True)
    page = signed_in("clara")
    pages_of(served, page, "price")
    page.get_by_role("button", name="Add its pages").click()
    page.locator("#arrange-now").click()
    page.wait_for_url(f"**/documents/{other}")
    assert served.bench.arranged == [((other, 0), (own, 0))]


def test_without_a_change_nothing_happens_and_the_page_says_why(signed_in: SignedIn, served: Served, watch: Watch) -> None:
    watch.allowed_status.add(422)
    page = signed_in("clara")
    pages_of(served, page, "confirmation")
    page.locator("#arrange-now").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing has been changed")
    page.keyboard.press("Tab")
    page.locator("#leaves .leaf").nth(1).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.locator("#arrange-now").click()
    expect(page.get_by_role("alert")).to_contain_text("Put the pages in order first")
    assert served.bench.splits == []
    assert served.bench.arranged == []


def test_a_document_of_one_page_has_nothing_to_split(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.goto(served.document("price", "/divide"))
    expect(page.locator("main")).to_contain_text("This document has one page.")
