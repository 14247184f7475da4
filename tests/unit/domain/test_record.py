"""The hash of an event covers everything in it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from idp.domain.record import GENESIS, event_hash

_EVENT: dict[str, Any] = {
    "document_id": "a" * 32, "sequence": 1, "at": datetime(2026, 11, 24, 7, 0, tzinfo=UTC), "actor": "clerk",
    "event": "approved", "from_state": "IN_REVIEW", "to_state": "READY", "why": "fits", "details": {"code": "PRC-OVER"},
}  # fmt: skip
_CHANGES: dict[str, Any] = {
    "document_id": "b" * 32, "sequence": 2, "at": datetime(2026, 11, 24, 7, 0, 0, 1, tzinfo=UTC), "actor": "clerk2",
    "event": "rejected", "from_state": "FAILED", "to_state": "REJECTED", "why": "fits.", "details": {"code": "PRC-UNDER"},
}  # fmt: skip


@pytest.mark.parametrize("part", sorted(_CHANGES))
def test_changing_any_part_changes_the_hash(part: str) -> None:
    assert event_hash(GENESIS, **_EVENT) != event_hash(GENESIS, **_EVENT | {part: _CHANGES[part]})


def test_the_hash_before_is_part_of_the_hash() -> None:
    first = event_hash(GENESIS, **_EVENT)
    assert event_hash(first, **_EVENT) != first
