"""What speaks for and against a field, a line and a document? Numbers that a learned forest turns into probabilities.

A signal is a float under a fixed name; -1 stands for "not applicable" (no value, no place, nothing to compute with).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from idp.domain.document import (
    COLUMNS_OF,
    FIELD_KINDS,
    FIELDS_OF,
    DocumentType,
    Extracted,
    ExtractedDocument,
    ExtractedLine,
    Kind,
)
from idp.domain.geometry import Box
from idp.domain.page import Page, Quality
from idp.extractors.calibration import opinion
from idp.extractors.calibration.offer import Offer
from idp.extractors.fields import Lead
from idp.extractors.product import Checked
from idp.extractors.read import Read
from idp.extractors.tags import Tags

Signals = dict[str, float]

_TYPES = tuple(DocumentType)
_KINDS = tuple(Kind)
_BANDS = (Quality.NATIVE, Quality.CLEAN_SCAN, Quality.POOR_SCAN)
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
FIELDS = tuple(sorted({name for names in FIELDS_OF.values() for name in names}))
COLUMNS = tuple(sorted({name for names in COLUMNS_OF.values() for name in names}))
_NUMERIC = ("quantity", "unit_price", "amount")


def document_signals(read: Read, tags: Tags | None) -> Signals:
    """What holds for the whole document: its band, type, size, and how far its sums come out."""
    document, totals = read.document, read.totals
    priced = [checked.multiplies for checked in read.lines]
    return {
        "band": float(_BANDS.index(document.quality)) if document.quality in _BANDS else -1.0,
        "type": float(_TYPES.index(document.document_type)),
        "type_score": read.paper.kind.score,
        "type_margin": read.paper.kind.margin,
        "language": float(_LANGUAGES.index(document.language)) if document.language in _LANGUAGES else -1.0,
        "pages": float(len(document.pages)),
        "rows": float(len(read.paper.layout.rows)),
        "lines": float(len(document.lines)),
        "tables": float(len(read.paper.tables)),
        "closes": _three(totals.closes),
        "lines_agree": _three(totals.lines_agree),
        "adjusted": float(bool(totals.adjustment)),
        "totals_margin": totals.margin,
        "lines_multiply": _share(priced, True),
        "lines_fail": _share(priced, False),
        "open_dates": float(len(read.open_dates)),
        "findings": float(sum(found.severity.rank >= 2 for found in document.findings)),
        "unfilled": float(read.unfilled),
        **opinion.of_document(document, tags),
    }


def field_signals(read: Read, name: str, offer: Offer, whole: Signals, *, tags: Tags | None) -> Signals:
    """What holds for one reading of a field, or for its absence."""
    value, by_rules = offer.value, read.document.fields.get(name)
    plain = [label for label in read.paper.labels if label.name == name and not label.weak]
    return whole | {
        "field": float(FIELDS.index(name)),
        "kind": float(_KINDS.index(FIELD_KINDS.get(name, Kind.TEXT))),
        "labels": float(len(plain)),
        "weak_labels": float(sum(label.name == name and label.weak for label in read.paper.labels)),
        "present": float(value is not None),
        "by_rules": float(offer.by_rules),
        "by_model": float(offer.by_model),
        "rule": by_rules.confidence if by_rules else -1.0,
        **_lead(read.leads.get(name)),
        **opinion.of_field(read.document, name, value, tags),
        **_shape(value, read),
        **_place(value, read.paper.layout.pages),
    }


def line_signals(read: Read, index: int, whole: Signals) -> Signals:
    """What holds for one line: its arithmetic, which columns it has beside what its neighbours have, and the shape of its texts."""
    checked = read.lines[index]
    cells = checked.line.cells
    description = str(cells["description"].value) if "description" in cells else ""
    code = str(cells["product_code"].value) if "product_code" in cells else ""
    height = _height(cells)
    return whole | {
        "multiplies": _three(checked.multiplies),
        **{f"has_{column}": float(column in cells) for column in COLUMNS},
        **{f"usual_{column}": _usual(read.lines, column) for column in COLUMNS},
        "rule": min((cell.confidence for cell in cells.values()), default=0.0),
        "place": index / max(1, len(read.lines) - 1),
        "words": float(len(description.split())),
        "usual_words": median(_word_counts(read.lines)),
        "digits_in_text": _digits(description),
        "colon_in_text": float(":" in description),
        "code_length": float(len(code)) if code else -1.0,
        "code_digits": _digits(code) if code else -1.0,
        "code_length_off": _off(
            code, [str(c.line.cells["product_code"].value) for c in read.lines if "product_code" in c.line.cells]
        ),
        "left_off": _left_off(read.lines, index),
        "height": height,
        "usual_height": median([_height(other.line.cells) for other in read.lines]),
        "integer_quantity": _integer(checked.line.text("quantity")),
        "settled": float(any("read as" in reason for cell in cells.values() for reason in cell.reasons)),
    }


def cell_signals(read: Read, index: int, column: str, row: Signals, *, tags: Tags | None) -> Signals:
    """What holds for one cell of a line, present or absent; `row` are the line's signals."""
    line = read.lines[index].line
    cell = line.cells.get(column)
    return row | {
        "column": float(COLUMNS.index(column)),
        "present": float(cell is not None),
        "cell_rule": cell.confidence if cell else -1.0,
        **_shape(cell, read),
        **_place(cell, read.paper.layout.pages),
        **opinion.of_cell(opinion.page_of(tags, line.page), column, cell, _around(line)),
        "cell_usual": _usual(read.lines, column),
    }


