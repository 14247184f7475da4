"""Which characters does a PDF page show, and where? Grouping them into words is left to native_text."""

from __future__ import annotations

import math
from ctypes import addressof, byref, c_double, c_int, c_uint, c_ulong, create_string_buffer
from dataclasses import dataclass
from typing import Any, NamedTuple

from pypdfium2 import raw

_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS = (0x02, 0xFFFE)  # pdfium's marks for a hyphen at the end of a line
MAX_CHARACTERS = 200_000  # per page; a dense page has 10,000


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text is set: `size` in points, `angle_degrees` of its direction counter-clockwise in user space."""

    size: float
    bold: bool
    angle_degrees: int
    visible: bool


class Glyph(NamedTuple):  # made for each character: three times as quick to make as a frozen dataclass
    """One character in user space (points, origin bottom-left): its ink's box, where it starts and how far it advances."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    end_x: float
    end_y: float
    style: Style
    garbage: bool


def glyphs(text_page: Any) -> list[Glyph | None]:
    """The characters in drawing order; None stands for a blank between words. Characters beyond MAX_CHARACTERS are left out."""
    page = text_page.raw
    styles: dict[int | None, Style] = {}
    found: list[Glyph | None] = []
    reader = _Reader(page)
    for index in range(min(text_page.count_chars(), MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(page, index)
        text = _text(code)
        if text is None or raw.FPDFText_IsGenerated(page, index) == 1:
            found.append(None)
            continue
        text_object = raw.FPDFText_GetTextObject(page, index)
        key = addressof(text_object.contents) if text_object else None
        style = styles.get(key)
        if style is None or key is None:
            style = styles[key] = _style(page, index)
        found.append(reader.glyph(index, text, style))
    return found


class _Reader:
    """Keeps the C variables that pdfium fills, so that they are made once a page."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._left, self._right, self._bottom, self._top = c_double(), c_double(), c_double(), c_double()
        self._box = byref(self._left), byref(self._right), byref(self._bottom), byref(self._top)
        self._x, self._y = c_double(), c_double()
        self._origin = byref(self._x), byref(self._y)
        self._loose = raw.FS_RECTF()
        self._loose_box = byref(self._loose)

    def glyph(self, index: int, text: str, style: Style) -> Glyph:
        page = self._page
        raw.FPDFText_GetCharBox(page, index, *self._box)
        raw.FPDFText_GetCharOrigin(page, index, *self._origin)
        raw.FPDFText_GetLooseCharBox(page, index, self._loose_box)
        x, y = self._x.value, self._y.value
        loose = self._loose
        if style.angle_degrees == 0:
            end_x, end_y = loose.right, y
        elif style.angle_degrees == 90:
            end_x, end_y = x, loose.top
        elif style.angle_degrees == 180:
            end_x, end_y = loose.left, y
        else:
            end_x, end_y = x, loose.bottom
        garbage = not text.isprintable() or _is_private(text) or raw.FPDFText_HasUnicodeMapError(page, index) == 1
        return Glyph(
            text, self._left.value, self._bottom.value, self._right.value, self._top.value, x, y, end_x, end_y, style, garbage
        )


def _text(code: int) -> str | None:
    """The character as written text; None for blanks and for codes that stand for nothing."""
    if code in _HYPHENS:
        return "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in (0, 0xAD, 0x200B, 0xFEFF) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return None
    text = chr(code)
    return None if text.isspace() else text


def _is_private(text: str) -> bool:
    """True for characters without an agreed meaning: a font whose letters cannot be told gives these."""
    code = ord(text[0])
    return code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def _style(page: Any, index: int) -> Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, byref(matrix))
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
    text_object = raw.FPDFText_GetTextObject(page, index)
    mode = raw.FPDFTextObj_GetTextRenderMode(text_object) if text_object else raw.FPDF_TEXTRENDERMODE_FILL
    return Style(
        size=abs(raw.FPDFText_GetFontSize(page, index)) * scale,
        bold=_is_bold(page, index),
        angle_degrees=angle,
        visible=mode not in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
        and not _is_transparent(page, index),
    )


def _is_bold(page: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(page, index) >= _BOLD_WEIGHT:
        return True
    length = raw.FPDFText_GetFontInfo(page, index, None, 0, None)
    if not 0 < length < 1000:
        return False
    name, flags = create_string_buffer(length), c_int()
    raw.FPDFText_GetFontInfo(page, index, name, c_ulong(length), byref(flags))
    return any(mark in name.value.decode("utf-8", errors="replace").lower() for mark in _BOLD_NAMES)


def _is_transparent(page: Any, index: int) -> bool:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFText_GetFillColor(page, index, byref(red), byref(green), byref(blue), byref(alpha)):
        return False
    return alpha.value == 0
