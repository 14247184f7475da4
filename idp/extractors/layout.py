"""How do the words of a page stand together? Rows, and within them segments: words with no wide gap between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from idp.domain.geometry import Box
from idp.domain.page import Page, Quality, Word
from idp.extractors.token import Token, tokens_of

_GAP = 0.85
"""A gap wider than this share of the letter height (both in points) separates segments; a blank is about 0.3 of it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that belong together in one row. `start` is the index of the first within its row."""

    words: tuple[Word, ...]
    box: Box
    page: int
    row: int
    start: int
    text: str
    offsets: tuple[int, ...]

    def words_between(self, begin: int, end: int) -> tuple[Word, ...]:
        """The words that hold the characters `begin` to `end` of `text`."""
        first = max(0, bisect_left(self.offsets, begin + 1) - 1)
        last = max(first, bisect_left(self.offsets, end) - 1)
        return self.words[first : last + 1]

    def position(self, begin: int) -> int:
        """The index within the row of the word that holds the character `begin`."""
        return self.start + max(0, bisect_left(self.offsets, begin + 1) - 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A visual line. `index` counts through the whole document, `page` is the page's index in the file."""

    index: int
    page: int
    words: tuple[Word, ...]
    box: Box
    segments: tuple[Segment, ...]
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def height(self) -> float:
        return self.box.height


@dataclass(frozen=True, slots=True)
class Layout:
    """All rows of a document's pages in reading order."""

    pages: tuple[Page, ...]
    rows: tuple[Row, ...]
    quality: Quality
    text: str = field(repr=False, default="")

    def page(self, index: int) -> Page:
        """The page with this index in the file."""
        return next(page for page in self.pages if page.index == index)

    def source(self, index: int | None) -> str:
        """Who read the words of that page."""
        return "" if index is None else self.page(index).engine


_QUALITY_ORDER = (Quality.NATIVE, Quality.CLEAN_SCAN, Quality.POOR_SCAN)


def arrange(pages: Iterable[Page]) -> Layout:
    """The layout of pages, in the order given."""
    listed = tuple(pages)
    rows: list[Row] = []
    for page in listed:
        for words in _rows(page.words):
            rows.append(_row(len(rows), page, words))
    worst = max((page.quality for page in listed), key=_QUALITY_ORDER.index, default=Quality.NATIVE)
    return Layout(listed, tuple(rows), worst, "\n".join(row.text for row in rows))


def _rows(words: tuple[Word, ...]) -> list[list[Word]]:
    """Words in visual lines. A word joins the line whose middle lies within its height; lines do not lean on reading's numbers,
    which may follow columns."""
    open_rows: list[tuple[float, float, list[Word]]] = []  # middle, height, words
    for word in sorted(words, key=lambda w: w.box.middle_y):
        middle, height = word.box.middle_y, word.box.height
        for place in range(len(open_rows) - 1, max(-1, len(open_rows) - 4), -1):
            row_middle, row_height, members = open_rows[place]
            if abs(row_middle - middle) < 0.42 * min(row_height, height) or _within(middle, row_middle, height, row_height):
                count = len(members)
                members.append(word)
                if height <= 1.5 * row_height:
                    open_rows[place] = ((row_middle * count + middle) / (count + 1), max(row_height, height), members)
                break
        else:
            open_rows.append((middle, height, [word]))
    open_rows.sort(key=lambda row: row[0])
    return [sorted(members, key=lambda w: w.box.left) for _, _, members in open_rows]


def _within(middle: float, row_middle: float, height: float, row_height: float) -> bool:
    """Small print beside large letters: its middle lies in the middle half of theirs."""
    larger, smaller = max(height, row_height), min(height, row_height)
    return larger > 1.6 * smaller and abs(row_middle - middle) < 0.25 * larger


def _row(index: int, page: Page, words: list[Word]) -> Row:
    aspect = page.height_points / page.width_points
    segments: list[Segment] = []
    begin = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or _apart(words[place - 1], words[place], aspect):
            segments.append(_segment(tuple(words[begin:place]), page.index, index, begin))
            begin = place
    return Row(index, page.index, tuple(words), Box.around(w.box for w in words), tuple(segments), tokens_of(words))


def _apart(left: Word, right: Word, aspect: float) -> bool:
    height = min(left.box.height, right.box.height) * aspect
    return right.box.left - left.box.right > _GAP * height


def _segment(words: tuple[Word, ...], page: int, row: int, start: int) -> Segment:
    offsets, length = [], 0
    for word in words:
        offsets.append(length)
        length += len(word.text) + 1
    return Segment(words, Box.around(w.box for w in words), page, row, start, " ".join(w.text for w in words), tuple(offsets))
