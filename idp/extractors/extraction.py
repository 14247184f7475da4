"""What comes out of a reading: its documents, and the regions at which a second OCR look may decide."""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.document import ExtractedDocument
from idp.domain.geometry import Box
from idp.domain.memory import Identity
from idp.domain.page import Word


@dataclass(frozen=True, slots=True)
class Doubt:
    """A region that a more careful engine should read again; `why` is a sentence for the log and the clerk."""

    page_index: int
    box: Box
    why: str


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The words that were read again within `box` of a page; they take the place of the first reading there."""

    page_index: int
    box: Box
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """The documents of one file in page order, what is still doubtful about them, and who their suppliers are by what is printed."""

    documents: tuple[ExtractedDocument, ...]
    doubts: tuple[Doubt, ...] = ()
    identities: frozenset[Identity] = frozenset()
