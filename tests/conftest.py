"""What all tests share: throw-away servers."""

from __future__ import annotations

from tests.servers import postgres_server, postgres_url, redis_prefix, redis_url

__all__ = ["postgres_server", "postgres_url", "redis_prefix", "redis_url"]
