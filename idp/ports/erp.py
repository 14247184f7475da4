"""How is Odoo asked, and how are entries made in it?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from idp.domain.document import DocumentType
from idp.domain.entry import EntryOrder
from idp.domain.finding import RecordRef
from idp.domain.purchase import Company, Facts
from idp.ports.user import User


@dataclass(frozen=True, slots=True)
class Hints:
    """What a document says that helps to fetch the right part of the ERP: all as printed, all optional."""

    document_type: DocumentType
    vats: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    order_numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    document_id: str | None = None


class Outcome(StrEnum):
    """What became of an entry in Odoo."""

    OPEN = "open"
    POSTED = "posted"
    PAID = "paid"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    GONE = "gone"


class Erp(Protocol):
    """Odoo: facts, entries, sign-in. Raises ErpUnavailable (try later) or ErpRejected (a person looks)."""

    def companies(self) -> tuple[Company, ...]:
        """Our companies, from the cache where it is fresh."""

    def facts(self, hints: Hints) -> Facts:
        """Everything that matching needs for a document with these hints. At most 6 calls, 7 for a bill that names no order."""

    def enter(self, order: EntryOrder, content: bytes) -> RecordRef:
        """Makes the entry exactly once, whatever was done of it before; `content` are the paper's bytes.

        Returns the record that was made or noted.
        """

    def outcome(self, document_id: str, record: RecordRef) -> Outcome:
        """What became of an earlier entry."""

    def sign_in(self, login: str, password: str) -> User | None:
        """The person, or None where login and password do not fit."""

    def person(self, login: str) -> User | None:
        """The person with this login as Odoo has it now; None for one who is archived, gone, or no user of ours."""

    def version(self) -> str:
        """The server's version, such as "18.0"; proves that it can be reached."""
