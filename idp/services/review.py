"""What a person decides about a document in review: correct, approve, reject, retry, release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from idp.domain.approval import Approval
from idp.domain.choice import Choice, without_lines
from idp.domain.document import ExtractedDocument
from idp.domain.errors import BadUse, ErpUnavailable, NotAllowed, StaleDocument
from idp.domain.lifecycle import RETRY_OF, Event, State
from idp.domain.record import DocumentId, DocumentRecord
from idp.extractors.memory_learn import read_as
from idp.extractors.recheck import recheck
from idp.ports import User
from idp.services.correction import TYPE, Correction, apply_corrections, emptied_lines, read_type
from idp.services.match import match
from idp.services.means import Means
from idp.services.memory import keep, learn, note, own_companies, pages_of, unlearn, without_misread
from idp.services.note import entry_order
from idp.services.rights import Action, parts_of, require, require_role
from idp.services.standing import Standing, content_of, given_parts, standing_of


def correct(
    means: Means, document_id: DocumentId, changes: Mapping[str, Correction], *, version: int, user: User
) -> DocumentRecord:
    """Stores corrected values; the document is then EXTRACTED and waits to be matched again (`match_now`, or the next worker).

    `version` is the one the person saw. Raises StaleDocument when the document has changed since, NotAllowed, BadUse for a value that
    is not of its field's kind.
    """
    record, _ = _require(means, document_id, Action.CORRECT, version=version, user=user)
    corrected = corrected_document(means, record, changes, user=user)
    noted = note(means, record, corrected, changes)
    why = (
        ", ".join(f"{name} = {change.value or 'removed'}" for name, change in changes.items() if not _is_secret(name))
        or "corrected"
    )
    with means.store.begin() as work:
        moved = work.documents.move(
            replace(record, extraction=corrected, corrected_by=user.login, choices=_choices_after(record, changes)), Event.CORRECTED,
            actor=user.login, why=why,
            details={"fields": ", ".join(changes)},
        )  # fmt: skip
        keep(work, means, moved, noted, user=user)
    return moved


def _choices_after(record: DocumentRecord, changes: Mapping[str, Correction]) -> tuple[Choice, ...]:
    gone = emptied_lines(record.extraction, changes) if record.extraction is not None else frozenset()
    return without_lines(record.choices, gone)


def corrected_document(
    means: Means, record: DocumentRecord, changes: Mapping[str, Correction], *, user: User
) -> ExtractedDocument:
    """The document with the changed values, its own checks made again; nothing is stored. Raises BadUse as `correct` does."""
    if record.extraction is None:
        raise BadUse("This document has no fields to correct.")
    changed = apply_corrections(_as_typed(means, record, record.extraction, changes), changes, person=user.login)
    recalled = without_misread(record.extraction, changed)
    # what a person changed, a person lets pass
    return replace(recheck(changed), confident=False, sound=False, recalled=recalled)


def _as_typed(
    means: Means, record: DocumentRecord, document: ExtractedDocument, changes: Mapping[str, Correction]
) -> ExtractedDocument:
    """The document read anew as of another type, where the person gave it one."""
    if TYPE not in changes:
        return document
    kind = read_type(changes[TYPE].value)
    pages = pages_of(means, record)
    return read_as(pages, own_companies(means), document, kind) if pages else replace(document, document_type=kind)


def approve(means: Means, document_id: DocumentId, *, version: int, user: User, comment: str = "") -> DocumentRecord:
    """Gives the parts of the approval that are this person's. With the last of them the document goes to Odoo: its entry goes to the
    outbox in the same transaction; before, it stays in review and waits for the others. Raises as `correct` does."""
    record, standing = _require(means, document_id, Action.APPROVE, version=version, user=user)
    content = content_of(record)
    if record.match is None or content is None:
        raise BadUse("This document has not been matched.")
    own, others = parts_of(record, standing, user)
    given = [Approval(record.id, part.role, user.login, user.name, means.clock.now(), content, comment) for part in own]
    own_company = own_companies(means)
    with means.store.begin() as work:
        for approval in given:
            work.approvals.add(approval)
        details = {"approved_for": ", ".join(part.role for part in own), "content_sha256": content}
        if others:
            why = f"approved for {details['approved_for']}; waits for {', '.join(part.role for part in others)}"
            return work.documents.move(record, Event.NOTED, actor=user.login, why=comment or why, details=details)
        learned = ", ".join(memory.lesson.target for memory in learn(work, record, user=user, own=own_company))
        details["codes"] = ", ".join(dict.fromkeys(f.code for f in record.match.findings))
        if record.match.codings:
            details["booked"] = "; ".join(f"{coding.place}: {coding.account}" for coding in record.match.codings)
        people = dict.fromkeys(approval.name for approval in (*given_parts(record, standing), *given))
        work.outbox.put(entry_order(record, record.match, means, person=", ".join(people), comment=comment))
        moved = work.documents.move(
            replace(record, approved_by=user.login), Event.APPROVED, actor=user.login, why=comment or "approved in review",
            details={**details, **({"learned": learned} if learned else {})},
        )  # fmt: skip
    means.queue.announce(moved.id, moved.state)
    return moved


def reject(means: Means, document_id: DocumentId, *, version: int, user: User, reason: str) -> DocumentRecord:
    """Ends a document for good. Raises as `correct` does, and BadUse without a reason."""
    record, _ = _require(means, document_id, Action.REJECT, version=version, user=user)
    if not reason.strip():
        raise BadUse("A rejection needs its reason.")
    with means.store.begin() as work:
        unlearn(work, record, user=user)
        return work.documents.move(record, Event.REJECTED, actor=user.login, why=reason.strip())


def retry(means: Means, document_id: DocumentId, *, user: User) -> DocumentRecord:
    """Sends a FAILED document back to the step that failed."""
    record, _ = _require(means, document_id, Action.RETRY, version=None, user=user)
    event = RETRY_OF[record.failed_in or State.RECEIVED]
    with means.store.begin() as work:
        moved = work.documents.move(replace(record, failed_in=None), event, actor=user.login, why="tried again by hand")
    means.queue.announce(moved.id, moved.state)
    return moved


def release(means: Means, document_id: DocumentId, *, user: User) -> DocumentRecord:
    """Lets a QUARANTINED document be read once more, with whatever active content it has: nothing of it runs here.

    Who brought the file in has somebody else release it. Raises NotAllowed, NotFound.
    """
    record, _ = _require(means, document_id, Action.RELEASE, version=None, user=user)
    with means.store.view() as work:
        if work.documents.events(record.id)[0].actor == user.login:
            raise NotAllowed("You brought this file in yourself: somebody else has to release it.")
    with means.store.begin() as work:
        moved = work.documents.move(
            replace(record, failure_code=None), Event.RELEASED, actor=user.login, why="released by hand"
        )
    means.queue.announce(moved.id, moved.state)
    return moved


def take_out(means: Means, record: DocumentRecord, *, user: User) -> None:
    """Notes in a QUARANTINED document's log that its file was downloaded. Raises NotAllowed, StaleDocument."""
    require_role(Action.TAKE_OUT, user)
    with means.store.begin() as work:
        work.documents.move(record, Event.NOTED, actor=user.login, why="the file in quarantine was downloaded")


def match_now(means: Means, record: DocumentRecord, *, user: User) -> DocumentRecord:
    """Matches a just corrected document while its person waits; while Odoo cannot be reached a worker does it later."""
    try:
        moved = match(means, record, actor=user.login)
    except StaleDocument:  # a worker was quicker
        with means.store.view() as work:
            return work.documents.require(record.id)
    except ErpUnavailable:
        moved = record
    means.queue.announce(moved.id, moved.state)
    return moved


def _require(
    means: Means, document_id: DocumentId, action: Action, *, version: int | None, user: User
) -> tuple[DocumentRecord, Standing]:
    with means.store.view() as work:
        record = work.documents.require(document_id)
        standing = standing_of(means, work, record)
    require_version(record, version)
    require(action, record, user, standing)
    return record, standing


def require_version(record: DocumentRecord, version: int | None) -> None:
    """Raises StaleDocument unless `version` is the present one; None is any."""
    if version is not None and record.version != version:
        raise StaleDocument("Somebody else has changed this document since you opened it. Reload it to see what is new.")


def _is_secret(name: str) -> bool:
    return "iban" in name
