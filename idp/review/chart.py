"""Where do the bars of a chart stand? Geometry of charts that the server draws as SVG; the numbers stand beside as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640
"""Units of the drawing; the browser scales it to its place."""

_LABEL, _VALUE, _ROW, _BAR, _TOP = 250, 110, 26, 16, 4
_COLUMNS_HEIGHT, _FOOT, _HEAD, _SIDE = 150, 34, 18, 20


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a chart: `amount` at least 0, None for unknown; `shown` is how it is written."""

    amount: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    """A label with one value for each series; `link` leads to the documents behind it, "" to none."""

    label: str
    values: tuple[Value, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn and told. `key` names it in addresses; `series` has a name for each value of a row; `plain` are the rows as
    data without words for a table program, each with as many cells as `columns`. `upright` draws columns instead of bars."""

    key: str
    title: str
    hint: str
    heading: str
    series: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    plain: tuple[tuple[str, ...], ...]
    upright: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(value.amount for row in self.rows for value in row.values)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle with its written value at (`text_x`, `text_y`); `series` counts from 0."""

    x: float
    y: float
    width: float
    height: float
    series: int
    shown: str
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `anchor` as in SVG."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart in units of its view box."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    base: float | None
    """Height of the line on which columns stand; None for bars."""


def draw(chart: Chart) -> Drawing:
    """The drawing of a chart."""
    return _draw_columns(chart) if chart.upright else _draw_bars(chart)


def _draw_bars(chart: Chart) -> Drawing:
    """A block of bars for each row, its label at the left, the values behind the bars."""
    room, block = WIDTH - _LABEL - _VALUE, _ROW + _BAR * (len(chart.series) - 1)
    largest = _largest(chart.rows)
    bars, labels = [], []
    for n, row in enumerate(chart.rows):
        top = _TOP + n * block
        labels.append(Label(_LABEL - 8, top + block / 2 + 1, _short(row.label, 33), "end"))
        for series, value in enumerate(row.values):
            y, width = top + 4 + series * _BAR, room * (value.amount or 0) / largest
            bars.append(Bar(_LABEL, y, width, _BAR - 2, series, value.shown, _LABEL + width + 6, y + _BAR - 5))
    return Drawing(WIDTH, _TOP * 2 + block * len(chart.rows), tuple(bars), tuple(labels), None)


def _draw_columns(chart: Chart) -> Drawing:
    """Columns side by side for each row, values above where they have room; every so many labels below."""
    largest, count = _largest(chart.rows), max(1, len(chart.rows))
    step = (WIDTH - 2 * _SIDE) / count
    width = min(40.0, step * 0.8 / len(chart.series))
    base, every = float(_HEAD + _COLUMNS_HEIGHT), -(-count // 10)
    has_room = step / len(chart.series) >= 30
    bars, labels = [], []
    for n, row in enumerate(chart.rows):
        middle = _SIDE + step * (n + 0.5)
        if n % every == 0:
            labels.append(Label(middle, base + 16, row.label, "middle"))
        for series, value in enumerate(row.values):
            x = middle + (series - len(chart.series) / 2) * width
            height = _COLUMNS_HEIGHT * (value.amount or 0) / largest
            shown = value.shown if has_room or n % every == 0 else ""
            bars.append(Bar(x, base - height, max(1.0, width - 1), height, series, shown, x + width / 2, base - height - 4))
    return Drawing(WIDTH, _HEAD + _COLUMNS_HEIGHT + _FOOT, tuple(bars), tuple(labels), base)


def _largest(rows: Sequence[Row]) -> float:
    return max((value.amount or 0 for row in rows for value in row.values), default=0) or 1.0


def _short(label: str, length: int) -> str:
    return label if len(label) <= length else f"{label[: length - 1]}…"
