"""Which engines reading may use; the choice is made by bootstrap, the default is what is installed."""

from __future__ import annotations

from dataclasses import dataclass

from idp.ports import OcrEngine

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
"""ISO 639-1, the languages of the documents that are read."""


@dataclass(frozen=True, slots=True)
class Engines:
    """`first` reads every scan, `second` those that the first is doubtful of; either may be absent."""

    first: OcrEngine | None = None
    second: OcrEngine | None = None
    languages: tuple[str, ...] = LANGUAGES
