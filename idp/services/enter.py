"""READY → ENTERED: carries out the outbox row in Odoo, exactly once, and remembers the record."""

from __future__ import annotations

from dataclasses import replace

from idp.domain.code import Code
from idp.domain.errors import ErpRejected, NotFound
from idp.domain.finding import Decision, finding
from idp.domain.lifecycle import Event
from idp.domain.record import DocumentRecord
from idp.services.means import SYSTEM, Means


def enter(means: Means, record: DocumentRecord) -> DocumentRecord:
    """Makes the entry of a READY document. The ERP adapter looks before it creates, so repeating after any crash is safe.

    A refusal by Odoo goes to review with its reason (PST-VALID). Raises ErpUnavailable to be tried again.
    """
    with means.store.view() as work:
        row = work.outbox.find(record.id)
    if row is None:
        raise NotFound(f"document {record.id} is READY but has no entry to make")
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


def _back_to_review(means: Means, record: DocumentRecord, reason: str) -> DocumentRecord:
    refused = finding(Code.PST_VALID, f"Odoo refused the entry: {reason}")
    match = record.match
    if match is not None:
        decision = Decision.REVIEW if match.decision is Decision.TOUCHLESS else match.decision
        match = replace(match, findings=(*match.findings, refused), decision=decision)
    with means.store.begin() as work:
        return work.documents.move(replace(record, match=match), Event.REFUSED_BY_ERP, actor=SYSTEM, why=refused.message)
