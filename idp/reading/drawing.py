"""Which ruling lines, pictures, pen strokes and frames does a PDF page draw? What they mean is left to others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import byref
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from idp.domain.geometry import Box
from idp.reading.path import IDENTITY, Matrix, Rectangle, bounds_of, matrix_of, path_shape, times
from idp.reading.pdfium import PageFrame

MAX_OBJECTS = 20_000  # per page; more are drawings, and looking at them takes seconds
_MAX_RULES = 2_000
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws besides text, all boxes in page fractions.

    `rules` are ruling lines as thin boxes; `pens` free-hand strokes; `frames` tilted boxes; `ink_notes` and `stamp_notes`
    annotations that a reader's pen or stamp tool made; `objects` counts everything drawn, text included.
    """

    rules: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    pens: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    ink_notes: tuple[Box, ...] = ()
    stamp_notes: tuple[Box, ...] = ()
    objects: int = 0


def drawing(page: Any, frame: PageFrame) -> Drawing:
    """What a pypdfium2 page draws besides text."""
    rules: set[Rectangle] = set()
    pictures: list[Rectangle] = []
    pens: list[Rectangle] = []
    frames: list[Rectangle] = []
    count = 0
    for item, matrix in _objects(page.raw):
        count += 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(bounds_of(item, matrix))
        elif kind == raw.FPDF_PAGEOBJ_PATH and len(rules) < _MAX_RULES:
            shape = path_shape(item, matrix)
            rules.update(shape.rules)
            pens += [shape.pen] if shape.pen is not None else []
            frames += [shape.frame] if shape.frame is not None else []
    return Drawing(
        rules=_boxes(sorted(rules), frame),
        pictures=_boxes(pictures, frame),
        pens=_boxes(pens, frame),
        frames=_boxes(frames, frame),
        ink_notes=_boxes(_notes(page.raw, raw.FPDF_ANNOT_INK), frame),
        stamp_notes=_boxes(_notes(page.raw, raw.FPDF_ANNOT_STAMP), frame),
        objects=count,
    )


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Page objects with the matrix of the forms they stand in; at most MAX_OBJECTS, in drawing order."""
    pending = [(raw.FPDFPage_GetObject, page, raw.FPDFPage_CountObjects(page), IDENTITY, 0)]
    seen = 0
    while pending:
        getter, holder, count, matrix, depth = pending.pop()
        for index in range(count):
            item = getter(holder, index)
            seen += 1
            if seen > MAX_OBJECTS:
                return
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
                if depth < _MAX_DEPTH:
                    inner = times(matrix_of(item), matrix)
                    pending.append((raw.FPDFFormObj_GetObject, item, raw.FPDFFormObj_CountObjects(item), inner, depth + 1))
                continue
            yield item, matrix


def _notes(page: Any, subtype: int) -> Iterator[Rectangle]:
    """Rectangles of the page's annotations of one kind."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 500)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        rectangle = raw.FS_RECTF()
        if raw.FPDFAnnot_GetSubtype(note) == subtype and raw.FPDFAnnot_GetRect(note, byref(rectangle)):
            yield (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        raw.FPDFPage_CloseAnnot(note)


def _boxes(bounds: Iterable[Rectangle], frame: PageFrame) -> tuple[Box, ...]:
    return tuple(box for edges in bounds if (box := frame.box(*edges)) is not None)
