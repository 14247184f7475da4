"""In which box of a form does something stand? Ruling lines on all four sides, the value of a label bounded by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from idp.domain.geometry import Box

_SLACK = 0.004
_TALLEST = 0.32
"""A box higher than this share of the page frames the paper, not a value."""
_LEAST_RULE = 0.015


@dataclass(frozen=True, slots=True)
class Frames:
    """The level and the upright ruling lines of a page."""

    level: tuple[Box, ...] = ()
    upright: tuple[Box, ...] = ()

    def cell_of(self, box: Box) -> Box | None:
        """The smallest box of ruling lines around the middle of `box`; None where lines are missing on a side."""
        x, y = box.middle_x, box.middle_y
        above = [r for r in self.level if r.middle_y < y and r.left - _SLACK <= x <= r.right + _SLACK]
        under = [r for r in self.level if r.middle_y > y and r.left - _SLACK <= x <= r.right + _SLACK]
        if not above or not under:
            return None
        top, bottom = max(above, key=lambda r: r.middle_y), min(under, key=lambda r: r.middle_y)
        beside = [r for r in self.upright if r.top - _SLACK <= y <= r.bottom + _SLACK]
        left = max((r.middle_x for r in beside if r.middle_x < x), default=None)
        right = min((r.middle_x for r in beside if r.middle_x > x), default=None)
        if left is None and right is None:
            return None
        left = _common(top.left, bottom.left) if left is None else left
        right = _common(top.right, bottom.right) if right is None else right
        if left is None or right is None or bottom.middle_y - top.middle_y > _TALLEST:
            return None
        return Box.clamped(left, top.middle_y, right, bottom.middle_y)

    def cell_below(self, cell: Box) -> Box | None:
        """The box right under `cell` with the same sides, as where a shaded bar heads a block."""
        below = self.cell_of(
            Box.clamped(cell.left + _SLACK, cell.bottom + _SLACK, cell.right - _SLACK, cell.bottom + 2 * _SLACK)
        )
        if below is None or abs(below.left - cell.left) > 2 * _SLACK or abs(below.right - cell.right) > 2 * _SLACK:
            return None
        return below


def frames_of(rules: Iterable[Box]) -> Frames:
    """The ruling lines of a page by their direction; specks are left out."""
    listed = tuple(rules)
    return Frames(
        tuple(r for r in listed if r.width > 4 * r.height and r.width > _LEAST_RULE),
        tuple(r for r in listed if r.height > 4 * r.width and r.height > _LEAST_RULE / 2),
    )


def _common(one: float, two: float) -> float | None:
    """Where both lines end, if they end at the same place."""
    return (one + two) / 2 if abs(one - two) < 2 * _SLACK else None


def holds(cell: Box, box: Box) -> bool:
    """Whether the middle of `box` lies in the cell."""
    return cell.left <= box.middle_x <= cell.right and cell.top <= box.middle_y <= cell.bottom
