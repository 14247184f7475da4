"""What does the history show? The event log of a document in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idp.domain.record import DocumentEvent
from idp.review.display import hide_accounts, moment_text
from idp.review.text import EVENTS, STATES


@dataclass(frozen=True, slots=True)
class EventView:
    """One entry of the log. `what` is the event in words, `state` where it led."""

    sequence: int
    at: str
    actor: str
    what: str
    state: str
    why: str
    details: tuple[tuple[str, str], ...]
    hash: str


def view_history(events: Sequence[DocumentEvent], *, hide: bool) -> tuple[EventView, ...]:
    """The log, newest first; `hide` reduces bank accounts to their last four characters."""
    shown = hide_accounts if hide else str
    return tuple(
        EventView(
            sequence=event.sequence,
            at=moment_text(event.at),
            actor=event.actor,
            what=EVENTS.get(event.event.value, event.event.value) if event.event else "Taken in",
            state=STATES[event.to_state.value],
            why=shown(event.why),
            details=tuple((name, shown(value)) for name, value in event.details.items()),
            hash=event.hash,
        )
        for event in reversed(events)
    )
