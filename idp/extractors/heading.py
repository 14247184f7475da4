"""Which rows head a table of lines, and which words are one heading? Found by wording; print lines set over each other are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from idp.domain.geometry import Box
from idp.domain.page import Quality, Word
from idp.extractors.label import Label, find_labels
from idp.extractors.layout import Layout, Row, letter_height
from idp.extractors.misread import with_misread
from idp.extractors.ruling import band_of, column_lines, row_lines
from idp.extractors.token import pieces as tokens_in
from idp.extractors.whose import is_buyers
from idp.extractors.wording.table import load, matches_at

_ESSENTIAL = frozenset(
    {
        "description",
        "quantity",
        "unit_price",
        "amount",
        "product_code",
        "gross_amount",
        "quantity_delivered",
        "weight",
        "po_number",
    }
)
_AMOUNT = re.compile(r"[€$£]?-?\d[\d.,]*[.,]\d{2}[€$£]?")
_STACK = 1.9
"""Headings of two or three print lines belong together when the lines are at most this many letter heights apart."""

HeadingCell = tuple[Box, str, tuple[str, ...]]
"""Where a heading stands, its text, and the names its column may have (none: a wording not known)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The rows of a heading (indexes into the layout) and its cells from left to right."""

    rows: tuple[int, ...]
    cells: tuple[HeadingCell, ...]


def find_headings(layout: Layout) -> tuple[Heading, ...]:
    """Rows that head a table: two essential columns or more, nearly nothing else in them but headings."""
    return tuple(_headings(layout))


def _column_labels(layout: Layout) -> dict[int, list[Label]]:
    by_row: dict[int, list[Label]] = {}
    for label in find_labels(layout, "column"):
        by_row.setdefault(label.row, []).append(label)
    read = {page.index for page in layout.pages if page.quality in (Quality.CLEAN_SCAN, Quality.POOR_SCAN)}
    return {
        index: with_misread(layout.rows[index], labels) if layout.rows[index].page in read else labels
        for index, labels in by_row.items()
    }


def _headings(layout: Layout) -> Iterator[Heading]:
    labels = _column_labels(layout)
    done = -1
    for index in sorted(labels):
        if index <= done:
            continue
        names = {label.name for label in labels[index]} & _ESSENTIAL
        if len(names) < 2 or not _mostly_headings(layout.rows[index], labels[index]):
            continue
        rows = _stacked(layout, index, labels)
        heading = _ruled(layout, index) or Heading(rows, tuple(_cells(layout, rows, labels)))
        rows = heading.rows
        if _is_heading(heading):
            done = rows[-1]
            yield heading


def _mostly_headings(row: Row, labels: Sequence[Label]) -> bool:
    covered = {place for label in labels for place in range(label.first, label.last + 1)}
    rest = [w.text for i, w in enumerate(row.words) if i not in covered]
    if any(_AMOUNT.fullmatch(text) for text in rest):
        return False
    if _reads_like_headings(row):
        return True
    wordy = sum(any(c.isalpha() for c in w.text) for w in row.words)
    return len(covered) * 2 >= wordy and sum(any(c.isdigit() for c in text) for text in rest) <= max(1, len(row.words) // 5)


_RULED_ROWS = 8
_RULED_HEIGHT = 0.1


def _ruled(layout: Layout, index: int) -> Heading | None:
    """The heading in a drawn box of several rows: what stands between the same vertical lines is one heading."""
    row = layout.rows[index]
    page = layout.page(row.page)
    lines = row_lines(page, row.box.left, row.box.right)
    band = band_of(lines, row.box)
    if not 0 < band < len(lines) or lines[band] - lines[band - 1] > _RULED_HEIGHT:
        return None
    rows = [
        other
        for other in layout.rows[max(0, index - _RULED_ROWS) : index + _RULED_ROWS]
        if other.page == row.page and band_of(lines, other.box) == band
    ]
    lanes = column_lines(page, lines[band - 1], lines[band])
    if not 1 < len(rows) <= _RULED_ROWS or len(lanes) < 4 or any(_AMOUNT.fullmatch(w.text) for r in rows for w in r.words):
        return None
    words: dict[int, list[Word]] = {}
    for word in (word for other in rows for word in other.words):
        words.setdefault(sum(lane < word.box.middle_x for lane in lanes), []).append(word)
    cells = []
    for lane in sorted(words):
        text = " ".join(w.text for w in words[lane])
        cells.append((Box.around(w.box for w in words[lane]), text, names_of(text)))
    return Heading(tuple(other.index for other in rows), tuple(cells))


def mentions(text: str) -> frozenset[str]:
    """Every name that some words of a heading's text stand for."""
    table, tokens = load("column"), list(tokens_in(text))
    return frozenset(w.name for place in range(len(tokens)) for group in matches_at(table, tokens, place) for w in group)


