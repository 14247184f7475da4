"""What does the layout model think of a value and its place? Signals for the forests; -1 everywhere where no model was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from idp.domain.document import Extracted, ExtractedDocument, ExtractedLine
from idp.domain.geometry import Box
from idp.extractors.tags import TaggedWord, Tags, WordTags, best_label, best_spans, probability

Signals = dict[str, float]

_SAME = {"po_numbers": "po_number", "supplier_ibans": "supplier_iban"}
_LIKELY = 0.5
_LINE = "line."


def label_of(field: str) -> str:
    """The model's word for a field: lists and their members share one."""
    return _SAME.get(field, field)


def of_document(document: ExtractedDocument, tags: Tags | None) -> Signals:
    """Whether it agrees with the type, and how many words that it takes for parts of lines no line holds."""
    pages = _pages(document, tags)
    if not pages:
        return {
            "seen": 0.0,
            "type_seen": -1.0,
            "type_other": -1.0,
            "stray_amounts": -1.0,
            "stray_texts": -1.0,
            "line_words": -1.0,
        }
    kind = document.document_type.value
    types = pages[0][1].types
    stray = [word for index, page in pages for word in page.words if not _in_lines(document.lines, index, word.box)]
    return {
        "seen": 1.0,
        "type_seen": types.get(kind, 0.0),
        "type_other": max((p for name, p in types.items() if name != kind), default=0.0),
        "stray_amounts": float(_count(stray, ("amount", "quantity", "unit_price"))),
        "stray_texts": float(_count(stray, ("description", "product_code"))),
        "line_words": float(_count([w for _, page in pages for w in page.words], ("description", "amount", "quantity"))),
    }


def of_field(document: ExtractedDocument, name: str, value: Extracted | None, tags: Tags | None) -> Signals:
    """How probably the value's words print the field, what else they may print, and where else the field may stand."""
    pages = _pages(document, tags)
    names = ("tag", "tag_least", "tag_other", "tag_best", "tag_elsewhere")
    if not pages:
        return dict.fromkeys(names, -1.0)
    label, boxes = label_of(name), _boxes(value)
    spans = [(index, span) for index, page in pages for span in best_spans(page, label)]
    own = [
        (probability(page, label, box), _other(page, label, box))
        for index, page in pages
        for box in boxes
        if value is not None and index == value.page
    ]
    away = [span.score for index, span in spans if not any(_overlap(span.box, box) for box in boxes)]
    return {
        "tag": sum(p for p, _ in own) / len(own) if own else -1.0,
        "tag_least": min((p for p, _ in own), default=-1.0),
        "tag_other": max((p for _, p in own), default=-1.0),
        "tag_best": max((span.score for _, span in spans), default=0.0),
        "tag_elsewhere": max(away, default=0.0),
    }


def of_cell(page: WordTags | None, column: str, cell: Extracted | None, line: Box | None) -> Signals:
    """The same for a cell; for an absent one how probably some word of the line's rows prints the column."""
    if page is None:
        return {"tag": -1.0, "tag_other": -1.0, "tag_missed": -1.0}
    label, boxes = _LINE + column, _boxes(cell)
    rows = [w for w in page.words if line is not None and line.top <= w.box.middle_y <= line.bottom]
    outside = [w.labels.get(label, 0.0) for w in rows if not any(_overlap(w.box, box) for box in boxes)]
    return {
        "tag": max((probability(page, label, box) for box in boxes), default=-1.0),
        "tag_other": max((_other(page, label, box) for box in boxes), default=-1.0),
        "tag_missed": max(outside, default=0.0),
    }


def page_of(tags: Tags | None, index: int | None) -> WordTags | None:
    """The model's view of one page."""
    return None if tags is None or index is None else tags.pages.get(index)


def _pages(document: ExtractedDocument, tags: Tags | None) -> list[tuple[int, WordTags]]:
    return [] if tags is None else [(index, tags.pages[index]) for index in document.pages if index in tags.pages]


def _boxes(value: Extracted | None) -> tuple[Box, ...]:
    if value is None:
        return ()
    return value.boxes or ((value.box,) if value.box is not None else ())


def _other(page: WordTags, label: str, box: Box) -> float:
    best = best_label(page, box)
    return best[1] if best is not None and best[0] != label else 0.0


def _overlap(one: Box, two: Box) -> bool:
    return one.left < two.right and two.left < one.right and one.top < two.bottom and two.top < one.bottom


def _in_lines(lines: Sequence[ExtractedLine], page: int, word: Box) -> bool:
    return any(_overlap(box, word) for line in lines for box in _line_boxes(line, page))


def _line_boxes(line: ExtractedLine, page: int) -> Iterator[Box]:
    for cell in line.cells.values():
        if cell.page == page:
            yield from _boxes(cell)


def _count(words: Iterable[TaggedWord], columns: Sequence[str]) -> int:
    return sum(max((word.labels.get(_LINE + column, 0.0) for column in columns), default=0.0) >= _LIKELY for word in words)
