"""What reading gives: pages of words with boxes, made upright, and the files that were embedded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from idp.domain.geometry import Box


class Quality(StrEnum):
    """How far the words of a page can be trusted; calibration is kept apart per band."""

    STRUCTURED = "structured"
    NATIVE = "native"
    CLEAN_SCAN = "clean_scan"
    POOR_SCAN = "poor_scan"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read: what stands between blanks.

    `confidence` is the engine's own score scaled to 0–1, None for native text. `size` is the font height as a
    fraction of the page height, None where unknown. `line` numbers the visual line within its page, from 0, in reading order.
    """

    text: str
    box: Box
    confidence: float | None = None
    bold: bool = False
    size: float | None = None
    line: int | None = None

    def __post_init__(self) -> None:
        if not self.text or self.text.isspace():
            raise ValueError("a word has text")
        if self.confidence is not None and not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not within 0–1")


class InkKind(StrEnum):
    """Marks that are not words."""

    HANDWRITING = "handwriting"
    STAMP = "stamp"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Ink:
    """A mark on the page that is no printed word: a signature, a stamp, a picture."""

    kind: InkKind
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One upright page. `index` counts from 0 within the file; sizes are in points (1/72 inch) after rotation.

    `rules` are ruling lines as thin boxes. `engine` names who read the words, with its version. `rotation_degrees` (clockwise:
    0, 90, 180, 270) and `skew_degrees` are what was taken out to make the page upright.
    """

    index: int
    width_points: float
    height_points: float
    words: tuple[Word, ...]
    quality: Quality
    engine: str
    rules: tuple[Box, ...] = ()
    ink: tuple[Ink, ...] = ()
    rotation_degrees: int = 0
    skew_degrees: float = 0.0

    @property
    def text(self) -> str:
        """The words in reading order, one visual line a line."""
        lines: dict[int, list[str]] = {}
        for word in self.words:
            lines.setdefault(word.line if word.line is not None else 0, []).append(word.text)
        return "\n".join(" ".join(lines[number]) for number in sorted(lines))


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file found inside another (the XML of a hybrid invoice): name and bytes as they were."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read. `media_type` comes from the content, never from the name.

    A structured e-document has its XML in `structured` and no pages; a hybrid PDF has both. `notes` are sentences on what was
    done differently than usual (a broken text layer that was read by OCR, an engine that was absent).
    """

    media_type: str
    pages: tuple[Page, ...]
    structured: EmbeddedFile | None = None
    notes: tuple[str, ...] = ()
