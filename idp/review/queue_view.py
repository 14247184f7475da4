"""Which documents does the list show, and which is next? Filters from an address, tabs, rows, neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlencode

from idp.domain.code import Role
from idp.domain.document import DocumentType
from idp.domain.lifecycle import WORKING, State
from idp.insight.age_limit import Age, AgeLimits
from idp.ports import DocumentQuery, DocumentSummary, QueueOrder, User
from idp.review.contract import Workbench
from idp.review.display import age_text, discount_text, due_text, moment_text
from idp.review.sentence import sentence
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


DONE_TABS = frozenset({"entered", "rejected", "all"})
"""What grows for ever: there the list is sorted only by what an index gives, the latest first unless asked otherwise."""

_DONE_ORDERS = (QueueOrder.RECEIVED, QueueOrder.STAKE)
AGES = (1, 3, 7, 30)
"""Days that the filter by age offers."""


DESKS = ("mine", "aside")
"""What a person can narrow the list to: what the person has open, what is put aside."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of a queue page says. `desk` is "mine" for what the person has open or opened first, "aside" for what
    is put aside; the tab of review shows neither of the latter by itself. `at` is the place of an opened document in the
    filtered list, from 0; `days` the least age, 0 for any; `order` None the tab's own; `company` a company's id in Odoo, 0
    for all."""

    tab: str = "review"
    document_type: str = ""
    code: str = ""
    owner: str = ""
    search: str = ""
    supplier: str = ""
    company: int = 0
    days: int = 0
    desk: str = ""
    order: QueueOrder | None = None
    reverse: bool = False
    at: int = 0

    @property
    def is_narrowed(self) -> bool:
        return bool(
            self.document_type
            or self.code
            or self.owner
            or self.search
            or self.supplier
            or self.company
            or self.days
            or self.desk
        )

    @property
    def sorted_by(self) -> tuple[QueueOrder, bool]:
        """What the list is sorted by, and whether backwards."""
        if self.order is not None:
            return self.order, self.reverse
        return (QueueOrder.RECEIVED, True) if self.tab in DONE_TABS else (QueueOrder.URGENCY, False)

    @property
    def orders(self) -> tuple[QueueOrder, ...]:
        """What this tab can be sorted by."""
        return _DONE_ORDERS if self.tab in DONE_TABS else tuple(QueueOrder)

    def query(self, *, user: User, offset: int = 0, limit: int = PAGE) -> DocumentQuery:
        """The same as a question to the service, as this person asks it."""
        order, reverse = self.sorted_by
        return DocumentQuery(
            states=TABS[self.tab],
            document_types=(DocumentType(self.document_type),) if self.document_type else (),
            codes=(self.code,) if self.code else (),
            owner=Role(self.owner) if self.owner else None,
            text=self.search,
            supplier=self.supplier,
            company_id=self.company or None,
            waited=timedelta(days=self.days) if self.days else None,
            companies=user.company_ids,
            of_person=user.login if self.desk == "mine" else None,
            put_aside=True if self.desk == "aside" else False if self.tab == "review" and not self.desk else None,
            order=order,
            reverse=reverse,
            offset=offset,
            limit=limit,
        )

    def address(self, **changes: str | int) -> str:
        """These filters as the tail of an address, "" or "?…"; defaults are left out."""
        values = {
            "tab": self.tab, "type": self.document_type, "code": self.code, "owner": self.owner, "q": self.search,
            "supplier": self.supplier, "company": self.company, "days": self.days, "desk": self.desk,
            "sort": self.order.value if self.order else "",
            "reverse": int(self.reverse), "at": self.at,
        } | changes  # fmt: skip
        kept = {name: value for name, value in values.items() if value not in {"", 0} and (name, value) != ("tab", "review")}
        return f"?{urlencode(kept)}" if kept else ""


def read_filters(values: Mapping[str, str]) -> Filters:
    """Filters from the parameters of an address; what makes no sense is left out."""
    kind, owner = values.get("type", ""), values.get("owner", "")
    read = Filters(
        tab=values["tab"] if values.get("tab") in TABS else "review",
        document_type=kind if kind in {t.value for t in DocumentType} else "",
        code=values.get("code", "")[:20],
        owner=owner if owner in {r.value for r in Role} else "",
        search=values.get("q", "").strip()[:100],
        supplier=values.get("supplier", "").strip()[:200],
        company=_number(values.get("company", "")),
        days=min(_number(values.get("days", "")), 3650),
        desk=values["desk"] if values.get("desk") in DESKS else "",
        at=_number(values.get("at", "")),
    )
    order = next((o for o in read.orders if o.value == values.get("sort")), None)
    return replace(read, order=order, reverse=order is not None and values.get("reverse") == "1")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: `link` sorts by it, None where the tab cannot; `sorted` is what `aria-sort` says, "" for not sorted by it."""

    key: str
    is_number: bool
    link: str | None
    sorted: str


_HEADINGS: tuple[tuple[str, QueueOrder | None, bool], ...] = (
    ("document", QueueOrder.NUMBER, False),
    ("supplier", QueueOrder.SUPPLIER, False),
    ("total", QueueOrder.TOTAL, True),
    ("money", QueueOrder.STAKE, True),
    ("why", None, False),
    ("due", QueueOrder.DUE, True),
    ("discount", QueueOrder.DISCOUNT, True),
    ("age", QueueOrder.RECEIVED, True),
)
_FALLING = frozenset({QueueOrder.STAKE, QueueOrder.TOTAL})


