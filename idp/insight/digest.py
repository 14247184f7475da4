"""What does a role have to know in the morning, and what was just put to it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.domain.code import Role
from idp.domain.lifecycle import WAITING, Event
from idp.insight.age_limit import Age, AgeLimits
from idp.ports import DocumentQuery, DocumentSummary, LogLine, LogQuery, QueueOrder, Store

_MOST = 15
_LOOKED_BACK = timedelta(days=2)
"""How far back notices of what was put to a role are looked for: after a longer silence the digest has it anyway."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits for a role: how many documents, the most urgent of them, and how many of those wait too long."""

    role: Role
    documents: int
    first: tuple[DocumentSummary, ...]
    over_limit: int


@dataclass(frozen=True, slots=True)
class PutTo:
    """A document that was put to a role by somebody."""

    role: Role
    line: LogLine


def read_digest(store: Store, role: Role, *, limits: AgeLimits, now: datetime) -> Digest:
    """What waits for the role now, and is not put aside."""
    query = DocumentQuery(states=tuple(sorted(WAITING)), owner=role, order=QueueOrder.URGENCY, put_aside=False, limit=_MOST)
    with store.view() as work:
        rows = work.documents.list(query)
        count = work.documents.count(query)
    late = sum(1 for r in rows if limits.age(r.state, r.decision, since=r.received_at, now=now) is Age.OVER)
    return Digest(role, count, rows, late)


def read_put_to(store: Store, *, now: datetime) -> tuple[PutTo, ...]:
    """What people put to another role lately, oldest first, where it still stands on that role's desk."""
    with store.view() as work:
        lines = work.log.search(LogQuery(event=Event.FORWARDED, since=now - _LOOKED_BACK, limit=500))
        found = []
        for line in reversed(lines):
            record = work.documents.require(line.event.document_id)
            if record.version == line.event.sequence and record.owner in set(Role):
                found.append(PutTo(Role(record.owner), line))
    return tuple(found)