def whole_names_of(text: str) -> tuple[str, ...]:
    """The names of the wording that is the whole text; none where it is not one."""
    tokens = list(tokens_in(text))
    group = next(matches_at(load("column"), tokens, 0), ()) if tokens else ()
    return tuple(wording.name for wording in group) if group and len(group[0].tokens) == len(tokens) else ()


def names_of(text: str) -> tuple[str, ...]:
    """The names that a heading's text gives its column: by the whole text, else the name with most of its words."""
    table, tokens = load("column"), list(tokens_in(text))
    covered: dict[str, int] = {}
    place = 0
    while place < len(tokens):
        group = next(matches_at(table, tokens, place), ())
        if group and len(group[0].tokens) == len(tokens):
            return tuple(wording.name for wording in group)
        if group and not group[0].weak:
            covered[group[0].name] = covered.get(group[0].name, 0) + len(group[0].tokens)
        place += len(group[0].tokens) if group else 1
    best = max(covered, key=lambda name: (covered[name], name != "po_number"), default=None)
    return (best,) if best is not None else ()


def _reads_like_headings(row: Row) -> bool:
    """Four short texts or more, set apart, none with a digit or a colon: headings even where few of their words are known."""
    short = all(len(s.text) <= 25 and len(s.words) <= 4 and not s.text.endswith(":") for s in row.segments)
    return len(row.segments) >= 4 and short and not any(c.isdigit() for c in row.text)


def _stacked(layout: Layout, index: int, labels: dict[int, list[Label]]) -> tuple[int, ...]:
    """The heading's print lines: the rows right above and below that hold nothing but further heading words."""
    rows = [index]
    for step in (-1, 1):
        at = index + step
        while (
            0 <= at < len(layout.rows)
            and len(rows) < 4
            and _is_part(layout, rows[0 if step < 0 else -1], at, labels, above=step < 0)
        ):
            rows.insert(0, at) if step < 0 else rows.append(at)
            at += step
    return tuple(rows)


def _is_part(layout: Layout, inner: int, outer: int, labels: dict[int, list[Label]], *, above: bool) -> bool:
    near, row = layout.rows[inner], layout.rows[outer]
    if row.page != near.page or abs(row.box.middle_y - near.box.middle_y) > _STACK * _letter_height(near):
        return False
    if any(c.isdigit() for c in row.text) or (len(row.words) > 8 and not _reads_like_headings(row)):
        return False
    found = labels.get(outer, ())
    parts = all(len(segment.text) <= 22 for segment in row.segments)
    overlapping = all(any(_overlap(segment.box, other.box) for other in near.segments) or above for segment in row.segments)
    return parts and overlapping and (bool(found) or len(row.words) <= 4) and not any(w.text.endswith(":") for w in row.words)


def _letter_height(row: Row) -> float:
    """The tallest ink of the row, a watermark across it left out."""
    usual = median(word.box.height for word in row.words)
    return max(word.box.height for word in row.words if word.box.height <= 2 * usual)


def _overlap(one: Box, two: Box) -> bool:
    return min(one.right, two.right) - max(one.left, two.left) > 0


