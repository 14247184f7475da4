"""Which marks on a native PDF page are no printed words: signatures drawn or placed as pictures, stamps, other pictures."""

from __future__ import annotations

from idp.domain.geometry import Box
from idp.domain.page import Ink, InkKind, Word
from idp.reading.drawing import Drawing

_NEAR = 0.015  # of the page: strokes closer than this are one hand's writing
_LEAST_WIDTH, _LEAST_HEIGHT = 0.02, 0.006
_MOST_WIDTH, _MOST_HEIGHT = 0.5, 0.15  # larger drawings are charts and logos
_LETTERHEAD = 0.13  # of the page from the top
_STROKES_COMPARED = 3_000
_SIGNATURE_MARKS = (
    "signature", "signed", "signé", "unterschrift", "gezeichnet", "firma", "firmado", "handtekening", "getekend", "received by",
    "empfänger", "reçu par", "recibido", "ricevuto", "ontvangen",
)  # fmt: skip
_LABEL_REACH_X, _LABEL_REACH_Y = 0.3, 0.1  # of the page: how far a signature stands from its label


def native_ink(words: tuple[Word, ...], drawn: Drawing) -> tuple[Ink, ...]:
    """Marks in page fractions: pen strokes as handwriting, tilted frames as stamps, pictures as what they are.

    A picture counts as handwriting only if it is as large as a signature and stands where one is asked for.
    """
    found = [Ink(InkKind.STAMP, box) for box in _merged([*drawn.frames, *drawn.stamp_notes])]
    found += [Ink(InkKind.HANDWRITING, box) for box in (*_writing(drawn.pens), *drawn.ink_notes)]
    signatures = {box for box in drawn.pictures if _is_writing_size(box)}
    labels = [word.box for word in words if _asks_for_signature(word.text)] if signatures else []
    for box in drawn.pictures:
        signs = box in signatures and any(_is_beside(label, box) for label in labels)
        found.append(Ink(InkKind.HANDWRITING if signs else InkKind.IMAGE, box))
    return tuple(found)


def _writing(pens: tuple[Box, ...]) -> list[Box]:
    """Groups of pen strokes that are as large as a word or a signature, outside the letterhead, where logos are drawn."""
    return [box for box in _merged(pens[:_STROKES_COMPARED]) if _is_writing_size(box) and box.bottom > _LETTERHEAD]


def _is_writing_size(box: Box) -> bool:
    return _LEAST_WIDTH <= box.width <= _MOST_WIDTH and _LEAST_HEIGHT <= box.height <= _MOST_HEIGHT


def _merged(boxes: tuple[Box, ...] | list[Box]) -> list[Box]:
    """Boxes that touch or nearly touch, put together until none do."""
    groups: list[Box] = []
    for box in boxes:
        joined = box
        while near := [group for group in groups if _is_near(group, joined)]:
            joined = Box.around([joined, *near])
            groups = [group for group in groups if group not in near]
        groups.append(joined)
    return groups


def _is_near(one: Box, other: Box) -> bool:
    """Near from left to right; above each other only if they overlap, so that two lines of writing stay two."""
    apart_x = max(one.left, other.left) - min(one.right, other.right)
    apart_y = max(one.top, other.top) - min(one.bottom, other.bottom)
    return apart_x <= _NEAR and apart_y <= 0


def _asks_for_signature(text: str) -> bool:
    return any(mark in text.lower() for mark in _SIGNATURE_MARKS)


def _is_beside(label: Box, box: Box) -> bool:
    return abs(label.middle_x - box.middle_x) <= _LABEL_REACH_X and abs(label.middle_y - box.middle_y) <= _LABEL_REACH_Y
