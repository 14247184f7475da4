"""How do the words of a page stand together? Rows, and within them segments: words with no wide gap between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from idp.domain.geometry import Box
from idp.domain.page import Page, Quality, Word
from idp.extractors.token import Token, tokens_of

_LEAST_GAP, _WIDEST_GAP = 0.6, 1.3
"""Between these shares of the type size (both in points) lies the gap that separates segments: 2.4 times the page's usual blank."""


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
        upright = (word for word in page.words if not _is_vertical(word, page))
        lines = _rows(tuple(_without_rules(upright)))
        gap = _separating_gap(lines, page)
        for words in lines:
            rows.append(_row(len(rows), page, words, gap))
    worst = max((page.quality for page in listed), key=_QUALITY_ORDER.index, default=Quality.NATIVE)
    return Layout(listed, tuple(rows), worst, "\n".join(row.text for row in rows))


def _rows(words: tuple[Word, ...]) -> list[list[Word]]:
    """Words in visual lines: those that share at least half of the lower one's height with the line's band.

    Built anew here because reading's line numbers may follow columns. Boxes are tight around the ink, so "aus" and "Ag" differ in
    height and a dash has hardly any. What is much taller than a row's text, such as a signature, does not widen its band.
    """
    open_rows: list[tuple[float, float, list[Word]]] = []  # top and bottom of the band, words
    for word in sorted(words, key=lambda w: (w.box.middle_y, w.box.left)):
        top, bottom = word.box.top, word.box.bottom
        for place in range(len(open_rows) - 1, max(-1, len(open_rows) - 5), -1):
            row_top, row_bottom, members = open_rows[place]
            shared = min(bottom, row_bottom) - max(top, row_top)
            if shared >= 0.5 * max(1e-6, min(bottom - top, row_bottom - row_top)):
                members.append(word)
                if 0.7 < (bottom - top) / max(1e-6, row_bottom - row_top) < 1.5:
                    count = min(len(members), 6)
                    open_rows[place] = (row_top + (top - row_top) / count, row_bottom + (bottom - row_bottom) / count, members)
                elif row_bottom - row_top < 0.5 * (bottom - top) and not any(c.isalnum() for w in members[:-1] for c in w.text):
                    open_rows[place] = (top, bottom, members)
                break
        else:
            open_rows.append((top, bottom, [word]))
    open_rows.sort(key=lambda row: row[0] + row[1])
    return [sorted(members, key=lambda w: w.box.left) for _, _, members in open_rows]


def _is_vertical(word: Word, page: Page) -> bool:
    """Text set along the margin: three letters or more in a box higher than wide."""
    return len(word.text) >= 3 and word.box.height * page.height_points > 1.3 * word.box.width * page.width_points


def _without_rules(words: Iterable[Word]) -> Iterator[Word]:
    """Words without the ruling lines that OCR and typed tables give as characters."""
    for word in words:
        text = _MISPRINTED_EURO.sub("€", word.text.strip("|¦‖_"))
        if text and (text == word.text or any(c.isalnum() for c in text)):
            yield from _at_colon(word if text == word.text else replace(word, text=text))


_MISPRINTED_EURO = re.compile(r"^Ä(?=\d)")  # code 0x80 read in the wrong encoding
_KEY_AND_VALUE = re.compile(r"([^\W\d_][^:]*:)([^\s/:].*)")


def _at_colon(word: Word) -> Iterator[Word]:
    """The two words of "No.:4711", which stand together without a blank."""
    match = _KEY_AND_VALUE.fullmatch(word.text)
    if match is None:
        yield word
        return
    key, value = match.groups()
    cut = word.box.left + word.box.width * len(key) / len(word.text)
    yield replace(word, text=key, box=Box(word.box.left, word.box.top, cut, word.box.bottom))
    yield replace(word, text=value, box=Box(cut, word.box.top, word.box.right, word.box.bottom))


def _separating_gap(lines: list[list[Word]], page: Page) -> float:
    """The gap between words, as a share of the type size, from which on they do not belong together; set wide in spaced type."""
    aspect = page.height_points / page.width_points
    ratios = [_gap(one, two, aspect) for words in lines for one, two in pairwise(words)]
    blanks = [ratio for ratio in ratios if 0.05 < ratio < 1.2]
    usual = median(blanks) if blanks else 0.3
    return min(_WIDEST_GAP, max(_LEAST_GAP, 2.4 * usual))


def _gap(left: Word, right: Word, aspect: float) -> float:
    return (right.box.left - left.box.right) / max(1e-6, min(letter_height(left), letter_height(right)) * aspect)


def _row(index: int, page: Page, words: list[Word], gap: float) -> Row:
    aspect = page.height_points / page.width_points
    segments: list[Segment] = []
    begin = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or _gap(words[place - 1], words[place], aspect) > gap:
            segments.append(_segment(tuple(words[begin:place]), page.index, index, begin))
            begin = place
    return Row(index, page.index, tuple(words), Box.around(w.box for w in words), tuple(segments), tokens_of(words))


def letter_height(word: Word) -> float:
    """The height of the type as a fraction of the page: the font's size where known, else a little more than the ink."""
    return word.size if word.size else 1.25 * word.box.height


def _segment(words: tuple[Word, ...], page: int, row: int, start: int) -> Segment:
    offsets, length = [], 0
    for word in words:
        offsets.append(length)
        length += len(word.text) + 1
    return Segment(words, Box.around(w.box for w in words), page, row, start, " ".join(w.text for w in words), tuple(offsets))
