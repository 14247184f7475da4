"""What did a hand add to the paper? Signatures, handwriting and rubber stamps, drawn with wavering pen strokes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Protocol

from idp.training.faces import Face, cuts
from idp.training.sheet import Align, Mark, Sheet, Style

_STROKES = Path(__file__).parent / "fonts" / "hershey.json"
_EM = 21.0  # height of a capital in the stroke font's units
_BASELINE = 9.0
BLUE, BLACK, RED = "#1b2f8a", "#1a1a1a", "#b3202a"
_DOTTED = "äöüÄÖÜ"
_PLAIN_LETTERS = str.maketrans("äöüéèêáíóúñçÄÖÜÉ", "aoueeeaiouncAOUE")
Points = tuple[tuple[float, float], ...]


class Pad(Protocol):
    """What a pen needs to write on: a `Sheet`, or a tracing of the strokes alone."""

    def stroke(self, points: Sequence[tuple[float, float]], *, width: float, color: str) -> None:
        """Draws one stroke through `points`."""

    def note(self, box: tuple[float, float, float, float], text: str, mark: Mark | None) -> None:
        """Learns what was written and where."""


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One letter in the stroke font's units, its origin at `left` of the strokes' own."""

    left: float
    width: float
    strokes: tuple[Points, ...]


@cache
def _glyphs(hand: str) -> dict[str, _Glyph]:
    fonts = json.loads(_STROKES.read_text(encoding="utf-8"))
    return {
        char: _Glyph(row["left"], row["width"], tuple(tuple((x, y) for x, y in stroke) for stroke in row["strokes"]))
        for char, row in fonts[hand].items()
    }


def write_by_hand(
    sheet: Pad,
    at: tuple[float, float],
    text: str,
    size: float,
    rng: Random,
    *,
    color: str = BLUE,
    mark: Mark | None = None,
    hand: str = "print",
) -> float:
    """Writes `text` with its baseline at `at`, capitals about `size` points high; returns the x where it ended."""
    x0, y0 = at
    x = x0
    pen = _Pen(sheet, size, color, rng.uniform(0.12, 0.28), rng)
    drift = rng.uniform(-0.02, 0.025)
    for letter in text.replace("ß", "ss"):
        x += pen.write(letter, x, y0 - (x - x0) * drift, _glyphs(hand))
    sheet.note((x0, y0 - size * 1.1, x, y0 + size * 0.35), text, mark)
    return x


@dataclass(frozen=True, slots=True)
class _Pen:
    """A hand with its ink: how large it writes, how slanted, how unsteady."""

    sheet: Pad
    size: float
    color: str
    slant: float
    rng: Random

    def write(self, letter: str, x: float, y: float, glyphs: dict[str, _Glyph]) -> float:
        """Writes one letter at (x, y) and returns its advance."""
        glyph = glyphs.get(letter.translate(_PLAIN_LETTERS)) or glyphs["?"]
        scale = self.size / _EM
        y += self.rng.uniform(-0.6, 0.6) * scale
        grow = scale * self.rng.uniform(0.93, 1.07)
        for stroke in glyph.strokes:
            points = [self._waver(x, y, px - glyph.left, py - _BASELINE, grow) for px, py in stroke]
            self.sheet.stroke(points, width=self.size * 0.075, color=self.color)
        if letter in _DOTTED:
            self._dots(x, y - self.size * (1.18 if letter.isupper() else 0.86), glyph.width * scale)
        return glyph.width * scale * self.rng.uniform(0.94, 1.06)

    def _waver(self, x: float, y: float, px: float, py: float, scale: float) -> tuple[float, float]:
        wobble = scale * 0.35
        return (
            x + (px - py * self.slant) * scale + self.rng.uniform(-wobble, wobble),
            y + py * scale + self.rng.uniform(-wobble, wobble),
        )

    def _dots(self, x: float, y: float, width: float) -> None:
        for share in (0.35, 0.7):
            at = x + width * share + self.size * self.slant * 0.8
            self.sheet.stroke([(at, y), (at + 0.3, y + self.size * 0.1)], width=self.size * 0.1, color=self.color)


def sign(
    sheet: Pad, at: tuple[float, float], width: float, rng: Random, *, color: str = BLUE, mark: Mark | None = None
) -> None:
    """Draws an illegible signature whose line begins at `at` and is about `width` points long."""
    x, y = at
    tall = width * rng.uniform(0.28, 0.4)
    knots = [(0.0, 0.15), (0.05, -0.9), (0.13, -1.0), (0.12, -0.1), (0.04, 0.25), (0.14, 0.1), (0.22, -0.35)]
    at_x = 0.24
    while at_x < 0.86:
        step, rise = rng.uniform(0.035, 0.075), rng.uniform(0.15, 0.5) * (1.9 if rng.random() < 0.18 else 1)
        knots += [
            (at_x + step * 0.4, -rise),
            (at_x + step * 0.9, -rise * 0.9),
            (at_x + step * 0.7, 0.05),
            (at_x + step * 1.2, 0.02),
        ]
        at_x += step * 1.15
    knots += [(0.93, -0.2), (1.02, 0.1), (0.7, 0.32), (0.3, 0.3)]
    points = [(x + px * width, y + py * tall - px * width * 0.06 + rng.uniform(-0.5, 0.5)) for px, py in knots]
    sheet.stroke(_smooth(points), width=rng.uniform(0.8, 1.2), color=color)
    sheet.note((x, y - tall, x + width, y + tall * 0.4), "(signature)", mark)


def _smooth(knots: list[tuple[float, float]], steps: int = 8) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through `knots`."""
    padded = [knots[0], *knots, knots[-1]]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*curve, knots[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def stamp(
    sheet: Sheet, center: tuple[float, float], rows: tuple[str, ...], rng: Random, *, color: str = BLUE, size: float = 11
) -> None:
    """Presses a framed rubber stamp, a little askew; its words are not part of the page's text."""
    style = Style(cuts(Face.HELVETICA).bold, size, color)
    half = max(style.width(row) for row in rows) / 2 + size * 0.7
    height = len(rows) * size * 1.25 + size * 0.7
    x, y = center
    with sheet.turned(x, y, rng.uniform(-9, 12)):
        sheet.box(x - half, y - height / 2, x + half, y + height / 2, stroke=color, width=1.6, radius=3)
        sheet.box(x - half + 2.5, y - height / 2 + 2.5, x + half - 2.5, y + height / 2 - 2.5, stroke=color, width=0.5, radius=2)
        for index, row in enumerate(rows):
            sheet.text(x, y - height / 2 + size * 1.3 + index * size * 1.25, row, style, align=Align.CENTER)


def tick(sheet: Pad, at: tuple[float, float], size: float, *, color: str = BLUE) -> None:
    """Draws a hand-made tick."""
    x, y = at
    sheet.stroke([(x, y - size * 0.4), (x + size * 0.3, y), (x + size, y - size)], width=size * 0.14, color=color)
