"""Which state follows which: the one table of a document's life. No other code names a successor."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from idp.domain.errors import IllegalTransition


class State(StrEnum):
    """Where a document rests or waits for its next step."""

    RECEIVED = "RECEIVED"
    READ = "READ"
    EXTRACTED = "EXTRACTED"
    MATCHED = "MATCHED"
    IN_REVIEW = "IN_REVIEW"
    READY = "READY"
    ENTERED = "ENTERED"
    REJECTED = "REJECTED"
    QUARANTINED = "QUARANTINED"
    FAILED = "FAILED"


class Event(StrEnum):
    """What happens to a document."""

    WAS_READ = "was_read"
    WAS_REFUSED = "was_refused"
    WAS_DUPLICATE = "was_duplicate"
    WAS_EXTRACTED = "was_extracted"
    WAS_MATCHED = "was_matched"
    NEEDS_PERSON = "needs_person"
    PASSED_BY_POLICY = "passed_by_policy"
    CORRECTED = "corrected"
    FORWARDED = "forwarded"
    NOTED = "noted"
    CHANGED_IN_ERP = "changed_in_erp"
    APPROVED = "approved"
    REJECTED = "rejected"
    REFUSED_BY_ERP = "refused_by_erp"
    WAS_ENTERED = "was_entered"
    OUTCOME_SEEN = "outcome_seen"
    RELEASED = "released"
    GAVE_UP = "gave_up"
    RETRY_READ = "retry_read"
    RETRY_EXTRACT = "retry_extract"
    RETRY_MATCH = "retry_match"
    RETRY_ENTER = "retry_enter"


TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (State.RECEIVED, Event.WAS_READ): State.READ,
        (State.RECEIVED, Event.WAS_REFUSED): State.QUARANTINED,
        (State.RECEIVED, Event.WAS_DUPLICATE): State.REJECTED,
        (State.RECEIVED, Event.GAVE_UP): State.FAILED,
        (State.QUARANTINED, Event.RELEASED): State.RECEIVED,
        (State.QUARANTINED, Event.REJECTED): State.REJECTED,
        (State.QUARANTINED, Event.NOTED): State.QUARANTINED,
        (State.READ, Event.WAS_EXTRACTED): State.EXTRACTED,
        (State.READ, Event.WAS_REFUSED): State.QUARANTINED,
        (State.READ, Event.GAVE_UP): State.FAILED,
        (State.EXTRACTED, Event.WAS_MATCHED): State.MATCHED,
        (State.EXTRACTED, Event.GAVE_UP): State.FAILED,
        (State.MATCHED, Event.NEEDS_PERSON): State.IN_REVIEW,
        (State.MATCHED, Event.PASSED_BY_POLICY): State.READY,
        (State.IN_REVIEW, Event.CORRECTED): State.EXTRACTED,
        (State.IN_REVIEW, Event.CHANGED_IN_ERP): State.EXTRACTED,
        (State.IN_REVIEW, Event.FORWARDED): State.IN_REVIEW,
        (State.IN_REVIEW, Event.NOTED): State.IN_REVIEW,
        (State.IN_REVIEW, Event.APPROVED): State.READY,
        (State.IN_REVIEW, Event.REJECTED): State.REJECTED,
        (State.READY, Event.WAS_ENTERED): State.ENTERED,
        (State.READY, Event.REFUSED_BY_ERP): State.IN_REVIEW,
        (State.READY, Event.CHANGED_IN_ERP): State.IN_REVIEW,
        (State.READY, Event.GAVE_UP): State.FAILED,
        (State.ENTERED, Event.OUTCOME_SEEN): State.ENTERED,
        (State.ENTERED, Event.NOTED): State.ENTERED,
        (State.FAILED, Event.RETRY_READ): State.RECEIVED,
        (State.FAILED, Event.RETRY_EXTRACT): State.READ,
        (State.FAILED, Event.RETRY_MATCH): State.EXTRACTED,
        (State.FAILED, Event.RETRY_ENTER): State.READY,
        (State.FAILED, Event.REJECTED): State.REJECTED,
        (State.FAILED, Event.NOTED): State.FAILED,
    }
)

WORKING = frozenset({State.RECEIVED, State.READ, State.EXTRACTED, State.MATCHED, State.READY})
"""States from which the service goes on by itself."""

RESTING = frozenset(State) - WORKING
"""States that wait for a person or are done."""

WAITING = frozenset({State.IN_REVIEW, State.QUARANTINED, State.FAILED})
"""States from which only a person leads on."""

TERMINAL = frozenset({State.REJECTED})
"""States with no way out. ENTERED only takes notice of outcomes."""

RETRY_OF: Mapping[State, Event] = MappingProxyType(
    {
        State.RECEIVED: Event.RETRY_READ,
        State.READ: Event.RETRY_EXTRACT,
        State.EXTRACTED: Event.RETRY_MATCH,
        State.READY: Event.RETRY_ENTER,
    }
)
"""How a document that failed in this state goes back to it."""


def next_state(state: State, event: Event) -> State:
    """The state after `event`. Raises IllegalTransition when the lifecycle has no such step."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"a document in state {state} has no step {event}") from None
