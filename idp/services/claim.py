"""Opening a document in review holds it for the person who opened it, for a while that working on it renews."""

from __future__ import annotations

import secrets

from idp.domain.claim import Claim
from idp.domain.errors import NotAllowed
from idp.domain.lifecycle import Event
from idp.domain.record import DocumentId
from idp.ports import UnitOfWork, User
from idp.services.means import Means
from idp.services.rights import Action, require, why_not


def claim(means: Means, document_id: DocumentId, *, user: User) -> Claim | None:
    """The claim on the document after this person opened it: the person's own, or that of whoever has it. None where nobody can have it,
    because of its state or the person's roles."""
    with means.store.view() as work:
        record = work.documents.require(document_id)
    if why_not(Action.CLAIM, record, user) is not None:
        return None
    with means.store.begin() as work:
        work.lock(f"claim:{document_id}")
        present = work.claims.find(document_id)
        if present is not None and present.keeps_out(user.login, now=means.clock.now()):
            return present
        return _take(means, work, document_id, user)


def take_over(means: Means, document_id: DocumentId, *, user: User) -> Claim:
    """Takes the document from whoever has it: anybody once that claim ran out, an administrator at once. It is logged.

    Raises NotAllowed while the claim runs.
    """
    with means.store.begin() as work:
        work.lock(f"claim:{document_id}")
        record = work.documents.require(document_id)
        require(Action.CLAIM, record, user)
        present = work.claims.find(document_id)
        if present is not None and present.keeps_out(user.login, now=means.clock.now()):
            if why_not(Action.TAKE_OVER, record, user) is not None:
                raise NotAllowed(
                    f"{present.name} has this document until {present.until:%H:%M} UTC. An administrator may take it over now."
                )
            why = f"taken over from {present.name}"
            work.documents.move(record, Event.NOTED, actor=user.login, why=why, details={"taken_over_from": present.login})
        return _take(means, work, document_id, user)


def renew_claim(means: Means, document_id: DocumentId, *, user: User) -> Claim | None:
    """Makes the person's claim last on; gives whoever has the document now, None for nobody."""
    with means.store.begin() as work:
        own = work.claims.renew(document_id, login=user.login, until=means.clock.now() + means.claim_lasts)
        return own or work.claims.find(document_id)


def end_claim(means: Means, document_id: DocumentId, *, ticket: str, user: User) -> None:
    """Gives the document back, if the claim still is of this opening."""
    with means.store.begin() as work:
        work.claims.end(document_id, login=user.login, ticket=ticket)


def _take(means: Means, work: UnitOfWork, document_id: DocumentId, user: User) -> Claim:
    now = means.clock.now()
    taken = Claim(document_id, user.login, user.name, secrets.token_hex(8), now, now + means.claim_lasts)
    work.claims.put(taken)
    work.issues.assign(document_id, login=user.login, at=now)
    return taken
