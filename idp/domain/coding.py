"""How a bill line without an order is booked: the account, analytic accounts and taxes that the vendor's earlier bills suggest."""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.finding import RecordRef
from idp.domain.purchase import AnalyticShare


@dataclass(frozen=True, slots=True)
class Coding:
    """A suggestion for the entry line `key`; a person looks at it, since a bill without an order never passes by itself.

    `line` is the document's line from 0, None for a charge in the totals. `bill` is the latest earlier bill booked so, None where a
    person chose; `reason` says in words what speaks for it. `tax_ids` are that bill's taxes, or those that a person chose.
    """

    key: str
    line: int | None
    account_id: int
    account_code: str
    account_name: str
    bill: RecordRef | None
    reason: str
    analytic: tuple[AnalyticShare, ...] = ()
    tax_ids: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """The line as people count it, or "charges"."""
        return "charges" if self.line is None else f"line {self.line + 1}"

    @property
    def account(self) -> str:
        """Code and name, as people write it."""
        return f"{self.account_code} {self.account_name}".strip()
