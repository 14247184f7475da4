"""What a policy says about approving: who is asked for which code, up to what money others may accept, who may approve corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase

from idp.domain.code import Code, Role
from idp.domain.errors import BadUse
from idp.domain.policyfile import Section, read_decimal

KEYS = ("roles", "accept_up_to", "corrector_may_approve")
"""The keys of the policy's section `approval` that are read here."""

_BELOW = re.compile(r"below\s+(\S+)")


@dataclass(frozen=True, slots=True)
class ApprovalRules:
    """`roles`: patterns of codes, such as "PRC-*", to the role that must approve; the longest pattern that fits holds. `accept_up_to`:
    the money at stake up to which a role may accept findings that ask for another role. `corrector_below`: whoever corrected a bill may
    approve it when it is worth less; None = always, 0 = never. Amounts in company currency."""

    roles: Mapping[str, Role] = field(default_factory=lambda: {"PRC-*": Role.BUYER})
    accept_up_to: Mapping[Role, Decimal] = field(
        default_factory=lambda: {Role.CLERK: Decimal(250), Role.APPROVER: Decimal(1000), Role.FINANCE: Decimal(1000)}
    )
    corrector_below: Decimal | None = Decimal(5000)

    def role_for(self, code: Code) -> Role | None:
        """The role that must approve what has this code; None where nothing is said."""
        fitting = [pattern for pattern in self.roles if fnmatchcase(code, pattern)]
        return self.roles[max(fitting, key=len)] if fitting else None


def read_approval_rules(section: Section) -> ApprovalRules:
    """The rules of a policy's section `approval`; what is not written is as shipped. Raises BadUse naming the path."""
    shipped = ApprovalRules()
    roles, limits = section.section("roles"), section.section("accept_up_to")
    return ApprovalRules(
        roles={**shipped.roles, **{_pattern(key, roles): _role(value, roles.at(key)) for key, value in roles.values.items()}},
        accept_up_to={
            **shipped.accept_up_to,
            **{_role(key, limits.at(key)): read_decimal(value, limits.at(key)) for key, value in limits.values.items()},
        },
        corrector_below=_corrector(section.values.get("corrector_may_approve"), section.at("corrector_may_approve"), shipped),
    )


def _pattern(key: str, section: Section) -> str:
    if not any(fnmatchcase(code, key) for code in Code):
        raise BadUse(f"policy: {section.at(key)} fits no code; write a code such as PRC-OVER, or PRC-* for all of a kind")
    return key


def _role(value: object, path: str) -> Role:
    people = tuple(role for role in Role if role not in {Role.SYSTEM, Role.AUDITOR})
    if value not in people:
        raise BadUse(f"policy: {path} must be one of {', '.join(people)}, not {value!r}")
    return Role(str(value))


def _corrector(value: object, path: str, shipped: ApprovalRules) -> Decimal | None:
    if value is None:
        return shipped.corrector_below
    if value == "always":
        return None
    if value == "never":
        return Decimal(0)
    limit = _BELOW.fullmatch(value) if isinstance(value, str) else None
    if limit is None:
        raise BadUse(f"policy: {path} must be never, always or below <amount>, not {value!r}")
    return read_decimal(limit[1], path)
