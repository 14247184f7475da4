"""Documents that wait are decided again when Odoo changed: a receipt, a return, an order or a cancelled bill."""

from __future__ import annotations

from dataclasses import replace

from idp.domain.errors import ErpUnavailable, StaleDocument
from idp.domain.lifecycle import Event
from idp.domain.match import Match
from idp.domain.record import DocumentRecord
from idp.extractors.grounding import ground
from idp.services.hints import hints_of
from idp.services.match import compare, settle
from idp.services.means import SYSTEM, Means

_BATCH = 200


def rematch_waiting(means: Means) -> int:
    """Decides waiting documents again; returns how many got another answer.

    A hold that is gone is released by policy without a click. A document whose answer is the same is left untouched, so that a
    person who looks at it keeps a valid version.
    """
    with means.store.begin() as work:
        waiting = work.documents.waiting(limit=_BATCH)
    changed = 0
    for record in waiting:
        try:
            changed += _rematch(means, record)
        except StaleDocument:
            continue  # a person was first
        except ErpUnavailable:
            break  # all others would meet the same; the next round asks again
    return changed


def _rematch(means: Means, record: DocumentRecord) -> bool:
    if record.extraction is None:
        return False
    asked_at = means.clock.now()
    facts = means.erp.facts(hints_of(record, record.extraction))
    grounded = ground(record.extraction, facts)
    with means.store.begin() as work:
        compared = compare(means, work, record, grounded, facts, asked_at=asked_at)
        if _same_answer(record.match, compared.match):
            return False
        why = "Odoo has changed since the document was matched"
        reopened = work.documents.move(record, Event.CHANGED_IN_ERP, actor=SYSTEM, why=why)
        moved = settle(means, work, replace(reopened, extraction=grounded), compared, actor=SYSTEM)
    means.queue.announce(moved.id, moved.state)
    return True


def _same_answer(before: Match | None, now: Match) -> bool:
    return before is not None and (before.decision, before.findings, before.lines) == (now.decision, now.findings, now.lines)
