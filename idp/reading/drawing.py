"""Which ruling lines, pictures and pen strokes does a PDF page draw? What they mean is left to the extractors."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from idp.domain.geometry import Box
from idp.reading.pdfium import PageFrame

_THIN_POINTS = 2.5  # a filled box thinner than this is a drawn line
_SHORTEST_POINTS = 12.0  # shorter strokes belong to letters and logos
_LEVEL = 0.02  # of its length: how far a line may rise and still be level
MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 400  # a path with more of them is a picture or a letter, not a table
_MAX_RULES = 2_000
_MAX_DEPTH = 4
_LINE, _CURVE = raw.FPDF_SEGMENT_LINETO, raw.FPDF_SEGMENT_BEZIERTO
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Ruling lines as thin boxes, pictures and free-hand curves as their boxes, in page fractions; `objects` counts all drawn things."""

    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]
    curves: tuple[Box, ...]
    objects: int


def drawing(page: Any, frame: PageFrame) -> Drawing:
    """What a pypdfium2 page draws besides text."""
    rules: set[tuple[float, float, float, float]] = set()
    pictures: list[Box] = []
    curves: list[Box] = []
    count = 0
    for item, matrix in _objects(page.raw):
        count += 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += _boxes([_bounds(item, matrix)], frame)
        elif kind == raw.FPDF_PAGEOBJ_PATH and len(rules) < _MAX_RULES:
            lines, curved = _path(item, matrix)
            rules.update(lines)
            if curved is not None:
                curves += _boxes([curved], frame)
    return Drawing(tuple(_boxes(sorted(rules), frame)), tuple(pictures), tuple(curves), count)


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Page objects with the matrix of the forms they stand in; at most MAX_OBJECTS, in drawing order."""
    pending = [(raw.FPDFPage_GetObject, page, raw.FPDFPage_CountObjects(page), _IDENTITY, 0)]
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
                    inner = _times(_matrix(item), matrix)
                    pending.append((raw.FPDFFormObj_GetObject, item, raw.FPDFFormObj_CountObjects(item), inner, depth + 1))
                continue
            yield item, matrix


def _path(item: Any, outer: Matrix) -> tuple[list[tuple[float, float, float, float]], tuple[float, float, float, float] | None]:
    """Level and upright lines of a path (left, bottom, right, top in points), and the path's bounds if it is mostly curves."""
    count = raw.FPDFPath_CountSegments(item)
    bounds = _bounds(item, outer)
    left, bottom, right, top = bounds
    if _thin(left, bottom, right, top):
        return [bounds], None
    if count > _MAX_SEGMENTS or max(right - left, top - bottom) < _SHORTEST_POINTS:
        return [], bounds if count >= 8 and _is_curved(item, min(count, _MAX_SEGMENTS)) else None
    points, curved = _points(item, count, _times(_matrix(item), outer))
    if 2 * curved > count >= 4:
        return [], bounds
    pairs = pairwise(points)
    return [line for a, b in pairs if a and b and (line := _level(a, b))], None


def _is_curved(item: Any, count: int) -> bool:
    kinds = [raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item, i)) for i in range(count)]
    return 2 * kinds.count(_CURVE) > count


def _points(item: Any, count: int, matrix: Matrix) -> tuple[list[tuple[float, float] | None], int]:
    """The path's corners, with None where the pen is lifted or a curve runs, and the number of curve segments."""
    points: list[tuple[float, float] | None] = []
    start: tuple[float, float] | None = None
    curved = 0
    x, y = c_float(), c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = _apply(matrix, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind != _LINE:
            points.append(None)
            curved += kind == _CURVE
            start = point if kind == raw.FPDF_SEGMENT_MOVETO else start
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            points.append(start)
    return points, curved


def _thin(left: float, bottom: float, right: float, top: float) -> bool:
    width, height = right - left, top - bottom
    return min(width, height) <= _THIN_POINTS and max(width, height) >= _SHORTEST_POINTS


def _level(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float, float, float] | None:
    width, height = abs(a[0] - b[0]), abs(a[1] - b[1])
    if max(width, height) < _SHORTEST_POINTS or min(width, height) > _LEVEL * max(width, height):
        return None
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _boxes(bounds: list[tuple[float, float, float, float]], frame: PageFrame) -> list[Box]:
    return [box for left, bottom, right, top in bounds if (box := frame.box(left, bottom, right, top)) is not None]


def _bounds(item: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top))
    corners = [_apply(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, byref(found)):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies `first`, then `second` (ISO 32000-1 §8.3.4)."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = second
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
