"""A person says how a finding is to be resolved: let it pass, wait, ask the supplier or another role. Each word is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from idp.domain.approval import may_accept
from idp.domain.code import Role
from idp.domain.errors import BadUse, NotAllowed
from idp.domain.finding import Finding
from idp.domain.lifecycle import Event
from idp.domain.record import DocumentId, DocumentRecord
from idp.domain.resolution import ANSWERS, HANDS_OVER, WAITS, Resolution, Resolved, finding_key, offered, set_up_by
from idp.ports import UnitOfWork, User, Wait
from idp.services.means import Means
from idp.services.review import match_now, require_version
from idp.services.rights import Action, corrector_blocked, require
from idp.services.standing import Standing, standing_of
from idp.services.supplier_mail import MailDraft, draft_mail

_NEEDS_TEXT = frozenset({Resolution.CREDIT_REQUESTED, Resolution.FORWARDED, Resolution.SETUP_REQUESTED})


@dataclass(frozen=True, slots=True)
class Saying:
    """What a person says about the finding with this key. `role` is who is asked, for what is handed over; `until` ends a wait."""

    finding_key: str
    resolution: Resolution
    text: str = ""
    role: Role | None = None
    until: datetime | None = None


def resolve(
    means: Means, document_id: DocumentId, saying: Saying, *, version: int, user: User
) -> tuple[DocumentRecord, MailDraft | None]:
    """Keeps what was said and does what follows from it; returns the document then, and the mail to send where the supplier is asked.

    Vendors and bank accounts are never made from here: another role is asked to. Raises StaleDocument when the document has changed
    since `version`, NotAllowed with what stands in the way, BadUse for what makes no sense for this finding.
    """
    with means.store.view() as work:
        record = work.documents.require(document_id)
        standing = standing_of(means, work, record)
    require_version(record, version)
    require(Action.RESOLVE, record, user, standing)
    found = _finding(record, saying.finding_key)
    role = _checked_role(means, found, saying)
    _require_right(means, found, saying, standing, user)
    said = Resolved(
        record.id, saying.finding_key, found.code, found.line, saying.resolution, user.login, user.name, means.clock.now(),
        saying.text.strip(), role, saying.until if saying.resolution in WAITS else None,
    )  # fmt: skip
    with means.store.begin() as work:
        moved = _keep(work, record, said, user=user)
    if saying.resolution is Resolution.ORDER_CHANGED:
        return match_now(means, moved, user=user), None
    asked = saying.resolution is Resolution.SUPPLIER_ASKED
    return moved, draft_mail(record, [found], company=_company(means, record), text=saying.text) if asked else None


def _finding(record: DocumentRecord, key: str) -> Finding:
    for found in record.match.findings if record.match is not None else ():
        if finding_key(found) == key:
            return found
    raise BadUse("There is no such finding on this document any more.")


def _checked_role(means: Means, found: Finding, saying: Saying) -> Role | None:
    """Who is asked. Raises BadUse for what is not offered for the finding, or lacks its text, role or day."""
    if saying.resolution not in offered(found):
        raise BadUse(f"{found.code} cannot be resolved as “{saying.resolution.replace('_', ' ')}”.")
    if saying.resolution in _NEEDS_TEXT and not saying.text.strip():
        raise BadUse("Please say in a few words what is asked.")
    if saying.until is not None and saying.until <= means.clock.now():
        raise BadUse("The day to wait for has to be in the future.")
    if saying.resolution is Resolution.SETUP_REQUESTED:
        return set_up_by(found) or Role.BUYER
    if saying.resolution is Resolution.FORWARDED:
        if saying.role is None or saying.role in {Role.SYSTEM, Role.AUDITOR}:
            raise BadUse("Please choose whom to ask.")
        return saying.role
    return None


def _require_right(means: Means, found: Finding, saying: Saying, standing: Standing, user: User) -> None:
    if saying.resolution not in ANSWERS:
        return
    if not may_accept(found, user.roles, means.policy):
        raise NotAllowed(f"{found.code} is not yours to let pass, or above your limit. Ask the role that it belongs to.")
    blocked = corrector_blocked(user, standing)
    if blocked is not None:
        raise NotAllowed(blocked)


def _keep(work: UnitOfWork, record: DocumentRecord, said: Resolved, *, user: User) -> DocumentRecord:
    """Stores the word and moves the document: handed over to a role, matched again, put aside, or simply noted."""
    why = f"{said.code}: {said.resolution.replace('_', ' ')}" + (f" ({said.role})" if said.role else "")
    why += f", {said.text}" if said.text else ""
    details = {"resolution": said.resolution.value, "code": said.code, "finding": said.finding_key}
    work.resolutions.add(said)
    if said.resolution in HANDS_OVER:
        return work.documents.move(
            replace(record, owner=said.role), Event.FORWARDED, actor=user.login, why=why, details=details
        )
    if said.resolution is Resolution.ORDER_CHANGED:
        answered = replace(record, owner=None)
        return work.documents.move(answered, Event.CHANGED_IN_ERP, actor=user.login, why=why, details=details)
    moved = work.documents.move(
        replace(record, owner=_owner_after(record, said, user)), Event.NOTED, actor=user.login, why=why, details=details
    )
    if said.resolution in ANSWERS:
        work.issues.resolve(moved.id, said.finding_key, resolution=said.resolution, login=user.login, at=said.at)
    if said.resolution in WAITS:
        work.resolutions.put_aside(Wait(moved.id, said.resolution, user.login, said.at, said.until), version=moved.version)
    if said.resolution is Resolution.SUPPLIER_ASKED:
        work.issues.wait_for_supplier(moved.id, said.finding_key, at=said.at)
    return moved


def _owner_after(record: DocumentRecord, said: Resolved, user: User) -> str | None:
    """An answer by whoever was asked gives the document back."""
    was_asked = record.owner is not None and (record.owner in user.roles or Role.ADMIN in user.roles)
    return None if said.resolution in ANSWERS and was_asked else record.owner


def _company(means: Means, record: DocumentRecord) -> str:
    company_id = record.match.company_id if record.match is not None else None
    return next((c.name for c in means.erp.companies() if c.id == company_id), "")
