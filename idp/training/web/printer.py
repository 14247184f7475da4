"""What comes out of the printer when a document is set in HTML? Chromium prints it, and says where every word and value went.

What a template may rely on:

- Every page is a `<section class="page">` of the paper's size; `<html data-paper="letter">` chooses Letter, A4 is the rule. No margin is
  added: sections bring their own padding.
- A printed value is wrapped, `<span data-field="total" data-value="1234.50">1.234,50 €</span>`, with `data-line="0"` (from 0) in a line's
  cell. Dates are ISO, numbers plain decimals, `true` and `false` are booleans; without `data-value` the text is the value. Several values
  in one text are nested spans; the innermost one is the word's mark, all of them get a place.
- What is drawn (a signature, a logo) is an element with `data-field` and `data-drawn="word that stands for it"` (may be empty).
- Text that is turned stands in an element with `data-turned`; text from CSS `content` is not seen, so none may be used.
- Long content stands in one element of class `flow` of definite height in its page. What does not fit goes to a copy of
  `<template class="next-page">` (a section with its own `flow`). Children of the flow move whole; those with `data-splits` are divided:
  a table between its `<tbody>` elements (one a row group), anything else between its children. `data-keep` stays with what follows it.
  `<thead>` and children with `data-head` are repeated (`data-repeat="none"`: not), `<tfoot>` goes to the last page. `<template
  class="carry-out" data-height="26">` and `class="carry-in"` in the block hold the carry-forward rows; their `.running` element gets the
  `data-running` text of the last unit before the break.
- `.page-number`, `.page-next` and `.page-count` are filled; `data-on="last"` and `data-on="not-last"` stand on such pages only.
- The project's own typefaces (Caladea, Roboto, Source Sans Pro) are there by name, and what the machine has.
"""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

from idp.training.sheet import Box, Mark, Place, Printed, Word

T = TypeVar("T")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--font-render-hinting=none",
)  # fmt: skip
_ORIGIN = "http://paper.invalid/"
_FONTS = Path(__file__).parent.parent / "fonts"
_FACES = {
    "Caladea-Regular": ("Caladea", "400", "normal"), "Caladea-Bold": ("Caladea", "700", "normal"),
    "Caladea-Italic": ("Caladea", "400", "italic"), "Roboto-Regular": ("Roboto", "400", "normal"),
    "Roboto-Bold": ("Roboto", "700", "normal"), "Roboto-Italic": ("Roboto", "400", "italic"),
    "SourceSansPro-Regular": ("Source Sans Pro", "400", "normal"), "SourceSansPro-Bold": ("Source Sans Pro", "700", "normal"),
    "SourceSansPro-It": ("Source Sans Pro", "400", "italic"),
}  # fmt: skip
_LOAD_FACES = """async (faces) => {
  for (const [name, [family, weight, style]] of Object.entries(faces)) {
    document.fonts.add(await new FontFace(family, `url(${name}.ttf)`, { weight, style }).load());
  }
}"""
# Whole pixels, as Chromium rounds the sheet: a section of 297 mm would spill onto a second page.
_PAPERS = {"a4": ("A4", 793, 1122), "letter": ("letter", 816, 1056)}
_SHEETS = {"a4": (793.28, 1122.56), "letter": (816.0, 1056.0)}  # what the printed PDF's pages measure, in pixels of 1/96 inch
_CSS = """@page {{ size: {name}; margin: 0 }}
* {{ box-sizing: border-box }}
html, body {{ margin: 0; padding: 0; width: {width}px; -webkit-print-color-adjust: exact }}
section.page {{ width: {width}px; height: {height}px; position: relative; overflow: hidden; break-after: page; break-inside: avoid }}
section.page:last-of-type {{ break-after: auto }}
template {{ display: none }}
"""
_DATES = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([^)]*)")
_TIMEOUT_MS = 30_000


class DoesNotFit(ValueError):
    """A part of the document is larger than a page or stands outside of it: the template must be repaired, or other choices made."""


@dataclass(frozen=True, slots=True)
class _Session:
    playwright: Playwright
    browser: Browser
    page: Page


def find_chromium(playwright: Playwright) -> str:
    """Path of Debian's Chromium or Chrome, else of the one that `playwright install` put there.

    Raises:
        FileNotFoundError: none of them is installed.
    """
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    bundled = playwright.chromium.executable_path
    if not Path(bundled).exists():
        message = "no Chromium: install Debian's package `chromium`"
        raise FileNotFoundError(message)
    return bundled


