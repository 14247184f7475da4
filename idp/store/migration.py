"""Brings the database to the form that this program knows; two processes that start at once do it one after the other."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from idp.domain.errors import BadUse
from idp.store.engine import is_sqlite

_LOCK = 0x1D9_57_0E
"""The PostgreSQL advisory lock of migrations; any number that nothing else in the database uses."""


def upgrade(engine: Engine) -> None:
    """Applies every migration that is missing, all or none. Raises BadUse when the database is newer than the program."""
    if not pending_migrations(engine):
        return
    with engine.begin() as connection:  # SQLite takes its write lock here: BEGIN IMMEDIATE
        if not is_sqlite(connection):
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _missing(connection):  # somebody may have been first while we waited
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def pending_migrations(engine: Engine) -> tuple[str, ...]:
    """Revisions that the database lacks, first to last. Raises BadUse when it is newer than the program."""
    with engine.connect().execution_options(idp_reads_only=True) as connection:
        return _missing(connection)


def _missing(connection: Connection) -> tuple[str, ...]:
    scripts = ScriptDirectory.from_config(_config())
    known = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    present = MigrationContext.configure(connection).get_current_revision()
    if present is None:
        return tuple(known)
    if present not in known:
        raise BadUse(f"the database was written by a newer idp (revision {present}): update the program, nothing was changed")
    return tuple(known[known.index(present) + 1 :])


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "idp.store:migrations")
    return config
