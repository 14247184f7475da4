"""Counts over many documents: those of a period by the index of arrival, those that wait by the index of their state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, exists, func, or_, select
from sqlalchemy.orm import Session

from idp.domain.code import Code, Severity
from idp.domain.finding import Decision
from idp.domain.lifecycle import WAITING, WORKING, Event, State
from idp.domain.money import Money
from idp.domain.record import DocumentId
from idp.ports import Asking, Depth, Passage, Waiting
from idp.store.table import DocumentRow, EventRow, FindingRow, OutboxEntryRow

_BATCH = 2000
_ASKING = (Severity.REVIEW, Severity.HOLD, Severity.REJECT)
_WAITS = DocumentRow.state.in_(sorted(WAITING))


class SqlFigures:
    """Answers over many documents, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def passages(self, *, since: datetime, until: datetime, companies: tuple[int, ...] = ()) -> Iterator[Passage]:
        is_sample = _is_sample()
        chosen = (
            select(
                DocumentRow.received_at, DocumentRow.state, DocumentRow.document_type, DocumentRow.corrected_by,
                DocumentRow.approved_by, DocumentRow.same_as, is_sample.label("is_sample"), OutboxEntryRow.entered_at,
            )
            .outerjoin(OutboxEntryRow, OutboxEntryRow.document_id == DocumentRow.id)
            .where(DocumentRow.received_at >= since, DocumentRow.received_at < until, *_of(companies))
            .order_by(DocumentRow.received_at, DocumentRow.id)
        )  # fmt: skip
        for row in self._stream(chosen):
            is_copy = row.state is State.REJECTED and row.same_as is not None
            by_person = row.corrected_by is not None or row.approved_by is not None or row.state is State.REJECTED
            yield Passage(
                row.received_at, row.state, row.document_type, by_person and not is_copy, row.corrected_by is not None, is_copy,
                bool(row.is_sample), row.entered_at,
            )  # fmt: skip

    def waiting(self, *, companies: tuple[int, ...] = ()) -> Iterator[Waiting]:
        chosen = select(
            DocumentRow.state, DocumentRow.decision, DocumentRow.received_at, DocumentRow.stake, DocumentRow.stake_currency,
            DocumentRow.supplier, DocumentRow.supplier_key,
        ).where(_WAITS, *_of(companies))  # fmt: skip
        for row in self._stream(chosen):
            stake = Money(row.stake, row.stake_currency) if row.stake is not None and row.stake_currency is not None else None
            yield Waiting(row.state, row.decision, row.received_at, stake, row.supplier, row.supplier_key)

    def asking(self, *, companies: tuple[int, ...] = ()) -> Iterator[Asking]:
        chosen = (
            select(FindingRow.code, FindingRow.document_id, FindingRow.money, FindingRow.currency)
            .join(DocumentRow, DocumentRow.id == FindingRow.document_id)
            .where(
                _WAITS,
                *_of(companies),
                FindingRow.severity.in_(_ASKING),
                FindingRow.money.is_not(None),
                FindingRow.currency.is_not(None),
            )
        )
        for row in self._stream(chosen):
            yield Asking(row.code, DocumentId(row.document_id), Money(row.money, row.currency))

    def depths(self) -> tuple[Depth, ...]:
        open_states = sorted(WAITING | WORKING)
        chosen = (
            select(DocumentRow.state, DocumentRow.decision, func.count(), func.min(DocumentRow.received_at))
            .where(DocumentRow.state.in_(open_states))
            .group_by(DocumentRow.state, DocumentRow.decision)
            .order_by(DocumentRow.state, DocumentRow.decision)
        )
        return tuple(Depth(*row) for row in self._session.execute(chosen))

    def received_before(self, moment: datetime, *, state: State, decision: Decision | None) -> int:
        same = DocumentRow.decision.is_(None) if decision is None else DocumentRow.decision == decision
        chosen = select(func.count()).where(DocumentRow.state == state, same, DocumentRow.received_at < moment)
        return self._session.scalars(chosen).one()

    def _stream(self, chosen: Executable) -> Iterator[Any]:
        yield from self._session.execute(chosen, execution_options={"yield_per": _BATCH})


def _of(companies: tuple[int, ...]) -> tuple[ColumnElement[bool], ...]:
    return (or_(DocumentRow.company_id.is_(None), DocumentRow.company_id.in_(companies)),) if companies else ()


def _is_sample() -> ColumnElement[bool]:
    """Drawn for the audit once is drawn for good: what a correction brings to light is decided for other reasons from then on."""
    is_asked = exists().where(FindingRow.document_id == DocumentRow.id, FindingRow.code == Code.GOV_SAMPLE.value)
    was_drawn = exists().where(
        EventRow.document_id == DocumentRow.id,
        EventRow.event == Event.WAS_MATCHED,
        EventRow.details.contains(Code.GOV_SAMPLE.value),
    )
    return or_(is_asked, was_drawn)
