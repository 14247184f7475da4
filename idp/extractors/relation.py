"""Which values stand by which label? Right of it in its row, or below it in its column, with nothing else in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.frame import Frames, frames_of, holds
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row


class Side(StrEnum):
    """Where a value stands as seen from its label."""

    RIGHT = "right of"
    BELOW = "below"
    BELOW_RIGHT = "right of and just below"
    TITLE = "in"


@dataclass(frozen=True, slots=True)
class Run:
    """Words next to a label: the words `first` to `last` of `row`. `closeness` 0–1."""

    row: Row
    first: int
    last: int
    side: Side
    closeness: float

    @property
    def words(self) -> tuple[Word, ...]:
        return self.row.words[self.first : self.last + 1]

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)

    @property
    def box(self) -> Box:
        return Box.around(w.box for w in self.words)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The rows, labels and ruling lines of a document, prepared for the questions asked here."""

    layout: Layout
    labels_of_row: Mapping[int, Sequence[Label]]
    frames: Mapping[int, Frames]


def surroundings(layout: Layout, labels: Iterable[Label]) -> Surroundings:
    """Prepares a layout and its labels."""
    by_row: dict[int, list[Label]] = {}
    for label in labels:
        by_row.setdefault(label.row, []).append(label)
    return Surroundings(layout, by_row, {page.index: frames_of(page.rules) for page in layout.pages})


def cell_of(label: Label, around: Surroundings) -> Box | None:
    """The box of the form in whose corner the label stands over its value; None outside of boxes and for a label alone in its box."""
    cell = around.frames[label.page].cell_of(label.box)
    if cell is None:
        return None
    first, more = _content(label, cell, around)
    return cell if first and more else None


def cell_under(label: Label, around: Surroundings) -> Box | None:
    """The box under the bar that the label fills; None where the label does not stand alone in a box."""
    frames = around.frames[label.page]
    cell = frames.cell_of(label.box)
    return frames.cell_below(cell) if cell is not None and not _content(label, cell, around)[1] else None


def _content(label: Label, cell: Box, around: Surroundings) -> tuple[bool, bool]:
    """Whether the label is the first that stands in the cell, and whether words that are no part of a label stand there."""
    first, more = True, False
    phrase = _phrase(label, around)
    for row in around.layout.rows:
        if row.page != label.page or row.box.bottom < cell.top or row.box.top > cell.bottom:
            continue
        named = {i for o in around.labels_of_row.get(row.index, ()) for i in range(o.first, o.last + 1) if not o.weak}
        inside = [i for i, w in enumerate(row.words) if holds(cell, w.box) and any(c.isalnum() for c in w.text)]
        first = first and not any((row.index, i) < (label.row, label.first) for i in inside)
        more = more or any(i not in named and (row.index, i) not in phrase for i in inside)
    return first, more


def _phrase(label: Label, around: Surroundings) -> set[tuple[int, int]]:
    """The words that run on after a label without a colon: "PO number for pick-up" is one heading."""
    row = around.layout.rows[label.row]
    segment = next(s for s in row.segments if s.start <= label.first < s.start + len(s.words))
    words = range(label.first, segment.start + len(segment.words))
    plain = not label.colon and not any(c.isdigit() for i in words for c in row.words[i].text)
    return {(label.row, i) for i in words} if plain else set()


def within(run: Run, cell: Box) -> Run | None:
    """The words of the run that stand in the cell."""
    inside = [i for i in range(run.first, run.last + 1) if holds(cell, run.row.words[i].box)]
    return Run(run.row, inside[0], inside[-1], run.side, run.closeness) if inside else None


def rows_in(cell: Box, label: Label, around: Surroundings) -> list[Run]:
    """What the cell holds for the label, a run a row, from the top: right of the label, then the rows below it."""
    right = right_of(label, around)
    found = [right] if right is not None else []
    sides = _neighbours(label, around)
    for row in around.layout.rows[label.row + 1 :]:
        if row.page != label.page or row.box.top > cell.bottom:
            break
        whole = Run(row, 0, len(row.words) - 1, Side.BELOW, 0.9)
        inside = within(whole, cell)
        run = _between(inside, *sides) if inside is not None else None
        found.extend([run] if run is not None else [])
    return [inside for run in found if (inside := within(run, cell)) is not None]


