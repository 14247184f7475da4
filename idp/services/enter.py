"""READY → ENTERED: carries out the outbox row in Odoo, exactly once, and remembers the record."""

from __future__ import annotations

from dataclasses import replace

from idp.domain.approval import is_stale
from idp.domain.code import Code
from idp.domain.errors import ErpRejected, NotFound
from idp.domain.finding import Decision, finding
from idp.domain.lifecycle import Event
from idp.domain.record import DocumentRecord
from idp.services.hints import hints_of
from idp.services.match import Compared, compare
from idp.services.means import SYSTEM, Means
from idp.services.standing import content_of


def enter(means: Means, record: DocumentRecord) -> DocumentRecord:
    """Makes the entry of a READY document. The ERP adapter looks before it creates, so repeating after any crash is safe.

    What a person approved is looked at once more first: with other values, or a question that nobody saw, it goes back to review
    (PST-STALE). So does what Odoo refuses (PST-VALID). Raises ErpUnavailable to be tried again.
    """
    with means.store.view() as work:
        row = work.outbox.find(record.id)
    if row is None:
        raise NotFound(f"document {record.id} is READY but has no entry to make")
    changed = _changed_since_approval(means, record)
    if changed is not None:
        return _asked_again(means, record, changed)
    content = means.blobs.get(row.order.file.sha256)
    try:
        entered = means.erp.enter(row.order, content)
    except ErpRejected as refusal:
        return _back_to_review(means, record, str(refusal))
    with means.store.begin() as work:
        work.outbox.done(record.id, entered)
        why = f"{entered.model} {entered.name or entered.id} in Odoo"
        return work.documents.move(
            replace(record, entered=entered), Event.WAS_ENTERED, actor=SYSTEM, why=why,
            details={"model": entered.model, "id": str(entered.id)},
        )  # fmt: skip


def _changed_since_approval(means: Means, record: DocumentRecord) -> Compared | None:
    """The document as it would be matched now, where its approval does not cover that; None where it does, or nobody approved it."""
    if record.approved_by is None or record.match is None or record.extraction is None:
        return None
    asked_at = means.clock.now()
    facts = means.erp.facts(hints_of(record, record.extraction))
    with means.store.begin() as work:
        now = compare(means, work, record, record.extraction, facts, asked_at=asked_at)
        approvals, said = work.approvals.of_document(record.id), work.resolutions.of_document(record.id)
    is_bound = any(approval.content == content_of(record) for approval in approvals)
    return None if is_bound and not is_stale(record.match, now.match, said=said) else now


def _asked_again(means: Means, record: DocumentRecord, changed: Compared) -> DocumentRecord:
    stale = finding(Code.PST_STALE, "Odoo or the document has changed since this was approved; please look again.")
    match = changed.match
    decision = Decision.REVIEW if match.decision is Decision.TOUCHLESS else match.decision
    again = replace(record, match=replace(match, findings=(*match.findings, stale), decision=decision), approved_by=None)
    with means.store.begin() as work:
        return work.documents.move(again, Event.CHANGED_IN_ERP, actor=SYSTEM, why=stale.message)


def _back_to_review(means: Means, record: DocumentRecord, reason: str) -> DocumentRecord:
    refused = finding(Code.PST_VALID, f"Odoo refused the entry: {reason}")
    match = record.match
    if match is not None:
        decision = Decision.REVIEW if match.decision is Decision.TOUCHLESS else match.decision
        match = replace(match, findings=(*match.findings, refused), decision=decision)
    with means.store.begin() as work:
        return work.documents.move(replace(record, match=match), Event.REFUSED_BY_ERP, actor=SYSTEM, why=refused.message)
