"""One difference or doubt about a document, with its proof, and the decision that all of them together call for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from idp.domain.code import CODES, Code, Role, Severity
from idp.domain.geometry import Box
from idp.domain.money import Money


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record in Odoo: model name, database id and the name people know it by."""

    model: str
    id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, where, against what, and what it is worth.

    `message` is one sentence a clerk understands. `line` counts from 0, None for the whole document; `field` names the field or
    line column. `expected` and `actual` are printed forms. `money` is unsigned, in company currency. `page` and `box` say where
    the printed value stands, `record` which Odoo record, `proof` which other document (its id) says otherwise.
    """

    code: Code
    severity: Severity
    owner: Role | None
    message: str
    line: int | None = None
    field: str | None = None
    expected: str | None = None
    actual: str | None = None
    money: Money | None = None
    page: int | None = None
    box: Box | None = None
    record: RecordRef | None = None
    proof: str | None = None
    actions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.money is not None and self.money.amount < 0:
            raise ValueError("money at stake is unsigned")


def finding(code: Code, message: str, **details: object) -> Finding:
    """A finding with the severity and owner of the code table; `details` are further attributes of Finding."""
    row = CODES[code]
    defaults: dict[str, object] = {"severity": row.severity, "owner": row.owner}
    return Finding(code=code, message=message, **(defaults | details))  # type: ignore[arg-type]  # checked by the class at run time


class Decision(StrEnum):
    """What happens to the document: goes on by itself, a clerk looks, its owner role must release, or it is to be refused."""

    TOUCHLESS = "touchless"
    REVIEW = "review"
    HOLD = "hold"
    REJECT = "reject"


_DECISION_OF = {
    Severity.INFO: Decision.TOUCHLESS,
    Severity.WARN: Decision.TOUCHLESS,
    Severity.REVIEW: Decision.REVIEW,
    Severity.HOLD: Decision.HOLD,
    Severity.REJECT: Decision.REJECT,
}


def decide(findings: Iterable[Finding]) -> Decision:
    """The strictest decision that any finding asks for; touchless when none does."""
    strictest = max((f.severity for f in findings), key=lambda s: s.rank, default=Severity.INFO)
    return _DECISION_OF[strictest]
