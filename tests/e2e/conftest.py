"""The workbench in a real browser: a server in a thread, Chromium, and a watch over everything the page does."""

from __future__ import annotations

import dataclasses
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Playwright, Response, sync_playwright

from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.review import create_app
from idp.store import SqlStore
from tests.fakes.workbench import FakeWorkbench

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def find_chromium(playwright: Playwright) -> str | None:
    """Debian's Chromium or Chrome on the path, else the one that `playwright install` put there."""
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return found
    bundled = playwright.chromium.executable_path
    return bundled if Path(bundled).exists() else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if executable is None:
            pytest.skip("no Chromium: install Debian's package `chromium` (apt-get install chromium) to run the browser tests")
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Served:
    """A workbench that listens on `address`; `ids` are documents by the name that tests use."""

    address: str
    bench: FakeWorkbench
    ids: dict[str, str]

    def document(self, name: str, tail: str = "") -> str:
        return f"{self.address}/documents/{self.ids[name]}{tail}"

    def password(self, login: str) -> str:
        return login * 2


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """Serves `app` in a thread; gives its address."""
    config = uvicorn.Config(app, port=0, log_level="error", access_log=False)
    socket = config.bind_socket()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.started
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def served(sample_store: SqlStore) -> Iterator[Served]:
    bench = FakeWorkbench()
    insight = Insight(sample_store, bench.clock, limits=AgeLimits())
    with listening(create_app(bench, insight, clock=bench.clock)) as address:
        yield Served(address, bench, {name: sample.record.id for name, sample in bench.papers.items()})


@dataclass
class Watch:
    """What went wrong in a browser: messages of the console, errors of scripts, requests to elsewhere."""

    address: str
    troubles: list[str] = dataclasses.field(default_factory=list)
    allowed_status: set[int] = dataclasses.field(default_factory=set)
    """Answers that a test provokes; the browser puts each of them on its console."""
    allowed_words: list[str] = dataclasses.field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._check_address(request.url))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("response", self._response)

    def _check_address(self, address: str) -> None:
        if not address.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"request to elsewhere: {address}")

    def _console(self, message: ConsoleMessage) -> None:
        words = [*self.allowed_words, *(f"status of {status}" for status in self.allowed_status)]
        expected = any(part in message.text for part in words)
        if message.type in {"error", "warning"} and not expected:
            self.troubles.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed_status:
            self.troubles.append(f"{response.status} for {response.url}")


SignedIn = Callable[[str], Page]


@pytest.fixture
def watch(served: Served) -> Iterator[Watch]:
    watch = Watch(served.address)
    yield watch
    assert watch.troubles == []


@pytest.fixture
def open_browser(browser: Browser, watch: Watch) -> Iterator[Callable[[], Page]]:
    """Opens a window of its own, as another person would."""
    contexts: list[BrowserContext] = []

    def opened() -> Page:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.set_default_timeout(15_000)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(open_browser: Callable[[], Page], served: Served) -> SignedIn:
    """A page on which a person has signed in through the form."""

    def enter(login: str) -> Page:
        page = open_browser()
        page.goto(f"{served.address}/queue")
        page.get_by_label("Odoo login").fill(login)
        page.get_by_label("Password").fill(served.password(login))
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue")
        wait_until_listening(page)
        return page

    return enter


def field(page: Page, label: str) -> Locator:
    """The input with this label."""
    return page.get_by_role("textbox", name=label, exact=True)


def wait_until_listening(page: Page) -> None:
    """Waits until the script that every page has listens to keys and drops."""
    page.wait_for_selector("html[data-keys]")


def wait_until_ready(page: Page) -> None:
    """Waits until the page's script listens to keys."""
    page.wait_for_selector("body[data-ready]")


def open_document(page: Page, served: Served, name: str, tail: str = "") -> None:
    """Opens a document page and waits until its picture and script are there."""
    page.goto(served.document(name, tail))
    wait_until_ready(page)
    for image in page.locator(".sheet img").all():
        image.evaluate("image => image.decode()")
