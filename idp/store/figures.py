"""Sums over many documents: those of a period by the index of arrival, those that wait by the index of their state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from idp.domain.code import Code, Severity
from idp.domain.lifecycle import WAITING, WORKING, State
from idp.domain.money import Money
from idp.ports import NO_TIMES, Depth, Passages, ResolutionTimes, Spread, Stake, Steps, Waiting
from idp.store.column import SCALE
from idp.store.engine import is_sqlite
from idp.store.people_table import IssueRow
from idp.store.queue import of_companies
from idp.store.span import days_until, microseconds_between
from idp.store.table import DocumentRow, FindingRow, OutboxEntryRow

_ASKING = (Severity.REVIEW, Severity.HOLD, Severity.REJECT)
_WAITS = DocumentRow.state.in_(sorted(WAITING))
_ONE = 10**SCALE
_MEDIAN, _P90 = 50, 90


class SqlFigures:
    """Answers over many documents, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def passages(self, steps: Steps, *, companies: tuple[int, ...] = ()) -> tuple[Passages, ...]:
        rejected, copied = DocumentRow.state == State.REJECTED, DocumentRow.same_as.is_not(None)
        corrected = DocumentRow.corrected_by.is_not(None)
        handled = or_(corrected, DocumentRow.approved_by.is_not(None), and_(rejected, ~copied))
        each = select(
            self._step(steps).label("step"),
            DocumentRow.state,
            case((and_(rejected, copied), False), else_=handled).label("by_person"),
            corrected.label("was_corrected"),
            and_(rejected, copied).label("is_copy"),
            _is_sample(steps.since).label("is_sample"),
        ).where(*_received(steps), *of_companies(companies))
        kinds = each.subquery().c
        chosen = select(*kinds, func.count()).group_by(*kinds).order_by(*kinds)
        found: Sequence[Any] = self._session.execute(chosen).all()
        return tuple(
            Passages(step, state, bool(by_person), bool(was_corrected), bool(is_copy), bool(is_sample), count)
            for step, state, by_person, was_corrected, is_copy, is_sample, count in found
        )

    def cycle_times(self, steps: Steps, *, companies: tuple[int, ...] = ()) -> Mapping[int | None, Spread]:
        entered = OutboxEntryRow.entered_at
        took = microseconds_between(self._session, DocumentRow.received_at, entered)
        timed = (
            select(self._step(steps).label("of"), took.label("took"))
            .join(OutboxEntryRow, OutboxEntryRow.document_id == DocumentRow.id)
            .where(entered.is_not(None), *_received(steps), *of_companies(companies))
        )
        return self._spreads(timed)

    def waiting(self, moments: Sequence[datetime], *, companies: tuple[int, ...] = ()) -> tuple[Waiting, ...]:
        since: ColumnElement[int] = literal(len(moments), Integer)
        if moments:
            since = case(*((DocumentRow.received_at >= at, n) for n, at in enumerate(moments)), else_=len(moments))
        each = select(DocumentRow.state, DocumentRow.decision, since.label("since")).where(_WAITS, *of_companies(companies))
        kinds = each.subquery().c
        chosen = select(*kinds, func.count()).group_by(*kinds).order_by(*kinds)
        found: Sequence[Any] = self._session.execute(chosen).all()
        return tuple(Waiting(*row) for row in found)

    def stakes(self, *, companies: tuple[int, ...] = ()) -> tuple[Money, ...]:
        currency = DocumentRow.stake_currency
        chosen = (
            select(currency, *_sum(DocumentRow.stake))
            .where(_WAITS, DocumentRow.stake.is_not(None), currency.is_not(None), *of_companies(companies))
            .group_by(currency)
            .order_by(currency)
        )
        found: Sequence[Any] = self._session.execute(chosen).all()
        sums = (_money(whole, rest, unit) for unit, whole, rest in found)
        return tuple(money for money in sums if money.amount)

    def stakes_by_supplier(self, *, limit: int, companies: tuple[int, ...] = ()) -> tuple[Stake, ...]:
        key, currency = DocumentRow.supplier_key, DocumentRow.stake_currency
        name = func.min(func.coalesce(DocumentRow.supplier, key))
        documents = func.count().label("documents")
        each = (
            select(key.label("key"), name.label("name"), currency.label("currency"), *_sum(DocumentRow.stake), documents)
            .where(_WAITS, key != "", DocumentRow.stake.is_not(None), currency.is_not(None), *of_companies(companies))
            .group_by(key, currency)
        )
        return self._largest(each.subquery(), limit)

    def stakes_by_code(self, *, limit: int, companies: tuple[int, ...] = ()) -> tuple[Stake, ...]:
        code, currency = FindingRow.code, FindingRow.currency
        documents = func.count(FindingRow.document_id.distinct()).label("documents")
        each = (
            select(code.label("key"), code.label("name"), currency.label("currency"), *_sum(FindingRow.money), documents)
            .join(DocumentRow, DocumentRow.id == FindingRow.document_id)
            .where(_WAITS, *of_companies(companies))
            .where(FindingRow.severity.in_(_ASKING), FindingRow.money.is_not(None), currency.is_not(None))
            .group_by(code, currency)
        )
        return self._largest(each.subquery(), limit)

    def open_issues(self, *, since: datetime, until: datetime, companies: tuple[int, ...] = ()) -> int:
        chosen = (
            select(func.count()).select_from(IssueRow).where(*_opened(since, until, companies), IssueRow.resolved_at.is_(None))
        )
        return self._session.scalars(chosen).one()

    def resolution_times(
        self, *, since: datetime, until: datetime, companies: tuple[int, ...] = ()
    ) -> Mapping[str | None, ResolutionTimes]:
        took = microseconds_between(self._session, IssueRow.opened_at, IssueRow.resolved_at)
        resolved = (*_opened(since, until, companies), IssueRow.resolved_at.is_not(None))
        whole, own = (
            self._spreads(select(IssueRow.code.label("of"), time.label("took")).where(*resolved))
            for time in (took, took - cast(IssueRow.waited_seconds, BigInteger) * 1_000_000)
        )
        return {code: ResolutionTimes(times, own.get(code, NO_TIMES)) for code, times in whole.items()}

    def depths(self) -> tuple[Depth, ...]:
        open_states = sorted(WAITING | WORKING)
        chosen = (
            select(DocumentRow.state, DocumentRow.decision, func.count(), func.min(DocumentRow.received_at))
            .where(DocumentRow.state.in_(open_states))
            .group_by(DocumentRow.state, DocumentRow.decision)
            .order_by(DocumentRow.state, DocumentRow.decision)
        )
        return tuple(Depth(*row) for row in self._session.execute(chosen))

    def _step(self, steps: Steps) -> ColumnElement[int]:
        """The number of the step in which a document came."""
        days = -days_until(self._session, DocumentRow.received_at, steps.since.date())
        return type_coerce((days + steps.skipped) // steps.days, Integer)

    def _spreads(self, timed: Select[Any]) -> dict[Any, Spread]:
        """Median and 90th percentile of rows (of, took in microseconds), by `of` and, under None, of all: the nearest rank."""
        row = timed.subquery().c
        if not is_sqlite(self._session.get_bind()):
            ranks = func.percentile_disc(array([0.5, 0.9])).within_group(row.took)
            chosen = select(row.of, func.count(), ranks).group_by(func.grouping_sets(row.of, tuple_()))
            found: Sequence[Any] = self._session.execute(chosen).all()
            return {of: _spread(count, *times) for of, count, times in found if count}
        return self._ranked(row, row.of) | self._ranked(row, literal(None))

    def _ranked(self, row: ReadOnlyColumnCollection[str, Any], of: ColumnElement[Any]) -> dict[Any, Spread]:
        """The same by `of`, for a database without percentiles."""
        rank = func.row_number().over(partition_by=of, order_by=row.took).label("rank")
        ranked = select(of.label("of"), row.took, rank, func.count().over(partition_by=of).label("count")).subquery().c
        at_rank = or_(*(ranked.rank == _nearest_rank(ranked["count"], percent) for percent in (_MEDIAN, _P90)))
        found: Sequence[Any] = self._session.execute(
            select(ranked.of, ranked["count"], ranked.rank, ranked.took).where(at_rank)
        ).all()
        times = {(of, rank): took for of, _, rank, took in found}
        counts = {of: count for of, count, _, _ in found}
        return {
            of: _spread(count, *(times[of, _nearest_rank(count, percent)] for percent in (_MEDIAN, _P90)))
            for of, count in counts.items()
        }

    def _largest(self, sums: Subquery, limit: int) -> tuple[Stake, ...]:
        """The largest sums of each currency from rows (key, name, currency, whole, rest, documents), without those worth nothing."""
        row = sums.c
        carried = type_coerce(row.rest, BigInteger) // _ONE
        order = ((row.whole + carried).desc(), (row.rest - carried * _ONE).desc(), row.key)
        place = func.row_number().over(partition_by=row.currency, order_by=order).label("place")
        ranked = (
            select(row.currency, row.name, row.documents, row.whole, row.rest, place).where(row.whole + row.rest > 0).subquery()
        )
        chosen = select(ranked).where(ranked.c.place <= limit).order_by(ranked.c.currency, ranked.c.place)
        return tuple(
            Stake(name, documents, _money(whole, rest, currency))
            for currency, name, documents, whole, rest, _ in self._session.execute(chosen)
        )


def _spread(count: int, median: float, p90: float) -> Spread:
    return Spread(count, timedelta(microseconds=round(median)), timedelta(microseconds=round(p90)))


def _nearest_rank(count: Any, percent: int) -> Any:
    """The rank, from 1, below which `percent` of `count` lie: of a number, or of a column."""
    return (count * percent + 99) // 100


def _sum(column: InstrumentedAttribute[Decimal | None]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """An exact sum in two parts, whole units and the rest: as one, SQLite's integers would overflow at 9 million millions."""
    scaled = type_coerce(column, BigInteger)
    return type_coerce(func.sum(scaled // _ONE), BigInteger).label("whole"), type_coerce(
        func.sum(scaled % _ONE), BigInteger
    ).label("rest")


def _money(whole: int | Decimal, rest: int | Decimal, currency: str) -> Money:
    """PostgreSQL sums integers to decimals, SQLite to integers."""
    return Money(Decimal(int(whole)) + Decimal(int(rest)).scaleb(-SCALE), currency)


def _received(steps: Steps) -> tuple[ColumnElement[bool], ...]:
    return DocumentRow.received_at >= steps.since, DocumentRow.received_at < steps.until


def _opened(since: datetime, until: datetime, companies: tuple[int, ...]) -> tuple[ColumnElement[bool], ...]:
    here = (IssueRow.document_id.in_(select(DocumentRow.id).where(*of_companies(companies))),) if companies else ()
    return IssueRow.opened_at >= since, IssueRow.opened_at < until, *here


def _is_sample(since: datetime) -> ColumnElement[bool]:
    """Drawn for the audit once is drawn for good: what a correction brings to light is decided for other reasons from then on.

    `since` is a moment before which none of the documents came, so that only younger findings are looked at.
    """
    asked = select(IssueRow.document_id).where(IssueRow.opened_at >= since, IssueRow.code == Code.GOV_SAMPLE.value)
    return DocumentRow.id.in_(asked)
