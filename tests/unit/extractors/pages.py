"""Builds pages of words for tests: each line is a list of (left, text) in page fractions; words are set in 10-point type."""

from __future__ import annotations

from collections.abc import Sequence

from idp.domain.geometry import Box
from idp.domain.page import Ink, Page, Quality, Reading, Word

_SIZE = 10 / 842
_LETTER = 0.0085  # the width of a letter as a fraction of an A4 page's width, 10-point type


def words_at(left: float, top: float, text: str, *, size: float = _SIZE) -> list[Word]:
    """The words of a text that begins at `left`, `top`."""
    words = []
    for part in text.split(" "):
        width = len(part) * _LETTER * size / _SIZE
        if part:
            words.append(Word(part, Box.clamped(left, top, left + width, top + size * 0.8), size=size))
        left += width + 0.004 * size / _SIZE
    return words


def page_of(
    lines: Sequence[Sequence[tuple[float, str]] | str],
    *,
    index: int = 0,
    quality: Quality = Quality.NATIVE,
    ink: tuple[Ink, ...] = (),
) -> Page:
    """A page; a line given as text begins at the left margin, an empty one leaves a blank line."""
    words: list[Word] = []
    for number, line in enumerate(lines):
        parts = [(0.1, line)] if isinstance(line, str) else line
        for left, text in parts:
            size = _SIZE * 2 if text.startswith("!") else _SIZE
            words += words_at(left, 0.05 + number * 0.02, text.lstrip("!"), size=size)
    return Page(index, 595.0, 842.0, tuple(words), quality, "test 1.0", ink=ink)


def reading_of(*pages: Page) -> Reading:
    return Reading("application/pdf", pages)
