"""Which engines reading may use; the choice is made by bootstrap, the default is what is installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from idp.ports import OcrEngine

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
"""ISO 639-1, the languages of the documents that are read."""

Progress = Callable[[int], None]
"""Called with the index of each page that is done."""


def silent(page_index: int) -> None:
    """A Progress that nobody listens to."""
    del page_index


@dataclass(frozen=True, slots=True)
class Engines:
    """`first` reads every scan, `second` those that the first is doubtful of; either may be absent."""

    first: OcrEngine | None = None
    second: OcrEngine | None = None
    languages: tuple[str, ...] = LANGUAGES
