"""Documents that wait are decided again when Odoo changed: a receipt, a return, an order, a vendor or a cancelled bill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from idp.domain.code import Code
from idp.domain.errors import ErpUnavailable, StaleDocument
from idp.domain.lifecycle import Event
from idp.domain.match import Match
from idp.domain.record import DocumentRecord
from idp.extractors.grounding import ground
from idp.ports import ChangeMark
from idp.services.hints import hints_of
from idp.services.match import compare, settle
from idp.services.means import SYSTEM, Means

LOOK_AGAIN_AFTER = timedelta(hours=1)
"""How long a waiting document goes without a look where no change names it: rates, units and the day itself have no order."""

_BATCH = 200


class Rematch:
    """Matches waiting documents again, a round a call; knows up to where it has seen what changed in Odoo.

    A round asks once what changed and looks at the documents that are about it, all of them; and at those that were not looked at for
    an hour. The first round looks at every waiting document.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._mark: ChangeMark | None = None

    def run(self) -> int:
        """One round; returns how many documents got another answer. What Odoo's absence kept from being seen is seen in the next."""
        started = self._means.clock.now()
        changes = self._means.erp.changes(self._mark)
        changed = 0
        try:
            if changes.is_complete:
                changed += _decide_again(self._means, _about(self._means, changes.order_ids, changes.vendor_ids,
                                                             strangers=changes.may_name_strangers))  # fmt: skip
            before = started - LOOK_AGAIN_AFTER if changes.is_complete else started
            changed += _decide_again(self._means, _not_seen_since(self._means, before))
        except ErpUnavailable:
            return changed
        self._mark = changes.mark
        return changed


def rematch_waiting(means: Means) -> int:
    """Decides every waiting document again; returns how many got another answer. Raises ErpUnavailable."""
    return _decide_again(means, _not_seen_since(means, means.clock.now()))


def _about(means: Means, order_ids: frozenset[int], vendor_ids: frozenset[int], *, strangers: bool) -> Iterator[DocumentRecord]:
    with means.store.view() as work:
        ids = work.documents.waiting_on(order_ids, vendor_ids, strangers=strangers)
    for document_id in ids:
        with means.store.view() as work:
            record = work.documents.require(document_id)
        yield record


def _not_seen_since(means: Means, moment: datetime) -> Iterator[DocumentRecord]:
    while True:
        with means.store.begin() as work:
            waiting = work.documents.waiting(limit=_BATCH, not_since=moment)
        if not waiting:
            return
        yield from waiting


def _decide_again(means: Means, records: Iterable[DocumentRecord]) -> int:
    """A hold that is gone is released by policy without a click.

    A document whose answer is the same is left untouched, so that a person who looks at it keeps a valid version.
    """
    changed = 0
    for record in records:
        try:
            changed += _rematch(means, record)
        except StaleDocument:
            continue  # a person was first
    return changed


def _rematch(means: Means, record: DocumentRecord) -> bool:
    if record.extraction is None or record.match is None or _was_refused(record.match):
        return False
    asked_at = means.clock.now()
    facts = means.erp.facts(hints_of(record, record.extraction))
    grounded = ground(record.extraction, facts)
    with means.store.begin() as work:
        compared = compare(means, work, record, grounded, facts, asked_at=asked_at)
        if _same_answer(record.match, compared.match):
            return False
        why = f"Odoo has changed since the document was matched: {_difference(record.match, compared.match)}"
        reopened = work.documents.move(record, Event.CHANGED_IN_ERP, actor=SYSTEM, why=why)
        moved = settle(means, work, replace(reopened, extraction=grounded), compared, actor=SYSTEM)
    means.queue.announce(moved.id, moved.state)
    return True


def _was_refused(match: Match) -> bool:
    """What Odoo refused to enter would be decided, entered and refused again: a person looks."""
    return any(f.code is Code.PST_VALID for f in match.findings)


def _same_answer(before: Match, now: Match) -> bool:
    return (before.decision, before.findings, before.lines) == (now.decision, now.findings, now.lines)


def _difference(before: Match, now: Match) -> str:
    gone = dict.fromkeys(f.code.value for f in before.findings if f.code not in {g.code for g in now.findings})
    new = dict.fromkeys(f.code.value for f in now.findings if f.code not in {g.code for g in before.findings})
    told = [f"{', '.join(codes)} {word}" for codes, word in ((gone, "gone"), (new, "new")) if codes]
    return "; ".join(told) or "other figures"
