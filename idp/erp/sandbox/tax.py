"""What are the subtotal, taxes and total of a line?

Percentage and fixed taxes and groups of them, in the price or on top. A line alone is rounded to the currency. Of a whole bill,
either the rounded lines are summed (``round_per_line``, the default up to 18.0), or the exact amounts are summed and rounded once for
each tax, and the cents between are put on the largest lines (``round_globally``, the default of 19.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from idp.erp.sandbox.amount import ZERO, exact, rounded
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.money import places
from idp.erp.sandbox.store import Row


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """Amounts of one line in its currency: rounded, and exact; ``taxes`` by tax id."""

    base: Decimal
    taxes: Mapping[int, Decimal]
    exact_base: Decimal
    exact_taxes: Mapping[int, Decimal]

    @property
    def tax_total(self) -> Decimal:
        return sum(self.taxes.values(), ZERO)

    @property
    def total(self) -> Decimal:
        return self.base + self.tax_total


@dataclass(frozen=True, slots=True)
class BillAmounts:
    """What is booked for a whole bill: a base for each line, and base and amount for each tax."""

    line_bases: tuple[Decimal, ...]
    tax_bases: Mapping[int, Decimal]
    taxes: Mapping[int, Decimal]


def line_amounts(env: Env, quantity: Decimal, line: Row, tax_ids: Sequence[int], currency_id: int | None) -> LineAmounts:
    """The amounts of a line with ``price_unit`` and ``discount`` (percent)."""
    minor = places(env, currency_id)
    price = exact(line.get("price_unit")) * (1 - exact(line.get("discount")) / 100)
    taxes = _single(env, tax_ids)
    included = sum((exact(t["amount"]) for t in taxes if _is_included(t)), ZERO)
    gross = quantity * price
    base = gross / (1 + included / 100)
    exact_taxes = _amounts(taxes, base, quantity)
    shown = rounded(base, minor)
    if len(taxes) == 1 and included:  # what is printed includes the tax: the two parts add up to it
        return LineAmounts(shown, {int(taxes[0]["id"]): rounded(gross, minor) - shown}, base, exact_taxes)
    round_taxes = {t: rounded(amount, minor) for t, amount in _amounts(taxes, shown, quantity).items()}
    return LineAmounts(shown, round_taxes, base, exact_taxes)


def _single(env: Env, tax_ids: Sequence[int]) -> list[Row]:
    """The taxes in the order of their computation, groups as the taxes they are made of."""
    given = [env.row("account.tax", t) for t in tax_ids]
    given.sort(key=lambda row: (row.get("sequence") or 0, row["id"]))
    return [one for row in given for one in (_parts(env, row) if row.get("amount_type") == "group" else [row])]


def _parts(env: Env, group: Row) -> list[Row]:
    parts = [env.row("account.tax", i) for i in group.get("children_tax_ids") or ()]
    return sorted(parts, key=lambda row: (row.get("sequence") or 0, row["id"]))


def _amounts(taxes: Sequence[Row], base: Decimal, quantity: Decimal) -> dict[int, Decimal]:
    """Amounts by tax id; what a tax adds to the base counts for those after it."""
    found: dict[int, Decimal] = {}
    net = base
    for tax in taxes:
        found[int(tax["id"])] = _tax(tax, base if tax.get("is_base_affected", True) else net, quantity)
        base += found[int(tax["id"])] if tax.get("include_base_amount") else 0
    return found


def bill_amounts(lines: Sequence[LineAmounts], minor: int, *, method: str) -> BillAmounts:
    """The amounts of a bill under ``round_per_line`` or ``round_globally``."""
    bases = [line.base for line in lines]
    tax_ids = list(dict.fromkeys(t for line in lines for t in line.taxes))
    taxes: dict[int, Decimal] = {}
    tax_bases: dict[int, Decimal] = {}
    for tax_id in tax_ids:
        places_of = [i for i, line in enumerate(lines) if tax_id in line.taxes]
        if method == "round_globally":
            taxes[tax_id] = rounded(sum((lines[i].exact_taxes[tax_id] for i in places_of), ZERO), minor)
            wanted = rounded(sum((lines[i].exact_base for i in places_of), ZERO), minor)
            _spread(bases, lines, places_of, wanted, minor)
        else:
            taxes[tax_id] = sum((lines[i].taxes[tax_id] for i in places_of), ZERO)
        tax_bases[tax_id] = sum((bases[i] for i in places_of), ZERO)
    return BillAmounts(tuple(bases), tax_bases, taxes)


def rounding_method(env: Env, company_id: int) -> str:
    """How the company rounds taxes."""
    return str(env.row("res.company", company_id).get("tax_calculation_rounding_method") or "round_per_line")


def _spread(bases: list[Decimal], lines: Sequence[LineAmounts], members: Sequence[int], wanted: Decimal, minor: int) -> None:
    """Changes the members' bases, largest lines first, a minor unit each, until they sum to ``wanted``."""
    step = Decimal(1).scaleb(-minor)
    order = sorted(members, key=lambda i: -abs(lines[i].exact_base))
    difference = wanted - sum((bases[i] for i in members), ZERO)
    for number in range(int(abs(difference) / step)):
        bases[order[number % len(order)]] += step if difference > 0 else -step


def _is_included(tax: Row) -> bool:
    return bool(tax.get("price_include")) and tax.get("amount_type") == "percent"


def _tax(tax: Row, base: Decimal, quantity: Decimal) -> Decimal:
    if tax.get("amount_type") == "fixed":
        return exact(tax["amount"]) * quantity
    return base * exact(tax["amount"]) / 100


def _complete(_env: Env, vals: Row) -> Row:
    given = {
        "type_tax_use": "sale",
        "amount_type": "percent",
        "amount": 0.0,
        "price_include": False,
        "active": True,
        "is_base_affected": True,
    }
    return {**given, "sequence": 1, **vals}


TAX = Behaviour(complete=_complete, order="sequence, id")
