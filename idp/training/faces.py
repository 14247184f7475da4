"""Which typefaces can a page be set in? Registers them with reportlab once, and measures text.

The base fonts of PDF (Helvetica, Times, Courier) are not embedded, as in most real invoices; the others come with the
project or with reportlab and are embedded as subsets.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_OWN = Path(__file__).parent / "fonts"
_REPORTLAB = Path(reportlab.__file__).parent / "fonts"


class Face(StrEnum):
    """A family in three cuts."""

    HELVETICA = "helvetica"
    TIMES = "times"
    COURIER = "courier"
    CALADEA = "caladea"
    SOURCE_SANS = "source_sans"
    ROBOTO = "roboto"
    VERA = "vera"


@dataclass(frozen=True, slots=True)
class Cuts:
    """Font names as reportlab knows them."""

    regular: str
    bold: str
    italic: str


_FILES = {
    Face.CALADEA: (_OWN, "Caladea-Regular", "Caladea-Bold", "Caladea-Italic"),
    Face.SOURCE_SANS: (_OWN, "SourceSansPro-Regular", "SourceSansPro-Bold", "SourceSansPro-It"),
    Face.ROBOTO: (_OWN, "Roboto-Regular", "Roboto-Bold", "Roboto-Italic"),
    Face.VERA: (_REPORTLAB, "Vera", "VeraBd", "VeraIt"),
}
_BASE = {
    Face.HELVETICA: Cuts("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    Face.TIMES: Cuts("Times-Roman", "Times-Bold", "Times-Italic"),
    Face.COURIER: Cuts("Courier", "Courier-Bold", "Courier-Oblique"),
}


@cache
def cuts(face: Face) -> Cuts:
    """The three cuts of `face`, registered and ready to draw."""
    if face in _BASE:
        return _BASE[face]
    folder, *names = _FILES[face]
    for name in names:
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    return Cuts(*names)


def width_of(text: str, font: str, size: float) -> float:
    """Width of `text` in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
