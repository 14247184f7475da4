"""What the screens look like to a browser: boxes where the words are, policy kept, room at high zoom, works for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from idp.review.page_view import _AIR
from tests.e2e.conftest import Served, SignedIn, Watch, field, open_document

PIXELS = 3.0
"""What a drawn line adds to the box that a browser reports, and rounding."""


def box_on_screen(page: Page, path: str) -> tuple[float, float, float, float]:
    box = page.locator(f'[data-box-of="{path}"]').first.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


def place_on_screen(page: Page, served: Served, name: str, path: str) -> tuple[float, float, float, float]:
    """Where the value stands on the page image as it is shown now, with the air that is drawn around it."""
    extraction = served.bench.papers[name].record.extraction
    assert extraction is not None
    found = extraction.fields[path]
    assert found.box is not None
    image = page.locator(f"#page-{found.page} img").bounding_box()
    assert image is not None
    width, height = image["width"], image["height"]
    air = _AIR / 100
    return (
        image["x"] + (found.box.left - air) * width, image["y"] + (found.box.top - air) * height,
        (found.box.width + 2 * air) * width, (found.box.height + 2 * air) * height,
    )  # fmt: skip


@pytest.mark.parametrize("path", ["total", "supplier_name", "invoice_date"])
def test_boxes_lie_on_their_words_at_every_zoom(path: str, signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    for key in ("", "+", "+", "-"):
        if key:
            page.keyboard.press(key)
        assert box_on_screen(page, path) == pytest.approx(place_on_screen(page, served, "price", path), abs=PIXELS)


def test_the_box_of_a_value_holds_its_ink(signed_in: SignedIn, served: Served) -> None:
    """Looks at the pixels: dark inside the box of the total, white just beside it."""
    page = signed_in("clara")
    open_document(page, served, "clean")
    box = served.bench.papers["clean"].record.extraction.fields["total"].box  # type: ignore[union-attr]
    assert box is not None
    darkest = page.locator("#page-0 img").evaluate(
        """(image, box) => {
            const canvas = document.createElement("canvas");
            canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
            const pen = canvas.getContext("2d", { willReadFrequently: true }); pen.drawImage(image, 0, 0);
            const darkest = (l, t, r, b) => {
                const data = pen.getImageData(l * canvas.width, t * canvas.height, (r - l) * canvas.width, (b - t) * canvas.height).data;
                return Math.min(...data.filter((_, at) => at % 4 === 0));
            };
            const [l, t, r, b] = box;
            return [darkest(l, t, r, b), darkest(r + 0.01, t, r + 0.03, b)];
        }""",
        box.as_list(),
    )
    assert darkest[0] < 100
    assert darkest[1] > 240


def test_words_are_found_on_a_turned_page(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Invoice number").click()
    page.get_by_role("button", name="Turn").click()
    image = page.locator("#page-0 img").bounding_box()
    assert image is not None
    assert image["width"] > image["height"]
    word = next(w for w in served.bench.page_words(served.ids["price"], 0) if w.text == "48810")
    # A quarter to the right: what was above is at the right, what was left is above.
    page.mouse.move(image["x"] + (1 - word.box.middle_y) * image["width"], image["y"] + word.box.middle_x * image["height"])
    expect(page.locator("#viewer-hint")).to_have_text("Put “48810” into Invoice number")


def test_a_focused_field_lights_its_box_and_scrolls_to_it_over_pages(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "confirmation")
    expect(page.locator(".thumbs a")).to_have_count(2)
    field(page, "Description 26").focus()
    box = page.locator('[data-box-of="lines.25.description"]')
    expect(box).to_have_class("box band-high is-current")
    expect(box).to_be_in_viewport()
    expect(page.locator(".thumbs a[aria-current]")).to_have_text("2")


def test_hovering_a_field_or_its_box_lights_the_other(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    field(page, "Total").hover()
    expect(page.locator('[data-box-of="total"].is-hover')).to_have_count(1)
    x, y, width, height = box_on_screen(page, "invoice_number")
    page.mouse.move(x + width / 2, y + height / 2)
    expect(page.locator("input.is-hover")).to_have_attribute("data-path", "invoice_number")


def test_show_on_a_finding_leads_to_its_field(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    page.get_by_role("button", name="Show: PRC-OVER").click()
    expect(field(page, "Price 2")).to_be_focused()
    expect(page.locator("#detail")).to_contain_text("98 % sure")


@pytest.mark.parametrize(
    "where", ["/sign-in", "/queue", "/queue?tab=all", "/upload", "/health", "price", "confirmation", "locked", "entered"]
)
def test_nothing_breaks_the_policy_and_nothing_is_wider_than_the_window_at_double_zoom(
    where: str, signed_in: SignedIn, served: Served
) -> None:
    page = signed_in("clara")
    page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', (e) => window.broken.push(e.violatedDirective + e.blockedURI));"
    )
    for width, height in ((1366, 768), (683, 384)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(served.address + where if where.startswith("/") else served.document(where))
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.broken") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_injected_markup_does_not_run(signed_in: SignedIn, served: Served, watch: Watch) -> None:
    """The policy is the second wall: even markup that got in would stay dead."""
    watch.allowed_words.append("Content Security Policy")
    page = signed_in("clara")
    open_document(page, served, "price")
    page.evaluate(
        "window.broken = []; addEventListener('securitypolicyviolation', (e) => window.broken.push(e.effectiveDirective))"
    )
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<button onclick=\"window.owned = 1\" id=evil>x</button>')"
        )
        page.evaluate("document.getElementById('evil').click()")
    assert page.evaluate("window.owned") is None


def test_the_pane_width_is_kept_and_moves_by_keyboard(signed_in: SignedIn, served: Served) -> None:
    page = signed_in("clara")
    open_document(page, served, "price")
    splitter = page.get_by_role("separator")
    splitter.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    kept = splitter.get_attribute("aria-valuenow")
    page.reload()
    expect(page.get_by_role("separator")).to_have_attribute("aria-valuenow", kept or "")


def test_every_input_and_button_has_a_name(signed_in: SignedIn, served: Served, watch: Watch) -> None:
    page = signed_in("clara")
    for where in (f"{served.address}/queue", f"{served.address}/upload", served.document("price")):
        page.goto(where)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("input:not([type=hidden]), select, button, a[href], textarea")].filter((e) =>
                !(e.labels?.length || e.getAttribute("aria-label") || e.textContent.trim() || e.title)).map((e) => e.outerHTML)"""
        )
        assert nameless == []
    assert watch.troubles == []
