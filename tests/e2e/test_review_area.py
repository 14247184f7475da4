"""A box drawn on the page is read into the field that is being corrected."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from idp.domain.geometry import Box
from tests.e2e.conftest import Served, SignedIn, field, open_document


def draw(page: Page, box: Box) -> None:
    """Draws a box, in page fractions, on the first page with the mouse."""
    sheet = page.locator("#page-0").bounding_box()
    assert sheet is not None
    xs = [sheet["x"] + x * sheet["width"] for x in (box.left, box.right)]
    ys = [sheet["y"] + y * sheet["height"] for y in (box.top, box.bottom)]
    page.mouse.move(xs[0], ys[0])
    page.mouse.down()
    page.mouse.move(xs[1], ys[1], steps=4)
    page.mouse.up()


def around(served: Served, *texts: str) -> Box:
    """A box with some room around words of the first page."""
    words = {w.text: w.box for w in served.bench.page_words(served.ids["price"], 0)}
    inner = Box.around(words[text] for text in texts)
    return Box.clamped(inner.left - 0.004, inner.top - 0.003, inner.right + 0.004, inner.bottom + 0.003)


def test_the_words_in_a_drawn_box_go_into_the_field_with_their_place(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Billed to").click()
    area = around(served, "Accounts", "Payable")
    draw(page, area)
    expect(field(page, "Billed to")).to_have_value("Accounts Payable")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved and matched again.")
    extraction = served.bench._records[served.bench.papers["price"].record.id].extraction
    assert extraction is not None
    box = extraction.fields["buyer_name"].box
    assert box is not None
    assert area.left <= box.left < box.right <= area.right


def test_a_box_without_print_changes_nothing_and_says_so(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    total = field(page, "Total")
    before = total.input_value()
    total.click()
    draw(page, Box(0.01, 0.01, 0.03, 0.02))
    expect(page.locator("#viewer-hint")).to_have_text("There is no print in this box.")
    expect(total).to_have_value(before)


def test_a_box_without_a_chosen_field_asks_for_one(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    draw(page, around(served, "Accounts", "Payable"))
    expect(page.locator("#viewer-hint")).to_have_text("Choose a field first, then draw a box around its value")
