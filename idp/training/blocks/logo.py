"""What does the sender's sign look like? Vector drawings, each inside a square."""

import math
from collections.abc import Callable

from idp.training.faces import Face, cuts
from idp.training.layout import Logo
from idp.training.sheet import Align, Sheet, Style


def draw_logo(sheet: Sheet, logo: Logo, at: tuple[float, float], size: float, *, color: str, initials: str) -> float:
    """Draws the sign with its top left corner at `at`; returns the width it took, 0 for none."""
    draw = _DRAWINGS.get(logo)
    if draw is None:
        return 0.0
    draw(sheet, at[0], at[1], size, color, initials)
    return size


def _ring(x: float, y: float, radius: float, corners: int, turn: float = 0) -> list[tuple[float, float]]:
    steps = [2 * math.pi * k / corners + turn for k in range(corners)]
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in steps]


def _hexagon(sheet: Sheet, x: float, y: float, size: float, color: str, _initials: str) -> None:
    middle = (x + size / 2, y + size / 2)
    sheet.polygon(_ring(*middle, size / 2, 6, math.pi / 6), fill=color)
    sheet.circle(*middle, size * 0.24, fill="#ffffff")
    sheet.polygon(_ring(*middle, size * 0.13, 6), fill=color)


def _rings(sheet: Sheet, x: float, y: float, size: float, color: str, _initials: str) -> None:
    middle = (x + size / 2, y + size / 2)
    sheet.circle(*middle, size * 0.46, stroke=color, width=size * 0.08)
    sheet.circle(*middle, size * 0.22, stroke=color, width=size * 0.06)
    for bx, by in _ring(*middle, size * 0.34, 9):
        sheet.circle(bx, by, size * 0.062, fill=color)


def _bars(sheet: Sheet, x: float, y: float, size: float, color: str, _initials: str) -> None:
    for k, share in enumerate((0.45, 0.75, 1.0, 0.6)):
        left = x + k * size * 0.26
        sheet.box(left, y + size * (1 - share), left + size * 0.2, y + size, fill=color)


def _monogram(sheet: Sheet, x: float, y: float, size: float, color: str, initials: str) -> None:
    sheet.box(x, y, x + size, y + size, fill=color, radius=size * 0.12)
    style = Style(cuts(Face.HELVETICA).bold, size * 0.46, "#ffffff")
    with sheet.turned(x, y, 0):
        sheet.text(x + size / 2, y + size * 0.66, initials[:2], style, align=Align.CENTER)


def _chevrons(sheet: Sheet, x: float, y: float, size: float, color: str, _initials: str) -> None:
    for k in range(3):
        left = x + k * size * 0.27
        thick = size * 0.2
        tip = left + size * 0.32
        sheet.polygon([(left, y), (left + thick, y), (tip + thick, y + size / 2), (left + thick, y + size), (left, y + size),
                       (tip, y + size / 2)], fill=color)  # fmt: skip


def _bolt(sheet: Sheet, x: float, y: float, size: float, color: str, _initials: str) -> None:
    sheet.circle(x + size / 2, y + size / 2, size / 2, fill=color)
    shape = ((0.56, 0.1), (0.26, 0.56), (0.47, 0.56), (0.4, 0.9), (0.74, 0.42), (0.52, 0.42))
    sheet.polygon([(x + px * size, y + py * size) for px, py in shape], fill="#ffffff")


def _leaf(sheet: Sheet, x: float, y: float, size: float, color: str, _initials: str) -> None:
    arc = [(x + size * t, y + size * (1 - t) - size * 0.42 * math.sin(math.pi * t)) for t in (k / 12 for k in range(13))]
    back = [
        (x + size * t, y + size * (1 - t) + size * 0.42 * math.sin(math.pi * t)) for t in (k / 12 for k in range(12, -1, -1))
    ]
    sheet.polygon([*arc, *back], fill=color)
    sheet.line(x, y + size, x + size * 0.8, y + size * 0.2, width=size * 0.04, color="#ffffff")


_DRAWINGS: dict[Logo, Callable[[Sheet, float, float, float, str, str], None]] = {
    Logo.HEXAGON: _hexagon, Logo.RINGS: _rings, Logo.BARS: _bars, Logo.MONOGRAM: _monogram, Logo.CHEVRONS: _chevrons,
    Logo.BOLT: _bolt, Logo.LEAF: _leaf,
}  # fmt: skip
