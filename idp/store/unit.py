"""The store: opens units of work, each one transaction on one connection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from idp.domain.errors import BadUse, ToolUnavailable
from idp.ports import (
    ApiTokens,
    Approvals,
    Audit,
    Claims,
    Clock,
    Deliveries,
    Documents,
    EventLog,
    Figures,
    Issues,
    Memories,
    Notices,
    Outbox,
    Resolutions,
    Sessions,
    SignInTries,
    Snapshots,
    SourceLog,
)
from idp.store.api_token import SqlApiTokens
from idp.store.approval import SqlApprovals
from idp.store.audit import SqlAudit
from idp.store.claim import SqlClaims
from idp.store.delivery import SqlDeliveries
from idp.store.document import SqlDocuments
from idp.store.engine import is_sqlite, open_engine, own_errors
from idp.store.figures import SqlFigures
from idp.store.issue import SqlIssues
from idp.store.log_search import SqlEventLog
from idp.store.memory import SqlMemories
from idp.store.migration import pending_migrations, upgrade
from idp.store.notice import SqlNotices
from idp.store.outbox import SqlOutbox
from idp.store.resolution import SqlResolutions
from idp.store.session import SqlSessions
from idp.store.sign_in_try import SqlSignInTries
from idp.store.snapshot import SqlSnapshots
from idp.store.source import SqlSourceLog


@dataclass(frozen=True)
class SqlUnitOfWork:
    """One transaction: everything in it is stored, or nothing."""

    session: Session
    documents: Documents
    deliveries: Deliveries
    outbox: Outbox
    audit: Audit
    sessions: Sessions
    memories: Memories
    sources: SourceLog
    figures: Figures
    log: EventLog
    notices: Notices
    snapshots: Snapshots
    claims: Claims
    approvals: Approvals
    resolutions: Resolutions
    issues: Issues
    sign_in_tries: SignInTries
    api_tokens: ApiTokens

    def lock(self, name: str) -> None:
        """Waits until no other unit of work holds `name`, and holds it until this one ends."""
        if is_sqlite(self.session.get_bind()):
            return  # there is one writer at a time: this unit of work holds everything already
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


class SqlStore:
    """Documents, log, outbox, deliveries and sessions in SQLite or PostgreSQL."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @contextmanager
    def begin(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work that commits when its block ends without an error and rolls back otherwise.

        In SQLite it holds the write lock from the start. Raises ToolUnavailable when the database does not answer.
        """
        with own_errors(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            session.connection()  # begins now, not at the first statement: SQLite's write lock must be held by then
            yield self._unit(session)

    @contextmanager
    def view(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work that only reads, one moment of the database: it waits for no writer and no writer waits for it."""
        options = {"idp_reads_only": True} if is_sqlite(self._engine) else {
            "isolation_level": "REPEATABLE READ", "postgresql_readonly": True,
        }  # fmt: skip
        with (
            own_errors(),
            Session(self._engine.execution_options(**options), expire_on_commit=False) as session,
            session.begin(),
        ):
            yield self._unit(session)

    def pending_migrations(self) -> tuple[str, ...]:
        """Revisions that the database lacks; empty when it is as this program knows it."""
        return pending_migrations(self._engine)

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def _unit(self, session: Session) -> SqlUnitOfWork:
        return SqlUnitOfWork(
            session,
            SqlDocuments(session, self._clock),
            SqlDeliveries(session, self._clock),
            SqlOutbox(session, self._clock),
            SqlAudit(session),
            SqlSessions(session, self._clock),
            SqlMemories(session),
            SqlSourceLog(session),
            SqlFigures(session),
            SqlEventLog(session),
            SqlNotices(session),
            SqlSnapshots(session, self._clock),
            SqlClaims(session),
            SqlApprovals(session),
            SqlResolutions(session, self._clock),
            SqlIssues(session),
            SqlSignInTries(session),
            SqlApiTokens(session),
        )


def open_store(database_url: str, *, clock: Clock) -> SqlStore:
    """The store at `sqlite:///PATH` or `postgresql://…`, its tables brought to the form that this program knows.

    Raises BadUse when the address is no such address, nothing answers there, or the database is newer than the program.
    """
    engine = open_engine(database_url)
    try:
        with own_errors():
            upgrade(engine)
    except ToolUnavailable as exc:
        engine.dispose()
        raise BadUse(f"cannot open {engine.url.render_as_string(hide_password=True)}: {exc}") from exc
    except BadUse:
        engine.dispose()
        raise
    return SqlStore(engine, clock)
