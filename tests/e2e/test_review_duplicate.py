"""A document beside the earlier one that it may be a copy of, in a real browser."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import Page, expect

from idp.domain.code import Code
from idp.domain.finding import finding
from idp.domain.lifecycle import State
from tests.e2e.conftest import Served, SignedIn, Watch, open_document, wait_until_ready

FIONA = "fiona"


def open_pair(page: Page, served: Served) -> None:
    """The random check, said to be a copy of the invoice with the doubtful date; opened by key from the document."""
    record = served.bench.papers["clean"].record
    assert record.match is not None
    found = finding(Code.DUP_NUMBER, "Keller has billed 2026-11873 before.", field="invoice_number", proof=served.ids["price"])
    served.bench.put(replace(record, match=replace(record.match, findings=(found, *record.match.findings))))
    open_document(page, served, "clean")
    page.keyboard.press("c")
    page.wait_for_url("**/compare/**")
    wait_until_ready(page)


def test_both_stand_side_by_side_with_what_differs_marked(signed_in: SignedIn, served: Served) -> None:
    page = signed_in(FIONA)
    extraction = served.bench.papers["price"].record.extraction
    assert extraction is not None
    other = served.bench.papers["price"].record
    changed = extraction.with_field("due_date", replace(extraction.fields["due_date"], value="2026-06-09"))
    served.bench.put(replace(other, extraction=changed))
    open_pair(page, served)
    expect(page.locator(".copy img")).to_have_count(2)
    row = page.get_by_role("row", name="Due date")
    expect(row).to_contain_text("2026-05-09")
    expect(row).to_contain_text("2026-06-09")
    expect(row.get_by_role("img", name="not the same")).to_have_count(1)
    expect(page.get_by_role("row", name="Supplier VAT").get_by_role("img", name="the same", exact=True)).to_have_count(1)
    expect(page.locator(".bar")).to_contain_text("1 values differ.")
    expect(page.locator(".copy .box")).to_have_count(2)
    assert "DE89370400440532013000" not in page.content()


def test_one_key_rejects_it_as_a_duplicate(signed_in: SignedIn, served: Served) -> None:
    page = signed_in(FIONA)
    open_pair(page, served)
    page.keyboard.press("d")
    page.wait_for_url("**/documents/**note=rejected**")
    user = served.bench.sign_in(FIONA, FIONA * 2).user  # type: ignore[union-attr]  # she exists
    assert served.bench.document(served.ids["clean"], user=user).state is State.REJECTED
    assert served.bench.events(served.ids["clean"])[-1].why == "Duplicate of 2026-11873 (Keller_2026-11873.pdf)"


def test_one_key_says_that_it_is_none(signed_in: SignedIn, served: Served) -> None:
    page = signed_in(FIONA)
    open_pair(page, served)
    page.keyboard.press("n")
    page.wait_for_url("**note=resolved**")
    expect(page.locator("#resolve")).to_contain_text("not a duplicate of Keller_2026-11873.pdf")


def test_a_document_that_is_not_taken_for_a_copy_has_nothing_to_deny(signed_in: SignedIn, served: Served, watch: Watch) -> None:
    page = signed_in("clara")
    page.goto(served.document("clean", f"/compare/{served.ids['price']}"))
    wait_until_ready(page)
    expect(page.locator("#differs")).to_have_count(0)
    watch.allowed_status.add(404)
    page.goto(served.document("clean", "/compare/nothing"))
    expect(page.get_by_role("heading")).to_be_visible()
