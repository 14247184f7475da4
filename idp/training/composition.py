"""What do all blocks of one page share? The sheet, the house style, the labels and the notation, and the text styles made of them."""

from dataclasses import dataclass

from idp.training.faces import Face, cuts
from idp.training.layout import Layout
from idp.training.notation import Notation
from idp.training.sheet import Align, Mark, Sheet, Style, wrap
from idp.training.wording import Wording

FOOTER_HEIGHT = 74.0


@dataclass(frozen=True, slots=True)
class Composition:
    """One document in the making; `page_total` is the number of pages it is known to come to."""

    sheet: Sheet
    layout: Layout
    wording: Wording
    notation: Notation
    page_total: int = 1

    @property
    def left(self) -> float:
        """Left edge of the print area, points."""
        return self.layout.margin

    @property
    def right(self) -> float:
        """Right edge of the print area, points."""
        return self.sheet.width - self.layout.margin

    @property
    def bottom(self) -> float:
        """Lowest baseline of running text, above the footer."""
        return self.sheet.height - FOOTER_HEIGHT - 14

    def body(self, scale: float = 1.0, color: str | None = None) -> Style:
        """Running text."""
        return Style(cuts(self.layout.face).regular, self.layout.size * scale, color or self.layout.ink)

    def bold(self, scale: float = 1.0, color: str | None = None) -> Style:
        """Emphasised running text."""
        return Style(cuts(self.layout.face).bold, self.layout.size * scale, color or self.layout.ink)

    def italic(self, scale: float = 1.0, color: str | None = None) -> Style:
        """Remarks."""
        return Style(cuts(self.layout.face).italic, self.layout.size * scale, color or self.layout.ink)

    def heading(self, size: float, color: str | None = None, face: Face | None = None) -> Style:
        """Titles and the sender's name."""
        return Style(cuts(face or self.layout.heading_face).bold, size, color or self.layout.accent)

    def paragraph(self, x: float, y: float, text: str, style: Style, *, width: float, mark: Mark | None = None) -> float:
        """Prints `text` wrapped to `width` from baseline y down; returns the next free baseline."""
        for row in wrap(text, style, width):
            self.sheet.text(x, y, row, style, mark=mark)
            y += style.size * 1.28
        return y

    def labelled(
        self, x: float, y: float, label: str, text: str, *, mark: Mark | None = None, style: Style | None = None
    ) -> None:
        """Prints `label: text` in one run, the label unmarked."""
        style = style or self.body()
        lead = label if label.endswith(":") else f"{label}:"
        self.sheet.text(x, y, lead, style)
        self.sheet.text(x + style.width(f"{lead} "), y, text, style, mark=mark)

    def right_text(self, x: float, y: float, text: str, style: Style, mark: Mark | None = None) -> None:
        """Prints `text` ending at x."""
        self.sheet.text(x, y, text, style, align=Align.RIGHT, mark=mark)
