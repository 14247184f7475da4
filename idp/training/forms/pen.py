# ruff: noqa: S704 - every Markup here is made of numbers, fixed shapes and attributes that `marks` has escaped
"""How do pen strokes, rubber stamps, bar codes and logos get into HTML? Draws them as SVG, without text that a text layer would show."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import barcode
import qrcode
from markupsafe import Markup, escape

from idp.training.ink import BLACK, BLUE, sign, tick, write_by_hand
from idp.training.sheet import Mark

_PAD = 3.0
_WITH_DOTS = set("äöüÄÖÜß")


@dataclass(slots=True)
class Tracing:
    """Strokes as they were drawn, in points; a `Pad` of `idp.training.ink`."""

    paths: list[str] = field(default_factory=list)
    corners: list[tuple[float, float]] = field(default_factory=list)

    def stroke(self, points: Sequence[tuple[float, float]], *, width: float, color: str) -> None:
        """Keeps one stroke."""
        self.corners += points
        run = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.paths.append(
            f'<path d="M{run}" fill="none" stroke="{color}" stroke-width="{width:.2f}" stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def note(self, box: tuple[float, float, float, float], text: str, mark: Mark | None) -> None:
        """Nothing to remember: the browser measures the drawing."""

    def svg(self, attributes: str = "", extra: str = "") -> Markup:
        """The drawing as an inline element as large as its strokes."""
        left, top = min(x for x, _ in self.corners) - _PAD, min(y for _, y in self.corners) - _PAD
        right, bottom = max(x for x, _ in self.corners) + _PAD, max(y for _, y in self.corners) + _PAD
        width, height = right - left, bottom - top
        size = f'width="{width:.1f}pt" height="{height:.1f}pt" viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}"'
        inner = f'<svg {size} style="display:block;{extra}">{"".join(self.paths)}</svg>'
        return Markup(f'<span class="ink" {attributes}>{inner}</span>')


def marks(name: str, value: str, drawn: str, line: int | None = None) -> str:
    """Attributes that tell the printer what a drawing stands for."""
    row = "" if line is None else f' data-line="{line}"'
    return f'data-field="{escape(name)}" data-value="{escape(value)}" data-drawn="{escape(drawn)}"{row}'


def handwriting(text: str, size: float, rng: Random, attributes: str) -> Markup:
    """`text` in handwriting, capitals about `size` points high."""
    tracing = Tracing()
    write_by_hand(
        tracing,
        (0, 0),
        _writable(text),
        size,
        rng,
        color=rng.choice((BLUE, BLACK, BLUE)),
        hand=rng.choice(("print", "print", "script")),
    )
    return tracing.svg(attributes)


def signature(width: float, rng: Random, attributes: str) -> Markup:
    """An illegible signature about `width` points long."""
    tracing = Tracing()
    sign(tracing, (0, 0), width, rng, color=rng.choice((BLUE, BLACK)))
    shape = f"transform:skewX({rng.uniform(-22, 8):.0f}deg) scaleY({rng.uniform(0.6, 1.05):.2f})"
    return tracing.svg(attributes, shape)


def check_mark(size: float) -> Markup:
    """A tick made with a pen."""
    tracing = Tracing()
    tick(tracing, (0, 0), size)
    return tracing.svg()


def rubber_stamp(rows: Sequence[str], rng: Random, attributes: str) -> Markup:
    """A framed stamp, a little askew, its letters drawn."""
    color, size, angle = rng.choice(("#27408b", "#8b1a1a", "#3d2b7a")), rng.uniform(8.5, 11), rng.uniform(-8, 7)
    tracing = Tracing()
    for index, row in enumerate(rows):
        write_by_hand(_Upright(tracing), (0, index * size * 1.75), _writable(row), size, Random(7), color=color)
    left, right = min(x for x, _ in tracing.corners) - 7, max(x for x, _ in tracing.corners) + 7
    top, bottom = min(y for _, y in tracing.corners) - 7, max(y for _, y in tracing.corners) + 7
    frame = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    tracing.stroke(frame, width=1.6, color=color)
    return tracing.svg(attributes, f"transform:rotate({angle:.1f}deg);opacity:.85")


@dataclass(slots=True)
class _Upright:
    """A pad whose strokes are thicker, as rubber letters are."""

    tracing: Tracing

    def stroke(self, points: Sequence[tuple[float, float]], *, width: float, color: str) -> None:
        self.tracing.stroke(points, width=width * 1.7, color=color)

    def note(self, box: tuple[float, float, float, float], text: str, mark: Mark | None) -> None:
        """Nothing to remember."""


def bars(text: str, height: float, width: float) -> Markup:
    """A Code 128 bar code, sizes in points, without its text."""
    modules: str = barcode.Code128(text).build()[0]
    step = width / len(modules)
    runs = "".join(
        f'<rect x="{at * step:.2f}" y="0" width="{step + 0.02:.2f}" height="{height}"/>'
        for at, bit in enumerate(modules)
        if bit == "1"
    )
    return Markup(
        f'<svg width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" style="display:block">{runs}</svg>'
    )


def square_code(text: str, size: float) -> Markup:
    """A QR code, `size` in points."""
    code = qrcode.QRCode(border=0)
    code.add_data(text)
    code.make()
    matrix = code.get_matrix()
    step = size / len(matrix)
    out = io.StringIO()
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                out.write(f'<rect x="{x * step:.2f}" y="{y * step:.2f}" width="{step + 0.02:.2f}" height="{step + 0.02:.2f}"/>')
    return Markup(
        f'<svg width="{size}pt" height="{size}pt" viewBox="0 0 {size} {size}" style="display:block">{out.getvalue()}</svg>'
    )


def emblem(size: float, color: str, rng: Random) -> Markup:
    """A firm's emblem: a few plain shapes in its colour."""
    shapes = (
        '<circle cx="20" cy="20" r="18"/><path d="M6 26 L20 8 L34 26 Z" fill="#fff"/>',
        '<path d="M2 34 L14 6 L26 34 Z"/><path d="M18 34 L28 14 L38 34 Z" opacity=".55"/>',
        '<path d="M2 2 H18 V18 H2 Z"/><path d="M22 2 H38 V18 H22 Z" opacity=".5"/><path d="M2 22 H38 V38 H2 Z" opacity=".8"/>',
        '<path d="M2 20 Q20 -6 38 20 Q20 46 2 20 Z"/><circle cx="20" cy="20" r="7" fill="#fff"/>',
        '<path d="M2 10 H26 L38 20 L26 30 H2 L12 20 Z"/>',
    )
    return Markup(
        f'<svg width="{size}pt" height="{size}pt" viewBox="0 0 40 40" fill="{color}" style="display:block">{rng.choice(shapes)}</svg>'
    )


def _writable(text: str) -> str:
    """`text` without the accents that the strokes have no letter for."""
    return "".join(c if c in _WITH_DOTS else unicodedata.normalize("NFD", c)[0] for c in text)
