"""Where are documents kept, and how do they move and show in the queue?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from idp.domain.claim import Claim
from idp.domain.code import Role
from idp.domain.document import DocumentType
from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentEvent, DocumentId, DocumentRecord


class QueueOrder(StrEnum):
    """What the list is sorted by. Documents that lack it come last; of equals the oldest comes first.

    URGENCY is money at stake × days waited, the day of arrival counting as one: it costs as much as there are documents in the
    states asked for, so it is for those that wait, not for all that were ever done.
    """

    URGENCY = "urgency"
    STAKE = "stake"
    TOTAL = "total"
    DUE = "due"
    DISCOUNT = "discount"
    RECEIVED = "received"
    SUPPLIER = "supplier"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which documents to list; an empty part does not restrict. `text` looks in name, supplier, number and orders.

    `supplier` is its name in any writing. `waited` leaves out what came less long ago. Amounts and urgency sort from the largest, all
    else from the smallest; `reverse` turns that around. `companies` leaves out what belongs to others of ours. `of_person` is a login
    that holds the document now, or opened it first and is not done with it; `free_for` leaves out what others hold. `put_aside` True
    chooses documents put aside until a day or an event, False leaves them out.
    """

    states: tuple[State, ...] = ()
    document_types: tuple[DocumentType, ...] = ()
    codes: tuple[str, ...] = ()
    owner: Role | None = None
    text: str = ""
    supplier: str = ""
    company_id: int | None = None
    waited: timedelta | None = None
    companies: tuple[int, ...] = ()
    of_person: str | None = None
    free_for: str | None = None
    put_aside: bool | None = None
    order: QueueOrder = QueueOrder.STAKE
    reverse: bool = False
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One row of the queue. `money_at_stake` and `total` are printed forms with currency, None where unknown.

    `same_as` is the earlier document that came as the same bytes, `claim` that of whoever has it open now.
    """

    id: DocumentId
    state: State
    name: str
    document_type: str | None
    supplier: str | None
    number: str | None
    total: str | None
    money_at_stake: str | None
    decision: str | None
    codes: tuple[str, ...]
    received_at: datetime
    due_date: date | None
    same_as: DocumentId | None = None
    version: int = 0
    discount_until: date | None = None
    claim: Claim | None = None


class Documents(Protocol):
    """Documents and their event logs, within one unit of work."""

    def add(self, record: DocumentRecord, *, actor: str, why: str, details: Mapping[str, str] | None = None) -> DocumentRecord:
        """Stores a new document in RECEIVED (or EXTRACTED, for a further part of a file already read) and its first event."""

    def require(self, document_id: DocumentId) -> DocumentRecord:
        """The document. Raises NotFound."""

    def move(
        self, record: DocumentRecord, event: Event, *, actor: str, why: str, details: Mapping[str, str] | None = None
    ) -> DocumentRecord:
        """Applies `event` and stores the changed `record`, if state and version in the store are still those `record` came with.

        `record` carries the state it had when it was read (the new state is computed here) and the new values of everything
        else. A move starts a new step: `attempts` and `next_attempt_at` are cleared, and `failure` too unless the new state is
        FAILED or QUARANTINED. Appends the event to the chained log in the same transaction; the time is the store's clock. Returns
        the stored record. Raises StaleDocument when somebody was first, IllegalTransition when there is no such step.
        """

    def postpone(self, record: DocumentRecord, *, failure: str, until: datetime) -> DocumentRecord:
        """Counts a failed try: the state stays, `attempts` grows, nothing is due before `until`. Raises StaleDocument."""

    def due(self, *, now: datetime, limit: int) -> tuple[DocumentId, ...]:
        """Documents in a working state that may go on now, oldest first; leased ones are left out."""

    def lease(self, document_id: DocumentId, *, holder: str, now: datetime, until: datetime) -> bool:
        """Takes the document for work; False while another holder's lease runs. A dead holder's lease runs out by itself."""

    def release(self, document_id: DocumentId, *, holder: str) -> None:
        """Gives a lease back."""

    def same_bytes(self, sha256: str) -> tuple[DocumentRecord, ...]:
        """Documents that came as these bytes, oldest first."""

    def siblings(self, document_id: DocumentId) -> tuple[DocumentRecord, ...]:
        """The further documents that were found in the same file delivery as this one (part > 0), in order of part."""

    def beside(self, record: DocumentRecord, *, within: timedelta, limit: int) -> tuple[DocumentRecord, ...]:
        """Other documents in IN_REVIEW that came as the same file, print the same number, or came the same way (channel, source,
        sender) so close in time before or after. At most `limit` of each, oldest first."""

    def twins(self, record: DocumentRecord) -> tuple[DocumentRecord, ...]:
        """Other documents, not rejected, that may be the same bill: same normalised number, or same total in the same currency.

        Which vendor they are from is for matching to say. At most 50, oldest first.
        """

    def about_orders(self, order_ids: Sequence[int]) -> tuple[DocumentRecord, ...]:
        """Documents, not rejected, whose current match names one of these purchase orders (Odoo ids), oldest first."""

    def waiting(self, *, limit: int, not_since: datetime) -> tuple[DocumentRecord, ...]:
        """Documents in IN_REVIEW whose match has findings that the ERP may clear, those first that were given out longest ago.

        Left out are those that were given out after `not_since`. Giving out is noted.
        """

    def waiting_on(self, order_ids: Collection[int], vendor_ids: Collection[int], *, strangers: bool) -> tuple[DocumentId, ...]:
        """Which of those documents are about one of these orders or vendors (Odoo ids), or with `strangers` of no known vendor."""

    def entered(self, *, limit: int) -> tuple[DocumentRecord, ...]:
        """Documents in ENTERED whose outcome is watched."""

    def list(self, query: DocumentQuery) -> tuple[DocumentSummary, ...]:
        """One page of the queue."""

    def count(self, query: DocumentQuery) -> int: ...

    def desk_counts(self, states: Sequence[State], *, companies: tuple[int, ...] = ()) -> Mapping[Role, int]:
        """How many documents in these states wait for each role; roles without any are left out.

        `companies` leaves out what belongs to others of ours; none is all.
        """

    def counts(self, companies: tuple[int, ...] = ()) -> Mapping[State, int]:
        """How many documents each state holds, in one question; likewise."""

    def events(self, document_id: DocumentId) -> tuple[DocumentEvent, ...]: ...