def columns_asked(document: ExtractedDocument) -> tuple[str, ...]:
    """The columns that are judged: all that lines of the document's type have; order numbers only where lines stand under orders."""
    under_orders = any("po_number" in line.cells for line in document.lines)
    return tuple(c for c in COLUMNS_OF.get(document.document_type, ()) if c != "po_number" or under_orders)


def fields_asked(document: ExtractedDocument) -> tuple[str, ...]:
    """The fields that are judged: all that the document's type has."""
    return FIELDS_OF.get(document.document_type, ())


def _around(line: ExtractedLine) -> Box | None:
    boxes = [cell.box for cell in line.cells.values() if cell.box is not None]
    return Box.around(boxes) if boxes else None


def _lead(lead: Lead | None) -> Signals:
    if lead is None:
        return {"points": -1.0, "margin": -1.0, "places": -1.0}
    return {"points": lead.points, "margin": lead.margin, "places": float(lead.places)}


def _shape(value: Extracted | None, read: Read) -> Signals:
    if value is None:
        names = ("length", "word_count", "digit_share", "upper_share", "members", "times", "reasons")
        return dict.fromkeys(names, -1.0)
    text = value.raw
    return {
        "length": float(len(text)),
        "word_count": float(len(text.split())),
        "digit_share": _digits(text),
        "upper_share": sum(c.isupper() for c in text) / max(1, len(text)),
        "members": float(len(value.value)) if isinstance(value.value, tuple) else 1.0,
        "times": float(min(9, read.paper.layout.text.count(text))),
        "reasons": float(len(value.reasons)),
    }


def _place(value: Extracted | None, pages: Sequence[Page]) -> Signals:
    box = None if value is None else value.box or next(iter(value.boxes), None)
    if value is None or box is None or value.page is None:
        return dict.fromkeys(("left", "top", "width", "height", "size", "page", "ocr"), -1.0)
    page = next((page for page in pages if page.index == value.page), None)
    inside = [w for w in page.words if _holds(box, w.box)] if page else []
    usual = median([w.box.height for w in page.words]) if page and page.words else 1.0
    known = [w.confidence for w in inside if w.confidence is not None]
    return {
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
        "size": max((w.box.height for w in inside), default=0.0) / max(1e-6, usual),
        "page": float(value.page - (pages[0].index if pages else 0)),
        "ocr": min(known) if known else -1.0,
    }


def _holds(box: Box, word: Box) -> bool:
    return box.left - 1e-4 <= word.middle_x <= box.right + 1e-4 and box.top - 1e-4 <= word.middle_y <= box.bottom + 1e-4


def _three(truth: bool | None) -> float:
    return -1.0 if truth is None else float(truth)


def _share(verdicts: Sequence[bool | None], wanted: bool) -> float:
    return sum(verdict is wanted for verdict in verdicts) / len(verdicts) if verdicts else -1.0


def _digits(text: str) -> float:
    return sum(c.isdigit() for c in text) / max(1, len(text))


def _integer(text: str | None) -> float:
    return -1.0 if text is None else float("." not in text or not text.split(".")[1].strip("0"))


def _usual(lines: Sequence[Checked], column: str) -> float:
    return sum(column in checked.line.cells for checked in lines) / max(1, len(lines))


def _word_counts(lines: Sequence[Checked]) -> Iterator[int]:
    for checked in lines:
        yield len((checked.line.text("description") or "").split())


def _off(code: str, codes: Sequence[str]) -> float:
    return abs(len(code) - median(map(len, codes))) if code and codes else -1.0


def _left(cells: Mapping[str, Extracted]) -> float | None:
    found = cells.get("description")
    return found.box.left if found is not None and found.box is not None else None


def _left_off(lines: Sequence[Checked], index: int) -> float:
    lefts = [left for checked in lines if (left := _left(checked.line.cells)) is not None]
    own = _left(lines[index].line.cells)
    return abs(own - median(lefts)) if own is not None and lefts else -1.0


def _height(cells: Mapping[str, Extracted]) -> float:
    boxes = [cell.box for cell in cells.values() if cell.box is not None]
    return max(b.bottom for b in boxes) - min(b.top for b in boxes) if boxes else -1.0
