"""What does a drawn path look like: ruling lines, strokes of a pen, or a tilted frame? Coordinates are points in user space."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

Matrix = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_THIN_POINTS = 2.5  # a filled box thinner than this is a drawn line
_SHORTEST_POINTS = 12.0  # shorter strokes belong to letters and logos
_LEVEL = 0.02  # of its length: how far a line may rise and still be level
_MAX_SEGMENTS = 400  # looked at in one path; tables need fewer
_FRAME_SEGMENTS = 24  # a closed path with no more is a frame, not a flourish
_FRAME_POINTS = 40.0
_LINE, _CURVE, _MOVE = raw.FPDF_SEGMENT_LINETO, raw.FPDF_SEGMENT_BEZIERTO, raw.FPDF_SEGMENT_MOVETO


@dataclass(frozen=True, slots=True)
class PathShape:
    """`rules` are its level and upright lines; `pen` its bounds if it is stroked free-hand; `frame` if it is a tilted closed box."""

    rules: tuple[Rectangle, ...] = ()
    pen: Rectangle | None = None
    frame: Rectangle | None = None


def path_shape(path: Any, outer: Matrix) -> PathShape:
    """The shape of a pdfium path object; `outer` is the matrix of the form it stands in."""
    bounds = bounds_of(path, outer)
    if _is_thin(bounds):
        return PathShape(rules=(bounds,))
    strokes = list(_strokes(path, times(matrix_of(path), outer)))
    free = sum(line is None or not _is_straight(*line) for line in strokes)
    if _is_stroked(path) and 2 * free > len(strokes) >= 1:
        if _is_closed(path) and len(strokes) <= _FRAME_SEGMENTS:
            large = bounds[2] - bounds[0] >= _FRAME_POINTS
            return PathShape(frame=bounds if large else None)
        return PathShape(pen=bounds)
    return PathShape(rules=tuple(_rule(*line) for line in strokes if line is not None and _is_rule(*line)))


def _strokes(path: Any, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]] | None]:
    """The path's straight pieces as pairs of points, None for each curve."""
    points: list[tuple[float, float] | None] = []
    start: tuple[float, float] | None = None
    x, y = c_float(), c_float()
    for index in range(min(raw.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = apply(matrix, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind != _LINE:
            points.append(None)  # the pen is lifted, or a curve runs
        if kind == _CURVE:
            yield None
        if kind == _MOVE:
            start = point
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            points.append(start)
    yield from ((a, b) for a, b in pairwise(points) if a is not None and b is not None and a != b)


def _is_straight(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """True for a piece that is level or upright."""
    width, height = abs(a[0] - b[0]), abs(a[1] - b[1])
    return min(width, height) <= _LEVEL * max(width, height)


def _is_rule(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return _is_straight(a, b) and max(abs(a[0] - b[0]), abs(a[1] - b[1])) >= _SHORTEST_POINTS


def _rule(a: tuple[float, float], b: tuple[float, float]) -> Rectangle:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _is_thin(bounds: Rectangle) -> bool:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return min(width, height) <= _THIN_POINTS and max(width, height) >= _SHORTEST_POINTS


def _is_stroked(path: Any) -> bool:
    """True for a path drawn as a line only: filled shapes are letters, logos and backgrounds."""
    fill, stroke = c_int(), c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))) and bool(stroke.value) and not fill.value


def _is_closed(path: Any) -> bool:
    last = raw.FPDFPath_CountSegments(path) - 1
    return last >= 0 and bool(raw.FPDFPathSegment_GetClose(raw.FPDFPath_GetPathSegment(path, last)))


def bounds_of(item: Any, outer: Matrix) -> Rectangle:
    """The bounds of any page object."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top))
    corners = [apply(outer, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def matrix_of(item: Any) -> Matrix:
    """The object's own matrix."""
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, byref(found)):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies `first`, then `second` (ISO 32000-1 §8.3.4)."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = second
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point after the matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
