"""What became of our entries in Odoo: posted by finance, changed, cancelled, paid; and what finance has to know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from idp.domain.approval import may_approve_own_correction
from idp.domain.code import Code, Role
from idp.domain.entry import EntryOrder
from idp.domain.errors import ErpRejected, ErpUnavailable, StaleDocument
from idp.domain.finding import Finding, RecordRef, finding
from idp.domain.lifecycle import Event
from idp.domain.record import DocumentRecord
from idp.ports import Aftermath, Outcome
from idp.services.means import SYSTEM, Means
from idp.services.standing import Standing, standing_of

_BATCH = 200
_NO_BILL = frozenset({Outcome.CANCELLED, Outcome.GONE})


def watch_outcomes(means: Means) -> int:
    """Notes every outcome that is new, with what finance has to know of it; returns how many were."""
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
    with means.store.view() as work:
        known = [e.details.get("outcome") for e in work.documents.events(record.id) if e.event is Event.OUTCOME_SEEN]
        standing = standing_of(means, work, record)
        row = work.outbox.find(record.id)
    if outcome is Outcome.OPEN or (known and known[-1] == outcome):
        return False
    acts = Aftermath() if row is None or outcome in _NO_BILL else means.erp.aftermath(row.order, record.entered)
    found = _news(record, (_stale(record, acts), _same_person(record, acts, standing)))
    if row is not None:
        _warn(means, record.entered, row.order, found)
    details = {"outcome": str(outcome)} | ({"posted_by": acts.posted_by} if acts.posted_by else {})
    why = "; ".join([f"the bill in Odoo is {outcome.replace('_', ' ')}", *(f.message for f in found)])
    with means.store.begin() as work:
        work.documents.move(_with(record, found), Event.OUTCOME_SEEN, actor=SYSTEM, why=why, details=details)
    return True


def _news(record: DocumentRecord, findings: Iterable[Finding | None]) -> tuple[Finding, ...]:
    """What finance has to know and was not told before."""
    told = {f.code for f in record.match.findings} if record.match is not None else set()
    return tuple(f for f in findings if f is not None and f.code not in told)


def _stale(record: DocumentRecord, acts: Aftermath) -> Finding | None:
    if not acts.changes:
        return None
    what = ", ".join(acts.changes)
    message = f"The bill in Odoo was changed after it was entered ({what}): it is not what was checked and approved."
    return finding(Code.PST_STALE, message, owner=Role.FINANCE, record=record.entered, actual=what)


def _same_person(record: DocumentRecord, acts: Aftermath, standing: Standing) -> Finding | None:
    """Whoever corrected what was read is not to post the bill, but where the policy lets it for what it is worth."""
    person = acts.posted_by
    if person is None or person not in standing.correctors or may_approve_own_correction(standing.worth, standing.policy):
        return None
    message = f"{person} corrected this document and posted its bill in Odoo: a second person has to look at it."
    return finding(Code.GOV_SOD, message, record=record.entered, actual=person)


def _warn(means: Means, bill: RecordRef, order: EntryOrder, found: Iterable[Finding]) -> None:
    for one in found:
        try:
            means.erp.warn(order, bill, one)
        except ErpRejected:  # a right that is lacking in Odoo: the finding stands here all the same
            continue


def _with(record: DocumentRecord, found: tuple[Finding, ...]) -> DocumentRecord:
    if not found or record.match is None:
        return record
    return replace(record, match=replace(record.match, findings=(*record.match.findings, *found)))
