"""Which characters of a page form a word? Their own places decide, with the letter spacing of the line they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from idp.reading.glyph import Glyph

_GAP = 0.145  # of the font size, beyond the letter spacing: wider is a blank between words (kerned blanks begin there)
_BACKSTEP = 0.6  # of the font size: further back is another word, less is kerning
_OFF_LINE = 0.35  # of the font size: further above or below is another line
_STRETCH = 1.0  # of the font size: a wider gap parts columns, which may be set differently
_LEAST_SPACING = 0.08  # of the font size: less is kerning or a font whose widths are a little off
_MOST_SPACING = 0.5
_BLANK = 0.22  # of the font size: letters may be spaced as wide as this, figures may be figures of a row
_ALIKE = 0.05  # of the font size by which gaps differ that are one spacing with kerning
_FEWEST_GAPS, _MOST_OF = 4, 0.7
_LEADERS = re.compile(r"([._…·])\1{3,}")


@dataclass(slots=True)
class _Stretch:
    """Characters that follow each other in one line; `gaps` (points) stand before each, None after a blank and at the start."""

    glyphs: list[Glyph] = field(default_factory=list)
    gaps: list[float | None] = field(default_factory=list)


def runs(found: list[Glyph | None]) -> list[list[Glyph]]:
    """Characters (in drawing order, None for a blank) that belong together as one word."""
    words = (word for stretch in _stretches(found) for word in _words(stretch))
    return [piece for word in words for piece in _without_leaders(word)]


def _stretches(found: list[Glyph | None]) -> Iterator[_Stretch]:
    stretch = _Stretch()
    last: Glyph | None = None
    blank = False
    for glyph in found:
        if glyph is None:
            blank = True
            continue
        gap = None if last is None else _gap(last, glyph)
        if gap is None and stretch.glyphs:
            yield stretch
            stretch = _Stretch()
        stretch.glyphs.append(glyph)
        stretch.gaps.append(None if blank else gap)
        last, blank = glyph, False
    if stretch.glyphs:
        yield stretch


def _gap(last: Glyph, glyph: Glyph) -> float | None:
    """Points from the end of `last` to the start of `glyph` in the direction of writing; None where it does not follow in the line."""
    if glyph.x == last.x and glyph.y == last.y and glyph.left == last.left:
        return 0.0  # the letters of a ligature share one place
    size, angle = glyph.style.size, glyph.style.angle_degrees
    if glyph.style is not last.style:
        size = max(last.style.size, size)
        if angle != last.style.angle_degrees:
            return None
    if angle == 0:
        along, across = glyph.x - last.end_x, glyph.y - last.end_y
    else:
        along, across = _turned_step(last, glyph)
    return along if -_BACKSTEP * size <= along <= _STRETCH * size and -_OFF_LINE * size <= across <= _OFF_LINE * size else None


def _turned_step(last: Glyph, glyph: Glyph) -> tuple[float, float]:
    """Distance from the end of `last` to the start of `glyph`, along and across turned writing, in points."""
    dx, dy = glyph.x - last.end_x, glyph.y - last.end_y
    angle = glyph.style.angle_degrees
    if angle == 90:
        return dy, dx
    return (-dx, dy) if angle == 180 else (-dy, dx)


def _words(stretch: _Stretch) -> Iterator[list[Glyph]]:
    """The stretch cut at blanks and at gaps that are wider than those within its words."""
    spacing = _spacing(stretch)
    word: list[Glyph] = []
    for glyph, gap in zip(stretch.glyphs, stretch.gaps, strict=True):
        if word and (gap is None or gap > spacing + _GAP * max(word[-1].style.size, glyph.style.size)):
            yield word
            word = []
        word.append(glyph)
    yield word


def _spacing(stretch: _Stretch) -> float:
    """Points by which the letters are set apart beyond their own widths: what nearly all gaps have in common; 0 for usual print."""
    gaps = sorted(gap for gap in stretch.gaps if gap is not None)
    if len(gaps) < _FEWEST_GAPS:
        return 0.0
    common = gaps[len(gaps) // 2]
    size = stretch.glyphs[0].style.size
    if not _LEAST_SPACING * size <= common <= _MOST_SPACING * size:
        return 0.0
    letters = sum(glyph.text.isalpha() for glyph in stretch.glyphs)
    if common > _BLANK * size and letters < _MOST_OF * len(stretch.glyphs):
        return 0.0
    alike = sum(abs(gap - common) <= _ALIKE * size for gap in gaps)
    return common if alike >= _MOST_OF * len(gaps) else 0.0


def _without_leaders(run: list[Glyph]) -> Iterator[list[Glyph]]:
    """The run cut where a row of dots or underscores starts or ends: it fills space and is no part of the word beside it."""
    if len(run) <= _FEWEST_GAPS:
        yield run
        return
    text = "".join([glyph.text[0] for glyph in run])
    position = 0
    for leader in _LEADERS.finditer(text):
        yield from (piece for piece in (run[position : leader.start()], run[leader.start() : leader.end()]) if piece)
        position = leader.end()
    if position < len(run):
        yield run[position:]
