"""Walks through documents and their events in order and notes where the chain does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from idp.domain.record import GENESIS, event_hash
from idp.ports import ChainFault
from idp.store.body import read_details


class ChainCheck:
    """Sees rows of (document, event or nothing), all events of a document together and in order; collects `faults`."""

    def __init__(self) -> None:
        self.checked = 0
        self.faults: list[ChainFault] = []
        self._document: Any = None  # the row seen last; SQLAlchemy's rows have no type of their own
        self._expected = 0
        self._hash = GENESIS
        self._state: str | None = None
        self._bodies: dict[str, str] = {}

    def see(self, row: Any) -> None:
        """The next row."""
        if self._document is None or self._document.id != row.id:
            self.end()
            self._document, self._expected, self._hash, self._state, self._bodies = row, 0, GENESIS, None, {}
        if row.sequence is None:
            self._note(0, "the document has no events")
            return
        self._see_event(row)
        self.checked += 1

    def end(self) -> None:
        """Compares the document whose events have all been seen with the end of its log."""
        document = self._document
        if document is None or self._expected == 0:
            return
        last = self._expected - 1
        if document.version != last:
            self._note(last, f"the log ends with event {last}, the document is at version {document.version}")
        elif document.head_hash != self._hash:
            self._note(last, "the last event is not the one that the document knows")
        if document.state != self._state:
            self._note(last, f"the log ends in {self._state}, the document is {document.state}")
        for name, held in (("extraction_sha256", document.extraction_sha256), ("match_sha256", document.match_sha256)):
            if held is not None and held != self._bodies.get(name):
                self._note(last, f"the document's {name} is not the one in its log")
        self._document = None

    def _see_event(self, row: Any) -> None:
        if row.sequence != self._expected:
            self._note(self._expected, f"events {self._expected} to {row.sequence - 1} are missing")
        if row.previous_hash != self._hash:
            self._note(row.sequence, "it does not follow from the event before it")
        if row.from_state != self._state:
            self._note(row.sequence, f"it begins in {row.from_state}, the event before it ended in {self._state}")
        details = _details(row)
        if details is None or _recomputed(row, details) != row.hash:
            self._note(row.sequence, "it was changed after it was written")
        self._bodies.update({name: value for name, value in (details or {}).items() if name.endswith("_sha256")})
        self._expected, self._hash, self._state = row.sequence + 1, row.hash, row.to_state

    def _note(self, sequence: int, trouble: str) -> None:
        self.faults.append(ChainFault(self._document.id, sequence, trouble))


def _details(row: Any) -> Mapping[str, str] | None:
    try:
        return read_details(row.details)
    except ValueError:
        return None


def _recomputed(row: Any, details: Mapping[str, str]) -> str | None:
    """The hash that the event should have; None where not even its time can be read."""
    try:
        at = datetime.fromisoformat(row.at)
    except ValueError:
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return event_hash(
        row.previous_hash, document_id=row.id, sequence=row.sequence, at=at, actor=row.actor, event=row.event,
        from_state=row.from_state, to_state=row.to_state, why=row.why, details=details,
    )  # fmt: skip
