"""Who may do what with a document: one answer, a sentence, for buttons and for the services that act."""

from __future__ import annotations

from collections.abc import Callable
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


_WORKERS = frozenset({Role.CLERK, Role.APPROVER, Role.FINANCE, Role.BUYER, Role.WAREHOUSE, Role.ADMIN})
_ROLES: dict[Action, frozenset[Role]] = {
    Action.VIEW: _WORKERS | {Role.AUDITOR},
    Action.CORRECT: _WORKERS,
    Action.APPROVE: _WORKERS,
    Action.REJECT: _WORKERS,
    Action.RETRY: _WORKERS,
    Action.RELEASE: frozenset({Role.ADMIN}),
    Action.UPLOAD: _WORKERS,
}


def why_not(action: Action, record: DocumentRecord, user: User) -> str | None:
    """None when `user` may do `action` with the document now, else one sentence saying what stands in the way."""
    if not user.roles & _ROLES[action]:
        return f"Your roles do not include {_names(_ROLES[action])}."
    check = _CHECKS.get(action)
    return None if check is None else check(record, user)


def require_role(action: Action, user: User) -> None:
    """Raises NotAllowed when no role of `user` may do `action` at all."""
    if not user.roles & _ROLES[action]:
        raise NotAllowed(f"Your roles do not include {_names(_ROLES[action])}.")


def require(action: Action, record: DocumentRecord, user: User) -> None:
    """Raises NotAllowed with the sentence of `why_not`."""
    reason = why_not(action, record, user)
    if reason is not None:
        raise NotAllowed(reason)


def _correcting(record: DocumentRecord, user: User) -> str | None:
    return None if record.state is State.IN_REVIEW else "Only documents in review can be corrected."


def _approving(record: DocumentRecord, user: User) -> str | None:
    if record.state is not State.IN_REVIEW:
        return "Only documents in review can be approved."
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


def _rejecting(record: DocumentRecord, user: User) -> str | None:
    if record.state in {State.IN_REVIEW, State.QUARANTINED, State.FAILED}:
        return None
    return f"A document that is {record.state} cannot be rejected."


def _retrying(record: DocumentRecord, user: User) -> str | None:
    return None if record.state is State.FAILED else "Only failed documents can be tried again."


def _releasing(record: DocumentRecord, user: User) -> str | None:
    return None if record.state is State.QUARANTINED else "Only quarantined documents can be released."


_CHECKS: dict[Action, Callable[[DocumentRecord, User], str | None]] = {
    Action.CORRECT: _correcting,
    Action.APPROVE: _approving,
    Action.REJECT: _rejecting,
    Action.RETRY: _retrying,
    Action.RELEASE: _releasing,
}


def _names(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(roles)[:-1]) + f" or {sorted(roles)[-1]}" if len(roles) > 1 else next(iter(roles))
