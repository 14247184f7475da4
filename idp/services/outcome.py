"""What became of our entries in Odoo: posted by finance, changed, cancelled, paid."""

from __future__ import annotations

from idp.domain.errors import ErpUnavailable, StaleDocument
from idp.domain.lifecycle import Event
from idp.domain.record import DocumentRecord
from idp.ports import Outcome
from idp.services.means import SYSTEM, Means

_BATCH = 200


def watch_outcomes(means: Means) -> int:
    """Notes every outcome that is new; returns how many were."""
    with means.store.begin() as work:
        entered = work.documents.entered(limit=_BATCH)
    seen = 0
    for record in entered:
        try:
            seen += _note_outcome(means, record)
        except StaleDocument:
            continue
        except ErpUnavailable:
            break
    return seen


def _note_outcome(means: Means, record: DocumentRecord) -> bool:
    if record.entered is None or record.entered.model != "account.move":
        return False
    outcome = means.erp.outcome(record.id, record.entered)
    with means.store.begin() as work:
        known = [e.details.get("outcome") for e in work.documents.events(record.id) if e.event is Event.OUTCOME_SEEN]
        if outcome is Outcome.OPEN or (known and known[-1] == outcome):
            return False
        why = f"the bill in Odoo is {outcome}"
        work.documents.move(record, Event.OUTCOME_SEEN, actor=SYSTEM, why=why, details={"outcome": outcome})
    return True