def view_headings(filters: Filters) -> tuple[Heading, ...]:
    """The columns in their order. A heading that the list is sorted by turns the order around; urgency is nobody's column."""
    order, reverse = filters.sorted_by
    shown = []
    for key, column, is_number in _HEADINGS:
        if column is None or column not in filters.orders:
            shown.append(Heading(key, is_number, None, ""))
            continue
        is_sorted = column is order
        # An old document has an early day of arrival: as an age, the smallest day is the largest value.
        falls = (column in _FALLING or column is QueueOrder.RECEIVED) is not reverse
        link = filters.address(sort=column.value, reverse=int(is_sorted and not reverse), at=0)
        shown.append(Heading(key, is_number, link, ("descending" if falls else "ascending") if is_sorted else ""))
    return tuple(shown)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the queue. `failure` says what went wrong; `retry` and `release` are None where there is no such button, else
    "" when the person may and the reason when not. `limit` is the longest wait it has, "" for none."""

    summary: DocumentSummary
    link: str
    state: str
    document_type: str
    age: str
    standing: Age | None
    limit: str
    received: str
    due: str
    is_overdue: bool
    discount: str
    is_missed: bool
    failure: str
    retry: str | None
    release: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at the list, when, and by which limits."""

    user: User
    now: datetime
    limits: AgeLimits


def view_rows(
    bench: Workbench, rows: tuple[DocumentSummary, ...], filters: Filters, *, first: int, look: Look
) -> tuple[RowView, ...]:
    """The rows with what only their records know: why they stopped, and who may set them going."""
    return tuple(_row(bench, row, filters.address(at=first + n), look) for n, row in enumerate(rows))


def _row(bench: Workbench, row: DocumentSummary, tail: str, look: Look) -> RowView:
    failure, retry, release = "", None, None
    user, now = look.user, look.now
    limit = look.limits.limit(row.state, row.decision)
    if row.state in {State.FAILED, State.QUARANTINED}:
        record = bench.document(row.id, user=user)
        failure = record.failure or ""
        retry = sentence(bench.may("retry", record, user) or "") if row.state is State.FAILED else None
        release = sentence(bench.may("release", record, user) or "") if row.state is State.QUARANTINED else None
    return RowView(
        summary=row,
        link=f"/documents/{row.id}{tail}",
        state=STATES[row.state.value],
        document_type=DOCUMENT_TYPES.get(row.document_type or "", ""),
        age=age_text(now - row.received_at),
        standing=look.limits.age(row.state, row.decision, since=row.received_at, now=now),
        limit=age_text(limit) if limit is not None else "",
        received=moment_text(row.received_at),
        due=due_text(row.due_date, today=now.date()),
        is_overdue=row.due_date is not None and row.due_date < now.date(),
        discount=discount_text(row.discount_until, today=now.date()),
        is_missed=row.discount_until is not None and row.discount_until < now.date(),
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


def neighbours(bench: Workbench, document_id: str, filters: Filters, *, user: User) -> Neighbours:
    """The documents before and after this one in the filtered list.

    Looks only around the place it was opened from, so that the cost does not grow with the queue; when the list has moved on
    and the document is no longer there, the next one is what stands in its place now.
    """
    start = max(0, filters.at - 1)
    asked = filters.query(user=user, offset=start, limit=3)
    ids: list[str] = [row.id for row in bench.rows(asked)]
    here = ids.index(document_id) if document_id in ids else None
    before = here - 1 if here is not None else filters.at - start - 1
    after = here + 1 if here is not None else filters.at - start

    def link(index: int) -> str | None:
        if not 0 <= index < len(ids):
            return None
        return f"/documents/{ids[index]}{filters.address(at=start + index)}"

    position = start + here + 1 if here is not None else 0
    return Neighbours(link(before), link(after), position, bench.count(asked))


_AHEAD = 20


def next_after(bench: Workbench, document_id: str, filters: Filters, *, user: User) -> str | None:
    """Where to go when this document is done: what now stands in its place, else the top of the list; None when it is empty.

    Documents that others have open are passed over.
    """
    start = max(0, filters.at - 1)
    rows = bench.rows(filters.query(user=user, offset=start, limit=_AHEAD))
    here = next((n for n, row in enumerate(rows) if row.id == document_id), None)
    after = here + 1 if here is not None else filters.at - start
    found = _first_free(rows, after, document_id, user)
    if found is not None:
        return _opened(rows, found, filters, first=start)
    rows = bench.rows(filters.query(user=user, limit=_AHEAD))
    found = _first_free(rows, 0, document_id, user)
    return _opened(rows, found, filters, first=0) if found is not None else None


def _first_free(rows: Sequence[DocumentSummary], start: int, document_id: str, user: User) -> int | None:
    ahead = ((n, row) for n, row in enumerate(rows) if n >= start and row.id != document_id)
    return next((n for n, row in ahead if row.claim is None or row.claim.login == user.login), None)


def _opened(rows: Sequence[DocumentSummary], index: int, filters: Filters, *, first: int) -> str:
    return f"/documents/{rows[index].id}{filters.address(at=first + index)}"
