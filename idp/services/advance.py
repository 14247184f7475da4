"""One step of one document: what is next follows from its state, and trouble becomes a later try or FAILED, never silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from idp.domain.errors import BadUse, ErpUnavailable, IdpError, StaleDocument, ToolUnavailable
from idp.domain.lifecycle import WORKING, Event, State
from idp.domain.record import DocumentId, DocumentRecord
from idp.services.enter import enter
from idp.services.extract import extract
from idp.services.match import match
from idp.services.means import SYSTEM, Means
from idp.services.read import read

_STEPS: dict[State, Callable[[Means, DocumentRecord], DocumentRecord]] = {
    State.RECEIVED: read,
    State.READ: extract,
    State.EXTRACTED: match,
    State.READY: enter,
}


def advance(means: Means, document_id: DocumentId, *, holder: str) -> State | None:
    """Takes the document one step further; returns its state then, None when another worker has it or it is not due.

    `holder` names the worker; its lease keeps others away and runs out by itself if the worker dies. Never raises for a document's
    trouble: a step that fails is tried again later (`retry_after`), and after the last try the document is FAILED with its reason.
    """
    now = means.clock.now()
    with means.store.begin() as work:
        if not work.documents.lease(document_id, holder=holder, now=now, until=now + means.lease):
            return None
    try:
        moved = _step(means, document_id)
    finally:
        with means.store.begin() as work:
            work.documents.release(document_id, holder=holder)
    if moved is None:
        return None
    if moved.next_attempt_at is None:
        means.queue.announce(moved.id, moved.state)  # only now: a worker told earlier would still find the lease, and go away
    return moved.state


def _step(means: Means, document_id: DocumentId) -> DocumentRecord | None:
    with means.store.view() as work:
        record = work.documents.require(document_id)
    if record.state not in WORKING or (record.next_attempt_at is not None and record.next_attempt_at > means.clock.now()):
        return None
    try:
        return _STEPS[record.state](means, record)
    except StaleDocument:
        return None  # somebody was first; the sweep looks again
    except (ErpUnavailable, ToolUnavailable) as trouble:
        return _try_later(means, record, str(trouble))
    except IdpError as trouble:
        return _give_up(means, record, str(trouble))
    except Exception as trouble:  # noqa: BLE001  the task edge: whatever a document provokes is recorded on it
        return _try_later(means, record, f"{type(trouble).__name__}: {trouble}")


def _try_later(means: Means, record: DocumentRecord, trouble: str) -> DocumentRecord:
    if record.attempts >= len(means.retry_after):
        return _give_up(means, record, trouble)
    until = means.clock.now() + means.retry_after[record.attempts]
    with means.store.begin() as work:
        return work.documents.postpone(record, failure=trouble, until=until)


def _give_up(means: Means, record: DocumentRecord, trouble: str) -> DocumentRecord:
    failed = replace(record, failure=trouble, failed_in=record.state, next_attempt_at=None)
    with means.store.begin() as work:
        return work.documents.move(failed, Event.GAVE_UP, actor=SYSTEM, why=trouble)


def settle_document(means: Means, document_id: DocumentId, *, holder: str) -> State:
    """Takes a document as far as it goes without a person; returns the state where it rests or waits for a later try.

    Raises BadUse when another worker is holding it: this is for callers who are alone with the document.
    """
    while True:
        with means.store.view() as work:
            before = work.documents.require(document_id)
        if before.state not in WORKING:
            return before.state
        state = advance(means, document_id, holder=holder)
        with means.store.view() as work:
            after = work.documents.require(document_id)
        if after.next_attempt_at is not None or after.version == before.version:
            if state is None and after.next_attempt_at is None:
                raise BadUse(f"document {document_id} is being worked on by another process")
            return after.state
