"""The queue that people work through: which documents, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    case,
    func,
    or_,
    select,
    type_coerce,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from idp.domain.claim import Claim
from idp.domain.code import Role, Severity
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId
from idp.ports import DocumentQuery, DocumentSummary, QueueOrder
from idp.store.claim import claims_on
from idp.store.column import SCALE
from idp.store.people_table import ClaimRow, IssueRow
from idp.store.projection import plain, printed, split_words
from idp.store.resolution import is_put_aside
from idp.store.span import days_until
from idp.store.table import DeskRow, DocumentRow, FindingRow, TermRow

_AFTER_ALL = "\U0010ffff"
_MOST_CENTS = 10**13
"""Stakes above a hundred thousand millions rank as that much: times the days of a life it still fits the databases' integers."""

_COLUMNS: Mapping[QueueOrder, InstrumentedAttribute[Any]] = {
    QueueOrder.STAKE: DocumentRow.stake,
    QueueOrder.TOTAL: DocumentRow.total,
    QueueOrder.DUE: DocumentRow.due_date,
    QueueOrder.DISCOUNT: DocumentRow.discount_until,
    QueueOrder.RECEIVED: DocumentRow.received_at,
    QueueOrder.SUPPLIER: DocumentRow.supplier_key,
    QueueOrder.NUMBER: DocumentRow.number_key,
}
_LARGEST_FIRST = frozenset({QueueOrder.URGENCY, QueueOrder.STAKE, QueueOrder.TOTAL})


def list_documents(session: Session, query: DocumentQuery, *, now: datetime) -> tuple[DocumentSummary, ...]:
    """One page of the queue. `now` tells how long the documents have waited."""
    order = _order(session, query, now.date())
    if len(query.states) > 1:
        found = select(DocumentRow).where(DocumentRow.id.in_(_first_of_each_state(query, order, now)))
    else:
        found = select(DocumentRow).where(*_restrictions(query, now))
    chosen = found.order_by(*order).offset(query.offset).limit(query.limit).execution_options(populate_existing=True)
    rows = session.scalars(chosen).all()
    codes = _codes_of(session, [row.id for row in rows])
    held = claims_on(session, [row.id for row in rows], now=now)
    return tuple(_summary(row, codes.get(row.id, ()), held.get(row.id)) for row in rows)


def count_documents(session: Session, query: DocumentQuery, *, now: datetime) -> int:
    """How many documents the query chooses, on all pages together."""
    return session.scalars(select(func.count()).select_from(DocumentRow).where(*_restrictions(query, now))).one()


def count_states(session: Session, companies: tuple[int, ...]) -> dict[State, int]:
    """How many documents each state holds; states without any are there with 0."""
    counts = select(DocumentRow.state, func.count()).where(*of_companies(companies)).group_by(DocumentRow.state)
    found = session.execute(counts)
    return dict.fromkeys(State, 0) | {state: count for state, count in found}  # noqa: C416  rows are no tuples to mypy


def count_desks(session: Session, states: Sequence[State], companies: tuple[int, ...]) -> dict[Role, int]:
    """How many documents in these states wait for each role."""
    desks = select(DeskRow.role, func.count()).join(DocumentRow, DocumentRow.id == DeskRow.document_id)
    found = session.execute(desks.where(DocumentRow.state.in_(states), *of_companies(companies)).group_by(DeskRow.role))
    return {role: count for role, count in found}  # noqa: C416  rows are no tuples to mypy


def _first_of_each_state(query: DocumentQuery, order: Sequence[ColumnElement[Any]], now: datetime) -> Select[str]:
    """The documents that can stand on the page: the first ones of each state, each read in order from the index of its state.

    All states in one condition would make the database sort, or pass over, every document of them.
    """
    rest = list(_restrictions(replace(query, states=()), now))
    last = query.offset + query.limit
    parts = []
    for state in query.states:
        part = select(DocumentRow.id).where(DocumentRow.state == state, *rest).order_by(*order).limit(last).subquery()
        parts.append(select(part.c.id))
    return select(union_all(*parts).subquery().c.id)


