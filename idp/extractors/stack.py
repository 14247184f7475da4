"""Which labels are set in several short lines over each other, as in narrow boxes and key columns: "Date de / commande"?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from idp.domain.geometry import Box
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Segment
from idp.extractors.token import pieces
from idp.extractors.wording.table import load, matches_at

_ALIGNED = 0.006
_MOST_LINES = 3


def with_stacked(labels: Sequence[Label], layout: Layout) -> tuple[Label, ...]:
    """The labels, with those of several lines in the place of what each of their lines would say alone."""
    found = list(_stacked(layout))
    inside = {(label.row, place) for label in found for place in range(label.first, label.last + 1)}
    kept = [label for label in labels if (label.row, label.first) not in inside]
    return tuple(sorted([*kept, *found], key=lambda label: (label.row, label.first)))


def _stacked(layout: Layout) -> Iterator[Label]:
    """Every stack that is one wording as a whole, once for each of its lines: values stand beside the first or below the last."""
    done: set[tuple[int, int]] = set()
    for row in layout.rows:
        for segment in row.segments:
            if (row.index, segment.start) in done or not _is_short(segment):
                continue
            for lines in _stacks(segment, layout):
                names = _names(lines)
                if names:
                    done.update((line.row, line.start) for line in lines)
                    yield from (_label(line, name, lines, weak=weak) for line in lines for name, weak in names)
                    break


def _stacks(top: Segment, layout: Layout) -> list[list[Segment]]:
    """The segment with one or two lines below it, the longest first."""
    lines = [top]
    while len(lines) < _MOST_LINES:
        below = _next_line(lines[-1], layout)
        if below is None:
            break
        lines.append(below)
    return [lines[:count] for count in range(len(lines), 1, -1)]


def _next_line(segment: Segment, layout: Layout) -> Segment | None:
    height = segment.box.height
    for row in layout.rows[segment.row + 1 : segment.row + 4]:
        if row.page != segment.page or row.box.top - segment.box.bottom > 0.9 * height:
            return None
        for other in row.segments:
            same = (
                abs(other.box.left - segment.box.left) < _ALIGNED or abs(other.box.middle_x - segment.box.middle_x) < _ALIGNED
            )
            if same and _is_short(other) and other.box.top - segment.box.bottom < 0.9 * height:
                return other
    return None


def _is_short(segment: Segment) -> bool:
    return len(segment.words) <= 3 and len(segment.text) <= 24 and not any(c.isdigit() for c in segment.text)


def _names(lines: Iterable[Segment]) -> list[tuple[str, bool]]:
    """What the lines name as one wording, and whether that wording names other things as well."""
    tokens = [piece for line in lines for word in line.words for piece in pieces(word.text)]
    whole = next(matches_at(load("header"), tokens, 0), ()) if tokens else ()
    return [(w.name, w.weak) for w in whole] if whole and len(whole[0].tokens) == len(tokens) else []


def _label(line: Segment, name: str, lines: Sequence[Segment], *, weak: bool) -> Label:
    return Label(
        name=name,
        row=line.row,
        first=line.start,
        last=line.start + len(line.words) - 1,
        box=Box.around([s.box for s in lines if s.row <= line.row]) if line is lines[-1] else line.box,
        page=line.page,
        text=" ".join(s.text for s in lines).rstrip(" :"),
        weak=weak,
        length=sum(len(s.words) for s in lines),
        colon=line.words[-1].text.endswith(":"),
    )
