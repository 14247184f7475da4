"""How is a file read? Opened where it can do no harm, its pictures by engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from idp.domain.geometry import Box
from idp.domain.page import Page, Reading, Word


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. A breach refuses the file (ING-SIZE) and nothing else.

    `may_act` reads a file although it has active content, which a person has answered for: nothing of it runs here either way.
    """

    bytes: int = 50_000_000
    pages: int = 200
    pixels: int = 100_000_000
    seconds: float = 120.0
    memory_bytes: int = 3_000_000_000
    may_act: bool = False


class OcrEngine(Protocol):
    """Reads words from the picture of an upright page."""

    name: str
    """Engine with version, as it goes into Word and Page."""

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        """Words with boxes in fractions of the picture and confidence 0–1. `languages` are ISO 639-1. Raises ToolUnavailable."""


LINE_BEGINS = "line.begins"
"""Label of words in the first row of a line item."""
TYPE = "type:"
"""Labels of a whole page begin so: "type:invoice"."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that a layout model names: `score` is 0–1, `words` are indexes into the page's words.

    `label` is a field ("total"), a column ("line.amount"), LINE_BEGINS, a document type behind TYPE, or what a detector calls it
    ("table"). Regions may lie upon each other: several for one word are alternatives.
    """

    label: str
    box: Box
    score: float
    words: tuple[int, ...] = ()


class LayoutModel(Protocol):
    """Says which part of a page is what, from its words, its picture, or both."""

    name: str
    """Model and version, as it stands on each decision."""

    def regions(self, page: Page, picture: Callable[[], bytes]) -> tuple[Region, ...]:
        """The regions of an upright page, none for an empty one. `picture` makes its PNG, only where it is asked for.

        Raises ToolUnavailable where the model's backend is missing.
        """


@dataclass(frozen=True, slots=True)
class PageOf:
    """A page of one of several files; both count from 0."""

    file_index: int
    page_index: int


class Confined(Protocol):
    """Opens hostile files where they can do no harm: in a child process with limits on memory and time."""

    def read(self, content: bytes, *, name: str, limits: Limits | None = None) -> Reading:
        """The file's pages of words. `name` is a hint for messages only. Raises DocumentRefused with the ING-*/EXT-NOTEXT code."""

    def render(self, content: bytes, *, page_index: int, dpi: int = 110) -> bytes:
        """The upright page as PNG. Raises DocumentRefused; NotFound for a page the file does not have."""

    def reread(self, content: bytes, *, page_index: int, box: Box) -> tuple[Word, ...]:
        """A second, more careful look at one region of a page. Raises DocumentRefused."""

    def compose(self, files: Sequence[bytes], pages: Sequence[PageOf]) -> bytes:
        """A PDF of these pages in this order; the same files and pages give the same bytes. Raises DocumentRefused, NotFound."""

    def close(self) -> None:
        """Ends the child process."""
