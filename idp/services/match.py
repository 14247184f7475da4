"""EXTRACTED → MATCHED → READY or IN_REVIEW: compares a document with Odoo and lets the policy decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import idp
from idp.domain.document import ExtractedDocument
from idp.domain.finding import Decision
from idp.domain.history import History
from idp.domain.lifecycle import Event
from idp.domain.match import Match
from idp.domain.purchase import Facts
from idp.domain.record import DocumentRecord
from idp.domain.snapshot import Snapshot
from idp.extractors.grounding import ground
from idp.matching import match as match_document
from idp.matching.relevant import relevant_facts
from idp.ports import UnitOfWork
from idp.services.hints import hints_of
from idp.services.history import history_of, with_pending
from idp.services.means import SYSTEM, Means
from idp.services.note import entry_order


@dataclass(frozen=True, slots=True)
class Compared:
    """A match with everything it was made from, bills on their way to Odoo included."""

    match: Match
    facts: Facts
    history: History


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
        compared = compare(means, work, record, grounded, facts, asked_at=asked_at)
        return settle(means, work, replace(record, extraction=grounded), compared, actor=actor)


def compare(
    means: Means, work: UnitOfWork, record: DocumentRecord, document: ExtractedDocument, facts: Facts, *, asked_at: datetime,
    to_decide: bool = True,
) -> Compared:  # fmt: skip
    """The match of a document under everything that is known inside this unit of work. `asked_at`: when `facts` were fetched.

    `to_decide` holds the vendor until the unit of work ends; without it the match is what a decision would be now, no more.
    """
    history = history_of(work, record, document)
    first = match_document(document, facts, means.policy, history=history)
    if first.vendor is None:
        return Compared(first, facts, history)
    if to_decide:
        work.lock(f"vendor:{first.vendor.id}")
    pending = tuple(row for row in work.outbox.of_vendor(first.vendor.id, since=asked_at) if row.document_id != record.id)
    history = history_of(work, record, document, match=first)
    whole = with_pending(facts, pending)
    return Compared(match_document(document, whole, means.policy, history=history), whole, history)


def settle(means: Means, work: UnitOfWork, record: DocumentRecord, compared: Compared, *, actor: str) -> DocumentRecord:
    """Moves a freshly compared document on, to READY with its outbox row or to IN_REVIEW; what decided it is stored beside it."""
    found = compared.match
    codes = ", ".join(dict.fromkeys(f.code for f in found.findings)) or "no findings"
    snapshot = _snapshot(means, _require_extraction(record), compared)
    details = {
        "decision": found.decision, "policy": found.policy_version, "codes": codes,
        "snapshot_sha256": work.snapshots.put(record.id, snapshot, version=record.version + 1),
    }  # fmt: skip
    matched = work.documents.move(replace(record, match=found), Event.WAS_MATCHED, actor=actor, why=codes, details=details)
    if found.decision is Decision.TOUCHLESS and found.entry is not None:
        work.outbox.put(entry_order(matched, found, means))
        why = f"policy {found.policy_version} lets it pass without a person"
        return work.documents.move(matched, Event.PASSED_BY_POLICY, actor=SYSTEM, why=why)
    why = _question(found)
    return work.documents.move(matched, Event.NEEDS_PERSON, actor=SYSTEM, why=why, details={"decision": found.decision})


def _snapshot(means: Means, document: ExtractedDocument, compared: Compared) -> Snapshot:
    kept = relevant_facts(document, compared.facts, means.policy, history=compared.history, found=compared.match)
    return Snapshot(kept, compared.history, means.policy, idp.__version__)


def _question(found: Match) -> str:
    strictest = max(found.findings, key=lambda f: f.severity.rank, default=None)
    return strictest.message if strictest is not None else "Nothing can be entered for this kind of document."


def _require_extraction(record: DocumentRecord) -> ExtractedDocument:
    if record.extraction is None:
        raise ValueError(f"document {record.id} is {record.state} without an extraction")
    return record.extraction
