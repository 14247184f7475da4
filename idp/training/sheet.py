"""The paper being printed: draws text and shapes, and remembers where every word went and which value it shows.

Coordinates are points from the top left corner; a text's y is its baseline. Boxes come out as page fractions, origin top-left.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from idp.training.faces import width_of

Box = tuple[float, float, float, float]
A4 = (595.28, 841.89)
LETTER = (612.0, 792.0)
_ASCENT, _DESCENT = 0.74, 0.22


class Align(StrEnum):
    """Which edge of a text stands at its x."""

    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"


@dataclass(frozen=True, slots=True)
class Style:
    """Font name, size in points, colour as hex."""

    font: str
    size: float
    color: str = "#000000"

    def width(self, text: str) -> float:
        """Width of `text` in points."""
        return width_of(text, self.font, self.size)


@dataclass(frozen=True, slots=True)
class Mark:
    """Says that a text prints the value of a field, or of a line's column when `line` (from 0) is given."""

    field: str
    value: str | bool
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word. `box` is left, top, right, bottom as page fractions; `page` counts from 0."""

    text: str
    page: int
    box: Box
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where one printing of a value stands: the box of its whole run of text."""

    mark: Mark
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF with all its words and places in drawing order."""

    pdf: bytes
    words: tuple[Word, ...]
    places: tuple[Place, ...]
    page_count: int


class Sheet:
    """A document being drawn, page after page."""

    def __init__(self, size: tuple[float, float], *, title: str, author: str) -> None:
        self.width, self.height = size
        self.page = 0
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=size, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._words: list[Word] = []
        self._places: list[Place] = []

    def text(self, x: float, y: float, text: str, style: Style, *, align: Align = Align.LEFT, mark: Mark | None = None) -> None:
        """Prints one run of text; `mark` names the value it shows."""
        if not text:
            return
        shift = {Align.LEFT: 0.0, Align.RIGHT: style.width(text), Align.CENTER: style.width(text) / 2}[align]
        left = x - shift
        self._canvas.setFillColor(HexColor(style.color))
        self._canvas.setFont(style.font, style.size)
        self._canvas.drawString(left, self.height - y, text)
        self._remember(left, y, text, style, mark)

    def note(self, box: tuple[float, float, float, float], text: str, mark: Mark | None) -> None:
        """Remembers something drawn by other means (handwriting, a signature) as one word; `box` in points."""
        left, top, right, bottom = box
        self._words.append(Word(text, self.page, self._fraction(left, top, right, bottom), mark))
        if mark:
            self.claim(box, mark)

    def claim(self, box: tuple[float, float, float, float], mark: Mark) -> None:
        """Says that what stands at `box` (points) also prints the value of `mark`."""
        self._places.append(Place(mark, self.page, self._fraction(*box)))

    def places_of(self, field: str) -> tuple[Place, ...]:
        """All places so far that print a header field."""
        return tuple(place for place in self._places if place.mark.field == field and place.mark.line is None)

    def claim_again(self, place: Place, mark: Mark) -> None:
        """Says that what stands at `place` prints a second value, too."""
        self._places.append(Place(mark, place.page, place.box))

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = 0.5,
        color: str = "#000000",
        dash: Sequence[float] = (),
    ) -> None:
        """A straight rule, dashed where `dash` says so."""
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(width)
        self._canvas.setDash(list(dash))
        self._canvas.line(x1, self.height - y1, x2, self.height - y2)
        self._canvas.setDash([])

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        width: float = 0.5,
        radius: float = 0,
    ) -> None:
        """A rectangle, filled, outlined or both."""
        if fill:
            self._canvas.setFillColor(HexColor(fill))
        if stroke:
            self._canvas.setStrokeColor(HexColor(stroke))
        self._canvas.setLineWidth(width)
        draw = (left, self.height - bottom, right - left, bottom - top)
        if radius:
            self._canvas.roundRect(*draw, radius, stroke=int(stroke is not None), fill=int(fill is not None))
        else:
            self._canvas.rect(*draw, stroke=int(stroke is not None), fill=int(fill is not None))

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str) -> None:
        """A filled polygon."""
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.height - y)
        path.close()
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def circle(
        self, x: float, y: float, radius: float, *, fill: str | None = None, stroke: str | None = None, width: float = 1
    ) -> None:
        """A circle around (x, y)."""
        if fill:
            self._canvas.setFillColor(HexColor(fill))
        if stroke:
            self._canvas.setStrokeColor(HexColor(stroke))
        self._canvas.setLineWidth(width)
        self._canvas.circle(x, self.height - y, radius, stroke=int(stroke is not None), fill=int(fill is not None))

    def stroke(self, points: Sequence[tuple[float, float]], *, width: float, color: str) -> None:
        """A pen stroke through `points`, smoothed."""
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for (x0, y0), (x1, y1) in pairwise(points):
            path.curveTo(
                x0 + (x1 - x0) / 3,
                self.height - y0 - (y1 - y0) / 3,
                x0 + 2 * (x1 - x0) / 3,
                self.height - y0 - 2 * (y1 - y0) / 3,
                x1,
                self.height - y1,
            )
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(width)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.setLineCap(0)

    def draw_on(self, draw: Callable[[Canvas, float, float], object], x: float, y: float) -> None:
        """Lets a reportlab flowable (a barcode) draw itself with its lower left corner at (x, y)."""
        self._canvas.setFillColor(HexColor("#000000"))
        draw(self._canvas, x, self.height - y)

    def turned(self, x: float, y: float, degrees: float) -> "Turn":
        """A context in which drawing is turned counter-clockwise about (x, y); words drawn inside are not remembered."""
        return Turn(self, x, y, degrees)

    def new_page(self) -> None:
        """Ends this page and begins the next."""
        self._canvas.showPage()
        self.page += 1

    def finish(self) -> Printed:
        """Ends the document."""
        self._canvas.save()
        return Printed(self._buffer.getvalue(), tuple(self._words), tuple(self._places), self.page + 1)

    def _remember(self, left: float, y: float, text: str, style: Style, mark: Mark | None) -> None:
        if mark:
            self.claim((left, y - _ASCENT * style.size, left + style.width(text), y + _DESCENT * style.size), mark)
        at = left
        space = style.width(" ")
        for part in text.split(" "):
            right = at + style.width(part)
            if part:
                box = self._fraction(at, y - _ASCENT * style.size, right, y + _DESCENT * style.size)
                self._words.append(Word(part, self.page, box, mark))
            at = right + space

    def _fraction(self, left: float, top: float, right: float, bottom: float) -> Box:
        return (left / self.width, top / self.height, right / self.width, bottom / self.height)


class Turn:
    """Turned drawing, as a context manager."""

    def __init__(self, sheet: Sheet, x: float, y: float, degrees: float) -> None:
        self._sheet, self._at, self._degrees = sheet, (x, y), degrees

    def __enter__(self) -> None:
        canvas, (x, y) = self._sheet._canvas, self._at
        canvas.saveState()
        canvas.translate(x, self._sheet.height - y)
        canvas.rotate(self._degrees)
        canvas.translate(-x, y - self._sheet.height)
        self._kept = list(self._sheet._words)

    def __exit__(self, *_: object) -> None:
        self._sheet._words[:] = self._kept
        self._sheet._canvas.restoreState()


def wrap(text: str, style: Style, width: float) -> tuple[str, ...]:
    """`text` broken into lines no wider than `width` points, at spaces; a newline forces a break."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            trial = f"{line} {word}".strip()
            if line and style.width(trial) > width:
                lines.append(line)
                line = word
            else:
                line = trial
        lines.append(line)
    return tuple(lines)
