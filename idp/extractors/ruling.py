"""Where do drawn lines part a table? Horizontal lines part its rows, vertical ones its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from idp.domain.geometry import Box
from idp.domain.page import Page

_SAME = 0.003
"""Rules closer than this (page fraction) are one line drawn in pieces or twice."""
_COVERED = 0.6
"""The share of the table's width (or height) that the pieces of a line must cover."""


def row_lines(page: Page, left: float, right: float) -> tuple[float, ...]:
    """The y of horizontal lines across most of the strip between `left` and `right`, from the top."""
    flat = [rule for rule in page.rules if rule.width > 3 * rule.height]
    return _lines(((r.middle_y, r.left, r.right) for r in flat), left, right)


def column_lines(page: Page, top: float, bottom: float) -> tuple[float, ...]:
    """The x of vertical lines along most of the strip between `top` and `bottom`, from the left."""
    upright = [rule for rule in page.rules if rule.height > 3 * rule.width]
    return _lines(((r.middle_x, r.top, r.bottom) for r in upright), top, bottom)


def _lines(rules: Iterable[tuple[float, float, float]], begin: float, end: float) -> tuple[float, ...]:
    """Positions at which pieces (position, begin, end) together cover most of the strip."""
    grouped: list[tuple[float, list[tuple[float, float]]]] = []
    for at, start, stop in sorted(rules):
        if grouped and at - grouped[-1][0] < _SAME:
            grouped[-1][1].append((start, stop))
        else:
            grouped.append((at, [(start, stop)]))
    return tuple(at for at, pieces in grouped if _length(pieces, begin, end) >= _COVERED * (end - begin))


def _length(pieces: Sequence[tuple[float, float]], begin: float, end: float) -> float:
    total, reached = 0.0, begin
    for start, stop in sorted(pieces):
        if stop > reached and start < end:
            total += min(stop, end) - max(start, reached)
            reached = max(reached, min(stop, end))
    return total


def band_of(lines: Sequence[float], box: Box) -> int:
    """The number of lines above the middle of the box: boxes with the same number stand between the same lines."""
    return sum(line < box.middle_y for line in lines)
