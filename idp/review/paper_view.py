"""What does the panel of a confirmation or shipping paper show? Each line beside the order, what was noted at the door, the marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from idp.domain.document import DocumentType, ExtractedLine
from idp.domain.geometry import Box
from idp.domain.match import LineMatch
from idp.domain.page import InkKind, Page
from idp.domain.record import DocumentRecord
from idp.review.display import quantity_text, shown_value
from idp.review.match_view import Cell, ComparisonRow, view_comparison
from idp.review.text import field_label, text

_SHIPPING = frozenset({DocumentType.BILL_OF_LADING, DocumentType.DELIVERY_NOTE, DocumentType.PROOF_OF_DELIVERY})
_TOLD = (
    "carrier", "scac", "pro_number", "bol_number", "delivery_note_number", "reference", "container_numbers", "seal_numbers", "ship_date",
    "delivery_date", "delivered_date", "received_by", "signed", "package_count", "total_weight", "exceptions",
)  # fmt: skip
"""Fields of shipping papers that the panel gathers, in this order."""

_MOST_MARKS = 6
_AIR = 0.01
"""Of the page, left around a mark."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A printed line beside its order line: `place` is what the comparison shows of it, `cells` stand under the panel's headings."""

    place: ComparisonRow
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MarkView:
    """A signature or stamp cut from its page: `page` from 0, the cut in points, `width` and `height` the whole page's."""

    page: int
    label: str
    left: float
    top: float
    cut_width: float
    cut_height: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PaperView:
    """The panel: headings and rows, what the paper tells besides, and its marks."""

    headings: tuple[str, ...]
    rows: tuple[PaperRow, ...]
    facts: tuple[tuple[str, str, bool], ...] = ()
    marks: tuple[MarkView, ...] = ()


def is_told_apart(record: DocumentRecord) -> bool:
    """Whether the document has a panel of its own: confirmations and shipping papers, once they are matched."""
    kind = record.extraction.document_type if record.extraction is not None else None
    return record.match is not None and (kind is DocumentType.ORDER_CONFIRMATION or kind in _SHIPPING)


def view_paper(record: DocumentRecord, pages: Iterable[Page] = ()) -> PaperView | None:
    """The panel of a confirmation or shipping paper, None for other documents. `pages` hold the marks."""
    document, match = record.extraction, record.match
    if document is None or match is None or not is_told_apart(record):
        return None
    pairs = [
        (place, matched, document.lines[matched.line] if matched.line < len(document.lines) else ExtractedLine({}))
        for place, matched in zip(view_comparison(record), match.lines, strict=True)
    ]
    if document.document_type is DocumentType.ORDER_CONFIRMATION:
        rows = tuple(PaperRow(place, _confirmed(place, matched, line)) for place, matched, line in pairs)
        return PaperView(tuple(text(f"paper.{key}") for key in _CONFIRMATION), rows)
    rows = tuple(PaperRow(place, _shipped(place, matched, line)) for place, matched, line in pairs)
    asked = {f.field for f in match.findings if f.line is None}
    facts = tuple(
        (field_label(name), shown_value(found.value), name in asked)
        for name in _TOLD
        if (found := document.fields.get(name)) is not None and shown_value(found.value)
    )
    own = [page for page in pages if page.index in document.pages]
    return PaperView(tuple(text(f"paper.{key}") for key in _SHIPMENT), rows, facts, _marks(own))


_CONFIRMATION = ("ordered", "confirmed", "order_price", "confirmed_price", "expected", "promised")
_SHIPMENT = ("ordered", "promised_quantity", "shipped", "delivered", "received")


def _confirmed(place: ComparisonRow, matched: LineMatch, line: ExtractedLine) -> tuple[Cell, ...]:
    promised, late = line.date("promised_date"), tuple(c for c in place.codes if c == "CNF-LATE")
    days = _days(matched.expected, promised)
    return (
        place.ordered, place.quantity, place.order_price, place.price, Cell(_day(matched.expected), late), Cell(_day(promised), late, days)
    )  # fmt: skip


def _shipped(place: ComparisonRow, matched: LineMatch, line: ExtractedLine) -> tuple[Cell, ...]:
    codes = tuple(c for c in place.codes if c.startswith("SHP"))
    delivered = line.number("quantity_delivered")
    shipped = Cell(quantity_text(line.number("quantity")), codes, place.quantity.note if delivered is None else "")
    taken = Cell(quantity_text(delivered), codes, place.quantity.note if delivered is not None else "")
    promised = place.confirmed if matched.told is not None else Cell("")
    return place.ordered, promised, shipped, taken, place.received


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _days(expected: date | None, promised: date | None) -> str:
    if expected is None or promised is None or expected == promised:
        return ""
    days = (promised - expected).days
    return text("paper.late" if days > 0 else "paper.early", days=abs(days))


def _marks(pages: Iterable[Page]) -> tuple[MarkView, ...]:
    labels: Mapping[InkKind, str] = {InkKind.HANDWRITING: text("paper.handwriting"), InkKind.STAMP: text("paper.stamp")}
    marks = [(page, ink) for page in pages for ink in page.ink if ink.kind in labels]
    largest = sorted(marks, key=lambda mark: -mark[1].box.width * mark[1].box.height)[:_MOST_MARKS]
    return tuple(_mark(page, ink.box, labels[ink.kind]) for page, ink in largest)


def _mark(page: Page, box: Box, label: str) -> MarkView:
    left, top = max(0.0, box.left - _AIR), max(0.0, box.top - _AIR)
    wide, high = min(1.0, box.right + _AIR) - left, min(1.0, box.bottom + _AIR) - top
    width, height = page.width_points, page.height_points
    return MarkView(page.index, label, left * width, top * height, wide * width, high * height, width, height)
