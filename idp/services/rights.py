"""Who may do what with a document: one answer, a sentence, for buttons and for the services that act."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from idp.domain.approval import WORKERS, Part, may_approve_own_correction
from idp.domain.code import Role, Severity
from idp.domain.errors import NotAllowed
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord
from idp.domain.resolution import ASKING, HANDS_OVER, WAITS, Resolution, finding_key, last_of
from idp.ports import User
from idp.services.standing import Standing, given_parts, missing_parts


class Action(StrEnum):
    """What a person can do with a document in the workbench."""

    VIEW = "view"
    CORRECT = "correct"
    APPROVE = "approve"
    REJECT = "reject"
    RESOLVE = "resolve"
    CLAIM = "claim"
    TAKE_OVER = "take over"
    REVEAL = "reveal"
    RETRY = "retry"
    RELEASE = "release"
    UPLOAD = "upload"
    FORGET = "forget"
    VIEW_SOURCES = "view_sources"
    TEST_SOURCES = "test_sources"
    TAKE_OUT = "take out"
    DIVIDE = "divide"


_ROLES: dict[Action, frozenset[Role]] = {
    Action.VIEW: WORKERS | {Role.AUDITOR},
    Action.CORRECT: WORKERS,
    Action.APPROVE: WORKERS,
    Action.REJECT: WORKERS,
    Action.RESOLVE: WORKERS,
    Action.CLAIM: WORKERS,
    Action.TAKE_OVER: frozenset({Role.ADMIN}),
    Action.REVEAL: frozenset({Role.FINANCE, Role.ADMIN}),
    Action.RETRY: WORKERS,
    Action.RELEASE: frozenset({Role.ADMIN}),
    Action.UPLOAD: WORKERS,
    Action.FORGET: frozenset({Role.APPROVER, Role.ADMIN}),
    Action.VIEW_SOURCES: frozenset({Role.ADMIN, Role.AUDITOR}),
    Action.TEST_SOURCES: frozenset({Role.ADMIN}),
    Action.TAKE_OUT: frozenset({Role.ADMIN, Role.AUDITOR}),
    Action.DIVIDE: WORKERS,
}


_STATES: dict[Action, frozenset[State]] = {
    Action.CORRECT: frozenset({State.IN_REVIEW}),
    Action.APPROVE: frozenset({State.IN_REVIEW}),
    Action.RESOLVE: frozenset({State.IN_REVIEW}),
    Action.CLAIM: frozenset({State.IN_REVIEW}),
    Action.TAKE_OVER: frozenset({State.IN_REVIEW}),
    Action.REVEAL: frozenset({State.IN_REVIEW, State.QUARANTINED, State.FAILED, State.ENTERED}),
    Action.REJECT: frozenset({State.IN_REVIEW, State.QUARANTINED, State.FAILED}),
    Action.RETRY: frozenset({State.FAILED}),
    Action.RELEASE: frozenset({State.QUARANTINED}),
    Action.DIVIDE: frozenset({State.IN_REVIEW}),
}
"""In which states an action makes sense; the others always do. A revealed account is written to the log, which a document has to rest
for, and which ends with a rejection."""

_ONE_AT_A_TIME = frozenset({Action.CORRECT, Action.APPROVE, Action.REJECT, Action.RESOLVE, Action.DIVIDE})
"""What nobody does while somebody else has the document open."""


def why_not(action: Action, record: DocumentRecord, user: User, standing: Standing | None = None) -> str | None:
    """None when `user` may do `action` with the document now, else one sentence saying what stands in the way.

    Without its `standing` a document in review can be looked at only.
    """
    if (lacking := _role_lacking(action, user)) is not None:
        return lacking
    if not sees_company(record, user):
        return "This document belongs to a company of ours that you do not work for."
    if record.state not in _STATES.get(action, frozenset(State)):
        return f"A document that is {record.state} has no “{action}”."
    if record.state is not State.IN_REVIEW or action not in _ONE_AT_A_TIME:
        return None
    if standing is None:
        return "Open the document first."
    return _held_by_another(standing, user) or (_approval_blocked(record, user, standing) if action is Action.APPROVE else None)


def sees_company(record: DocumentRecord, user: User) -> bool:
    """Whether the document is one of the person's companies, or not known yet to be any company's."""
    company_id = record.match.company_id if record.match is not None else None
    return not user.company_ids or company_id is None or company_id in user.company_ids


def require_role(action: Action, user: User) -> None:
    """Raises NotAllowed when no role of `user` may do `action` at all."""
    if (lacking := _role_lacking(action, user)) is not None:
        raise NotAllowed(lacking)


def has_role(action: Action, user: User) -> bool:
    """Whether a role of `user` may do `action` at all."""
    return _role_lacking(action, user) is None


def require(action: Action, record: DocumentRecord, user: User, standing: Standing | None = None) -> None:
    """Raises NotAllowed with the sentence of `why_not`."""
    reason = why_not(action, record, user, standing)
    if reason is not None:
        raise NotAllowed(reason)


def parts_of(record: DocumentRecord, standing: Standing, user: User) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts of the approval that this person can give, and those that others have to give besides."""
    missing = missing_parts(record, standing)
    own = tuple(part for part in missing if part.may_be_given_by(user.roles))
    return own, tuple(part for part in missing if part not in own)


