"""While a value is typed the page tells what it would come to, and stores nothing."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Served, SignedIn, field, open_document


def test_a_typed_value_answers_its_question_before_it_is_saved(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    record = served.bench.papers["price"].record
    before = served.bench._records[record.id]
    expect(page.locator("#questions")).to_contain_text("EXT-AMBIG")
    expect(field(page, "Invoice date")).to_have_attribute("aria-invalid", "true")
    field(page, "Invoice date").fill("2026-04-19")
    expect(page.locator("#questions")).to_contain_text("nothing is saved yet")
    expect(page.locator("#questions")).not_to_contain_text("EXT-AMBIG")
    expect(field(page, "Invoice date")).not_to_have_attribute("aria-invalid", "true")
    assert served.bench._records[record.id] == before


def test_what_was_stored_is_shown_again_when_the_value_is_put_back(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Invoice date").fill("2026-04-19")
    expect(page.locator("#questions")).not_to_contain_text("EXT-AMBIG")
    page.get_by_role("button", name="Put back what was read: Invoice date", exact=True).click()
    expect(page.locator("#questions")).to_contain_text("EXT-AMBIG")
    expect(page.locator("#questions")).not_to_contain_text("nothing is saved yet")
    expect(field(page, "Invoice date")).to_have_attribute("aria-invalid", "true")


def test_a_value_that_is_none_is_told_where_the_field_is_described(signed_in: SignedIn, served: Served, watch: object) -> None:
    page = signed_in("clara")
    watch.allowed_status.add(422)  # type: ignore[attr-defined]
    open_document(page, served, "price")
    field(page, "Invoice date").fill("soon")
    expect(page.locator("#detail")).to_contain_text("'soon' is not a date")


def test_a_question_that_came_with_the_preview_leads_to_its_field(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Invoice number").fill("A-78")
    expect(page.locator("#questions")).to_contain_text("nothing is saved yet")
    page.locator("#questions").get_by_role("button", name="Show: EXT-AMBIG").click()
    expect(field(page, "Invoice date")).to_be_focused()
