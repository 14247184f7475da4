"""Which documents does the list show, and which is next? Filters from an address, tabs, rows, neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlencode

from idp.domain.code import Role
from idp.domain.document import DocumentType
from idp.domain.lifecycle import WORKING, State
from idp.ports import DocumentQuery, DocumentSummary, User
from idp.review.contract import Workbench
from idp.review.display import age_text, due_text, moment_text
from idp.review.text import DOCUMENT_TYPES, STATES

PAGE = 50

TABS: Mapping[str, tuple[State, ...]] = MappingProxyType(
    {
        "review": (State.IN_REVIEW,),
        "quarantined": (State.QUARANTINED,),
        "failed": (State.FAILED,),
        "work": tuple(state for state in State if state in WORKING),
        "entered": (State.ENTERED,),
        "rejected": (State.REJECTED,),
        "all": (),
    }
)
"""The tabs in their order; an empty tuple shows every state."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of a queue page says. `at` is the place of an opened document in the filtered list, from 0."""

    tab: str = "review"
    document_type: str = ""
    code: str = ""
    owner: str = ""
    search: str = ""
    at: int = 0

    @property
    def is_narrowed(self) -> bool:
        return bool(self.document_type or self.code or self.owner or self.search)

    def query(self, *, offset: int = 0, limit: int = PAGE) -> DocumentQuery:
        """The same as a question to the service."""
        return DocumentQuery(
            states=TABS[self.tab],
            document_types=(DocumentType(self.document_type),) if self.document_type else (),
            codes=(self.code,) if self.code else (),
            owner=Role(self.owner) if self.owner else None,
            text=self.search,
            offset=offset,
            limit=limit,
        )

    def address(self, **changes: str | int) -> str:
        """These filters as the tail of an address, "" or "?…"; defaults are left out."""
        values = {
            "tab": self.tab, "type": self.document_type, "code": self.code, "owner": self.owner, "q": self.search, "at": self.at,
        } | changes  # fmt: skip
        kept = {name: value for name, value in values.items() if value not in {"", 0} and (name, value) != ("tab", "review")}
        return f"?{urlencode(kept)}" if kept else ""


def read_filters(values: Mapping[str, str]) -> Filters:
    """Filters from the parameters of an address; what makes no sense is left out."""
    kind, owner, at = values.get("type", ""), values.get("owner", ""), values.get("at", "")
    return Filters(
        tab=values["tab"] if values.get("tab") in TABS else "review",
        document_type=kind if kind in {t.value for t in DocumentType} else "",
        code=values.get("code", "")[:20],
        owner=owner if owner in {r.value for r in Role} else "",
        search=values.get("q", "").strip()[:100],
        at=int(at) if at.isascii() and at.isdigit() and len(at) < 9 else 0,
    )


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the queue. `failure` says what went wrong; `retry` and `release` are None where there is no such button, else
    "" when the person may and the reason when not."""

    summary: DocumentSummary
    link: str
    state: str
    document_type: str
    age: str
    received: str
    due: str
    is_overdue: bool
    failure: str
    retry: str | None
    release: str | None


def view_rows(
    bench: Workbench, rows: tuple[DocumentSummary, ...], filters: Filters, *, first: int, now: datetime, user: User
) -> tuple[RowView, ...]:
    """The rows with what only their records know: why they stopped, and who may set them going."""
    return tuple(_row(bench, row, filters.address(at=first + n), now=now, user=user) for n, row in enumerate(rows))


def _row(bench: Workbench, row: DocumentSummary, tail: str, *, now: datetime, user: User) -> RowView:
    failure, retry, release = "", None, None
    if row.state in {State.FAILED, State.QUARANTINED}:
        record = bench.document(row.id, user=user)
        failure = record.failure or ""
        retry = (bench.may("retry", record, user) or "") if row.state is State.FAILED else None
        release = (bench.may("release", record, user) or "") if row.state is State.QUARANTINED else None
    return RowView(
        summary=row,
        link=f"/documents/{row.id}{tail}",
        state=STATES[row.state.value],
        document_type=DOCUMENT_TYPES.get(row.document_type or "", ""),
        age=age_text(now - row.received_at),
        received=moment_text(row.received_at),
        due=due_text(row.due_date, today=now.date()),
        is_overdue=row.due_date is not None and row.due_date < now.date(),
        failure=failure,
        retry=retry,
        release=release,
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Addresses of the documents around one, None at an end of the list; `position` counts from 1."""

    previous: str | None
    next: str | None
    position: int
    total: int


def neighbours(bench: Workbench, document_id: str, filters: Filters) -> Neighbours:
    """The documents before and after this one in the filtered list.

    Looks only around the place it was opened from, so that the cost does not grow with the queue; when the list has moved on
    and the document is no longer there, the next one is what stands in its place now.
    """
    start = max(0, filters.at - 1)
    found = bench.queue(filters.query(offset=start, limit=3))
    ids: list[str] = [row.id for row in found.rows]
    here = ids.index(document_id) if document_id in ids else None
    before = here - 1 if here is not None else filters.at - start - 1
    after = here + 1 if here is not None else filters.at - start

    def link(index: int) -> str | None:
        if not 0 <= index < len(ids):
            return None
        return f"/documents/{ids[index]}{filters.address(at=start + index)}"

    position = start + here + 1 if here is not None else 0
    return Neighbours(link(before), link(after), position, found.total)


def next_after(bench: Workbench, document_id: str, filters: Filters) -> str | None:
    """Where to go when this document is done: what now stands in its place, else the top of the list; None when it is empty."""
    around = neighbours(bench, document_id, filters)
    if around.next is not None:
        return around.next
    first = bench.queue(filters.query(limit=2)).rows
    other = next(((n, row) for n, row in enumerate(first) if row.id != document_id), None)
    return f"/documents/{other[1].id}{replace(filters, at=other[0]).address()}" if other else None
