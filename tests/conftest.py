"""What all tests share: throw-away servers, and how long damaged files are tried."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from idp.store import SqlStore
from tests.fakes.insight import store_of
from tests.fakes.workbench import FakeWorkbench
from tests.servers import postgres_server, postgres_url, redis_prefix, redis_url

__all__ = ["postgres_server", "postgres_url", "redis_prefix", "redis_url"]

# How long an example takes says nothing on a shared machine; the same examples every time, so that a failure is everybody's.
settings.register_profile("shared", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz-factor", type=int, default=1, help="how many times the usual number of damaged files is tried")


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """The sample documents in a store, to be looked at only."""
    with contextlib.closing(store_of(FakeWorkbench(), tmp_path_factory.mktemp("samples") / "idp.db")) as store:
        yield store
