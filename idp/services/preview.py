"""What would a correction come to? The document as it would be read and matched then; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from idp.domain.choice import without_lines
from idp.domain.record import DocumentRecord
from idp.extractors.grounding import ground
from idp.ports import User
from idp.services.correction import Correction, emptied_lines
from idp.services.hints import hints_of
from idp.services.match import compare
from idp.services.means import Means
from idp.services.review import corrected_document
from idp.services.rights import Action, require_role


def preview(means: Means, record: DocumentRecord, changes: Mapping[str, Correction], *, user: User) -> DocumentRecord:
    """The record with these corrections as `correct` and a match right after it would leave it; its version stays the stored one.

    Raises NotAllowed, BadUse for a value that is not of its field's kind, ErpUnavailable.
    """
    require_role(Action.CORRECT, user)
    document = corrected_document(means, record, changes, user=user)
    asked_at = means.clock.now()
    gone = emptied_lines(record.extraction, changes) if record.extraction is not None else frozenset()
    record = replace(record, choices=without_lines(record.choices, gone))
    facts = means.erp.facts(hints_of(record, document))
    grounded = ground(document, facts)
    with means.store.view() as work:
        found = compare(means, work, record, grounded, facts, asked_at=asked_at, to_decide=False).match
    return replace(record, extraction=grounded, match=found, corrected_by=user.login)
