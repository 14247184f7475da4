"""Makes the pictures of the workbench in docs/, light and dark, from a running demo.

    .venv/bin/idp demo --port 8312          (in one terminal)
    .venv/bin/python docs/screenshots.py http://127.0.0.1:8312

It looks and changes nothing but who has a document open. Needs Chromium and Pillow, which the tests use as well.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
SIZE = (1366, 768)
MOST_BYTES = 200_000
SCHEMES = ("light", "dark")

Step = Callable[[Page], None]


def document(file: str, step: Step = lambda _: None, tail: str = "") -> Step:
    """Opens the document of this file, then does the step."""

    def opened(page: Page) -> None:
        page.goto("/queue?tab=all&q=" + file)
        link = page.locator("[data-row] .doc a").first.get_attribute("href") or ""
        page.goto(link.partition("?")[0] + tail)
        page.wait_for_load_state("networkidle")
        step(page)

    return opened


def at(address: str) -> Step:
    """Opens the page at this address."""

    def opened(page: Page) -> None:
        page.goto(address, wait_until="networkidle")

    return opened


def press(*keys: str) -> Step:
    """Presses the keys one after the other."""

    def pressed(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)

    return pressed


def to(heading: str) -> Step:
    """Scrolls the right side to this heading."""
    return lambda page: page.locator(f"#{heading}").evaluate("at => at.scrollIntoView()")


def tax_of_a_line(page: Page) -> None:
    """The list of taxes for the second line."""
    page.locator("[data-pick=tax]").nth(1).click()
    page.locator("#pick-list [role=option]").first.wait_for()


def drawn_pages(page: Page) -> None:
    """Waits for the pictures that are in sight."""
    page.locator("#leaves img").first.evaluate("image => image.decode()")


PICTURES: tuple[tuple[str, str, Step], ...] = (
    ("queue", "clerk", at("/queue")),
    ("workbench", "clerk", document("43_price_over", press("Enter"))),
    ("lines", "clerk", document("40_over_ordered", to("h-lines"))),
    ("tax", "clerk", document("45_tax_rate_differs", tax_of_a_line)),
    ("delivery", "clerk", document("36_pod_de_exceptions", to("h-match"))),
    ("confirmation", "clerk", document("28_confirmation_de_later", to("h-match"))),
    ("duplicate", "clerk", document("39_duplicate_resent_scan", lambda page: page.locator("[data-compare]").first.click())),
    ("pages", "clerk", document("23_scan_en_clean", drawn_pages, "/divide")),
    ("keys", "clerk", document("43_price_over", press("?"))),
    ("approval", "finance", document("46_bank_changed", press("a"))),
    ("history", "finance", document("46_bank_changed", tail="/history")),
    ("upload", "clerk", at("/upload")),
    ("learned", "clerk", at("/learned")),
    ("figures", "finance", at("/dashboard")),
    ("health", "clerk", at("/health")),
    ("audit", "auditor", at("/audit")),
    ("sources", "auditor", at("/sources")),
)
"""What each picture is called, who looks, and how one comes there."""


def main(address: str, only: tuple[str, ...]) -> None:
    """Makes all pictures, or those that are named."""
    with sync_playwright() as playwright:
        program = next(
            (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
        )
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for scheme in SCHEMES:
            for who in dict.fromkeys(who for _, who, _ in PICTURES):
                wanted = [(name, step) for name, own, step in PICTURES if own == who and (not only or name in only)]
                if wanted:
                    make(browser, address, scheme=scheme, who=who, wanted=wanted)
        browser.close()


def make(browser: Browser, address: str, *, scheme: str, who: str, wanted: list[tuple[str, Step]]) -> None:
    """The pictures that one person sees in one colour scheme."""
    with signed_in(browser, address, scheme=scheme, who=who) as page:
        for name, step in wanted:
            step(page)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(300)
            path = HERE / f"{name}{'' if scheme == 'light' else '-dark'}.png"
            path.write_bytes(small(page.screenshot()))
            sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


@contextmanager
def signed_in(browser: Browser, address: str, *, scheme: str, who: str) -> Iterator[Page]:
    """A page on which a person of the demo has signed in; the password is the login."""
    context = browser.new_context(
        base_url=address, viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
    )  # fmt: skip
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("input[name=login]").fill(who)
    page.locator("input[name=password]").fill(who)
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue")
    yield page
    context.close()


def small(content: bytes) -> bytes:
    """The picture with as many colours as fit into 200 kB; Raises ValueError where 16 are too many."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"a picture of {len(content)} bytes does not fit into {MOST_BYTES}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8312", tuple(sys.argv[2:]))
