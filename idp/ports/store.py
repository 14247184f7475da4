"""What is kept besides documents, and what belongs to one transaction?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from idp.domain.entry import EntryOrder
from idp.domain.finding import RecordRef
from idp.domain.record import DocumentId, LedgerRow, OutboxRow
from idp.domain.snapshot import Decided, Snapshot
from idp.ports.documents import Documents
from idp.ports.insight import Figures
from idp.ports.log import EventLog
from idp.ports.memory import Memories
from idp.ports.notice import Notices
from idp.ports.people import ApiTokens, Approvals, Claims, Issues, Resolutions, SignInTries
from idp.ports.user import User


class Blobs(Protocol):
    """Bytes by their SHA-256 (hex). Never changed, never lost once `put` has returned."""

    def put(self, content: bytes) -> str: ...

    def get(self, sha256: str) -> bytes:
        """The bytes, verified against their hash. Raises NotFound."""

    def has(self, sha256: str) -> bool: ...


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

    def files(self) -> Iterator[str]:
        """The SHA-256 of every file that the store names, each once; to be read within the unit of work."""


@dataclass(frozen=True, slots=True)
class Session:
    """A person's time at the workbench. `token` is secret; the store keeps its hash only. Times are UTC.

    `checked_at` is when the roles were last read from Odoo; None where they come from elsewhere and are not read again.
    """

    token: str
    user: User
    expires_at: datetime
    csrf: str
    checked_at: datetime | None = None


class Sessions(Protocol):
    """Server-side sessions of the workbench."""

    def add(self, session: Session) -> None: ...

    def find(self, token: str, *, now: datetime, idle: timedelta) -> Session | None:
        """The session, None when unknown, expired or unused for as long as `idle`; notes that it was used."""

    def renew_user(self, user: User, *, at: datetime) -> None:
        """Gives all sessions of the login, whose roles come from Odoo, the name and roles that it has now."""

    def end(self, token: str) -> None: ...

    def end_all(self, login: str) -> int:
        """Ends every session of the login; returns how many there were."""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source fares: `taken` deliveries in all, and the trouble of its last poll in one sentence, None where it went well."""

    name: str
    tried_at: datetime
    succeeded_at: datetime | None = None
    taken: int = 0
    trouble: str | None = None
    trouble_since: datetime | None = None


class SourceLog(Protocol):
    """How the last polls of the sources went."""

    def went_well(self, name: str, *, at: datetime, taken: int) -> None:
        """Notes a poll that took `taken` deliveries in; an earlier trouble is over."""

    def failed(self, name: str, *, at: datetime, trouble: str, taken: int = 0) -> None:
        """Notes a poll that ended in trouble after `taken` deliveries; since when is kept while it lasts."""

    def all(self) -> tuple[SourceHealth, ...]:
        """Every source that was ever polled, by name."""


class Snapshots(Protocol):
    """What decisions were made from, so that they can be made again."""

    def put(self, document_id: DocumentId, snapshot: Snapshot, *, version: int) -> str:
        """Stores what the decision was made from with which the document gets `version`; returns the snapshot's SHA-256 (hex)."""

    def last(self, *, since: datetime | None = None, document_id: DocumentId | None = None) -> Iterator[Decided]:
        """The last decision on each document, made at or after `since`, in the order of deciding; on one document alone if named."""

    def first(self, *, since: datetime | None = None, document_id: DocumentId | None = None) -> Iterator[Decided]:
        """Likewise the first decision on each document, which no person had a part in."""


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

    @property
    def memories(self) -> Memories: ...

    @property
    def sources(self) -> SourceLog: ...

    @property
    def figures(self) -> Figures: ...

    @property
    def log(self) -> EventLog: ...

    @property
    def notices(self) -> Notices: ...

    @property
    def snapshots(self) -> Snapshots: ...

    @property
    def claims(self) -> Claims: ...

    @property
    def approvals(self) -> Approvals: ...

    @property
    def resolutions(self) -> Resolutions: ...

    @property
    def issues(self) -> Issues: ...

    @property
    def sign_in_tries(self) -> SignInTries: ...

    @property
    def api_tokens(self) -> ApiTokens: ...

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
