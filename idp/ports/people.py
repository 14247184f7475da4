"""What is kept of what people do with documents in review: who holds one, whose word was given, what was said, who tries to sign in?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from idp.domain.api_token import ApiToken
from idp.domain.approval import Approval
from idp.domain.claim import Claim
from idp.domain.record import DocumentId
from idp.domain.resolution import Issue, Resolution, Resolved


class Claims(Protocol):
    """Who holds which document, within one unit of work. Callers lock before they take one."""

    def find(self, document_id: DocumentId) -> Claim | None:
        """The last claim, held or run out; None where there is none."""

    def put(self, claim: Claim) -> None:
        """Stores the claim in the place of any other on the document."""

    def renew(self, document_id: DocumentId, *, login: str, until: datetime) -> Claim | None:
        """Makes the person's own claim last until then; None where another has it or there is none."""

    def end(self, document_id: DocumentId, *, login: str, ticket: str) -> None:
        """Gives the claim back, if it still is the one of this opening."""


class Approvals(Protocol):
    """Parts of approvals, never changed: one that is bound to other values simply does not count."""

    def add(self, approval: Approval) -> None: ...

    def of_document(self, document_id: DocumentId) -> tuple[Approval, ...]:
        """In the order in which they were given."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A document put aside until a day, or until something happens to it (`until` None)."""

    document_id: str
    resolution: Resolution
    login: str
    since: datetime
    until: datetime | None


class Resolutions(Protocol):
    """What people said about findings, never changed; and which documents are put aside because of it."""

    def add(self, resolved: Resolved) -> None: ...

    def of_document(self, document_id: DocumentId) -> tuple[Resolved, ...]:
        """In the order in which they were said."""

    def put_aside(self, wait: Wait, *, version: int) -> None:
        """Takes the document out of the list until the wait's day, and at the latest until it moves on from this version."""

    def put_aside_now(self, document_id: DocumentId) -> Wait | None:
        """The wait that holds now, None for none."""


class Issues(Protocol):
    """Since when findings ask, and how they ended. They open and close by themselves when documents move."""

    def of_document(self, document_id: DocumentId) -> tuple[Issue, ...]:
        """All that ever asked on this document, oldest first."""

    def opened(self, *, since: datetime, until: datetime) -> tuple[Issue, ...]:
        """All that were opened in this time, for figures."""

    def assign(self, document_id: DocumentId, *, login: str, at: datetime) -> None:
        """Notes who looks first at what is open."""

    def resolve(self, document_id: DocumentId, finding_key: str, *, resolution: Resolution, login: str, at: datetime) -> None:
        """Closes one that is open."""

    def wait_for_supplier(self, document_id: DocumentId, finding_key: str, *, at: datetime) -> None:
        """From now until the document's next event the time counts as the supplier's."""


class SignInTries(Protocol):
    """Tries to sign in, counted for all processes together."""

    def add(self, keys: Sequence[str], *, at: datetime) -> None:
        """Notes a try under each of these keys; old ones are forgotten."""

    def since(self, key: str, *, since: datetime) -> tuple[datetime, ...]:
        """When there were tries under this key, oldest first."""

    def forget(self, keys: Sequence[str], *, at: datetime | None = None) -> None:
        """Forgets all tries under these keys, or those of one moment only."""


class ApiTokens(Protocol):
    """The tokens of programs, by the SHA-256 (hex) of each."""

    def add(self, token: ApiToken, *, sha256: str) -> bool:
        """Stores a token; False where one of this name was there before."""

    def find(self, sha256: str) -> tuple[ApiToken, str] | None:
        """The token with this hash, revoked ones too, and the hash as stored."""

    def all(self) -> tuple[ApiToken, ...]:
        """Every token by name."""

    def use(self, name: str, *, at: datetime) -> bool:
        """Counts a use; False, and nothing counted, where the token was used as often as it may be in this minute."""

    def revoke(self, name: str, *, at: datetime) -> bool:
        """Ends a token; False where there is none to end."""