def _cells(layout: Layout, rows: tuple[int, ...], labels: dict[int, list[Label]]) -> Iterator[HeadingCell]:
    """Heading cells: labelled words, joined over the print lines; words without a known wording head an `other` column."""
    pieces: list[HeadingCell] = []
    for index in rows:
        row = layout.rows[index]
        taken: set[int] = set()
        for label in sorted(labels.get(index, ()), key=lambda found: found.first):
            if label.first in taken:
                continue
            taken.update(range(label.first, label.last + 1))
            names = tuple(found.name for found in labels[index] if found.first == label.first)
            if pieces and set(names) <= _TEXTS and set(pieces[-1][2]) <= _TEXTS and _is_or(row, pieces[-1], label.first):
                pieces[-1] = (Box.around((pieces[-1][0], label.box)), f"{pieces[-1][1]} / {label.text}", ("description",))
            elif pieces and set(pieces[-1][2]) <= {"po_number", "other"} and _goes_on(row, pieces[-1], label.first):
                box, text = Box.around((pieces[-1][0], label.box)), f"{pieces[-1][1]} {label.text}"
                pieces[-1] = (box, text, names_of(text) or pieces[-1][2])
            else:
                pieces.append((label.box, label.text, names))
        for segment in row.segments:
            rest = [
                (i, w)
                for i, w in enumerate(segment.words, segment.start)
                if i not in taken and any(c.isalnum() for c in w.text)
            ]
            if not rest:
                continue
            box, text = Box.around(w.box for _, w in rest), " ".join(w.text for _, w in rest)
            place = next((n for n, piece in enumerate(pieces) if _runs_on(row, piece, rest[0][0])), None)
            if place is not None and rest[-1][0] - rest[0][0] == len(rest) - 1:
                known = pieces[place]
                pieces[place] = (Box.around((known[0], box)), f"{known[1]} {text}", known[2])
            elif (
                led := next((n for n, piece in enumerate(pieces) if _leads_to(row, rest[-1][0], piece, text)), None)
            ) is not None:
                known = pieces[led]
                pieces[led] = (Box.around((known[0], box)), f"{text} {known[1]}", known[2])
            else:
                pieces.extend(_parted(box, text) or [(box, text, names_of(text))])
    return iter(_joined(pieces))


def _parted(box: Box, text: str) -> list[HeadingCell]:
    """Headings of neighbouring columns printed without a blank between ("UnitPrice"); none where a part is no known wording."""
    if names_of(text) or len(text) > _LONGEST_GLUED:
        return []
    for place in range(1, len(text)):
        if not text[place].isupper() or not (text[place - 1].islower() or text[place - 1] == "."):
            continue
        named, rest = whole_names_of(text[:place]), text[place:]
        border = box.left + box.width * place / len(text)
        left, right = Box(box.left, box.top, border, box.bottom), Box(border, box.top, box.right, box.bottom)
        following = [(right, rest, found)] if (found := whole_names_of(rest)) else _parted(right, rest)
        if named and following:
            return [(left, text[:place], named), *following]
    return []


_LONGEST_GLUED = 40


def _goes_on(row: Row, piece: HeadingCell, first: int) -> bool:
    """Whether the label at `first` is in one short segment with the piece before it: "Order QT"."""
    segment = next((s for s in row.segments if s.start <= first < s.start + len(s.words)), None)
    if segment is None or first == segment.start or len(segment.words) > 2 or len(row.segments) < 4:
        return False
    return row.words[first - 1].box.right == piece[0].right


_TEXTS = frozenset({"description", "product_code", "position"})


def _is_or(row: Row, piece: HeadingCell, first: int) -> bool:
    """Whether the label at `first` stands behind the piece and a stroke: "Description / Item no." heads one column that holds both."""
    if first < 2 or row.words[first - 1].text != "/" or "description" not in {*piece[2], *names_of(row.words[first].text)}:
        return False
    before, word = row.words[first - 2], row.words[first]
    return before.box.right == piece[0].right and word.box.left - before.box.right < 3 * _BLANK * letter_height(word)


