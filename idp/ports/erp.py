"""How is Odoo asked, and how are entries made in it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from idp.domain.document import DocumentType
from idp.domain.entry import EntryOrder
from idp.domain.finding import Finding, RecordRef
from idp.domain.purchase import Company, Facts
from idp.ports.user import User


@dataclass(frozen=True, slots=True)
class Hints:
    """What a document says that helps to fetch the right part of the ERP: all as printed, all optional.

    `vendor_ids` are vendors that a person chose; the names of chosen orders are among `order_numbers`. `rate_date` is the day whose
    rates of exchange count, today's where it is None.
    """

    document_type: DocumentType
    vats: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    order_numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    document_id: str | None = None
    vendor_ids: tuple[int, ...] = ()
    currency: str | None = None
    rate_date: date | None = None


class Kind(StrEnum):
    """What a person looks for in Odoo."""

    VENDOR = "vendor"
    ORDER = "order"
    ACCOUNT = "account"
    ANALYTIC = "analytic"
    TAX = "tax"


@dataclass(frozen=True, slots=True)
class Sought:
    """What a person typed to find a record; or `ids`, to see the records themselves. `vendor_id` narrows orders, `company_id` taxes."""

    kind: Kind
    text: str = ""
    ids: tuple[int, ...] = ()
    vendor_id: int | None = None
    company_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, and what tells it from others of its name."""

    record: RecordRef
    detail: str = ""


class Outcome(StrEnum):
    """What became of an entry in Odoo."""

    OPEN = "open"
    POSTED = "posted"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    REVERSED = "reversed"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """Up to where changes were seen, as the ERP counts time; only the adapter looks inside."""

    until: str | None = None
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in the ERP since a mark, and the mark to ask with next.

    `order_ids`: orders with what was changed on themselves, their lines, receipts and returns. `vendor_ids`: vendors with what was
    changed on themselves, their contacts, accounts, orders and bills. `may_name_strangers`: a document of an unknown vendor may be
    recognised now. Not `is_complete`: anything may have changed.
    """

    mark: ChangeMark
    order_ids: frozenset[int] = frozenset()
    vendor_ids: frozenset[int] = frozenset()
    may_name_strangers: bool = False
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What people did in Odoo to a bill that we entered.

    `changes` names what is not as it was entered, in words. `posted_by` is the login of who posted it, None while it is a draft or
    where that is not known.
    """

    changes: tuple[str, ...] = ()
    posted_by: str | None = None


class Verdict(StrEnum):
    """What came of looking at one thing: in order; worth knowing; something is missing that a person has to mend."""

    GOOD = "good"
    ADVICE = "advice"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `text` is for an operator, and says what to do where something is to do."""

    name: str
    verdict: Verdict
    text: str


class Erp(Protocol):
    """Odoo: facts, entries, sign-in. Raises ErpUnavailable (try later) or ErpRejected (a person looks)."""

    def companies(self) -> tuple[Company, ...]:
        """Our companies, from the cache where it is fresh."""

    def facts(self, hints: Hints) -> Facts:
        """Everything that matching needs for a document with these hints. At most 6 calls, 7 for a bill that names no order."""

    def find(self, sought: Sought, *, limit: int) -> tuple[Hit, ...]:
        """At most `limit` records that our user in Odoo may see, those that fit best first."""

    def changes(self, mark: ChangeMark | None) -> Changes:
        """What changed since `mark` that may bear on waiting documents, in a few calls; facts asked for afterwards know of it."""

    def enter(self, order: EntryOrder, content: bytes) -> RecordRef:
        """Makes the entry exactly once, whatever was done of it before; `content` are the paper's bytes.

        Returns the record that was made or noted.
        """

    def outcome(self, document_id: str, record: RecordRef) -> Outcome:
        """What became of an earlier entry."""

    def aftermath(self, order: EntryOrder, record: RecordRef) -> Aftermath:
        """What people did to the bill that `order` made; nothing for another entry or a bill that is gone."""

    def warn(self, order: EntryOrder, record: RecordRef, found: Finding) -> None:
        """Tells a finding in the record's chatter and asks its owner role to look, once for every code."""

    def unanswered_orders(self, *, placed_before: date) -> Facts:
        """Facts with the orders placed before this day that carry no number of the vendor's, oldest first.

        Orders placed more than 90 days before it are left out: nobody waits for their confirmation any more.
        """

    def remind(self, found: Finding, *, company_id: int) -> None:
        """Tells a finding in the chatter of the record that it names and asks its owner role to look, once for every record and code."""

    def examine(self) -> tuple[Check, ...]:
        """Whether Odoo is set up for what the service does: version, modules, rights, people, accounting. Changes nothing."""

    def sign_in(self, login: str, password: str) -> User | None:
        """The person, or None where login and password do not fit."""

    def person(self, login: str) -> User | None:
        """The person with this login as Odoo has it now; None for one who is archived, gone, or no user of ours."""

    def version(self) -> str:
        """The server's version, such as "18.0"; proves that it can be reached."""
