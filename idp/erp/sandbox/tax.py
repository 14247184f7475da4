"""What are the subtotal, taxes and total of a line?

Percentage and fixed taxes, in the price or on top, each rounded per line to the currency (Odoo's ``round_per_line``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from idp.erp.sandbox.amount import ZERO, exact, rounded
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.money import places
from idp.erp.sandbox.store import Row


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """Amounts of one line in its currency: ``taxes`` as (tax id, amount)."""

    base: Decimal
    taxes: tuple[tuple[int, Decimal], ...]

    @property
    def tax_total(self) -> Decimal:
        return sum((amount for _, amount in self.taxes), ZERO)

    @property
    def total(self) -> Decimal:
        return self.base + self.tax_total


def line_amounts(
    env: Env, quantity: Decimal, line: Row, tax_ids: Sequence[int], currency_id: int | None
) -> LineAmounts:
    """The amounts of a line with ``price_unit`` and ``discount`` (percent)."""
    price = exact(line.get("price_unit")) * (1 - exact(line.get("discount")) / 100)
    minor = places(env, currency_id)
    taxes = [env.row("account.tax", t) for t in tax_ids]
    base = rounded(quantity * price, minor)
    included = sum((exact(t["amount"]) for t in taxes if _is_included(t)), ZERO)
    if included:
        base = rounded(quantity * price / (1 + included / 100), minor)
    amounts = tuple((int(t["id"]), _tax(t, base, quantity, minor)) for t in taxes)
    return LineAmounts(base, amounts)


def _is_included(tax: Row) -> bool:
    return bool(tax.get("price_include")) and tax.get("amount_type") == "percent"


def _tax(tax: Row, base: Decimal, quantity: Decimal, minor: int) -> Decimal:
    if tax.get("amount_type") == "fixed":
        return rounded(exact(tax["amount"]) * quantity, minor)
    return rounded(base * exact(tax["amount"]) / 100, minor)


def _complete(_env: Env, vals: Row) -> Row:
    given = {"type_tax_use": "sale", "amount_type": "percent", "amount": 0.0, "price_include": False, "active": True}
    return {**given, "sequence": 1, **vals}


TAX = Behaviour(complete=_complete, order="sequence, id")
