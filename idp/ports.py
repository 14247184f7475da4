"""The few Protocols through which services reach the world; each has at least two implementations, a fake counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from idp.domain.code import Role
from idp.domain.document import DocumentType
from idp.domain.entry import EntryOrder
from idp.domain.finding import RecordRef
from idp.domain.geometry import Box
from idp.domain.lifecycle import Event, State
from idp.domain.page import Reading, Word
from idp.domain.purchase import Company, Facts
from idp.domain.record import DocumentEvent, DocumentId, DocumentRecord, LedgerRow, OutboxRow


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present moment, UTC, aware."""

    def today(self) -> date:
        """The present day where the company is."""


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. A breach refuses the file (ING-SIZE) and nothing else."""

    bytes: int = 50_000_000
    pages: int = 200
    pixels: int = 100_000_000
    seconds: float = 120.0
    memory_bytes: int = 3_000_000_000


class OcrEngine(Protocol):
    """Reads words from the picture of an upright page."""

    name: str
    """Engine with version, as it goes into Word and Page."""

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        """Words with boxes in fractions of the picture and confidence 0–1. `languages` are ISO 639-1. Raises ToolUnavailable."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that a layout model names: `label` such as "table", `score` 0–1."""

    label: str
    box: Box
    score: float


class LayoutModel(Protocol):
    """Finds regions of a page."""

    name: str

    def regions(self, png: bytes) -> tuple[Region, ...]:
        """Regions with boxes in page fractions. Raises ToolUnavailable where the model's backend is missing."""


class Confined(Protocol):
    """Opens hostile files where they can do no harm: in a child process with limits on memory and time."""

    def read(self, content: bytes, *, name: str, limits: Limits | None = None) -> Reading:
        """The file's pages of words. `name` is a hint for messages only. Raises DocumentRefused with the ING-*/EXT-NOTEXT code."""

    def render(self, content: bytes, *, page_index: int, dpi: int = 110) -> bytes:
        """The upright page as PNG. Raises DocumentRefused; NotFound for a page the file does not have."""

    def reread(self, content: bytes, *, page_index: int, box: Box) -> tuple[Word, ...]:
        """A second, more careful look at one region of a page. Raises DocumentRefused."""

    def close(self) -> None:
        """Ends the child process."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who signed in with the Odoo login."""

    login: str
    name: str
    roles: frozenset[Role]
    company_ids: tuple[int, ...] = ()


# --- store -----------------------------------------------------------------------------------------------------------


