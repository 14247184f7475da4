"""What changed with each event of a document? The values before and after, from what was stored with the events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from idp.domain.document import ExtractedDocument, Value
from idp.domain.finding import Finding
from idp.domain.match import Match
from idp.domain.record import GENESIS, DocumentEvent, DocumentRecord, event_hash
from idp.ports import Revision


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after an event; "" where there was or is none.

    `name` is a field, "lines.0.quantity" (from 0), "type", or of matching: "decision", "vendor", "orders", "codes", "policy".
    """

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with what it changed, and by which policy and model that was decided."""

    event: DocumentEvent
    changes: tuple[Change, ...]
    policy: str
    model: str


@dataclass(frozen=True, slots=True)
class History:
    """A document with everything that ever happened to it, oldest first."""

    record: DocumentRecord
    happened: tuple[Happened, ...]


def history_of(record: DocumentRecord, events: Sequence[DocumentEvent], revisions: Sequence[Revision]) -> History:
    """The events, each beside the one stored with it and what was there before."""
    brought = {revision.sequence: revision for revision in revisions}
    read: ExtractedDocument | None = None
    match: Match | None = None
    happened = []
    for event in events:
        here = brought.get(event.sequence)
        new_read, new_match = here.extraction if here else None, here.match if here else None
        changes = (
            *(_differences(_of_reading(read), _of_reading(new_read)) if new_read is not None else ()),
            *(_differences(_of_matching(match), _of_matching(new_match)) if new_match is not None else ()),
        )
        read, match = new_read or read, new_match or match
        policy = new_match.policy_version if new_match is not None else ""
        model = new_read.model_version or "" if new_read is not None else ""
        happened.append(Happened(event, changes, policy, model))
    return History(record, tuple(happened))


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[Change]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield Change(name, before, after)


def _of_reading(read: ExtractedDocument | None) -> dict[str, str]:
    if read is None:
        return {}
    fields = {name: _text(found.value) for name, found in read.fields.items()}
    cells = {
        f"lines.{n}.{column}": _text(found.value) for n, line in enumerate(read.lines) for column, found in line.cells.items()
    }
    return {"type": read.document_type.value, **fields, **cells}


def _of_matching(match: Match | None) -> dict[str, str]:
    if match is None:
        return {}
    return {
        "decision": match.decision.value,
        "vendor": match.vendor.name if match.vendor else "",
        "orders": ", ".join(order.name for order in match.orders),
        "codes": ", ".join(_coded(found) for found in match.findings),
        "policy": match.policy_version,
    }


def _coded(found: Finding) -> str:
    return f"{found.code} line {found.line + 1}" if found.line is not None else found.code.value


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else value


def broken_at(events: Sequence[DocumentEvent]) -> int | None:
    """The sequence of the first event that is not what was written or does not follow from the one before; None where all hold."""
    previous = GENESIS
    for place, event in enumerate(events):
        expected = event_hash(
            previous, document_id=event.document_id, sequence=event.sequence, at=event.at, actor=event.actor, event=event.event,
            from_state=event.from_state, to_state=event.to_state, why=event.why, details=event.details,
        )  # fmt: skip
        if event.sequence != place or event.previous_hash != previous or event.hash != expected:
            return place
        previous = event.hash
    return None
