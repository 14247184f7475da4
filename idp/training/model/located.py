"""Where on a real page do the values of its truth file stand? Labels for its words; what is doubtful stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from idp.domain.document import Kind
from idp.domain.page import Page
from idp.layout_model.encoding import Corners, reading_order, rows_of
from idp.training.model.labels import COLUMNS, HEADER, UNKNOWN, label_number, type_number
from idp.training.model.match import MOST_WORDS, kind_of, shows, words_of
from idp.training.model.sample import Sample

_REACH = 3  # rows below its first one in which a line's cells may stand
_CURRENCY = re.compile(r"[€$£¥]|EUR|EURO|USD|GBP|CHF|PLN|zł|SEK|DKK|NOK|CZK|CAD|AUD", re.IGNORECASE)
_AMOUNTS = ("subtotal", "tax_amount", "total", "amount_due")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Words of a page that show a value; `row` is the first one's."""

    page: int
    row: int
    words: tuple[int, ...]


class _Paper:
    """The pages of a file, with the words of each row in order."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.texts = [[word.text for word in page.words] for page in pages]
        self.boxes: list[list[Corners]] = [[_corners(word.box) for word in page.words] for page in pages]
        self.rows: list[list[list[int]]] = []
        for boxes in self.boxes:
            numbers = rows_of(boxes)
            rows: list[list[int]] = [[] for _ in range(max(numbers, default=-1) + 1)]
            for index in reading_order(boxes):
                rows[numbers[index]].append(index)
            self.rows.append(rows)

    def spots(self, field: str, value: object) -> list[_Spot]:
        """Every place where the value is printed; shortest runs of words only."""
        kind = kind_of(field)
        if kind in (Kind.BOOLEAN, Kind.CURRENCY):
            return []
        texts = [str(item) for item in value] if isinstance(value, list) else [str(value)]
        return [spot for text in texts for spot in (self._names(text) if kind is Kind.TEXT else self._values(text, kind))]

    def _values(self, value: str, kind: Kind) -> list[_Spot]:
        found: list[_Spot] = []
        for page, rows in enumerate(self.rows):
            for number, row in enumerate(rows):
                for length in range(1, MOST_WORDS[kind] + 1):
                    for start in range(len(row) - length + 1):
                        words = tuple(row[start : start + length])
                        text = " ".join(self.texts[page][i] for i in words)
                        if shows(text, value, kind) and not any(_within(spot, page, words) for spot in found):
                            found.append(_Spot(page, number, words))
        return found

    def _names(self, value: str) -> list[_Spot]:
        wanted = words_of(value)
        found = []
        for page, rows in enumerate(self.rows):
            for number, row in enumerate(rows):
                for start in range(len(row)):
                    words, matched = self._run(page, row[start:], wanted)
                    words += self._wrapped(page, number, words, wanted[matched:]) if words else []
                    seen = sum(len(words_of(self.texts[page][i])) for i in words)
                    if wanted and seen >= max(1, 0.7 * len(wanted)):
                        found.append(_Spot(page, number, tuple(words)))
        return found

    def _run(self, page: int, row: Sequence[int], wanted: Sequence[str]) -> tuple[list[int], int]:
        """The words at the beginning of `row` that are the beginning of `wanted`, and how much of it they are."""
        words: list[int] = []
        matched = 0
        for index in row:
            parts = words_of(self.texts[page][index])
            if matched == len(wanted) or parts != list(wanted[matched : matched + len(parts)]) or (not parts and not words):
                break
            words.append(index)
            matched += len(parts)
        return words, matched

    def _wrapped(self, page: int, number: int, above: Sequence[int], rest: Sequence[str]) -> list[int]:
        """The words in the next rows, below the first ones, that go on with `rest`."""
        left, words = self.boxes[page][above[0]][0], []
        for row in self.rows[page][number + 1 : number + 1 + _REACH]:
            starts = [at for at, index in enumerate(row) if abs(self.boxes[page][index][0] - left) < 0.02]
            if not rest or not starts:
                continue
            found, matched = self._run(page, row[starts[0] :], rest)
            words += found
            rest = rest[matched:]
        return words


def samples_of_real(pages: Sequence[Page], truth: Mapping[str, Any], *, source: str) -> list[Sample]:
    """The pages with what their truth says about each word. A truth without lines leaves what it does not name unknown."""
    paper = _Paper(pages)
    rest = 0 if "lines" in truth else UNKNOWN
    labels = [[rest] * len(texts) for texts in paper.texts]
    lines: list[list[int | None]] = [[None] * len(texts) for texts in paper.texts]
    taken = _place_lines(paper, truth.get("lines") or [], labels, lines)
    _place_header(paper, truth, labels, taken)
    _forget_currencies(paper, labels)
    kind, silent = type_number(truth.get("document_type")), _silent(truth)
    return [
        Sample(tuple(paper.texts[page]), tuple(paper.boxes[page]), tuple(labels[page]), _begins(paper, page, lines[page], rest),
               kind, source, "real", silent)
        for page in range(len(pages))
        if paper.texts[page]
    ]  # fmt: skip


def _silent(truth: Mapping[str, Any]) -> tuple[int, ...]:
    """Labels of what the truth says nothing about, and of currencies, which are printed in too many ways to be found."""
    fields = {"po_number" if field == "po_numbers" else field for field in truth} - {"currency"}
    columns = {column for line in truth.get("lines") or [] for column in line}
    return tuple(
        [label_number(field, None) for field in HEADER if field not in fields]
        + [label_number(column, 0) for column in COLUMNS if column not in columns]
    )


def _place_lines(
    paper: _Paper, wanted: Sequence[Mapping[str, Any]], labels: list[list[int]], lines: list[list[int | None]]
) -> set[tuple[int, int]]:
    """Labels the cells of each line at the rows where most of them stand together; returns the words taken."""
    cells = [{c: paper.spots(c, v) for c, v in line.items() if c in COLUMNS and v is not None} for line in wanted]
    taken: set[tuple[int, int]] = set()
    for number, (line, place) in enumerate(zip(cells, _best_rows(cells), strict=True)):
        if place is None:
            continue
        for column, spots in line.items():
            spot = next((s for s in spots if _near(s, place) and not taken & {(s.page, i) for i in s.words}), None)
            if spot is not None:
                for index in spot.words:
                    labels[spot.page][index], lines[spot.page][index] = label_number(column, number), number
                    taken.add((spot.page, index))
    return taken


def _best_rows(cells: Sequence[Mapping[str, Sequence[_Spot]]]) -> list[tuple[int, int] | None]:
    """A row for each line, in order down the pages, so that as many cells as possible stand at their line's row."""
    rows = sorted({(spot.page, spot.row) for line in cells for spots in line.values() for spot in spots})
    best: list[tuple[float, list[tuple[int, int] | None]]] = [(0.0, [])] * (len(rows) + 1)
    for line in cells:
        least = 1.5 if len(line) > 1 else 0.5
        before, best = best, []
        for at in range(len(rows) + 1):
            skip = (before[at][0], [*before[at][1], None])
            here = skip
            if at:
                score = sum(_fit(spots, rows[at - 1]) for spots in line.values())
                if score > least:
                    here = max(skip, (before[at - 1][0] + score, [*before[at - 1][1], rows[at - 1]]), key=lambda one: one[0])
                here = max(here, best[-1], key=lambda one: one[0])
            best.append(here)
    return best[-1][1]