def _order(session: Session, query: DocumentQuery, today: date) -> tuple[ColumnElement[Any], ...]:
    """What is sorted by, absent last; then the oldest first, so that the order is the same on every page."""
    urgency = query.order is QueueOrder.URGENCY
    column: ColumnElement[Any] = _urgency(session, today) if urgency else _COLUMNS[query.order].expression
    falls = (query.order in _LARGEST_FIRST) is not query.reverse
    first = column.desc() if falls else column.asc()
    if query.order is QueueOrder.RECEIVED:  # never absent; and backwards in all its parts, as an index is read
        return (first, DocumentRow.id.desc() if falls else DocumentRow.id.asc())
    return (first.nulls_last(), DocumentRow.received_at.asc(), DocumentRow.id.asc())


def _urgency(session: Session, today: date) -> ColumnElement[int]:
    """Cents at stake × days waited, in whole numbers: the same on both databases."""
    cents = type_coerce(DocumentRow.stake, BigInteger) // 10 ** (SCALE - 2)
    capped = case((cents > _MOST_CENTS, _MOST_CENTS), else_=cents)
    return capped * (days_until(session, DocumentRow.received_at, today) + 1)


def _restrictions(query: DocumentQuery, now: datetime) -> Iterable[ColumnElement[bool]]:
    yield from _of_people(query, now)
    if query.states:
        yield DocumentRow.state.in_(query.states)
    if query.document_types:
        yield DocumentRow.document_type.in_(query.document_types)
    if query.codes:
        yield DocumentRow.id.in_(select(FindingRow.document_id).where(FindingRow.code.in_(query.codes)))
    if query.owner is not None:
        yield DocumentRow.id.in_(select(DeskRow.document_id).where(DeskRow.role == query.owner))
    if query.supplier:
        yield DocumentRow.supplier_key == plain(query.supplier)
    if query.company_id is not None:
        yield DocumentRow.company_id == query.company_id
    if query.waited is not None:
        yield DocumentRow.received_at <= now - query.waited
    for word in split_words(query.text):
        yield DocumentRow.id.in_(having_word(word))


def _of_people(query: DocumentQuery, now: datetime) -> Iterable[ColumnElement[bool]]:
    yield from of_companies(query.companies)
    if query.of_person is not None:
        held = select(ClaimRow.document_id).where(ClaimRow.login == query.of_person, ClaimRow.until > now)
        begun = select(IssueRow.document_id).where(IssueRow.assigned_to == query.of_person, IssueRow.resolved_at.is_(None))
        yield DocumentRow.id.in_(union(held, begun))
    if query.free_for is not None:
        others = select(ClaimRow.document_id).where(ClaimRow.login != query.free_for, ClaimRow.until > now)
        yield DocumentRow.id.not_in(others)
    if query.put_aside is not None:
        yield is_put_aside(now) if query.put_aside else ~is_put_aside(now)


def of_companies(companies: tuple[int, ...]) -> tuple[ColumnElement[bool], ...]:
    """What leaves out documents of others of ours; those of no company known belong to all. Nothing where none is named."""
    return (or_(DocumentRow.company_id.is_(None), DocumentRow.company_id.in_(companies)),) if companies else ()


def having_word(word: str) -> Select[str]:
    """Documents with a word that begins so; a range of the index, not a scan."""
    return select(TermRow.document_id).where(TermRow.term >= word, TermRow.term < word + _AFTER_ALL)


def _codes_of(session: Session, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The codes of each document, strictest first, each once."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    rows: Any = session.execute(
        select(FindingRow.document_id, FindingRow.severity, FindingRow.position, FindingRow.code).where(
            FindingRow.document_id.in_(ids)
        )
    )
    for document_id, severity, position, code in rows:
        found.setdefault(document_id, []).append((-Severity(severity).rank, position, code))
    return {document_id: tuple(dict.fromkeys(code for _, _, code in sorted(codes))) for document_id, codes in found.items()}


def _summary(row: DocumentRow, codes: tuple[str, ...], claim: Claim | None) -> DocumentSummary:
    return DocumentSummary(
        id=DocumentId(row.id), state=row.state, name=row.name, document_type=row.document_type, supplier=row.supplier,
        number=row.number, total=printed(row.total, row.total_currency), money_at_stake=printed(row.stake, row.stake_currency),
        decision=row.decision, codes=codes, received_at=row.received_at, due_date=row.due_date, discount_until=row.discount_until,
        same_as=DocumentId(row.same_as) if row.same_as else None, version=row.version, claim=claim,
    )  # fmt: skip
