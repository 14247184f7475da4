"""One act for many documents at once: only what is safe without looking at each of them, and every one on its own.

Nothing is approved or let pass here: who approves vouches for the very values of one document, and has to have seen them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from idp.domain.code import Role
from idp.domain.errors import BadUse, IdpError
from idp.domain.finding import Finding
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord
from idp.domain.resolution import ASKING, Resolution, finding_key, offered
from idp.ports import User
from idp.services.resolution import Saying
from idp.services.supplier_mail import MailDraft

MOST = 200
"""Documents of one call; the page shows fewer."""


class Act(StrEnum):
    """What can be done to many: ask another role, wait for the receipt, refuse what came before as the same bytes, try again."""

    FORWARD = "forward"
    WAIT = "wait"
    REJECT_COPIES = "reject_copies"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done. `role` and `text` for FORWARD, `until` (None: until matched again) for WAIT."""

    act: Act
    role: Role | None = None
    text: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A document as the person saw it on the list."""

    document_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one: `trouble` says why nothing was done, None where it was."""

    document_id: str
    name: str
    trouble: str | None


class Desk(Protocol):
    """The single acts that a bulk act is made of; each checks the person's rights."""

    def document(self, document_id: str, *, user: User) -> DocumentRecord: ...

    def resolve(
        self, document_id: str, saying: Saying, *, version: int, user: User
    ) -> tuple[DocumentRecord, MailDraft | None]: ...

    def reject(self, document_id: str, *, version: int, user: User, reason: str) -> DocumentRecord: ...

    def retry(self, document_id: str, *, user: User) -> DocumentRecord: ...


def act_on_each(desk: Desk, chosen: Sequence[Chosen], order: Order, *, user: User) -> tuple[Fate, ...]:
    """Does it to each; one that is refused, or that somebody changed meanwhile, keeps none of the others from it.

    Raises BadUse where nothing or too much was chosen, or the order lacks its role or words.
    """
    if not chosen:
        raise BadUse("Choose at least one document.")
    if len(chosen) > MOST:
        raise BadUse(f"At most {MOST} documents at once.")
    if order.act is Act.FORWARD and (order.role is None or not order.text.strip()):
        raise BadUse("Say whom to ask, and in a few words what.")
    act = _ACTS[order.act]
    return tuple(_fate(desk, one, lambda record, seen: act(desk, record, order, seen, user), user) for one in chosen)


def _fate(desk: Desk, one: Chosen, act: Callable[[DocumentRecord, int], object], user: User) -> Fate:
    name = one.document_id
    try:
        record = desk.document(one.document_id, user=user)
        name = record.name
        act(record, one.version)
    except IdpError as refused:
        return Fate(one.document_id, name, str(refused))
    return Fate(one.document_id, name, None)


def _forward(desk: Desk, record: DocumentRecord, order: Order, seen: int, user: User) -> object:
    found = _strictest(record, lambda f: Resolution.FORWARDED in offered(f))
    saying = Saying(finding_key(found), Resolution.FORWARDED, order.text, order.role)
    return desk.resolve(record.id, saying, version=seen, user=user)


def _wait(desk: Desk, record: DocumentRecord, order: Order, seen: int, user: User) -> object:
    found = _strictest(record, lambda f: Resolution.WAIT_FOR_RECEIPT in offered(f))
    saying = Saying(finding_key(found), Resolution.WAIT_FOR_RECEIPT, until=order.until)
    return desk.resolve(record.id, saying, version=seen, user=user)


def _reject_copy(desk: Desk, record: DocumentRecord, order: Order, seen: int, user: User) -> object:  # noqa: ARG001  one shape
    if record.same_as is None:
        raise BadUse("No earlier document came as the same bytes.")
    return desk.reject(record.id, version=seen, user=user, reason=f"same bytes as document {record.same_as}")


def _retry(desk: Desk, record: DocumentRecord, order: Order, seen: int, user: User) -> object:  # noqa: ARG001  one shape
    if record.state is not State.FAILED:
        raise BadUse("Only what failed can be tried again.")
    return desk.retry(record.id, user=user)


_ACTS: dict[Act, Callable[[Desk, DocumentRecord, Order, int, User], object]] = {
    Act.FORWARD: _forward,
    Act.WAIT: _wait,
    Act.REJECT_COPIES: _reject_copy,
    Act.RETRY: _retry,
}


def _strictest(record: DocumentRecord, fits: Callable[[Finding], bool]) -> Finding:
    """The strictest finding that this can be said of. Raises BadUse where there is none."""
    asking = [f for f in (record.match.findings if record.match else ()) if f.severity in ASKING and fits(f)]
    if not asking:
        raise BadUse("None of its findings can be resolved in this way: open it.")
    return max(asking, key=lambda f: f.severity.rank)