def _fit(spots: Iterable[_Spot], place: tuple[int, int]) -> float:
    """1 for a cell in the row itself, a little less below it, 0 elsewhere."""
    return max((1.0 - 0.1 * (spot.row - place[1]) for spot in spots if _near(spot, place)), default=0.0)


def _near(spot: _Spot, place: tuple[int, int]) -> bool:
    return spot.page == place[0] and 0 <= spot.row - place[1] < _REACH


def _place_header(paper: _Paper, truth: Mapping[str, Any], labels: list[list[int]], taken: set[tuple[int, int]]) -> None:
    """Labels every printing of each header value; where two fields say the same in one place, nobody knows which it is."""
    line_rows = {
        (page, number)
        for page, rows in enumerate(paper.rows)
        for number, words in enumerate(rows)
        if any((page, index) in taken for index in words)
    }
    claimed: dict[tuple[int, int], int] = {}
    for field, value in truth.items():
        if field not in (*HEADER, "po_numbers") or value in (None, "", []):
            continue
        number = label_number(field, None)
        for spot in paper.spots(field, value):
            in_line = (spot.page, spot.row) in line_rows and field in _AMOUNTS
            for index in spot.words:
                if (spot.page, index) in taken or in_line:
                    continue
                known = claimed.setdefault((spot.page, index), number)
                labels[spot.page][index] = number if known == number else UNKNOWN


def _forget_currencies(paper: _Paper, labels: list[list[int]]) -> None:
    """A currency that stands beside an amount may count to it or not."""
    for texts, page in zip(paper.texts, labels, strict=True):
        for index, text in enumerate(texts):
            if page[index] == 0 and _CURRENCY.fullmatch(text):
                page[index] = UNKNOWN


def _begins(paper: _Paper, page: int, lines: Sequence[int | None], rest: int) -> tuple[int, ...]:
    if rest == UNKNOWN:
        return (UNKNOWN,) * len(lines)
    numbers = rows_of(paper.boxes[page])
    first: dict[int, int] = {}
    for line, row in zip(lines, numbers, strict=True):
        if line is not None:
            first[line] = min(row, first.get(line, row))
    return tuple(int(line is not None and first[line] == row) for line, row in zip(lines, numbers, strict=True))


def _within(spot: _Spot, page: int, words: tuple[int, ...]) -> bool:
    return spot.page == page and set(spot.words) <= set(words)


def _corners(box: Any) -> Corners:
    return (box.left, box.top, box.right, box.bottom)
