"""What is counted over many documents, read-only?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from idp.domain.document import DocumentType
from idp.domain.finding import Decision
from idp.domain.lifecycle import State
from idp.domain.money import Money
from idp.domain.record import DocumentId


@dataclass(frozen=True, slots=True)
class Passage:
    """How far a document has come and who had a hand in it. Times are UTC.

    `by_person` where somebody corrected, approved or rejected it; `is_copy` where it came as the bytes of an earlier one and was
    set aside for that; `is_sample` where it was drawn for the audit sample. `entered_at` is None until Odoo has it.
    """

    received_at: datetime
    state: State
    document_type: DocumentType | None
    by_person: bool
    was_corrected: bool
    is_copy: bool
    is_sample: bool
    entered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits for a person, since when, and for how much money. `stake` in company currency, None where unknown.

    `supplier` as printed; writings that differ only in case, accents and punctuation have the same `supplier_key`.
    """

    state: State
    decision: Decision | None
    received_at: datetime
    stake: Money | None
    supplier: str | None = None
    supplier_key: str | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A finding of a waiting document that needs a person, with the money at stake in company currency."""

    code: str
    document_id: DocumentId
    money: Money


@dataclass(frozen=True, slots=True)
class Depth:
    """How many documents are in a state on the way or waiting, with one decision, and when the oldest of them came."""

    state: State
    decision: Decision | None
    documents: int
    oldest: datetime


class Figures(Protocol):
    """Answers over many documents, within one unit of work. `companies` leaves out what belongs to others of ours; none is all."""

    def passages(self, *, since: datetime, until: datetime, companies: tuple[int, ...] = ()) -> Iterator[Passage]:
        """Every document received in this time, oldest first."""

    def waiting(self, *, companies: tuple[int, ...] = ()) -> Iterator[Waiting]:
        """Every document that waits for a person."""

    def asking(self, *, companies: tuple[int, ...] = ()) -> Iterator[Asking]:
        """Every finding for which a document waits and that is worth money."""

    def depths(self) -> tuple[Depth, ...]:
        """Everything that is not done, by state and decision."""

    def received_before(self, moment: datetime, *, state: State, decision: Decision | None) -> int:
        """How many documents in this state with this decision came before `moment`."""
