"""The list in a real browser: sorting, desks, ticking by keyboard, one act on many, and the other language."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Served, SignedIn, wait_until_listening


def test_a_heading_sorts_and_sorts_back_and_says_so(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    expect(page.locator(".sorted")).to_contain_text("money at stake × days waited")
    page.get_by_role("link", name="At stake").click()
    expect(page.get_by_role("columnheader", name="At stake")).to_have_attribute("aria-sort", "descending")
    first = page.locator("[data-row]").first.get_attribute("data-row")
    page.get_by_role("link", name="At stake").click()
    expect(page.get_by_role("columnheader", name="At stake")).to_have_attribute("aria-sort", "ascending")
    assert page.locator("[data-row]").last.get_attribute("data-row") == first


def test_a_desk_shows_as_many_rows_as_it_counts(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    desk = page.get_by_role("navigation", name="Waits for").get_by_role("link", name="Buyer")
    count = int(desk.locator(".count").inner_text())
    desk.click()
    expect(page.locator("[data-row]")).to_have_count(count)


def test_rows_are_ticked_by_keyboard_and_put_to_a_role_together(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.wait_for_selector("html[data-ticks]")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#chosen-count")).to_have_text("2 ticked")
    page.get_by_label("Whom").select_option("buyer")
    page.get_by_label("What is asked").fill("agreed?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Done for")
    wait_until_listening(page)


def test_only_what_the_chosen_act_needs_is_asked(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.wait_for_selector("html[data-ticks]")
    expect(page.get_by_label("What is asked")).to_be_visible()
    page.get_by_label("With the ticked documents").select_option("wait")
    expect(page.get_by_label("What is asked")).to_be_hidden()
    expect(page.get_by_label("Until")).to_be_visible()


def test_the_language_is_changed_where_one_is_and_stays(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.goto(f"{served.address}/queue?tab=all")
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/queue?tab=all")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.goto(served.document("price"))
    expect(page.get_by_role("button", name="Genehmigen").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
