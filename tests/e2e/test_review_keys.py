"""A document is worked on without a mouse and without a keyboard: every key of the page, and what else does the same."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Served, SignedIn, field, open_document


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.path ?? document.activeElement.id"))


def test_enter_walks_through_what_asks_and_ends_at_the_button_that_comes_next(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    walked = []
    for _ in range(3):
        page.keyboard.press("Enter")
        walked.append(focused(page))
    assert walked == ["invoice_date", "lines.1.unit_price", "approve"]
    expect(page.locator(".field.seen")).to_have_count(1)


def test_save_and_next_saves_and_opens_the_next(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.get_by_role("link", name="2026-11873").first.click()
    page.wait_for_selector("body[data-ready]")
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    field(page, "Due date").fill("2026-06-09")
    page.keyboard.press("Control+Shift+S")
    expect(page.get_by_role("status")).to_contain_text("This is the next one.")
    expect(heading).not_to_have_text(before)
    changed = [r for r in served.bench._records.values() if r.extraction and r.extraction.text("due_date") == "2026-06-09"]
    assert len(changed) == 1


def test_questions_are_answered_by_number_handed_over_and_walked_by_keys(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    asks = page.locator("form.ask")
    expect(asks.first).to_have_class("ask is-at")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(asks.nth(1)).to_have_class("ask is-at")
    page.keyboard.press("2")
    expect(asks.nth(1).get_by_label("In your words")).to_be_focused()
    page.keyboard.press("Enter")  # a credit note is asked for in words: nothing is sent without them
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(asks.nth(1).get_by_label("Whom to ask")).to_be_focused()
    page.keyboard.press("b")
    expect(asks.nth(1).get_by_label("Whom to ask")).to_have_value("buyer")
    page.keyboard.press("Tab")
    page.keyboard.type("agreed?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Noted.")
    expect(page.locator("form.ask .said")).to_contain_text("Buyer")


def test_a_question_waits_by_one_key(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.keyboard.press("p")
    expect(page.get_by_label("Wait until").first).to_be_focused()
    expect(page.get_by_label("Ask the supplier").first).to_be_checked()


def test_a_line_has_one_menu_by_its_button_by_the_right_mouse_button_and_by_keys(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    menu = page.get_by_role("menu", name="What to do with this line")
    page.locator("[data-line-menu]").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator("[data-line-menu]").first).to_be_focused()
    field(page, "Quantity 2").click(button="right")
    page.get_by_role("menuitem", name="It is a charge").click()
    expect(page.locator("#pick-list [role=option] b")).to_have_text(["A charge: freight", "A charge: packing"])
    page.keyboard.press("Alt+2")
    expect(page.get_by_role("status").filter(has_text="Chosen and matched again.")).to_be_visible()
    assert served.bench._records[served.bench.papers["price"].record.id].choices[0].charge == "packing"


def test_the_tax_of_a_line_is_chosen_by_keys_and_taken_back(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Amount 3").click()
    page.keyboard.press("Alt+t")
    expect(page.locator("#pick-list [role=option] b")).to_have_text(["19 % VAT", "7 % VAT", "No tax"])
    page.keyboard.type("7 ")
    expect(page.locator("#pick-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    row = page.locator('[data-match-line="2"]')
    expect(row).to_contain_text("tax chosen by Clara Clerk")
    page.wait_for_selector("body[data-ready]")
    row.get_by_role("button", name="Take back").click()
    expect(page.locator('[data-match-line="2"]')).not_to_contain_text("chosen by")


def test_the_edge_of_a_box_is_dragged_and_read_anew_and_put_back(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Supplier").click()
    box = page.locator('[data-box-of="supplier_name"]').bounding_box()
    assert box is not None
    right, middle = box["x"] + box["width"], box["y"] + box["height"] / 2
    page.mouse.move(right - 3, middle)
    expect(page.locator("#viewer-hint")).to_contain_text("Drag")
    page.mouse.down()
    page.mouse.move(right - box["width"] * 0.62, middle, steps=4)
    page.mouse.up()
    expect(field(page, "Supplier")).to_have_value("Keller")
    expect(page.locator('.is-taken[data-box-of="supplier_name"]')).to_have_count(1)
    expect(page.locator("#detail .crop")).to_have_count(1)
    page.keyboard.press("Alt+Backspace")
    expect(field(page, "Supplier")).to_have_value("Keller Fasteners GmbH")
    expect(page.locator(".is-taken")).to_have_count(0)


def test_a_place_on_the_page_is_pointed_at_without_a_mouse(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Invoice number").focus()
    page.keyboard.press("Escape")
    field(page, "Invoice number").focus()
    page.locator("#find").focus()
    page.keyboard.type("48810")
    expect(page.locator("#found")).to_have_text("1 of 1")
    page.keyboard.press("Control+Enter")
    expect(field(page, "Invoice number")).to_have_value("48810")
    assert page.locator('[data-place="invoice_number"]').get_attribute("value")


def test_pages_are_shown_as_text(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.keyboard.press("x")
    expect(page.locator(".as-text")).to_contain_text("Hex bolt M10 x 40 zinc plated, box of 100")
    page.keyboard.press("x")
    expect(page.locator(".as-text")).to_be_hidden()


def test_the_focus_stays_where_it_was_when_the_questions_are_drawn_anew(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    with page.expect_response("**/preview"):
        field(page, "Invoice date").fill("2026-09-04")
        page.get_by_role("button", name="Show: PRC-OVER").focus()
    expect(page.locator("#h-findings .count")).to_have_text("1")
    expect(page.get_by_role("button", name="Show: PRC-OVER")).to_be_focused()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved and matched again.")
    page.wait_for_selector("body[data-ready]")
    expect(page.get_by_role("button", name="Show: PRC-OVER")).to_be_focused()