class Printer:
    """One browser that prints many documents: `with Printer() as printer: printer.print(html)`.

    The browser is driven from a thread of its own, because Playwright allows one driver a thread and the caller may have one.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="printer")
        self._session: _Session | None = None

    def __enter__(self) -> "Printer":
        try:
            self._session = self._thread.submit(_open).result()
        except BaseException:
            self._thread.shutdown()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        session, self._session = self._session, None
        if session:
            self._thread.submit(_close, session).result()
        self._thread.shutdown()

    def print(self, html: str) -> Printed:
        """The document as PDF with its words and places; the same bytes for the same HTML on the same machine.

        Raises:
            DoesNotFit: something is larger than its page or stands outside of it.
        """
        return self._run(lambda page: _printed(page, html, lambda: _pdf(page)))

    def measure(self, html: str) -> Printed:
        """The same without the PDF (`pdf` is empty), many times faster.

        Raises:
            DoesNotFit: as `print`.
        """
        return self._run(lambda page: _printed(page, html, bytes))

    def _run(self, work: Callable[[Page], T]) -> T:
        session = self._session
        if session is None:
            message = "the printer is closed: use it in a `with` statement"
            raise RuntimeError(message)
        return self._thread.submit(work, session.page).result()


def _open() -> _Session:
    playwright = sync_playwright().start()
    try:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=list(_ARGUMENTS))
        page = browser.new_page(viewport={"width": 1000, "height": 1300})
        page.set_default_timeout(_TIMEOUT_MS)
        page.emulate_media(media="print")
        page.route("**/*", _answer)
        page.goto(_ORIGIN)
        page.evaluate(_LOAD_FACES, _FACES)
        page.add_script_tag(content=(Path(__file__).parent / "paper.js").read_text("utf-8"))
    except BaseException:
        playwright.stop()
        raise
    return _Session(playwright, browser, page)


def _close(session: _Session) -> None:
    session.browser.close()
    session.playwright.stop()


def _answer(route: Route) -> None:
    """The empty first page and the project's typefaces; nothing else is reached from a document."""
    name = route.request.url.removeprefix(_ORIGIN)
    if not name:
        route.fulfill(body="<!doctype html><html><head></head><body></body></html>", content_type="text/html")
    elif name.endswith(".ttf") and name.removesuffix(".ttf") in _FACES:
        route.fulfill(body=(_FONTS / name).read_bytes(), content_type="font/ttf")
    else:
        route.abort()


def _printed(page: Page, html: str, make_pdf: Callable[[], bytes]) -> Printed:
    paper = "letter" if 'data-paper="letter"' in html[:400] else "a4"
    name, width, height = _PAPERS[paper]
    css = _CSS.format(name=name, width=width, height=height)
    laid = json.loads(page.evaluate("([html, css]) => window.paper.lay(html, css)", [html, css]))
    if laid["stuck"] or laid["cut"]:
        message = f"{laid['cut']} words outside of their page, a block larger than a page: {laid['stuck']}"
        raise DoesNotFit(message)
    marks = tuple(Mark(field, _value(value), line) for field, value, line in laid["marks"])
    across, down = width / _SHEETS[paper][0], height / _SHEETS[paper][1]
    words = tuple(
        Word(text, at, _box(box, across, down), None if mark is None else marks[mark]) for text, at, *box, mark in laid["words"]
    )
    places = tuple(Place(marks[mark], at, _box(box, across, down)) for mark, at, *box in laid["places"])
    return Printed(make_pdf(), words, places, laid["pages"])


def _pdf(page: Page) -> bytes:
    """The page as it is set now, with the date of printing taken out."""
    return _DATES.sub(rb"\g<1>20260105080000\g<2>", page.pdf(prefer_css_page_size=True, print_background=True))


def _value(text: str) -> str | bool:
    flags: Mapping[str, bool] = {"true": True, "false": False}
    return flags.get(text, text)


def _box(values: list[Any], across: float, down: float) -> Box:  # numbers from the browser, as fractions of the section
    left, top, right, bottom = (float(value) for value in values)
    return (left * across, top * down, right * across, bottom * down)
