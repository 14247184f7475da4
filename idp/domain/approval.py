"""Whose word does a document need before it goes to Odoo, who may give it, and to exactly which values is it bound?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from idp.domain.code import Code, Role, Severity
from idp.domain.document import ExtractedDocument
from idp.domain.entry import BillEntry
from idp.domain.finding import Finding
from idp.domain.match import Match
from idp.domain.policy import Policy
from idp.domain.purchase import Company
from idp.domain.resolution import ANSWERS, ASKING, Resolved, finding_key, last_of

WORKERS = frozenset({Role.CLERK, Role.APPROVER, Role.FINANCE, Role.BUYER, Role.WAREHOUSE, Role.ADMIN})
"""Roles that work on documents; an auditor only looks."""


@dataclass(frozen=True, slots=True)
class Part:
    """A role whose word is needed and the codes that ask for it. `others` may give it in its place."""

    role: Role
    codes: tuple[str, ...]
    others: frozenset[Role] = frozenset()

    def may_be_given_by(self, roles: Collection[Role]) -> bool:
        """Whether somebody with these roles may give this part."""
        return self.role in roles or not self.others.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Approval:
    """One part of an approval, given by one person. `content` is the hash of the values that it is bound to."""

    document_id: str
    role: Role
    login: str
    name: str
    at: datetime
    content: str
    comment: str = ""


def needed_parts(match: Match, policy: Policy, *, said: Iterable[Resolved] = ()) -> tuple[Part, ...]:
    """The parts that a document's approval still needs besides what was `said` about single findings; in the order of the findings.

    A document whose findings ask for nobody in particular has one part that anybody who works here may give.
    """
    last = last_of(said)
    open_findings = [f for f in match.findings if f.severity in ASKING and not _is_answered(last.get(finding_key(f)))]
    asked: dict[Role, list[Finding]] = {}
    for found in open_findings:
        role = asked_role(found, policy)
        if role is not None:
            asked.setdefault(role, []).append(found)
    parts = tuple(_part(role, found, policy) for role, found in asked.items())
    return parts or (Part(Role.CLERK, (), WORKERS),)


def asked_role(found: Finding, policy: Policy) -> Role | None:
    """Who must let a finding pass: finance for every sign of fraud and for what calls for rejection, whatever a policy says; the
    policy's role of its code; the owner of a hold; nobody in particular for the rest."""
    if found.severity not in ASKING:
        return None
    if found.code.startswith("FRD-") or found.severity is Severity.REJECT:
        return Role.FINANCE
    named = policy.approval.role_for(found.code)
    if named is not None and found.code is not Code.AMT_LIMIT:
        return named
    return found.owner if found.severity is Severity.HOLD else None


def may_accept(found: Finding, roles: Collection[Role], policy: Policy) -> bool:
    """Whether somebody with these roles may let this finding pass."""
    role = asked_role(found, policy)
    if role is None:
        return not WORKERS.isdisjoint(roles)
    return _part(role, [found], policy).may_be_given_by(roles)


def _part(role: Role, asking: list[Finding], policy: Policy) -> Part:
    codes = tuple(dict.fromkeys(f.code.value for f in asking))
    others = set.intersection(*(_stand_ins(f, role, policy) for f in asking))
    if all(f.severity is Severity.REVIEW and f.money is not None for f in asking) and not _is_fraud(asking):
        stake = sum((f.money.amount for f in asking if f.money is not None), Decimal(0))
        others |= {r for r, limit in policy.approval.accept_up_to.items() if stake <= limit}
    return Part(role, codes, frozenset(others))


def _stand_ins(found: Finding, role: Role, policy: Policy) -> set[Role]:
    """An administrator for every role but finance in matters of fraud and rejection; the roles of higher limits for a lower one."""
    if found.code.startswith("FRD-") or found.severity is Severity.REJECT:
        return set()
    if found.code is not Code.AMT_LIMIT:
        return {Role.ADMIN}
    own = [limit.amount for limit in policy.approval_limits if limit.role is role]
    return {Role.ADMIN} | {limit.role for limit in policy.approval_limits if own and limit.amount > min(own)}


def _is_fraud(asking: Iterable[Finding]) -> bool:
    return any(f.code.startswith("FRD-") for f in asking)


def _is_answered(last: Resolved | None) -> bool:
    return last is not None and last.resolution in ANSWERS


def still_missing(parts: Iterable[Part], approvals: Iterable[Approval], *, content: str) -> tuple[Part, ...]:
    """The parts that nobody has given yet for exactly these values."""
    given = {approval.role for approval in approvals if approval.content == content}
    return tuple(part for part in parts if part.role not in given)


def content_hash(document: ExtractedDocument, match: Match) -> str:
    """SHA-256 (hex) over everything that an approval is about: values and lines as read, vendor, entry with its bank account, and the
    findings that asked. Where a value stands on the page, and how sure it is, are not in it."""
    body = {
        "type": document.document_type, "fields": {name: f.value for name, f in document.fields.items()},
        "lines": [{name: cell.value for name, cell in line.cells.items()} for line in document.lines],
        "vendor": match.vendor.id if match.vendor is not None else None, "company": match.company_id,
        "entry": asdict(match.entry) if match.entry is not None else None,
        "findings": sorted(finding_key(f) for f in match.findings if f.severity in ASKING),
    }  # fmt: skip
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def is_stale(approved: Match, now: Match, *, said: Iterable[Resolved] = ()) -> bool:
    """Whether Odoo has changed so much since the approval that it does not hold: another entry or vendor would come out, or a finding
    asks that nobody saw. What is gone meanwhile, such as a missing receipt, takes nothing away."""
    known = {finding_key(f) for f in approved.findings} | {one.finding_key for one in said}
    is_new = any(f.severity in ASKING and finding_key(f) not in known for f in now.findings)
    return is_new or (now.entry, now.vendor) != (approved.entry, approved.vendor)


def worth_of(match: Match, companies: Iterable[Company]) -> Decimal | None:
    """What a bill is worth in its company's currency; 0 for an entry without an amount, None where the rate is not known."""
    if not isinstance(match.entry, BillEntry):
        return Decimal(0)
    entry = match.entry
    company = next((c for c in companies if c.id == entry.company_id), None)
    if company is None:
        return None
    if company.currency == entry.currency:
        return abs(entry.total)
    rates: Mapping[str, Decimal] = dict(company.rates)
    rate = rates.get(entry.currency)
    return abs(entry.total) / rate if rate else None


def may_approve_own_correction(worth: Decimal | None, policy: Policy) -> bool:
    """Whether whoever corrected a bill worth this may approve it too."""
    limit = policy.approval.corrector_below
    return limit is None or (worth is not None and worth < limit)
