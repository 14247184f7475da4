"""May a document without any doubt go on by itself? Not where the policy wants a person, nor where it was drawn for an audit."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.finding import Finding
from idp.matching.case import Case, shown
from idp.matching.chosen import chooser_finding

_DRAWS = 2**64


def passing_findings(case: Case) -> tuple[Finding, ...]:
    """GOV-POLICY where no document of this type or vendor may pass, or a person chose what it is compared with; else
    GOV-SAMPLE where this one is in the audit sample."""
    if not case.policy.may_pass(case.document.document_type, case.rules):
        whose = f" of {case.vendor.name}" if case.vendor is not None and case.rules.touchless is False else ""
        return (case.find(Code.GOV_POLICY, f"The policy wants a person to see every {case.paper}{whose}."),)
    if case.history.choices:
        return chooser_finding(case)
    percent = case.policy.audit_percent
    if percent is None or not is_drawn(case.history.content_hash, percent):
        return ()
    return (
        case.find(
            Code.GOV_SAMPLE, f"Nothing is wrong with this {case.paper}; it is one of the {shown(percent)} % drawn at random for a check."
        ),
    )  # fmt: skip


def is_drawn(content_hash: str | None, percent: Decimal) -> bool:
    """Whether a document is in a sample of `percent`: by its content alone, so that whoever decides it again draws the same."""
    if content_hash is None:
        return False
    draw = int.from_bytes(hashlib.sha256(f"audit sample {content_hash}".encode()).digest()[:8], "big")
    return draw * 100 < percent * _DRAWS