class Blobs(Protocol):
    """Bytes by their SHA-256 (hex). Never changed, never lost once `put` has returned."""

    def put(self, content: bytes) -> str: ...

    def get(self, sha256: str) -> bytes:
        """The bytes, verified against their hash. Raises NotFound."""

    def has(self, sha256: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which documents to list; an empty part does not restrict. `text` looks in name, supplier, number and orders."""

    states: tuple[State, ...] = ()
    document_types: tuple[DocumentType, ...] = ()
    codes: tuple[str, ...] = ()
    owner: Role | None = None
    text: str = ""
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One row of the queue. `money_at_stake` and `total` are printed forms with currency, None where unknown."""

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


class Documents(Protocol):
    """Documents and their event logs, within one unit of work."""

    def add(self, record: DocumentRecord, *, actor: str, why: str) -> DocumentRecord:
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

    def twins(self, record: DocumentRecord) -> tuple[DocumentRecord, ...]:
        """Other documents, not rejected, that may be the same bill: same normalised number, or same total in the same currency.

        Which vendor they are from is for matching to say. At most 50, oldest first.
        """

    def about_orders(self, order_ids: Sequence[int]) -> tuple[DocumentRecord, ...]:
        """Documents, not rejected, whose current match names one of these purchase orders (Odoo ids), oldest first."""

    def waiting(self, *, limit: int) -> tuple[DocumentRecord, ...]:
        """Documents in IN_REVIEW whose match has findings that the ERP may clear."""

    def entered(self, *, limit: int) -> tuple[DocumentRecord, ...]:
        """Documents in ENTERED whose outcome is watched."""

    def list(self, query: DocumentQuery) -> tuple[DocumentSummary, ...]:
        """The queue: most money at stake first, then oldest."""

    def count(self, query: DocumentQuery) -> int: ...

    def counts(self) -> Mapping[State, int]:
        """How many documents each state holds, in one question."""

    def events(self, document_id: DocumentId) -> tuple[DocumentEvent, ...]: ...


class Deliveries(Protocol):
    """What came in and what became of each part; a delivery that is repeated finds its first ledger."""

    def find(self, channel: str, key: str) -> tuple[LedgerRow, ...] | None:
        """The ledger of an earlier delivery with this key, None where there was none."""

    def add(self, channel: str, key: str, rows: Sequence[LedgerRow]) -> None:
        """Stores a delivery's ledger. Raises StaleDocument when the same delivery was stored meanwhile."""


class Outbox(Protocol):
    """Entries to be made in Odoo, written in the same transaction as the decision."""

    def put(self, order: EntryOrder) -> None:
        """Stores or replaces the entry of a document that has not been entered yet."""

    def find(self, document_id: DocumentId) -> OutboxRow | None: ...

    def done(self, document_id: DocumentId, entered: RecordRef) -> None: ...

    def of_vendor(self, vendor_id: int, *, since: datetime) -> tuple[OutboxRow, ...]:
        """Bill entries of the vendor that Odoo has yet to get or got at or after `since`: what facts read before may lack.

        Entries of documents that were rejected, or went back to review, are left out.
        """


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A place where the event log does not verify."""

    document_id: str
    sequence: int
    trouble: str


class Audit(Protocol):
    """Checks of the append-only log."""

    def verify(self) -> tuple[int, tuple[ChainFault, ...]]:
        """Number of events checked and every fault: a broken link, a gap, a head that differs from its document or checkpoint."""

    def checkpoint(self, *, at: datetime) -> str:
        """Stores a hash over the heads of all documents and returns it."""


@dataclass(frozen=True, slots=True)
class Session:
    """A person's time at the workbench. `token` is secret; the store keeps its hash only. Times are UTC."""

    token: str
    user: User
    expires_at: datetime
    csrf: str


class Sessions(Protocol):
    """Server-side sessions of the workbench."""

    def add(self, session: Session) -> None: ...

    def find(self, token: str, *, now: datetime) -> Session | None:
        """The session, None when unknown or expired; notes that it was used."""

    def end(self, token: str) -> None: ...

    def end_all(self, login: str) -> None: ...


class UnitOfWork(Protocol):
    """One transaction: everything in it is stored, or nothing."""

    @property
    def documents(self) -> Documents: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def sessions(self) -> Sessions: ...

    def lock(self, name: str) -> None:
        """Waits until no other unit of work holds `name`, and holds it until this one ends.

        Two invoices on the same order, matched at the same moment, would otherwise each find the goods unbilled.
        """


class Store(Protocol):
    """Opens units of work."""

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that commits when its block ends without an error and rolls back otherwise."""

    def view(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that only reads, at one moment of the store: it waits for no writer and no writer waits for it."""

    def close(self) -> None:
        """Gives connections back."""


# --- intake ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a delivery. `skipped` says why it is no document; `refused` the ING-* code and sentence of what may not be opened.

    `joined_to` is the position of the part this one belongs to (an XML beside its PDF).
    """

    name: str
    content: bytes
    skipped: str | None = None
    refused: tuple[str, str] | None = None
    joined_to: int | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A delivery taken apart. `sender` is the address a mail says it comes from."""

    parts: tuple[Part, ...]
    sender: str | None = None


class Unpacker(Protocol):
    """Takes a delivery apart: a mail, an archive, or a single file."""

    def unpack(self, content: bytes, *, name: str) -> Parcel: ...


# --- queue -----------------------------------------------------------------------------------------------------------


class Queue(Protocol):
    """Tells workers that a document may go on. A lost message costs a sweep, never a document: the state is in the store."""

    def announce(self, document_id: DocumentId, state: State) -> None:
        """Called after commit with the state the document is now in; returns at once."""


# --- ERP -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hints:
    """What a document says that helps to fetch the right part of the ERP: all as printed, all optional."""

    document_type: DocumentType
    vats: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    order_numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    document_id: str | None = None


class Outcome(StrEnum):
    """What became of an entry in Odoo."""

    OPEN = "open"
    POSTED = "posted"
    PAID = "paid"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    GONE = "gone"


class Erp(Protocol):
    """Odoo: facts, entries, sign-in. Raises ErpUnavailable (try later) or ErpRejected (a person looks)."""

    def companies(self) -> tuple[Company, ...]:
        """Our companies, from the cache where it is fresh."""

    def facts(self, hints: Hints) -> Facts:
        """Everything that matching needs for a document with these hints. At most 6 calls."""

    def enter(self, order: EntryOrder, content: bytes) -> RecordRef:
        """Makes the entry exactly once, whatever was done of it before; `content` are the paper's bytes.

        Returns the record that was made or noted.
        """

    def outcome(self, document_id: str, record: RecordRef) -> Outcome:
        """What became of an earlier entry."""

    def sign_in(self, login: str, password: str) -> User | None:
        """The person, or None where login and password do not fit."""

    def version(self) -> str:
        """The server's version, such as "18.0"; proves that it can be reached."""
