"""Where on a page something stands: boxes in page fractions, origin top-left, range 0–1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on an upright page; all four values are fractions of the page (0–1), origin top-left."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (0.0 <= self.left <= self.right <= 1.0 and 0.0 <= self.top <= self.bottom <= 1.0):
            raise ValueError(f"not a box in page fractions: {self.left}, {self.top}, {self.right}, {self.bottom}")

    @classmethod
    def clamped(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """The box cut to the page; engines report glyphs a hair outside it. Inverted sides are swapped."""
        low_x, high_x = sorted((left, right))
        low_y, high_y = sorted((top, bottom))
        return cls(_unit(low_x), _unit(low_y), _unit(high_x), _unit(high_y))

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes`. Raises ValueError when there is none."""
        items = tuple(boxes)
        if not items:
            raise ValueError("no boxes to put a box around")
        return cls(
            min(b.left for b in items), min(b.top for b in items), max(b.right for b in items), max(b.bottom for b in items)
        )

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle_y(self) -> float:
        return (self.top + self.bottom) / 2

    def overlap(self, other: Box) -> float:
        """Intersection over union, 0–1; 0 where the boxes do not touch."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        if width <= 0 or height <= 0:
            return 0.0
        shared = width * height
        return shared / (self.width * self.height + other.width * other.height - shared)

    def as_list(self) -> list[float]:
        """`[left, top, right, bottom]`, rounded to 1/100,000 of the page."""
        return [round(self.left, 5), round(self.top, 5), round(self.right, 5), round(self.bottom, 5)]


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
