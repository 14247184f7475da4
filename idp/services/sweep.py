"""Finds documents that may go on and that nobody was told about: a lost message costs one sweep, never a document."""

from __future__ import annotations

from idp.services.means import Means

_BATCH = 500


def sweep(means: Means) -> int:
    """Announces every document that is due; returns how many."""
    with means.store.view() as work:
        due = work.documents.due(now=means.clock.now(), limit=_BATCH)
        states = [(document_id, work.documents.require(document_id).state) for document_id in due]
    for document_id, state in states:
        means.queue.announce(document_id, state)
    return len(states)
