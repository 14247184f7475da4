"""Lines are corrected as in a spreadsheet: by keys, dividing, joining, pasting."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from idp.domain.document import ExtractedDocument
from tests.e2e.conftest import Served, SignedIn, field, open_document


def saved(page: Page, served: Served) -> ExtractedDocument:
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved and matched again.")
    extraction = served.bench._records[served.bench.papers["price"].record.id].extraction
    assert extraction is not None
    return extraction


def test_the_grid_is_walked_and_filled_by_keys(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Quantity 1").click()
    page.keyboard.press("Alt+ArrowDown")
    expect(field(page, "Quantity 2")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(field(page, "Quantity 2")).to_have_value(field(page, "Quantity 1").input_value())
    page.keyboard.press("Alt+ArrowRight")
    expect(field(page, "Quantity 2")).not_to_be_focused()
    page.keyboard.press("Alt+Enter")
    expect(page.locator("#lines tbody tr")).to_have_count(5)


def test_a_line_is_divided_in_two_and_the_person_says_how_much_is_on_each(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    description = field(page, "Description 1").input_value()
    field(page, "Description 1").click()
    page.keyboard.press("Alt+d")
    expect(field(page, "Quantity 1")).to_be_focused()
    expect(field(page, "Description 5")).to_have_value(description)
    expect(field(page, "Quantity 5")).to_have_value("")
    expect(page.locator("#lines tbody tr").nth(1).locator("input[data-path='lines.4.description']")).to_have_count(1)
    page.keyboard.type("10")
    field(page, "Quantity 5").fill("20")
    document = saved(page, served)
    assert (document.lines[0].text("quantity"), document.lines[4].text("quantity")) == ("10", "20")
    assert document.lines[4].text("description") == document.lines[0].text("description")


def test_two_halves_of_a_line_are_joined(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    first, second = (field(page, f"Description {n}").input_value() for n in (3, 4))
    for name in ("Quantity", "Price", "Amount"):
        field(page, f"{name} 4").fill("")
    field(page, "Description 3").click()
    page.keyboard.press("Alt+j")
    expect(field(page, "Description 3")).to_have_value(f"{first} {second}")
    document = saved(page, served)
    assert len(document.lines) == 3
    assert document.lines[2].text("description") == f"{first} {second}"


def test_rows_copied_in_a_spreadsheet_fill_the_grid(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    cell = field(page, "Quantity 4")
    cell.click()
    cell.evaluate(
        """cell => { const data = new DataTransfer(); data.setData("text/plain", "7\\n9\\n");
        cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )
    expect(page.locator("#detail")).to_have_text("2 lines pasted.")
    expect(cell).to_have_value("7")
    expect(field(page, "Quantity 5")).to_have_value("9")