def corrector_blocked(user: User, standing: Standing) -> str | None:
    """Why somebody who corrected the document may not approve it; None for anybody else, and where the policy lets it pass."""
    if user.login not in standing.correctors or may_approve_own_correction(standing.worth, standing.policy):
        return None
    limit = standing.policy.approval.corrector_below
    allowed = "never" if not limit else f"only below {limit:,.2f}"
    return f"You corrected this document, so somebody else has to approve it: who corrects may approve {allowed}."


def _role_lacking(action: Action, user: User) -> str | None:
    return None if user.roles & _ROLES[action] else f"Your roles do not include {_names(_ROLES[action])}."


def _held_by_another(standing: Standing, user: User) -> str | None:
    claim = standing.claim
    if claim is None or not claim.keeps_out(user.login, now=standing.now):
        return None
    return f"{claim.name} is working on this document, until {claim.until:%H:%M} UTC at least."


def _approval_blocked(record: DocumentRecord, user: User, standing: Standing) -> str | None:
    if record.match is None or record.match.entry is None:
        return "There is nothing to enter yet: what is missing stands in the findings."
    own, others = parts_of(record, standing, user)
    if not own:
        return _given_already(record, user, standing, others) or _asks_for(others[0], record)
    return corrector_blocked(user, standing) or _answer_pending(record, user, standing)


def _given_already(record: DocumentRecord, user: User, standing: Standing, others: tuple[Part, ...]) -> str | None:
    mine = [approval.role for approval in given_parts(record, standing) if approval.login == user.login]
    if not mine:
        return None
    return f"You have approved this for {_names(mine)}. It waits for {_names(part.role for part in others)}."


def _asks_for(part: Part, record: DocumentRecord) -> str:
    """A hold waits for its role; a bank account or fraud signal for finance alone, whoever else looks; a rejection stays one."""
    codes = ", ".join(part.codes)
    severities = {f.code.value: f.severity for f in record.match.findings} if record.match is not None else {}
    if any(code.startswith("FRD-") for code in part.codes):
        return f"{codes} can be cleared by finance only."
    if any(severities.get(code) is Severity.REJECT for code in part.codes):
        return f"{codes} calls for rejection; only finance may let it pass."
    return f"{codes} waits for {part.role}."


def _answer_pending(record: DocumentRecord, user: User, standing: Standing) -> str | None:
    """What was asked of somebody blocks until it is answered, or until whoever was asked approves."""
    last = last_of(standing.said)
    for found in record.match.findings if record.match is not None else ():
        said = last.get(finding_key(found))
        if found.severity not in ASKING or said is None:
            continue
        if said.resolution in WAITS:
            waits_for = "the receipt" if said.resolution is Resolution.WAIT_FOR_RECEIPT else "the supplier's answer"
            return f"{found.code} waits for {waits_for}. Say first how it ended."
        if said.resolution in HANDS_OVER and said.role is not None and not user.roles & {said.role, Role.ADMIN}:
            return f"{found.code} was handed to {said.role} and waits there."
    return None


def _names(roles: Iterable[Role]) -> str:
    names = sorted(dict.fromkeys(roles))
    return ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else names[0]
