"""Looks through the log: by time, actor, kind of event, code and document; and through what a document once was."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from idp.domain.record import DocumentId
from idp.ports import Checkpoint, LogLine, LogQuery, Revision
from idp.store.body import EXTRACTION, MATCH
from idp.store.log import to_event
from idp.store.projection import split_words
from idp.store.queue import having_word, of_companies
from idp.store.table import CheckpointHeadRow, CheckpointRow, DocumentRow, EventRow, ExtractionRow, FindingRow, MatchRow


class SqlEventLog:
    """The log, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def search(self, query: LogQuery) -> tuple[LogLine, ...]:
        chosen = (
            select(EventRow, DocumentRow.name, DocumentRow.number)
            .join(DocumentRow, DocumentRow.id == EventRow.document_id)
            .where(*_restrictions(query))
            .order_by(EventRow.at.desc(), EventRow.document_id.desc(), EventRow.sequence.desc())
            .offset(query.offset)
            .limit(query.limit)
        )
        return tuple(LogLine(to_event(row), name, number) for row, name, number in self._session.execute(chosen))

    def checkpoints(self, *, limit: int) -> tuple[Checkpoint, ...]:
        latest = select(CheckpointRow).order_by(CheckpointRow.number.desc()).limit(limit)
        rows = self._session.scalars(latest).all()
        heads = select(CheckpointHeadRow.number, func.count()).group_by(CheckpointHeadRow.number)
        of_these = heads.where(CheckpointHeadRow.number.in_([row.number for row in rows]))
        counted = {number: count for number, count in self._session.execute(of_these)}  # noqa: C416  rows are no tuples to mypy
        return tuple(Checkpoint(row.number, row.at, row.hash, counted.get(row.number, 0)) for row in rows)

    def revisions(self, document_id: DocumentId) -> tuple[Revision, ...]:
        read = self._bodies(ExtractionRow, document_id)
        matched = self._bodies(MatchRow, document_id)
        return tuple(
            Revision(
                number,
                EXTRACTION.read(read[number]) if number in read else None,
                MATCH.read(matched[number]) if number in matched else None,
            )
            for number in sorted(read.keys() | matched.keys())
        )

    def _bodies(self, kind: type[ExtractionRow | MatchRow], document_id: DocumentId) -> dict[int, str]:
        found = self._session.execute(select(kind.revision, kind.body).where(kind.document_id == document_id))
        return {number: body for number, body in found}  # noqa: C416  rows are no tuples to mypy


def _restrictions(query: LogQuery) -> Iterable[ColumnElement[bool]]:
    if query.actor:
        yield EventRow.actor == query.actor
    if query.event is not None:
        yield EventRow.event == query.event
    if query.since is not None:
        yield EventRow.at >= query.since
    if query.until is not None:
        yield EventRow.at < query.until
    if query.code:
        yield EventRow.document_id.in_(select(FindingRow.document_id).where(FindingRow.code == query.code))
    yield from of_companies(query.companies)
    for word in split_words(query.text):
        yield or_(EventRow.document_id == word, EventRow.document_id.in_(having_word(word)))
