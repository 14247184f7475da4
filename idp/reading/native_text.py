"""Which words does the text layer of a PDF page hold, and can the layer be believed? Scans are left to the OCR modules."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.reading.glyph import Glyph, glyphs
from idp.reading.glyph_run import runs
from idp.reading.pdfium import PageFrame
from idp.reading.reading_order import Placed, in_reading_order


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of a page's text layer, upright, and what tells whether they can be believed.

    `turn_degrees` (clockwise) makes the page upright beyond its own /Rotate. `garbage` is the share of characters without
    meaning, `hidden` the share of characters that are not drawn (an OCR layer below a scan).
    """

    words: tuple[Word, ...]
    turn_degrees: int
    garbage: float
    hidden: float


def text_layer(page: Any, frame: PageFrame) -> TextLayer:
    """The text layer of a pypdfium2 page."""
    text_page = page.get_textpage()
    try:
        found = glyphs(text_page)
    finally:
        text_page.close()
    present = [glyph for glyph in found if glyph is not None]
    if not present:
        return TextLayer((), 0, 0.0, 0.0)
    turn = _turn(present, frame)
    shown = frame.turned(turn)
    shown_glyphs = [glyph for glyph in found if glyph is None or glyph.style.visible]
    placed = [item for item in (_placed(run, shown) for run in runs(shown_glyphs)) if item is not None]
    words = in_reading_order(_without_doubles(placed))
    hidden = sum(not glyph.style.visible for glyph in present) / len(present)
    return TextLayer(words, turn, sum(glyph.garbage for glyph in present) / len(present), hidden)


def _turn(present: list[Glyph], frame: PageFrame) -> int:
    """How far the page must be turned clockwise so that most of its text runs to the right."""
    angles = Counter(glyph.style.angle_degrees for glyph in present)
    angle, count = angles.most_common(1)[0]
    if count < 0.7 * len(present):
        return 0
    # text at `angle` counter-clockwise appears at angle - rotation on the shown page; turning clockwise by as much levels it
    return (angle - frame.rotation_degrees) % 360


def _placed(run: list[Glyph], frame: PageFrame) -> Placed | None:
    """The word with its place on the shown page; None outside the page."""
    texts, lefts, bottoms, rights, tops, xs, ys, _, _, styles, _ = zip(*run, strict=True)
    box = frame.box(min(lefts), min(bottoms), max(rights), max(tops))
    if box is None:
        return None
    style = styles[0]
    points, bold = style.size, style.bold
    if any(other is not style for other in styles):
        points = max(other.size for other in styles)
        bold = 2 * sum(other.bold for other in styles) > len(styles)
    size = points / frame.height_points
    _, base = frame.point(xs[0], ys[0])
    angle = (style.angle_degrees - frame.rotation_degrees) % 360
    word = Word(text="".join(texts), box=_visible(box, size), bold=bold, size=size)
    return Placed(word=word, top=base - 0.7 * size, bottom=base, upright=angle == 0)


def _visible(box: Box, size: float) -> Box:
    """A box that can be seen: a glyph without ink (an unknown font) gets the height of its font."""
    if box.height > 0 and box.width > 0:
        return box
    return Box.clamped(box.left, box.top - 0.7 * size, max(box.right, box.left + 0.2 * size), box.bottom)


def _without_doubles(placed: list[Placed]) -> list[Placed]:
    """Text drawn twice in one place (bold by overprinting, shadows) counts once."""
    kept: list[Placed] = []
    by_text: dict[str, list[Placed]] = {}
    for item in placed:
        twins = by_text.setdefault(item.word.text, [])
        if not any(twin.word.box.overlap(item.word.box) > 0.6 for twin in twins):
            twins.append(item)
            kept.append(item)
    return kept