def _runs_on(row: Row, piece: HeadingCell, first: int) -> bool:
    """Whether the word `first` follows the heading at a blank's distance: "Nazwa" goes on as "towaru lub usługi"."""
    if first == 0 or not piece[2]:
        return False
    before, word = row.words[first - 1], row.words[first]
    blank = _BLANK * letter_height(word)
    if before.text in _JOINS and first > 1 and word.box.left - before.box.right < blank:
        before, word = row.words[first - 2], before  # "Goods / services" is one heading
    return before.box.right == piece[0].right and word.box.left - before.box.right < blank


def _leads_to(row: Row, last: int, piece: HeadingCell, text: str) -> bool:
    """Whether the words before the heading say that it heads the buyer's own numbers: "Customer" before "Item no."."""
    if last + 1 >= len(row.words) or not piece[2] or not is_buyers(f"{text} {piece[1]}"):
        return False
    word, following = row.words[last], row.words[last + 1]
    return following.box.left == piece[0].left and following.box.left - word.box.right < _BLANK * letter_height(word)


_JOINS = frozenset({"/", "&", "+"})


_BLANK = 0.6
"""The widest blank between words of one heading, in letter heights (page fractions of height against width: A4 makes it 0.42 em)."""


def _joined(pieces: list[HeadingCell]) -> list[HeadingCell]:
    """Pieces that stand over each other become one cell, whose wording is looked up again as a whole."""
    table = load("column")
    cells: list[HeadingCell] = []
    for box, text, names in sorted(pieces, key=lambda piece: (piece[0].top, piece[0].left)):
        over = next((i for i, cell in enumerate(cells) if cell[0].bottom <= box.middle_y and _shared(cell[0], box) > 0.5), None)
        if over is None:
            cells.append((box, text, names))
            continue
        above = cells[over]
        joined = f"{above[1]} {text}"
        tokens = list(tokens_in(joined))
        whole = next(matches_at(table, tokens, 0), ()) if tokens else ()
        both = tuple(w.name for w in whole) if whole and len(whole[0].tokens) == len(tokens) else above[2] or names
        both = both or whole_names_of(f"{above[1]}{text}")  # a word broken at the border of a narrow column
        cells[over] = (Box.around((above[0], box)), joined, both)
    return _with_currencies(sorted(cells, key=lambda cell: cell[0].left))


def _with_currencies(cells: list[HeadingCell]) -> list[HeadingCell]:
    """A currency set apart ("Total (RM)", "Price EUR") heads no column of its own: it belongs to the heading on its left."""
    kept: list[HeadingCell] = []
    for box, text, names in cells:
        if kept and not names and _CURRENCY.fullmatch(text):
            kept[-1] = (Box.around((kept[-1][0], box)), f"{kept[-1][1]} {text}", kept[-1][2])
        else:
            kept.append((box, text, names))
    return kept


_CURRENCY = re.compile(r"[(\[/]*(?:[A-Z]{2,3}|[€$£]|Rs\.?|zł|kr\.?|%)[)\]]*")


def _shared(one: Box, two: Box) -> float:
    """Common width as a share of the narrower box."""
    return (min(one.right, two.right) - max(one.left, two.left)) / max(1e-6, min(one.width, two.width))


def _is_heading(heading: Heading) -> bool:
    names = {name for _, _, found in heading.cells for name in found}
    numbers = names & {"quantity", "unit_price", "amount", "gross_amount", "quantity_delivered", "weight"}
    if {"po_number", "quantity", "weight"} <= names:
        return True  # the customer orders of a bill of lading
    texts = names & {"description", "product_code"}
    if not texts and not ({"quantity", "unit_price"} <= numbers and len(heading.cells) > 2):
        return False
    return bool(numbers) and len(heading.cells) >= 2
