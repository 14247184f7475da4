"""What does the history show? The event log of a document in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from idp.domain.record import DocumentEvent
from idp.insight.history import Happened
from idp.review.display import hide_accounts, moment_text
from idp.review.sentence import sentence
from idp.review.text import EVENTS, STATES, field_label, text


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A value before and after, "–" for none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One entry of the log. `what` is the event in words, `state` where it led, `versions` of policy and model as it was decided."""

    sequence: int
    at: str
    actor: str
    what: str
    state: str
    why: str
    details: tuple[tuple[str, str], ...]
    hash: str
    changes: tuple[ChangeView, ...] = ()
    versions: str = ""


def view_event(event: DocumentEvent, *, shown: Callable[[str], str]) -> EventView:
    """One event; `shown` hides what the reader may not see."""
    return EventView(
        sequence=event.sequence,
        at=moment_text(event.at),
        actor=event.actor,
        what=event_text(event),
        state=STATES[event.to_state.value],
        why=shown(sentence(event.why)),
        details=tuple((name, shown(value)) for name, value in event.details.items()),
        hash=event.hash,
    )


def view_history(events: Sequence[DocumentEvent], *, hide: bool) -> tuple[EventView, ...]:
    """The log, newest first; `hide` reduces bank accounts to their last four characters."""
    shown = hide_accounts if hide else str
    return tuple(view_event(event, shown=shown) for event in reversed(events))


def view_changes(one: Happened, *, shown: Callable[[str], str]) -> tuple[ChangeView, ...]:
    """What an event changed, in words."""
    return tuple(ChangeView(change_label(c.name), shown(c.old) or "–", shown(c.new) or "–") for c in one.changes)


def event_text(event: DocumentEvent) -> str:
    """What happened, in words."""
    return EVENTS.get(event.event.value, event.event.value) if event.event else text("history.came")


def change_label(name: str) -> str:
    """What people call a changed value."""
    if name in {"type", "decision", "vendor", "orders", "codes", "policy"}:
        return text(f"history.of.{name}")
    if name.startswith("lines."):
        _, line, column = name.split(".", 2)
        return f"{text('finding.line', number=int(line) + 1)} {field_label(column)}"
    return field_label(name)
