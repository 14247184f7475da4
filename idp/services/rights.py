"""Who may do what with a document: one answer, a sentence, for buttons and for the services that act."""

from __future__ import annotations

from enum import StrEnum

from idp.domain.code import Role, Severity
from idp.domain.errors import NotAllowed
from idp.domain.finding import Finding
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord
from idp.ports import User


class Action(StrEnum):
    """What a person can do with a document in the workbench."""

    VIEW = "view"
    CORRECT = "correct"
    APPROVE = "approve"
    REJECT = "reject"
    RETRY = "retry"
    RELEASE = "release"
    UPLOAD = "upload"
    FORGET = "forget"
    VIEW_SOURCES = "view_sources"
    TEST_SOURCES = "test_sources"
    DOWNLOAD = "download"
    DIVIDE = "divide"


_WORKERS = frozenset({Role.CLERK, Role.APPROVER, Role.FINANCE, Role.BUYER, Role.WAREHOUSE, Role.ADMIN})
_ROLES: dict[Action, frozenset[Role]] = {
    Action.VIEW: _WORKERS | {Role.AUDITOR},
    Action.CORRECT: _WORKERS,
    Action.APPROVE: _WORKERS,
    Action.REJECT: _WORKERS,
    Action.RETRY: _WORKERS,
    Action.RELEASE: frozenset({Role.ADMIN}),
    Action.UPLOAD: _WORKERS,
    Action.FORGET: frozenset({Role.APPROVER, Role.ADMIN}),
    Action.VIEW_SOURCES: frozenset({Role.ADMIN, Role.AUDITOR}),
    Action.TEST_SOURCES: frozenset({Role.ADMIN}),
    Action.DOWNLOAD: _WORKERS | {Role.AUDITOR},
    Action.DIVIDE: _WORKERS,
}


_STATES: dict[Action, frozenset[State]] = {
    Action.CORRECT: frozenset({State.IN_REVIEW}),
    Action.APPROVE: frozenset({State.IN_REVIEW}),
    Action.REJECT: frozenset({State.IN_REVIEW, State.QUARANTINED, State.FAILED}),
    Action.RETRY: frozenset({State.FAILED}),
    Action.RELEASE: frozenset({State.QUARANTINED}),
}
"""In which states an action makes sense; the others always do."""


def why_not(action: Action, record: DocumentRecord, user: User) -> str | None:
    """None when `user` may do `action` with the document now, else one sentence saying what stands in the way."""
    if (lacking := _role_lacking(action, user)) is not None:
        return lacking
    if record.state not in _STATES.get(action, frozenset(State)):
        return f"A document that is {record.state} has no “{action}”."
    return _approval_blocked(record, user) if action is Action.APPROVE else None


def require_role(action: Action, user: User) -> None:
    """Raises NotAllowed when no role of `user` may do `action` at all."""
    if (lacking := _role_lacking(action, user)) is not None:
        raise NotAllowed(lacking)


def has_role(action: Action, user: User) -> bool:
    """Whether a role of `user` may do `action` at all."""
    return _role_lacking(action, user) is None


def require(action: Action, record: DocumentRecord, user: User) -> None:
    """Raises NotAllowed with the sentence of `why_not`."""
    reason = why_not(action, record, user)
    if reason is not None:
        raise NotAllowed(reason)


def _role_lacking(action: Action, user: User) -> str | None:
    return None if user.roles & _ROLES[action] else f"Your roles do not include {_names(_ROLES[action])}."


def _approval_blocked(record: DocumentRecord, user: User) -> str | None:
    if record.match is None or record.match.entry is None:
        return "There is nothing to enter yet: what is missing stands in the findings."
    for found in record.match.findings:
        reason = _finding_blocks(found, user)
        if reason is not None:
            return reason
    return None


def _finding_blocks(found: Finding, user: User) -> str | None:
    """A hold waits for its owner role; a bank account or fraud signal for finance alone, whoever else looks; a rejection stays one."""
    if found.severity is Severity.REJECT and Role.FINANCE not in user.roles:
        return f"{found.code} calls for rejection; only finance may let it pass."
    if found.severity is not Severity.HOLD or found.owner is None:
        return None
    if found.code.startswith("FRD-"):
        return None if Role.FINANCE in user.roles else f"{found.code} can be cleared by finance only."
    if found.owner in user.roles or Role.ADMIN in user.roles:
        return None
    return f"{found.code} waits for {found.owner}."


def _names(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(roles)[:-1]) + f" or {sorted(roles)[-1]}" if len(roles) > 1 else next(iter(roles))
