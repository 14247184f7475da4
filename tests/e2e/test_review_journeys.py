"""A person's day at the workbench: sign in, clear questions by keyboard and mouse, decide, go on to the next."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from idp.domain.geometry import Box
from idp.domain.lifecycle import State
from tests.e2e.conftest import Served, SignedIn, Watch, field, open_document, wait_until_listening, wait_until_ready


def test_a_wrong_password_is_told_and_the_right_one_opens_the_queue(
    open_browser: Callable[[], Page], served: Served, watch: Watch
) -> None:
    watch.allowed_status.add(401)
    page = open_browser()
    page.goto(f"{served.address}/documents/{served.ids['price']}")
    expect(page).to_have_title("Sign in · idp")
    page.get_by_label("Odoo login").fill("clara")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("Login and password do not fit.")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type("claraclara")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2026-11873")


def test_the_queue_leads_with_the_most_money_and_tells_what_codes_mean(signed_in: SignedIn) -> None:
    page = signed_in("clara")
    expect(page.locator("tbody tr").first).to_contain_text("1,617.00 EUR")
    expect(page.locator("abbr", has_text="FRD-BANK")).to_have_attribute(
        "title", "printed account is not among the vendor's trusted accounts"
    )
    page.get_by_role("link", name="Failed 1").click()
    expect(page.locator("tbody tr")).to_contain_text("connection refused")
    expect(page.get_by_role("button", name="Try again")).to_be_enabled()


def test_the_queue_is_walked_and_searched_by_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("clara")
    page.keyboard.press("/")
    page.keyboard.type("keller")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(2)
    wait_until_listening(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Keller_copy.pdf")).to_be_visible()


def test_a_wrong_date_is_corrected_and_the_document_approved_in_five_keystrokes(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price", "?at=2")
    page.keyboard.press("Enter")
    expect(field(page, "Invoice date")).to_be_focused()
    page.keyboard.type("2026-04-19")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved and matched again.")
    expect(field(page, "Invoice date")).to_have_value("2026-04-19")
    expect(page.get_by_text("EXT-AMBIG")).to_have_count(0)
    wait_until_ready(page)
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_contain_text("Draft vendor bill")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Approved: Keller_2026-11873.pdf")
    expect(page.get_by_role("heading", level=1)).to_have_text("POD-55310")
    record = served.bench._records[served.bench.papers["price"].record.id]
    assert (record.state, record.corrected_by, record.approved_by) == (State.READY, "clara", "clara")


def test_a_clean_document_is_approved_with_two_keys(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "clean", "?q=Keller&at=1")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Approved: Keller_copy.pdf")
    expect(page.get_by_text("Keller_2026-11873.pdf").first).to_be_visible()


def test_a_document_is_rejected_with_a_reason_and_not_without(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "delivery", "?at=3")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("Not ordered by us")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Rejected: scan_0417.pdf")
    record = served.bench._records[served.bench.papers["delivery"].record.id]
    assert record.state is State.REJECTED
    assert served.bench.events(record.id)[-1].why == "Not ordered by us"


def test_a_click_on_a_word_fills_the_field_and_is_remembered_with_its_place(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Invoice number").click()
    word = next(w for w in served.bench.page_words(served.ids["price"], 0) if w.text == "48810")
    click_at(page, 0, word.box.middle_x, word.box.middle_y)
    expect(field(page, "Invoice number")).to_have_value("48810")
    expect(field(page, "Invoice number")).to_be_focused()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved and matched again.")
    extraction = served.bench._records[served.bench.papers["price"].record.id].extraction
    assert extraction is not None
    number = extraction.fields["invoice_number"]
    assert (number.value, number.page) == ("48810", 0)
    assert number.box is not None
    assert number.box.overlap(word.box) > 0.99


def test_a_click_on_another_field_goes_there_and_with_shift_takes_its_word(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    total, subtotal = field(page, "Total"), field(page, "Subtotal")
    total.click()
    box = served.bench.papers["price"].record.extraction.fields["subtotal"].box  # type: ignore[union-attr]
    assert box is not None
    hover_at(page, 0, box.middle_x, box.middle_y)
    expect(page.locator("#viewer-hint")).to_have_text("Go to Subtotal")
    click_at(page, 0, box.middle_x, box.middle_y)
    expect(subtotal).to_be_focused()
    expect(total).to_have_value("1409.32")
    total.click()
    page.keyboard.down("Shift")
    click_at(page, 0, box.middle_x, box.middle_y)
    page.keyboard.up("Shift")
    expect(total).to_have_value("1,184.30")
    page.get_by_role("button", name="Put back what was read: Total", exact=True).click()
    expect(total).to_have_value("1409.32")


def test_control_click_adds_a_word(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Billed to").click()
    words = {w.text: w.box for w in served.bench.page_words(served.ids["price"], 0)}
    click_at(page, 0, words["Accounts"].middle_x, words["Accounts"].middle_y)
    page.keyboard.down("Control")
    click_at(page, 0, words["Payable"].middle_x, words["Payable"].middle_y)
    page.keyboard.up("Control")
    expect(field(page, "Billed to")).to_have_value("Accounts Payable")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved and matched again.")
    extraction = served.bench._records[served.bench.papers["price"].record.id].extraction
    assert extraction is not None
    box = extraction.fields["buyer_name"].box
    assert box is not None
    assert box.overlap(Box.around((words["Accounts"], words["Payable"]))) > 0.99


def test_decisions_wait_until_a_correction_is_saved(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Invoice date").fill("2026-04-19")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#detail")).to_have_text("Save your correction first.")
    page.get_by_role("button", name="Reject R").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_line_is_added(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.get_by_role("button", name="Add line").click()
    page.keyboard.type("Freight")
    field(page, "Amount 5").fill("12.00")
    page.keyboard.press("Control+s")
    expect(field(page, "Description 5")).to_have_value("Freight")
    extraction = served.bench._records[served.bench.papers["price"].record.id].extraction
    assert extraction is not None
    assert extraction.lines[4].text("amount") == "12.00"


def test_two_people_on_one_document_the_second_learns_who_was_first(signed_in: SignedIn, served: Served, watch: Watch) -> None:
    watch.allowed_status.add(409)
    first, second = signed_in("clara"), signed_in("carl")
    for page in (first, second):
        open_document(page, served, "price")
    field(first, "Invoice date").fill("2026-04-19")
    first.keyboard.press("Control+s")
    expect(first.get_by_role("status")).to_be_visible()
    field(second, "Invoice number").fill("A-77")
    second.keyboard.press("Control+s")
    alert = second.get_by_role("alert")
    expect(alert).to_contain_text("clara changed this document while you had it open")
    expect(alert).to_contain_text("A-77")
    expect(field(second, "Invoice date")).to_have_value("2026-04-19")
    alert.get_by_role("link", name="Reload").click()
    expect(second.get_by_role("alert")).to_have_count(0)
    wait_until_ready(second)
    second.keyboard.press("a")
    second.keyboard.press("Enter")
    expect(second.get_by_role("status")).to_contain_text("Approved")


def test_a_finance_hold_is_closed_to_a_clerk_and_open_to_finance(signed_in: SignedIn, served: Served) -> None:
    clerk = signed_in("clara")
    open_document(clerk, served, "bank")
    expect(clerk.get_by_role("button", name="Approve A")).to_be_disabled()
    expect(clerk.locator("#why-not")).to_have_text("FRD-BANK can be cleared by finance only.")
    clerk.keyboard.press("a")
    expect(clerk.get_by_role("dialog")).to_have_count(0)
    expect(clerk.locator("#detail")).to_have_text("FRD-BANK can be cleared by finance only.")
    expect(field(clerk, "Supplier IBAN")).to_have_value("•••• 6199")
    finance = signed_in("fiona")
    open_document(finance, served, "bank")
    expect(field(finance, "Supplier IBAN")).to_have_value("•••• 6199")
    finance.get_by_role("button", name="Show account numbers").click()
    expect(field(finance, "Supplier IBAN")).to_have_value("DE75512108001245126199")
    wait_until_ready(finance)
    finance.keyboard.press("a")
    finance.keyboard.press("Enter")
    expect(finance.get_by_role("status")).to_contain_text("Approved: 1204-26.pdf")
    assert served.bench._records[served.bench.papers["bank"].record.id].approved_by == "fiona"


def test_an_auditor_looks_and_changes_nothing(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("audra")
    open_document(page, served, "price")
    for name in ("Save correction", "Approve A", "Reject R"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    expect(field(page, "Invoice date")).not_to_be_editable()
    expect(page.locator("#why-not")).to_contain_text("Your roles do not include")


def test_documents_follow_each_other_by_keyboard_and_letters_are_letters_while_typing(
    signed_in: SignedIn, served: Served
) -> None:
    page = signed_in("clara")
    page.get_by_role("link", name="AB-77120").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("AB-77120")
    wait_until_ready(page)
    page.keyboard.press("n")
    expect(heading).to_have_text("2026-11873")
    wait_until_ready(page)
    page.keyboard.press("Control+ArrowLeft")
    expect(heading).to_have_text("AB-77120")
    wait_until_ready(page)
    page.keyboard.press("Control+ArrowLeft")
    expect(heading).to_have_text("1204/26")
    field(page, "Billed to").fill("")
    page.keyboard.type("anpr?/")
    expect(field(page, "Billed to")).to_have_value("anpr?/")
    expect(heading).to_have_text("1204/26")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_help_shows_the_keys_of_the_page_and_closes_with_escape(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next field that needs a person")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_files_are_uploaded_by_choosing_and_by_dropping(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.get_by_role("link", name="Upload").click()
    page.get_by_label("Choose files").set_input_files(
        {"name": "new.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 new"}
    )
    page.get_by_role("button", name="Take in").click()
    expect(page.locator("tbody tr")).to_contain_text("stored, and read now")
    wait_until_listening(page)
    dropped = page.evaluate_handle(
        "() => { const all = new DataTransfer(); all.items.add(new File(['%PDF-1.7 x'], 'dropped.pdf')); return all; }"
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    expect(page.locator("#chosen")).to_have_text("dropped.pdf")
    page.get_by_role("button", name="Take in").click()
    expect(page.locator("tbody tr")).to_contain_text("dropped.pdf")
    page.get_by_role("link", name="Open document").click()
    expect(page.get_by_text("Not read yet")).to_be_visible()


def hover_at(page: Page, page_index: int, x: float, y: float) -> None:
    """Points at a place of a page, in fractions of it."""
    image = page.locator(f"#page-{page_index} img")
    image.evaluate("image => image.decode()")
    image.scroll_into_view_if_needed()
    box = image.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])


def click_at(page: Page, page_index: int, x: float, y: float) -> None:
    hover_at(page, page_index, x, y)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_load_state("networkidle")