def runs_by(label: Label, around: Surroundings) -> list[Run]:
    """The runs of words by the label: right of it up to the next label, and the nearest ones below it."""
    found = []
    right = right_of(label, around)
    if right is not None:
        found.append(right)
    found.extend(below(label, around))
    cell = cell_of(label, around)
    if cell is not None:
        found = [inside for run in found if (inside := within(run, cell)) is not None] or found
    if not any(run.side is Side.BELOW for run in found):
        strip = _under_in_strip(label, around)
        found.extend([strip] if strip is not None else [])
    if right is None and not found:
        lower = _lower_right(label, around) or _wrapped(label, around)
        found.extend([lower] if lower is not None else [])
    return found


_STRIP = 7.0
"""How far below its heading, in heights of it, a value may stand in a strip of cells that are centred for themselves."""


def _under_in_strip(label: Label, around: Surroundings) -> Run | None:
    """In a strip of headings the first thing under the label, at its very edge or middle, past rows that stand in other columns."""
    for row in around.layout.rows[label.row + 1 : label.row + 9]:
        if row.page != label.page or row.box.top - label.box.bottom > _STRIP * max(label.box.height, 0.006):
            return None
        over = next((s for s in row.segments if s.box.left < label.box.right and s.box.right > label.box.left), None)
        if over is not None:
            even = min(abs(over.box.left - label.box.left), abs(over.box.middle_x - label.box.middle_x)) < _EVEN
            named = any(o.first == over.start and not o.weak for o in around.labels_of_row.get(row.index, ()))
            last = over.start + len(over.words) - 1
            return Run(row, over.start, last, Side.BELOW, 0.7) if even and not named else None
    return None


_EVEN = 0.005


def _wrapped(label: Label, around: Surroundings) -> Run | None:
    """The beginning of the next line of running text where a key ends its line: "... Order no.:" / "4711 Date: ..."."""
    row = around.layout.rows[label.row]
    if label.last + 1 < len(row.words) or label.first == 0 or not label.colon or label.row + 1 >= len(around.layout.rows):
        return None
    following = around.layout.rows[label.row + 1]
    if following.page != label.page or abs(following.box.left - row.box.left) > 0.01:
        return None
    stop = min((o.first for o in around.labels_of_row.get(following.index, ()) if not o.weak), default=len(following.words))
    return Run(following, 0, stop - 1, Side.BELOW, 0.6) if stop else None


def _lower_right(label: Label, around: Surroundings) -> Run | None:
    """Forms that set the value half a line lower: the first segment right of the label in the very next row."""
    layout = around.layout
    if label.row + 1 >= len(layout.rows):
        return None
    row = layout.rows[label.row + 1]
    if row.page != label.page or row.box.top - label.box.bottom > 1.0 * max(label.box.height, 0.008):
        return None
    segment = next((s for s in row.segments if s.box.left >= label.box.right - 0.01), None)
    if segment is None or any(
        s.box.left > label.box.left - 0.02 for s in row.segments if s is not segment and s.start < segment.start
    ):
        return None
    gap = segment.box.left - label.box.right
    return Run(row, segment.start, segment.start + len(segment.words) - 1, Side.BELOW_RIGHT, max(0.3, 0.75 - gap))


def right_of(label: Label, around: Surroundings) -> Run | None:
    """The words after the label in its row, up to the next label that is not part of the value."""
    row = around.layout.rows[label.row]
    first = label.last + 1
    while first < len(row.words) and not any(c.isalnum() for c in row.words[first].text):
        first += 1
    if first >= len(row.words):
        return None
    stop = min(
        (other.first for other in around.labels_of_row.get(label.row, ()) if _ends(other, label, row)), default=len(row.words)
    )
    if stop <= first:
        return None
    gap = row.words[first].box.left - label.box.right
    return Run(row, first, stop - 1, Side.RIGHT, max(0.15, 1.0 - max(0.0, gap - 0.01) * 1.6))


