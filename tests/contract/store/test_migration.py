from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Enum, Text, create_engine, inspect, text

from idp.domain.errors import BadUse, ToolUnavailable
from idp.ports import DocumentQuery
from idp.store import SqlStore, open_store
from idp.store.column import Plain
from idp.store.table import Base
from tests.contract.store.sample import SetClock


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    yield engine
    engine.dispose()


def test_migrations_lead_to_the_tables_that_the_program_knows(engine: Engine) -> None:
    in_the_migration_alone = {"ix_documents_queue", "ix_documents_all"}

    def is_compared(_item: object, name: str | None, *_rest: object) -> bool:
        return name not in in_the_migration_alone

    with engine.connect() as connection:
        options = {"compare_type": is_another_type, "include_object": is_compared}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
        present = {index["name"] for index in inspect(connection).get_indexes("documents")}
        assert in_the_migration_alone <= present


def is_another_type(_context: object, _column: object, _ours: object, kept: object, meant: object) -> bool | None:
    """Text is compared by collation too, which Alembic cannot do; of others it decides itself."""
    if isinstance(meant, Plain):
        return not isinstance(kept, Text) or kept.collation not in {None, "C"}
    return None


def test_the_database_knows_exactly_the_members_of_every_closed_set(engine: Engine) -> None:
    with engine.connect() as connection:
        checked = 0
        for table in Base.metadata.sorted_tables:
            checks = {check["name"]: check["sqltext"] for check in inspect(connection).get_check_constraints(table.name)}
            for column in table.columns:
                if not isinstance(column.type, Enum):
                    continue
                condition = checks[f"ck_{table.name}_{column.name}"]
                named = {word for i, word in enumerate(condition.split("'")) if i % 2}
                assert named == set(column.type.enums), f"{table.name}.{column.name}"
                checked += 1
        assert checked == 21


def test_a_database_that_is_as_it_should_be_has_nothing_pending(store: SqlStore) -> None:
    assert store.pending_migrations() == ()


def test_a_database_newer_than_the_program_is_refused_and_left_as_it_is(database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    with pytest.raises(BadUse, match="newer idp"):
        open_store(database_url, clock=SetClock())
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "r9999"


def test_a_connection_that_broke_in_the_middle_is_trouble_to_be_tried_again(store: SqlStore, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return  # a file of this process has no connection to break

    def work_on_a_broken_connection() -> None:
        with store.begin() as work:
            mine = work.session.execute(text("SELECT pg_backend_pid()")).scalar()
            with engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})
            work.documents.count(DocumentQuery())

    with pytest.raises(ToolUnavailable, match="does not answer"):
        work_on_a_broken_connection()
    with store.begin() as work:  # the next one gets a fresh connection
        assert work.documents.count(DocumentQuery()) == 0
