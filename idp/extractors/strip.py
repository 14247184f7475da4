"""Which tables stand side by side? Each takes a strip of the page, and its rows are read within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from idp.domain.geometry import Box
from idp.extractors.heading import Heading, HeadingCell
from idp.extractors.label import Label
from idp.extractors.layout import Row

_EDGE = 0.008
_NUMBERS = frozenset({"quantity", "unit_price", "amount", "gross_amount"})
_ENDS = frozenset({"amount", "gross_amount"})


@dataclass(frozen=True, slots=True)
class Strip:
    """A heading with the strip of the page that its table takes (page fractions)."""

    heading: Heading
    left: float = 0.0
    right: float = 1.0


def in_strips(headings: Sequence[Heading]) -> list[Strip]:
    """The headings, those of tables that stand side by side cut to their strips."""
    strips: list[Strip] = []
    for heading in headings:
        for strip in _halves(heading):
            before = strips[-1] if strips else None
            border = _border(before.heading, strip.heading) if before is not None and before.right == 1.0 else None
            if before is None or border is None:
                strips.append(strip)
                continue
            kept = tuple(cell for cell in before.heading.cells if cell[0].right < border)
            strips[-1] = Strip(replace(before.heading, cells=kept), before.left, border)
            strips.append(replace(strip, left=border))
    return strips


def _border(left: Heading, right: Heading) -> float | None:
    """Where the strip of a lower heading begins that stands right of a whole table's headings; None where it does not."""
    begin = min(cell[0].left for cell in right.cells)
    kept = [cell for cell in left.cells if cell[0].right < begin]
    dropped = [cell for cell in left.cells if cell[0].right >= begin]
    if not _is_table(kept) or any(set(cell[2]) & _NUMBERS for cell in dropped):
        return None
    return min([begin, *(cell[0].left for cell in dropped)]) - _EDGE


def _halves(heading: Heading) -> list[Strip]:
    """Two tables under one row of headings: behind an amount a whole set of headings begins anew."""
    cells = heading.cells
    for place in range(2, len(cells) - 1):
        one, two = cells[:place], cells[place:]
        if _ENDS & set(one[-1][2]) and _is_table(one) and _is_table(two) and _names(one) & _names(two) >= {"description"}:
            border = two[0][0].left - _EDGE
            return [
                Strip(replace(heading, cells=one), 0.0, border),
                Strip(replace(heading, cells=two), border, 1.0),
            ]
    return [Strip(heading)]


def _is_table(cells: Sequence[HeadingCell]) -> bool:
    names = _names(cells)
    return bool(names & _ENDS) and bool(names & {"description", "product_code", "quantity"}) and len(cells) >= 3


def _names(cells: Sequence[HeadingCell]) -> set[str]:
    return {name for _, _, names in cells for name in names}


def within(row: Row, labels: Sequence[Label], left: float, right: float) -> tuple[Row, tuple[Label, ...]] | None:
    """The row and its labels within a strip; None where nothing of it stands there."""
    if (left, right) == (0.0, 1.0):
        return row, tuple(labels)
    places = [place for place, word in enumerate(row.words) if left <= word.box.middle_x < right]
    if not places:
        return None
    first, last = places[0], places[-1]
    words = row.words[first : last + 1]
    segments = []
    for segment in row.segments:
        kept = tuple(word for word in segment.words if left <= word.box.middle_x < right)
        if kept:
            box = Box.around(word.box for word in kept)
            begin = max(0, segment.start - first)
            segments.append(replace(segment, words=kept, box=box, start=begin, text=" ".join(w.text for w in kept)))
    tokens = tuple(replace(token, word=token.word - first) for token in row.tokens if first <= token.word <= last)
    cut = replace(row, words=words, box=Box.around(w.box for w in words), segments=tuple(segments), tokens=tokens)
    moved = (
        replace(label, first=label.first - first, last=label.last - first) for label in labels if first <= label.first <= last
    )
    return cut, tuple(moved)
