"""EXTRACTED → MATCHED → READY or IN_REVIEW: compares a document with Odoo and lets the policy decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from idp.domain.document import ExtractedDocument
from idp.domain.finding import Decision
from idp.domain.lifecycle import Event
from idp.domain.match import Match
from idp.domain.purchase import Facts
from idp.domain.record import DocumentRecord
from idp.extractors.grounding import ground
from idp.matching import match as match_document
from idp.ports import UnitOfWork
from idp.services.hints import hints_of
from idp.services.history import history_of, with_pending
from idp.services.means import SYSTEM, Means
from idp.services.note import entry_order


def match(means: Means, record: DocumentRecord, *, actor: str = SYSTEM) -> DocumentRecord:
    """Matches an EXTRACTED document and moves it to READY (policy lets it pass, entry in the outbox) or IN_REVIEW.

    Bills of one vendor are decided one after the other, each seeing what the ones before are about to enter: two invoices for the
    same receipt cannot both pass. Raises ErpUnavailable when Odoo cannot be asked.
    """
    document = _require_extraction(record)
    asked_at = means.clock.now()
    facts = means.erp.facts(hints_of(record, document))
    grounded = ground(document, facts)
    with means.store.begin() as work:
        found = compare(means, work, record, grounded, facts, asked_at=asked_at)
        return settle(means, work, replace(record, extraction=grounded, match=found), found, actor=actor)


def compare(
    means: Means, work: UnitOfWork, record: DocumentRecord, document: ExtractedDocument, facts: Facts, *, asked_at: datetime
) -> Match:
    """The match of a document under everything that is known inside this unit of work. `asked_at`: when `facts` were fetched."""
    first = match_document(document, facts, means.policy, history=history_of(work, record, document))
    if first.vendor is None:
        return first
    work.lock(f"vendor:{first.vendor.id}")
    pending = tuple(row for row in work.outbox.of_vendor(first.vendor.id, since=asked_at) if row.document_id != record.id)
    history = history_of(work, record, document, match=first)
    return match_document(document, with_pending(facts, pending), means.policy, history=history)


def settle(means: Means, work: UnitOfWork, record: DocumentRecord, found: Match, *, actor: str) -> DocumentRecord:
    """Moves a freshly matched document on, to READY with its outbox row or to IN_REVIEW."""
    codes = ", ".join(dict.fromkeys(f.code for f in found.findings)) or "no findings"
    details = {"decision": found.decision, "policy": found.policy_version, "codes": codes}
    matched = work.documents.move(record, Event.WAS_MATCHED, actor=actor, why=codes, details=details)
    if found.decision is Decision.TOUCHLESS and found.entry is not None:
        work.outbox.put(entry_order(matched, found, means.policy))
        why = f"policy {found.policy_version} lets it pass without a person"
        return work.documents.move(matched, Event.PASSED_BY_POLICY, actor=SYSTEM, why=why)
    why = _question(found)
    return work.documents.move(matched, Event.NEEDS_PERSON, actor=SYSTEM, why=why, details={"decision": found.decision})


def _question(found: Match) -> str:
    strictest = max(found.findings, key=lambda f: f.severity.rank, default=None)
    return strictest.message if strictest is not None else "Nothing can be entered for this kind of document."


def _require_extraction(record: DocumentRecord) -> ExtractedDocument:
    if record.extraction is None:
        raise ValueError(f"document {record.id} is {record.state} without an extraction")
    return record.extraction
