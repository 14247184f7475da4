"""Finding words on the pages, and the current field shown large, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Served, SignedIn, field, open_document


def test_words_are_found_on_all_pages_with_the_keyboard(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.keyboard.press("/")
    page.keyboard.type("HEX  bolt m10")
    expect(page.locator("#found")).to_have_text("1 of 2")
    expect(page.locator(".hit.is-at")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("2 of 2")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#found")).to_have_text("1 of 2")
    page.keyboard.type("x")
    expect(page.locator("#found")).to_have_text("not found")
    page.keyboard.press("Escape")
    expect(page.locator(".hit")).to_have_count(0)
    expect(page.locator("#found")).to_be_empty()


def test_the_current_field_is_shown_large_while_close_up_is_on(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.keyboard.press("z")
    field(page, "Total").focus()
    expect(page.locator("#zoom")).to_have_text("300 %")
    shown, box = page.locator("#sheets").bounding_box(), page.locator('[data-box-of="total"]').bounding_box()
    assert shown is not None
    assert box is not None
    assert shown["x"] <= box["x"]
    assert box["x"] + box["width"] <= shown["x"] + shown["width"]
    assert shown["y"] <= box["y"] <= shown["y"] + shown["height"]
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(page.locator("#zoom")).to_have_text("100 %")


def test_the_buttons_of_a_line_stay_in_sight_however_many_columns_there_are(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.locator("#splitter").focus()
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    table, button = page.locator(".wide:has(#lines)").bounding_box(), page.locator("[data-line-menu]").first.bounding_box()
    assert table is not None
    assert button is not None
    assert button["x"] + button["width"] <= table["x"] + table["width"] + 1


def test_what_is_entered_does_not_need_review(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "entered")
    expect(page.locator(".chips")).to_have_text("Entered")
