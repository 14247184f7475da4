"""How is the append-only log looked through, over all documents or one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from idp.domain.document import ExtractedDocument
from idp.domain.lifecycle import Event
from idp.domain.match import Match
from idp.domain.record import DocumentEvent, DocumentId


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which events to list; an empty part does not restrict. `since` is the first moment, `until` the first one after.

    `code` chooses documents whose findings have it now; `text` looks for documents as the queue does, or is a document's id.
    `companies` leaves out what belongs to others of ours.
    """

    actor: str = ""
    event: Event | None = None
    code: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    companies: tuple[int, ...] = ()
    offset: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class LogLine:
    """An event with the name and number that its document has now."""

    event: DocumentEvent
    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A hash over the heads of all documents at a moment; `documents` had changed since the one before."""

    number: int
    at: datetime
    hash: str
    documents: int


@dataclass(frozen=True, slots=True)
class Revision:
    """What was read or matched, as of the event with this sequence; what that event did not bring is None."""

    sequence: int
    extraction: ExtractedDocument | None
    match: Match | None


class EventLog(Protocol):
    """The log, read-only."""

    def search(self, query: LogQuery) -> tuple[LogLine, ...]:
        """One page of events, the latest first."""

    def checkpoints(self, *, limit: int) -> tuple[Checkpoint, ...]:
        """The last checkpoints, the latest first."""

    def revisions(self, document_id: DocumentId) -> Sequence[Revision]:
        """Everything that was ever read and matched of the document, oldest first."""
