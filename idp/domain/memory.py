"""What was learned from a correction: where a supplier prints a value, which column is which, what it is called, what its papers are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from idp.domain.document import DocumentType
from idp.domain.record import DocumentId

MemoryId = NewType("MemoryId", str)
"""32 lower-case hexadecimal digits."""

Identity = NewType("Identity", str)
"""One printed thing that tells who the supplier is: `vat:…`, `iban:…`, `domain:…` or `name:…`, in the form in which they are compared."""

FAILURES = 2
"""So often a memory may be contradicted before it is dropped."""


class Subject(StrEnum):
    """What a lesson is about."""

    FIELD = "field"
    COLUMN = "column"
    NAME = "name"
    TYPE = "type"


class MemoryState(StrEnum):
    """PENDING until the corrected document is approved; ACTIVE is used; the others are over, and stay for replay."""

    PENDING = "pending"
    ACTIVE = "active"
    REPLACED = "replaced"
    DROPPED = "dropped"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Printed words by which a value is found again, in comparable form.

    `left` and `right` are the value's edges, counted from the anchor's left edge, in page widths.
    """

    words: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stood: its page from the first (0, 1, …) and from the last (-1, -2, …), its box, and the words beside and above it.

    `shape` is the form of its text: runs of letters as A, of digits as 9, signs as they are. The text itself is not kept.
    """

    page: int
    page_from_end: int
    left: float
    top: float
    right: float
    bottom: float
    shape: str
    beside: Anchor | None = None
    above: Anchor | None = None

    @property
    def middle_y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def anchors(self) -> tuple[str, str]:
        """The words beside and above, "" for none: two places with the same are the same place of one layout."""
        return (self.beside.words if self.beside else "", self.above.words if self.above else "")


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands between the x `left` and `right` of a table whose heading there begins at `heading` (page widths)."""

    heading: float
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one correction says about documents of `document_type`.

    FIELD: the value of `target` stands at `place`; what stands at `wrong` is none (a removal has no `place`).
    COLUMN: the column headed `words` is `target` (`lines.quantity`); where `strip` is given, only what stands in it is.
    NAME: the printed `words` name the supplier.
    TYPE: what is titled `words` and looks like `document_type` is of type `value`.
    `date_order` and `decimals` say how the supplier writes, "" where the value did not show it.
    """

    subject: Subject
    document_type: DocumentType
    target: str
    place: Place | None = None
    wrong: Place | None = None
    words: str = ""
    value: str = ""
    date_order: str = ""
    decimals: str = ""
    strip: Strip | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """A lesson with where it comes from and how it has done.

    `identities` are those printed on the document; `vendor_id` is the vendor in the ERP, None where it was not found. `learned_by` is the
    person's name, `document_name` the document's own number. `disputed` counts earlier memories of the same value that were contradicted.
    """

    id: MemoryId
    lesson: Lesson
    identities: tuple[Identity, ...]
    supplier: str
    learned_by: str
    learned_at: datetime
    document_id: DocumentId
    document_name: str
    vendor_id: int | None = None
    state: MemoryState = MemoryState.PENDING
    ended_by: str | None = None
    disputed: int = 0
    used: int = 0
    confirmed: int = 0
    contradicted: int = 0

    @property
    def is_contested(self) -> bool:
        """Whether two corrections contradict each other about it: it may propose, but not settle anything alone."""
        return bool(self.disputed or self.contradicted)


@dataclass(frozen=True, slots=True)
class Known:
    """The memories of one extraction; `of` asks for those about one subject, newest first."""

    memories: tuple[Memory, ...] = field(default=())

    def of(self, subject: Subject, document_type: DocumentType) -> tuple[Memory, ...]:
        """Those that speak of documents of that type."""
        fitting = (m for m in self.memories if m.lesson.subject is subject and m.lesson.document_type is document_type)
        return tuple(sorted(fitting, key=lambda m: (m.learned_at, m.id), reverse=True))


def is_same_supplier(memory: Memory, printed: frozenset[Identity]) -> bool:
    """Whether a memory speaks of the supplier with these identities: one is shared, and the VAT numbers do not contradict.

    A factor's account or a group's mail domain may stand on papers of several suppliers; a VAT number belongs to one.
    """
    theirs, here = _vats(memory.identities), _vats(printed)
    if theirs and here and not theirs & here:
        return False
    return bool(printed & set(memory.identities))


def _vats(identities: tuple[Identity, ...] | frozenset[Identity]) -> frozenset[str]:
    return frozenset(i for i in identities if i.startswith("vat:"))


NOTHING = Known()
"""Of a supplier of whom nothing was learned."""
