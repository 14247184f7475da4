"""Saying on pictures of the pages where a new document begins, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Served, SignedIn, Watch, wait_until_ready


def test_a_new_document_begins_where_a_person_says_by_keyboard(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.goto(served.document("confirmation", "/divide"))
    wait_until_ready(page)
    expect(page.locator(".leaf img")).to_have_count(2)
    expect(page.locator(".leaf").nth(1)).to_contain_text("document 1")
    page.keyboard.press("Space")
    expect(page.locator(".leaf").nth(1)).to_contain_text("document 2")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{served.ids['confirmation']}")
    assert served.bench.splits == [((0,), (1,))]


def test_without_a_beginning_nothing_is_split_and_the_page_says_why(signed_in: SignedIn, served: Served, watch: Watch) -> None:
    watch.allowed_status.add(422)
    page = signed_in("clara")
    page.goto(served.document("confirmation", "/divide"))
    wait_until_ready(page)
    page.locator("#split-now").click()
    expect(page.get_by_role("alert")).to_have_text("Splitting takes at least two groups of pages.")
    assert served.bench.splits == []


def test_a_document_of_one_page_has_nothing_to_split(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.goto(served.document("price", "/divide"))
    expect(page.locator("main")).to_contain_text("This document has one page.")
