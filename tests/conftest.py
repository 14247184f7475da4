"""What all tests share: throw-away servers, and how long damaged files are tried."""

from __future__ import annotations

import pytest

from tests.servers import postgres_server, postgres_url, redis_prefix, redis_url

__all__ = ["postgres_server", "postgres_url", "redis_prefix", "redis_url"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz-factor", type=int, default=1, help="how many times the usual number of damaged files is tried")
