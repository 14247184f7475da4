"""Which characters does a PDF page show, and where? Grouping them into words is left to native_text.

pdfium is asked character by character; what is the same for all characters of a text object or a font is asked once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import (
    CFUNCTYPE,
    addressof,
    byref,
    c_double,
    c_float,
    c_int,
    c_uint,
    c_ulong,
    c_ushort,
    c_void_p,
    cast,
    create_string_buffer,
    sizeof,
)
from dataclasses import dataclass
from typing import Any, NamedTuple

from pypdfium2 import raw

_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS = (0x02, 0xFFFE)  # pdfium's marks for a hyphen at the end of a line
_UNSURE = (0, 0x02, 0xFFFE)  # codes that also stand for a character whose meaning the font does not tell
_EQUAL = 0.001  # points
MAX_CHARACTERS = 200_000  # per page; a dense page has 10,000


_made = tuple.__new__


def _by_address(function: Any, result: Any, *arguments: Any) -> Any:
    """The C function taking and giving plain addresses: half the time of pypdfium2's typed pointers, for each character."""
    return CFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


_object_of = _by_address(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_font_of = _by_address(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
_ink_box = _by_address(raw.FPDFText_GetCharBox, c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
_loose_box = _by_address(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)


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
    """The characters in drawing order; None stands for a blank that the page itself draws.

    Blanks and line ends that pdfium makes up are left out: it takes a page of short lines for vertical writing and puts one after
    each letter. Characters beyond MAX_CHARACTERS are left out.
    """
    page = text_page.raw
    reader = _Reader(page)
    meanings: dict[int, tuple[str | None, bool]] = {}
    found: list[Glyph | None] = []
    for index, code in enumerate(_codes(page, min(text_page.count_chars(), MAX_CHARACTERS))):
        meaning = meanings.get(code)
        if meaning is None:
            meaning = meanings[code] = _meaning(code)
        text, garbage = meaning
        if text is not None:
            garbage = garbage or (code in _UNSURE and raw.FPDFText_HasUnicodeMapError(page, index) == 1)
            found.append(reader.glyph(index, text, garbage))
        elif raw.FPDFText_IsGenerated(page, index) != 1:
            found.append(None)
    return found


def _codes(page: Any, count: int) -> Iterator[int]:
    """The characters' code points, in one call where pdfium's text has one unit for each of them."""
    units = (c_ushort * (count + 1))()
    if raw.FPDFText_GetText(page, 0, count, units) != count + 1:
        return (raw.FPDFText_GetUnicode(page, index) for index in range(count))
    return (raw.FPDFText_GetUnicode(page, index) if units[index] in _UNSURE else units[index] for index in range(count))


class _Reader:
    """Keeps the C variables that pdfium fills, so that they are made once a page, and what text objects and fonts are like."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._address = cast(page, c_void_p).value
        self._ink = (c_double * 4)()  # left, right, bottom, top
        first = addressof(self._ink)
        self._ink_places = tuple(first + sizeof(c_double) * number for number in range(4))
        self._loose = (c_float * 4)()  # left, top, right, bottom, as in FS_RECTF
        self._loose_place = addressof(self._loose)
        self._x, self._y = c_double(), c_double()
        self._origin = byref(self._x), byref(self._y)
        self._object: int | None = None
        self._style: Style | None = None
        self._styles: dict[int, Style] = {}
        self._bold_fonts: dict[int, bool] = {}
        self._band: tuple[float, float, float] | None = None

    def glyph(self, index: int, text: str, garbage: bool) -> Glyph:
        address = self._address
        text_object = _object_of(address, index)
        style = self._style
        if style is None or text_object != self._object or text_object is None:
            style = self._style = self._style_of(text_object, index)
            self._object, self._band = text_object, None
        _ink_box(address, index, *self._ink_places)
        left, right, bottom, top = self._ink[:]
        _loose_box(address, index, self._loose_place)
        start, high, end, low = self._loose[:]
        band = self._band
        if band is not None and band[0] == low and band[1] == high:
            x, y, end_x, end_y = start, band[2], end, band[2]
        else:
            x, y, end_x, end_y = self._advance(index, style.angle_degrees)
        # the class itself would check the names of the fields again, for each character
        return _made(Glyph, (text, left, bottom, right, top, x, y, end_x, end_y, style, garbage))

    def _advance(self, index: int, angle_degrees: int) -> tuple[float, float, float, float]:
        """Where the character starts and ends on its base line."""
        left, top, right, bottom = self._loose[:]
        raw.FPDFText_GetCharOrigin(self._page, index, *self._origin)
        x, y = self._x.value, self._y.value
        if angle_degrees == 0:
            # level text: the loose box starts at the origin, and with an equal band the base line is the same
            if abs(left - x) >= _EQUAL:
                return x, y, right, y
            self._band = (bottom, top, y)
            return left, y, right, y
        if angle_degrees == 90:
            return x, y, x, top
        if angle_degrees == 180:
            return x, y, left, y
        return x, y, x, bottom

    def _style_of(self, text_object: int | None, index: int) -> Style:
        if text_object is None:
            return _style(self._page, index, bold=_is_bold(self._page, index))
        style = self._styles.get(text_object)
        if style is None:
            font = _font_of(text_object) or 0
            bold = self._bold_fonts.get(font)
            if bold is None:
                bold = self._bold_fonts[font] = _is_bold(self._page, index)
            style = self._styles[text_object] = _style(self._page, index, bold=bold)
        return style


def _meaning(code: int) -> tuple[str | None, bool]:
    """The character as written text, None for none, and whether it has no agreed meaning."""
    text = _text(code)
    return text, text is not None and (not text.isprintable() or _is_private(text))


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


def _style(page: Any, index: int, *, bold: bool) -> Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, byref(matrix))
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
    text_object = raw.FPDFText_GetTextObject(page, index)
    mode = raw.FPDFTextObj_GetTextRenderMode(text_object) if text_object else raw.FPDF_TEXTRENDERMODE_FILL
    return Style(
        size=abs(raw.FPDFText_GetFontSize(page, index)) * scale,
        bold=bold,
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
