"""Every page for everybody: what axe finds, room at double zoom, light and dark, without a mouse, nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Served, SignedIn, wait_until_listening

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SERIOUS = {"serious", "critical"}
LISTS = [
    "/queue",
    "/queue?tab=all",
    "/queue?tab=failed",
    "/queue?q=nothing-has-this-name",
    "/dashboard?days=365",
    "/audit",
    "/upload",
    "/learned",
    "/health",
]
DOCUMENTS = ["price", "confirmation", "locked", "entered"]


def address_of(served: Served, where: str) -> str:
    return served.address + where if where.startswith("/") else served.document(where)


def serious(page: Page) -> list[str]:
    """What axe finds serious on the page as it stands, with the elements."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", RULES)
    return [
        f"{issue['id']}: {issue['help']}: {node['html'][:160]}"
        for issue in found["violations"]
        if issue["impact"] in SERIOUS
        for node in issue["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_issue(scheme: Literal["light", "dark"], signed_in: SignedIn, served: Served) -> None:
    page = signed_in("anna")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    history = f"/documents/{served.ids['price']}/history"
    for where in ("/sign-in", *LISTS, history, *DOCUMENTS):
        page.goto(address_of(served, where))
        if issues := serious(page):
            found[where] = issues
    assert found == {}


def test_no_list_scrolls_sideways_at_double_zoom(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("anna")
    for width, height in ((1366, 768), (683, 384)):
        page.set_viewport_size({"width": width, "height": height})
        for where in LISTS:
            page.goto(address_of(served, where))
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where


def focused(page: Page) -> str:
    """The name that the focused element has for a screen reader, or what it says."""
    name: str = page.evaluate(
        """() => { const at = document.activeElement;
            return (at.getAttribute("aria-label") || at.labels?.[0]?.querySelector("span")?.textContent || at.textContent).trim(); }"""
    )
    return " ".join(name.split())


def tab_through(page: Page, *, most: int) -> list[str]:
    """What Tab leads to, one after the other, from the top of the page."""
    page.evaluate("document.activeElement?.blur()")
    names = []
    for _ in range(most):
        page.keyboard.press("Tab")
        names.append(focused(page))
    return names


def comes_in_order(wanted: list[str], names: list[str]) -> bool:
    rest = iter(names)
    return all(any(name.startswith(one) for name in rest) for one in wanted)


def test_the_queue_is_walked_through_from_tabs_over_filters_to_rows(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.goto(f"{served.address}/queue")
    names = tab_through(page, most=45)
    wanted = [
        "Skip to content", "idp", "Queue", "To review", "Everybody", "Search", "Type", "Exception", "Waits for", "Filter", "At stake",
        "Age",
    ]  # fmt: skip
    assert comes_in_order(wanted, names), names


def test_a_row_is_reached_opened_and_left_by_keyboard_alone(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    page.goto(f"{served.address}/queue")
    wait_until_listening(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-row] .doc a").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**")
    page.go_back()
    page.wait_for_url("**/queue")


def test_the_dashboard_is_read_by_keyboard_each_chart_as_a_table(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("anna")
    page.goto(f"{served.address}/dashboard?days=365")
    names = tab_through(page, most=34)
    assert comes_in_order(["7 days", "From", "To", "Show", "As a table", "CSV: Straight-through rate"], names), names
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[open] table")).to_be_visible()


def test_every_chart_says_what_it_shows(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("anna")
    page.goto(f"{served.address}/dashboard?days=365")
    for plot in page.locator("svg.plot").all():
        assert plot.get_attribute("role") == "img"
        label = page.locator(f"#{plot.get_attribute('aria-labelledby')}")
        assert label.inner_text().strip()