def _ends(other: Label, label: Label, row: Row) -> bool:
    """Whether `other` begins something new after `label`: at the start of a segment, with a colon, or after a number.

    Label words within a name ("Ostwind Spedition GmbH") and weak ones within a value ("von", "n") do not.
    """
    if other.first <= label.last or (other.weak and other.length == 1):
        return False
    if other.name == label.name and other.first == label.last + 1 and other.text.isupper() and not other.colon:
        return False  # "Your order: PO 4711": the number begins with the name of its kind
    begins = any(segment.start == other.first for segment in row.segments)
    return begins or row.words[other.last].text.endswith(":") or any(c.isdigit() for c in row.words[other.first - 1].text)


def beside_below(label: Label, around: Surroundings) -> list[Run]:
    """Where nothing stands right below a label: the first segment of the next rows that begins a little right of it (a hanging block)."""
    layout = around.layout
    for index in range(label.row + 1, min(label.row + 3, len(layout.rows))):
        row = layout.rows[index]
        if row.page != label.page or row.box.top - label.box.bottom > 2.5 * max(label.box.height, 0.008):
            return []
        segment = next((s for s in row.segments if label.box.left < s.box.left < label.box.right + 0.12), None)
        if segment is not None:
            return [Run(row, segment.start, segment.start + len(segment.words) - 1, Side.BELOW, 0.5)]
    return []


def below(label: Label, around: Surroundings, *, rows: int = 2) -> list[Run]:
    """In the next rows the words within the label's column; the nearest row with any counts, at most three label heights away."""
    layout = around.layout
    found: list[Run] = []
    reach = 3.2 * max(label.box.height, 0.008)
    for index in range(label.row + 1, min(label.row + 5 + rows, len(layout.rows))):
        row = layout.rows[index]
        very_next = index == label.row + 1 and row.box.top - label.box.bottom < 1.8 * reach
        if row.page != label.page or (row.box.top - label.box.bottom > reach and not very_next):
            break
        run = _in_column(label.box, row, row.box.top - label.box.bottom)
        run = _between(run, *_neighbours(label, around)) if run is not None else None
        if run is not None:
            found.append(run)
            if len(found) >= rows:
                break
            reach = row.box.bottom - label.box.bottom + 2.2 * max(label.box.height, 0.008)
    return found[:1] if rows == 1 else found[:rows]


def _neighbours(label: Label, around: Surroundings) -> tuple[float, float]:
    """The right edge of what stands left of the label in its row, and the left edge of what follows: segments, or labels of others."""
    row = around.layout.rows[label.row]
    others = [o for o in around.labels_of_row.get(label.row, ()) if o.name != label.name and not o.weak]
    before = [s.box.right for s in row.segments if s.start + len(s.words) <= label.first]
    before += [o.box.right for o in others if o.last < label.first]
    after = [s.box.left for s in row.segments if s.start > label.last] + [o.box.left for o in others if o.first > label.last]
    return max(before, default=0.0), min(after, default=1.0)


def _between(run: Run, left: float, right: float) -> Run | None:
    """The words of the run that do not stand under the label's neighbours; print in one row may fill several cells."""
    first, last = run.first, run.last
    while first <= last and run.row.words[first].box.middle_x <= left:
        first += 1
    while last >= first and run.row.words[last].box.left >= right - _SLACK:
        last -= 1
    return Run(run.row, first, last, run.side, run.closeness) if first <= last else None


_SLACK = 0.004


def _in_column(box: Box, row: Row, distance: float) -> Run | None:
    """The segment of the row that shares the column of `box`: same left edge, same right edge, same middle, or overlap."""
    best: tuple[float, int, int] | None = None
    for segment in row.segments:
        if segment.box.right < box.left - 0.012 or segment.box.left > box.right + 0.012:
            continue
        off = min(
            abs(segment.box.left - box.left), abs(segment.box.right - box.right), abs(segment.box.middle_x - box.middle_x)
        )
        if best is None or off < best[0]:
            best = (off, segment.start, segment.start + len(segment.words) - 1)
    if best is None:
        return None
    closeness = max(0.1, 0.9 - 4 * best[0] - 6 * max(0.0, distance))
    return Run(row, best[1], best[2], Side.BELOW, closeness)
