"""RECEIVED → READ: opens the file where it can do no harm and keeps its words."""

from __future__ import annotations

from dataclasses import replace

from idp.domain.code import Code
from idp.domain.errors import DocumentRefused
from idp.domain.finding import Decision, finding
from idp.domain.lifecycle import Event
from idp.domain.match import Match
from idp.domain.page import Reading
from idp.domain.record import DocumentRecord
from idp.ports import Limits
from idp.services.ingest import refuse
from idp.services.means import SYSTEM, Means
from idp.services.pages import keep_pages


def read(means: Means, record: DocumentRecord) -> DocumentRecord:
    """Reads the file of a RECEIVED document; a file that may not or cannot be opened is QUARANTINED with its code."""
    content = means.blobs.get(record.sha256)
    if record.same_as is not None and content:
        return _turn_away(means, record)
    try:
        limits = _limits(means, record)
        if not limits.may_act:
            _refuse_malware(means, content)
        reading = means.confined.read(content, name=record.name, limits=limits)
        _require_words(reading)
        left_aside = _unreadable_companion(means, record)
    except DocumentRefused as refusal:
        with means.store.begin() as work:
            return refuse(work, record, code=refusal.code, why=str(refusal))
    if left_aside is not None:
        record = replace(record, structured_sha256=None)
        reading = replace(reading, notes=(*reading.notes, left_aside))
    return _keep(means, record, reading)


def _limits(means: Means, record: DocumentRecord) -> Limits:
    """The limits for this document: what an administrator released is read whatever it would do elsewhere."""
    with means.store.view() as work:
        released = any(event.event is Event.RELEASED for event in work.documents.events(record.id))
    return replace(means.limits, may_act=released)


def _refuse_malware(means: Means, content: bytes) -> None:
    found = means.scanner.scan(content) if means.scanner is not None else None
    if found is not None:
        raise DocumentRefused("ING-VIRUS", f"The virus scanner found {found[:80]}.")


def _unreadable_companion(means: Means, record: DocumentRecord) -> str | None:
    """Why the XML that came beside the file cannot be used, None where it can or there is none.

    Raises DocumentRefused where it is dangerous: who sent one such file is not believed about the other.
    """
    if record.structured_sha256 is None:
        return None
    companion = means.blobs.get(record.structured_sha256)
    _refuse_malware(means, companion)
    try:
        means.confined.read(companion, name=record.name, limits=means.limits)
    except DocumentRefused as refusal:
        if refusal.code == "ING-ACTIVE":
            raise
        return f"the XML beside it was left aside: {refusal}"
    return None


def _turn_away(means: Means, record: DocumentRecord) -> DocumentRecord:
    """Identical bytes need no person: the first document is there, linked, and this one goes no further."""
    why = f"The same file came before as document {record.same_as}."
    twice = finding(Code.DUP_FILE, why, proof=record.same_as)
    match = Match(decision=Decision.REJECT, findings=(twice,), policy_version=means.policy.version)
    with means.store.begin() as work:
        return work.documents.move(replace(record, match=match), Event.WAS_DUPLICATE, actor=SYSTEM, why=why)


def _require_words(reading: Reading) -> None:
    if reading.structured is None and not any(page.words for page in reading.pages):
        raise DocumentRefused("EXT-NOTEXT", "No text could be read on any page.")


def _keep(means: Means, record: DocumentRecord, reading: Reading) -> DocumentRecord:
    structured = record.structured_sha256
    if structured is None and reading.structured is not None:
        structured = means.blobs.put(reading.structured.content)
    kept = replace(
        record,
        media_type=reading.media_type,
        reading_sha256=keep_pages(means.blobs, reading),
        structured_sha256=structured,
    )
    why = "; ".join(reading.notes) or f"read {len(reading.pages)} pages"
    with means.store.begin() as work:
        return work.documents.move(kept, Event.WAS_READ, actor=SYSTEM, why=why, details=_engines(reading))


def _engines(reading: Reading) -> dict[str, str]:
    return {"engines": ", ".join(sorted({page.engine for page in reading.pages})), "media_type": reading.media_type}
