"""Which engines reading may use; the choice is made by bootstrap, the default is what is installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from idp.domain.page import Word
from idp.ports import OcrEngine

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
"""ISO 639-1, the languages of the documents that are read."""

Progress = Callable[[int], None]
"""Called with the index of each page that is done."""


def silent(page_index: int) -> None:
    """A Progress that nobody listens to."""
    del page_index


@runtime_checkable
class LineReader(OcrEngine, Protocol):
    """An engine that can be asked for some lines of a page only. Pictures are `(H, W, 3) uint8 RGB`, corners `(N, 4, 2)` in pixels."""

    def find_lines(self, pixels: Any, *, scale: float = 1.0) -> Any:
        """Corners of the lines of print, looked for at `scale` of the picture's size."""

    def read_lines(self, pixels: Any, corners: Any) -> tuple[Word, ...]:
        """The words on these lines; `line` counts the lines as given."""


@dataclass(frozen=True, slots=True)
class Engines:
    """`first` reads every scan, `second` those that the first is doubtful of; either may be absent."""

    first: OcrEngine | None = None
    second: OcrEngine | None = None
    languages: tuple[str, ...] = LANGUAGES
