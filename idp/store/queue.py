"""The queue that people work through: which documents, most money at stake first, then oldest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import Session

from idp.domain.code import Severity
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId
from idp.ports import DocumentQuery, DocumentSummary
from idp.store.projection import printed, split_words
from idp.store.table import DeskRow, DocumentRow, FindingRow, TermRow

T = TypeVar("T")
_AFTER_ALL = "\U0010ffff"


def list_documents(session: Session, query: DocumentQuery) -> tuple[DocumentSummary, ...]:
    """One page of the queue."""
    if len(query.states) > 1:
        found = select(DocumentRow).where(DocumentRow.id.in_(_first_of_each_state(query)))
    else:
        found = select(DocumentRow).where(*_restrictions(query))
    chosen = _in_order(found).offset(query.offset).limit(query.limit).execution_options(populate_existing=True)
    rows = session.scalars(chosen).all()
    codes = _codes_of(session, [row.id for row in rows])
    return tuple(_summary(row, codes.get(row.id, ())) for row in rows)


def count_documents(session: Session, query: DocumentQuery) -> int:
    """How many documents the query chooses, on all pages together."""
    return session.scalars(select(func.count()).select_from(DocumentRow).where(*_restrictions(query))).one()


def count_states(session: Session) -> dict[State, int]:
    """How many documents each state holds; states without any are there with 0."""
    found = session.execute(select(DocumentRow.state, func.count()).group_by(DocumentRow.state))
    return dict.fromkeys(State, 0) | {state: count for state, count in found}  # noqa: C416  rows are no tuples to mypy


def _first_of_each_state(query: DocumentQuery) -> Select[str]:
    """The documents that can stand on the page: the first ones of each state, each read in order from the index of its state.

    All states in one condition would make the database sort, or pass over, every document of them.
    """
    rest = list(_restrictions(replace(query, states=())))
    last = query.offset + query.limit
    parts = []
    for state in query.states:
        part = _in_order(select(DocumentRow.id).where(DocumentRow.state == state, *rest)).limit(last).subquery()
        parts.append(select(part.c.id))
    return select(union_all(*parts).subquery().c.id)


def _in_order(chosen: Select[T]) -> Select[T]:
    return chosen.order_by(DocumentRow.stake.desc().nulls_last(), DocumentRow.received_at, DocumentRow.id)


def _restrictions(query: DocumentQuery) -> Iterable[ColumnElement[bool]]:
    if query.states:
        yield DocumentRow.state.in_(query.states)
    if query.document_types:
        yield DocumentRow.document_type.in_(query.document_types)
    if query.codes:
        yield DocumentRow.id.in_(select(FindingRow.document_id).where(FindingRow.code.in_(query.codes)))
    if query.owner is not None:
        yield DocumentRow.id.in_(select(DeskRow.document_id).where(DeskRow.role == query.owner))
    for word in split_words(query.text):
        yield DocumentRow.id.in_(_having_word(word))


def _having_word(word: str) -> Select[str]:
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


def _summary(row: DocumentRow, codes: tuple[str, ...]) -> DocumentSummary:
    return DocumentSummary(
        id=DocumentId(row.id), state=row.state, name=row.name, document_type=row.document_type, supplier=row.supplier,
        number=row.number, total=printed(row.total, row.total_currency), money_at_stake=printed(row.stake, row.stake_currency),
        decision=row.decision, codes=codes, received_at=row.received_at, due_date=row.due_date,
    )  # fmt: skip
