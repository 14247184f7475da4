"""What a person said about one finding, what follows from it, and how long a finding took to be resolved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from idp.domain.code import Code, Role, Severity
from idp.domain.finding import Finding

ASKING = frozenset({Severity.REVIEW, Severity.HOLD, Severity.REJECT})
"""Severities of findings that a person has to answer."""


class Resolution(StrEnum):
    """How a finding was, or is to be, resolved. The last five follow from what happens to the document; nobody chooses them."""

    ACCEPTED = "accepted"
    CREDIT_REQUESTED = "credit_requested"
    ORDER_CHANGED = "order_changed"
    WAIT_FOR_RECEIPT = "wait_for_receipt"
    SUPPLIER_ASKED = "supplier_asked"
    FORWARDED = "forwarded"
    SETUP_REQUESTED = "setup_requested"
    CORRECTED = "corrected"
    CHANGED_IN_ERP = "changed_in_erp"
    APPROVED = "approved"
    REJECTED = "rejected"
    RELEASED = "released"


ANSWERS = frozenset({Resolution.ACCEPTED, Resolution.CREDIT_REQUESTED})
"""With these the document may be entered as printed, as far as this finding goes."""

WAITS = frozenset({Resolution.WAIT_FOR_RECEIPT, Resolution.SUPPLIER_ASKED})
"""With these the document leaves the list until a day or an event."""

HANDS_OVER = frozenset({Resolution.FORWARDED, Resolution.SETUP_REQUESTED})
"""With these another role has to act."""

_BY_FAMILY: Mapping[str, tuple[Resolution, ...]] = MappingProxyType(
    {
        "QTY": (Resolution.WAIT_FOR_RECEIPT, Resolution.CREDIT_REQUESTED, Resolution.ORDER_CHANGED),
        "PRC": (Resolution.CREDIT_REQUESTED, Resolution.ORDER_CHANGED),
        "LIN": (Resolution.CREDIT_REQUESTED, Resolution.ORDER_CHANGED),
        "CHG": (Resolution.CREDIT_REQUESTED, Resolution.ORDER_CHANGED),
        "AMT": (Resolution.CREDIT_REQUESTED,),
        "PO": (Resolution.ORDER_CHANGED,),
        "CUR": (Resolution.ORDER_CHANGED,),
        "TAX": (Resolution.CREDIT_REQUESTED,),
        "CNF": (Resolution.ORDER_CHANGED,),
        "CRN": (Resolution.WAIT_FOR_RECEIPT,),
        "SHP": (Resolution.WAIT_FOR_RECEIPT,),
        "VEN": (Resolution.SETUP_REQUESTED,),
    }
)
_SETUP_BY: Mapping[Code, Role] = MappingProxyType(
    {
        Code.FRD_BANK: Role.FINANCE, Code.VEN_UNKNOWN: Role.BUYER, Code.VEN_AMBIG: Role.BUYER, Code.VEN_MISMATCH: Role.BUYER,
        Code.VEN_BLOCKED: Role.BUYER,
    }
)  # fmt: skip


def offered(found: Finding) -> tuple[Resolution, ...]:
    """What a person may choose for a finding, most useful first; nothing where nobody has to answer."""
    if found.severity not in ASKING:
        return ()
    more = _BY_FAMILY.get(found.code.partition("-")[0], ())
    setup = (Resolution.SETUP_REQUESTED,) if found.code in _SETUP_BY and Resolution.SETUP_REQUESTED not in more else ()
    asks = () if found.code.startswith("FRD-") else (Resolution.SUPPLIER_ASKED,)  # the paper's address may be the fraud's own
    return (Resolution.ACCEPTED, *more, *setup, *asks, Resolution.FORWARDED)


def set_up_by(found: Finding) -> Role | None:
    """Who sets up in Odoo what a finding lacks, a vendor or an account; None where nothing is lacking. It is never set up from here."""
    return _SETUP_BY.get(found.code)


def finding_key(found: Finding) -> str:
    """16 hexadecimal digits by which the same finding is known again when the document is matched anew.

    What stands on the paper and what it is compared with are in it: another amount is another finding.
    """
    said = [found.code, found.line, found.field, found.expected, found.actual, str(found.money) if found.money else None]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one person said about one finding of a document. `role` is who was asked, `until` when the wait ends, each None for none."""

    document_id: str
    finding_key: str
    code: str
    line: int | None
    resolution: Resolution
    login: str
    name: str
    at: datetime
    text: str = ""
    role: Role | None = None
    until: datetime | None = None


def last_of(said: Iterable[Resolved]) -> dict[str, Resolved]:
    """The last word about each finding, by its key; `said` in the order of time."""
    return {one.finding_key: one for one in said}


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding that asked for a person, from when it was opened until it was resolved. Times are UTC.

    `waited` is the time that it waited for the supplier; `waiting_since` is set while it does so now.
    """

    document_id: str
    finding_key: str
    code: str
    severity: Severity
    owner: Role | None
    opened_at: datetime
    assigned_at: datetime | None = None
    assigned_to: str | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    resolution: Resolution | None = None
    waited: timedelta = timedelta(0)
    waiting_since: datetime | None = None

    @property
    def resolution_time(self) -> timedelta | None:
        """From opened to resolved, None while it is open."""
        return None if self.resolved_at is None else self.resolved_at - self.opened_at

    @property
    def own_time(self) -> timedelta | None:
        """The resolution time without the wait for the supplier, None while it is open."""
        whole = self.resolution_time
        return None if whole is None else whole - self.waited
