"""Makes the papers that the workbench is tested on: PDFs that look like a supplier's, with the place of every word."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field
from functools import lru_cache

import pypdfium2
from reportlab.lib.colors import Color, black
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from idp.domain.geometry import Box
from idp.domain.page import Word

WIDTH, HEIGHT = A4
_GREY = Color(0.35, 0.38, 0.42)


@dataclass
class Paper:
    """A PDF being written. Positions in points from the top left; every printed text gets its words' boxes."""

    accent: Color
    words: list[list[Word]] = field(default_factory=lambda: [[]])
    places: dict[str, tuple[int, Box]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bytes = io.BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=A4, invariant=True)

    def put(self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, grey: bool = False, right: bool = False,
            name: str | None = None) -> None:  # fmt: skip
        """Prints `text` with its baseline at y; `name` keeps the place of the whole text."""
        font = "Helvetica-Bold" if bold else "Helvetica"
        left = x - stringWidth(text, font, size) if right else x
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(_GREY if grey else black)
        self.canvas.drawString(left, HEIGHT - y, text)
        boxes, at = [], left
        for word in text.split(" "):
            width = stringWidth(word, font, size)
            if word:
                box = Box.clamped(at / WIDTH, (y - size * 0.8) / HEIGHT, (at + width) / WIDTH, (y + size * 0.25) / HEIGHT)
                boxes.append(box)
                self.words[-1].append(Word(word, box, bold=bold, size=size / HEIGHT))
            at += width + stringWidth(" ", font, size)
        if name is not None:
            self.places[name] = (len(self.words) - 1, Box.around(boxes))

    def band(self, y: float, height: float) -> None:
        """A bar of the supplier's colour across the page."""
        self.canvas.setFillColor(self.accent)
        self.canvas.rect(0, HEIGHT - y - height, WIDTH, height, stroke=0, fill=1)

    def rule(self, y: float, *, left: float = 50, right: float = WIDTH - 50) -> None:
        self.canvas.setStrokeColor(self.accent)
        self.canvas.setLineWidth(0.7)
        self.canvas.line(left, HEIGHT - y, right, HEIGHT - y)

    def new_page(self) -> None:
        self.canvas.showPage()
        self.words.append([])

    def finish(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._bytes.getvalue()


_ONE_AT_A_TIME = threading.Lock()
"""PDFium may not be used by two threads at once."""


@lru_cache(maxsize=32)
def render(content: bytes, page_index: int) -> bytes:
    """The page as PNG at 110 dpi."""
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(content) as document:
        picture = document[page_index].render(scale=110 / 72).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class PaperLine:
    code: str
    description: str
    quantity: str
    unit: str
    price: str
    amount: str


def write_business_paper(
    paper: Paper, *, supplier: str, address: tuple[str, ...], title: str, head: tuple[tuple[str, str, str], ...],
    lines: tuple[PaperLine, ...], totals: tuple[tuple[str, str, str], ...], foot: tuple[tuple[str, str], ...],
) -> bytes:  # fmt: skip
    """An invoice or confirmation: letter head, facts at the right, a table, totals, a foot. `head` and `totals` are
    (label, text, name of the field). Lines beyond the page go on the next one."""
    paper.band(0, 10)
    paper.put(50, 60, supplier, size=17, bold=True, name="supplier_name")
    for n, row in enumerate(address):
        paper.put(50, 76 + 11 * n, row, size=8, grey=True)
    for n, row in enumerate(("Nordwind Handel GmbH", "Accounts Payable", "Hafenstrasse 12", "20457 Hamburg")):
        paper.put(50, 150 + 13 * n, row, size=10, name="buyer_name" if n == 0 else None)
    paper.put(50, 250, title, size=15, bold=True)
    for n, (label, text, name) in enumerate(head):
        paper.put(360, 150 + 15 * n, label, grey=True)
        paper.put(545, 150 + 15 * n, text, right=True, name=name)
    y = _table_head(paper, 285)
    for n, line in enumerate(lines):
        if y > 720:
            paper.put(545, y, "carried forward", right=True, grey=True)
            paper.new_page()
            y = _table_head(paper, 60)
        _table_row(paper, n, line, y)
        y += 19
    paper.rule(y - 8)
    for label, text, name in totals:
        y += 15
        strong = name == "total"
        paper.put(400, y, label, bold=strong)
        paper.put(545, y, text, right=True, bold=strong, name=name)
    paper.rule(775)
    for n, (text, name) in enumerate(foot):
        paper.put(50, 790 + 11 * n, text, size=7.5, grey=True, name=name or None)
    return paper.finish()


def _table_head(paper: Paper, y: float) -> float:
    for x, text, right in ((50, "Item", False), (120, "Description", False), (370, "Qty", True), (380, "Unit", False),
                           (470, "Price", True), (545, "Amount", True)):  # fmt: skip
        paper.put(x, y, text, size=8, bold=True, right=right)
    paper.rule(y + 5)
    return y + 20


def _table_row(paper: Paper, n: int, line: PaperLine, y: float) -> None:
    paper.put(50, y, line.code, name=f"lines.{n}.product_code")
    paper.put(120, y, line.description, name=f"lines.{n}.description")
    paper.put(370, y, line.quantity, right=True, name=f"lines.{n}.quantity")
    paper.put(380, y, line.unit, name=f"lines.{n}.uom")
    if line.price:
        paper.put(470, y, line.price, right=True, name=f"lines.{n}.unit_price")
        paper.put(545, y, line.amount, right=True, name=f"lines.{n}.amount")
