"""A store of its own for every test, on SQLite and on PostgreSQL: a copy of a database that was migrated once."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from idp.store import SqlStore, open_store
from tests.contract.store.sample import SetClock
from tests.servers import own_database


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "idp.db"
    with contextlib.closing(open_store(f"sqlite:///{path}", clock=SetClock())):
        pass
    return path


@pytest.fixture(scope="session")
def postgres_model(postgres_server: str) -> Iterator[str]:
    with own_database(postgres_server) as url:
        with contextlib.closing(open_store(url, clock=SetClock())):
            pass
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        path = tmp_path / "idp.db"
        shutil.copyfile(request.getfixturevalue("sqlite_model"), path)
        yield f"sqlite:///{path}"
        return
    with own_database(request.getfixturevalue("postgres_server"), template=request.getfixturevalue("postgres_model")) as url:
        yield url


@pytest.fixture
def store(database_url: str, clock: SetClock) -> Iterator[SqlStore]:
    with contextlib.closing(open_store(database_url, clock=clock)) as opened:
        yield opened
