"""When a document is worked on again: by the service while it is in a working state, or because Odoo may have changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from idp.domain.lifecycle import WORKING, Event, State
from idp.domain.record import DocumentRecord
from idp.ports import Outcome
from idp.store.projection import is_watched

_FINAL = frozenset({Outcome.PAID, Outcome.REVERSED, Outcome.CANCELLED, Outcome.GONE})


def go_on_at(record: DocumentRecord) -> datetime | None:
    """The moment from which the service may go on by itself; None while the document rests.

    A document that never failed may go on since it came, so the order of these moments is oldest first, and one that was put off
    stands behind those that came before its next try.
    """
    if record.state not in WORKING:
        return None
    return record.next_attempt_at or record.received_at


def watch_at_after(
    record: DocumentRecord, event: Event, details: Mapping[str, str], watched: datetime | None
) -> datetime | None:
    """When the Odoo side of the moved document was last looked at; None where nothing is to be seen there (any more).

    A bill is watched until its outcome is final: paid, reversed, cancelled or gone.
    """
    if not is_watched(record) or (event is Event.OUTCOME_SEEN and details.get("outcome") in _FINAL):
        return None
    if record.state is State.ENTERED and event is Event.OUTCOME_SEEN:
        return watched
    return record.updated_at
