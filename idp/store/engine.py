"""Opens the database: SQLite for one machine, PostgreSQL beyond it; foreign errors become ours here."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Insert,
    Table,
    Update,
    create_engine,
    event,
    insert,
    literal,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.dml import ReturningInsert

from idp.domain.errors import BadUse, StaleDocument, ToolUnavailable

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up (and its step is tried again)."""

_CONNECT_SECONDS = 10
_STATEMENT_SECONDS = 120
_SERIALIZATION_FAILURE, _DEADLOCK = "40001", "40P01"


def open_engine(database_url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`. Raises BadUse for anything else, and never shows the password."""
    url = _parse(database_url)
    engine = _open_sqlite(url) if url.get_backend_name() == "sqlite" else _open_postgres(url)
    _forget_in_children(engine)
    return engine


def is_sqlite(engine: Engine | Connection) -> bool:
    """Whether the database is SQLite, where one writer at a time holds the whole file."""
    return engine.dialect.name == "sqlite"


@contextmanager
def own_errors() -> Iterator[None]:
    """Turns errors of the database that a second try can cure into ours; others are bugs and stay what they are.

    Raises ToolUnavailable when the database cannot be reached or stays busy, StaleDocument when two transactions collided.
    """
    try:
        yield
    except DBAPIError as exc:
        if getattr(exc.orig, "sqlstate", None) in {_SERIALIZATION_FAILURE, _DEADLOCK}:
            raise StaleDocument("two transactions collided: read again and repeat") from exc
        # DatabaseError itself, none of its kinds: SQLite's words for a file that is damaged or no database.
        if isinstance(exc, OperationalError | InterfaceError) or type(exc) is DatabaseError or exc.connection_invalidated:
            raise ToolUnavailable(f"the database does not answer: {_first_line(exc)}") from exc
        raise


def touched(session: Session, statement: Update) -> int:
    """Carries the statement out and returns how many rows it changed; objects already loaded are left as they are."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount  # Session.execute is typed for queries


def insert_rows(session: Session, kind: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts the rows, all with the same columns. Given as parameters, they reuse one compiled statement."""
    if rows:
        session.connection().execute(_insert(kind), rows)


@cache
def _insert(kind: type[DeclarativeBase]) -> Insert:
    """Written once: putting a statement together costs as much as carrying it out."""
    return insert(table_of(kind))


def table_of(kind: type[DeclarativeBase]) -> Table:
    """The table of a row class, for statements that need no objects."""
    return cast("Table", kind.__table__)  # typed as FromClause, which could be a view


def insert_new(session: Session, kind: type[DeclarativeBase], values: Mapping[str, Any]) -> bool:
    """Inserts the row; False, and nothing changed, where a unique key of it is there already.

    On conflict nothing is raised: in PostgreSQL an error would end the whole transaction.
    """
    return _execute_new(session, kind, values) is not None


def insert_new_id(session: Session, kind: type[DeclarativeBase], values: Mapping[str, Any]) -> int | None:
    """Likewise for a row that the database numbers: its `id`, None where a unique key of it is there already."""
    number: int | None = _execute_new(session, kind, values, "id")
    return number


def _execute_new(session: Session, kind: type[DeclarativeBase], values: Mapping[str, Any], column: str | None = None) -> Any:
    statement = _insert_new(kind, column, is_sqlite(session.get_bind()))
    return session.connection().execute(statement, values).scalar_one_or_none()


@cache
def _insert_new(kind: type[DeclarativeBase], column: str | None, in_sqlite: bool) -> ReturningInsert[Any]:
    table = table_of(kind)
    returned = literal(1) if column is None else table.c[column]
    if in_sqlite:
        return sqlite.insert(table).on_conflict_do_nothing().returning(returned)
    return postgresql.insert(table).on_conflict_do_nothing().returning(returned)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]


def _parse(database_url: str) -> URL:
    try:
        url = make_url(database_url)
    except ArgumentError as exc:
        raise BadUse("the database address is not of the form sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME") from exc
    if url.get_backend_name() in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise BadUse(f"{url.get_backend_name()} is no database that idp knows: use sqlite:///PATH or postgresql://…")
    if not url.database or url.database == ":memory:":
        raise BadUse("a database in memory is lost with the process: name a file, sqlite:///PATH")
    return url.set(drivername="sqlite+pysqlite")


def _open_sqlite(url: URL) -> Engine:
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=20, max_overflow=40)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; the driver would say it too late
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was acknowledged at its source survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later could find that somebody wrote in between, and would have to be thrown away:
    # writers take the lock at once. Readers never wait.
    is_reader = connection.get_execution_options().get("idp_reads_only", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(is_reader)}")
    connection.exec_driver_sql("BEGIN DEFERRED" if is_reader else "BEGIN IMMEDIATE")


def _open_postgres(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "idp"},
    )
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_postgres(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{_STATEMENT_SECONDS}s'")
        cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _forget_in_children(engine: Engine) -> None:
    """A forked child must not speak on its parent's connections: it opens its own."""
    reference = weakref.ref(engine)

    def forget() -> None:
        inherited = reference()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
