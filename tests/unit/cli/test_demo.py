from __future__ import annotations

from datetime import UTC, datetime

import pytest

from idp.cli.demo import Expected, differences
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, DocumentRecord


def record(state: State) -> DocumentRecord:
    """A document without a match: its decision is review."""
    return DocumentRecord(
        id=DocumentId("d1"), sha256="0" * 64, name="a.pdf", media_type="application/pdf", channel="demo",
        received_at=datetime(2026, 11, 24, tzinfo=UTC), state=state,
    )  # fmt: skip


def expected(state: str, decision: str = "review") -> Expected:
    return Expected("a.pdf", "a question", ({"decision": decision, "state": state},))


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.READY, State.ENTERED, State.REJECTED])
def test_what_a_person_has_decided_since_is_as_expected(state: State) -> None:
    assert differences(expected("IN_REVIEW"), (record(state),)) == ()


def test_another_state_or_decision_is_told() -> None:
    assert differences(expected("ENTERED"), (record(State.IN_REVIEW),)) == ("state IN_REVIEW instead of ENTERED",)
    assert differences(expected("IN_REVIEW"), (record(State.FAILED),)) == ("state FAILED instead of IN_REVIEW",)
    assert differences(expected("IN_REVIEW", "hold"), (record(State.IN_REVIEW),)) == ("decision review instead of hold",)
