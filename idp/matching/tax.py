"""Which tax does each line get, and would Odoo come to the printed tax? Rates as printed, against the order's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.finding import Finding
from idp.domain.money import Money
from idp.domain.purchase import Tax
from idp.matching.case import Case, line_name, order_line_ref, shown, shown_money
from idp.matching.share import Assigned

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TaxPlan:
    """The taxes of every line (by position in the assigned lines), and the one rate that the printed amounts imply, if they do."""

    taxes: tuple[tuple[Tax, ...], ...]
    implied: Decimal | None


def plan_taxes(case: Case, assigned: tuple[Assigned, ...]) -> TaxPlan:
    """The order line's taxes where their rate is the printed one; else the purchase tax of the printed rate.

    Without a printed rate on any line, the rate that subtotal and tax amount imply, unless the order's taxes explain them already.
    """
    ordered = tuple(_ordered(case, a) for a in assigned)
    printed = [a.line.tax_rate for a in assigned]
    usual = Counter(t for taxes, a in zip(ordered, assigned, strict=True) if a.shares for t in (taxes,)).most_common(1)
    default = usual[0][0] if usual else ()
    filled = tuple(taxes if a.shares else default for taxes, a in zip(ordered, assigned, strict=True))
    implied = None if any(r is not None for r in printed) else _implied(case, assigned, filled)
    chosen = tuple(
        _choose(case, taxes, rate if rate is not None else implied) for taxes, rate in zip(filled, printed, strict=True)
    )
    return TaxPlan(chosen, implied)


def _ordered(case: Case, one: Assigned) -> tuple[Tax, ...]:
    """The order line's taxes; one that is included in prices gives way to its like that is not, for printed prices are net."""
    if one.target is None:
        return ()
    return tuple(_excluded(case, t) for t in one.target.line.taxes)


def _excluded(case: Case, tax: Tax) -> Tax:
    if not tax.price_include:
        return tax
    return next((t for t in case.facts.taxes if t.percent == tax.percent and not t.price_include), tax)


def _choose(case: Case, ordered: tuple[Tax, ...], rate: Decimal | None) -> tuple[Tax, ...]:
    if rate is None or percent_of(ordered) == rate:
        return ordered
    if rate == 0:
        return ()
    fitting = sorted((t for t in case.facts.taxes if t.percent == rate and not t.price_include), key=lambda t: t.id)
    return (fitting[0],) if fitting else ordered


def percent_of(taxes: tuple[Tax, ...]) -> Decimal:
    """The taxes' rates together; 19 means 19 %."""
    return sum((t.percent for t in taxes), ZERO)


def printed_tax(case: Case) -> Decimal | None:
    """The printed tax, or the printed total less the printed subtotal; None where neither is there."""
    tax, total, subtotal = (case.stated(n) for n in ("tax_amount", "total", "subtotal"))
    if tax is not None:
        return tax
    return total - subtotal if total is not None and subtotal is not None else None


def _implied(case: Case, assigned: tuple[Assigned, ...], taxes: tuple[tuple[Tax, ...], ...]) -> Decimal | None:
    printed = printed_tax(case)
    amounts = [a.line.worth or ZERO for a in assigned]
    base = sum(amounts, ZERO)
    limit = case.policy.rounding_document
    if printed is None or base <= 0:
        return None
    expected = sum((amount * percent_of(t) / 100 for amount, t in zip(amounts, taxes, strict=True)), ZERO)
    if abs(expected - printed) <= limit:
        return None
    nearest = (printed / base * 100).quantize(Decimal(1))
    rates = sorted({t.percent for t in case.facts.taxes} | {ZERO, nearest}, key=lambda r: abs(base * r / 100 - printed))
    return rates[0] if abs(base * rates[0] / 100 - printed) <= limit else None


def rate_findings(case: Case, assigned: tuple[Assigned, ...], plan: TaxPlan) -> tuple[Finding, ...]:
    """TAX-RATE, once for each pair of ordered and printed rate, on the first line that has it.

    An order line without any tax says nothing about it (an exempt one has a tax of 0 %): then it is info.
    """
    groups: dict[tuple[Decimal | None, Decimal], list[Assigned]] = {}
    for one in assigned:
        actual = one.line.tax_rate if one.line.tax_rate is not None else plan.implied
        if one.target is None or actual is None:
            continue
        taxes = one.target.line.taxes
        if percent_of(taxes) != actual:
            groups.setdefault((percent_of(taxes) if taxes else None, actual), []).append(one)
    return tuple(_rate(case, expected, actual, rows) for (expected, actual), rows in groups.items())


def _rate(case: Case, expected: Decimal | None, actual: Decimal, rows: list[Assigned]) -> Finding:
    first = min(rows, key=lambda a: a.line.index if a.line.index is not None else 0)
    target = first.shares[0].target
    base = sum((a.line.worth or ZERO for a in rows), ZERO)
    more = f" (and {len(rows) - 1} more lines)" if len(rows) > 1 else ""
    stated = "states no tax" if expected is None else f"has {shown(expected)} %"
    return case.find(
        Code.TAX_RATE,
        f"{shown(actual)} % tax is billed on line {(first.line.index or 0) + 1}{more}, but "
        f"{line_name(target.order, target.line)} {stated}.",
        line=first.line.index, field="tax_rate" if first.line.tax_rate is not None else "tax_amount",
        expected=None if expected is None else shown(expected), actual=shown(actual),
        money=case.in_company(base * (actual - (expected or ZERO)) / 100, case.document.text("currency")),
        record=order_line_ref(target.order, target.line), severity=Severity.INFO if expected is None else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Computed:
    """What Odoo will compute for the entry: the untaxed sum, and the tax rounded per line and rounded once per tax."""

    untaxed: Decimal
    tax_by_line: Decimal
    tax_globally: Decimal

    def tax_nearest(self, printed: Decimal) -> Decimal:
        """Of the two ways in which Odoo may be set to round, the one nearer to what is printed."""
        return min(self.tax_by_line, self.tax_globally, key=lambda t: abs(t - printed))


def compute(amounts: tuple[Decimal, ...], taxes: tuple[tuple[Tax, ...], ...], currency: str) -> Computed:
    """Odoo's sums over entry lines of these amounts (round_per_line and round_globally; halves away from zero)."""
    by_line, untaxed = ZERO, ZERO
    base_of: dict[Tax, Decimal] = {}
    for amount, line_taxes in zip(amounts, taxes, strict=True):
        included = percent_of(tuple(t for t in line_taxes if t.price_include))
        base = _rounded(amount / (1 + included / 100), currency) if included else amount
        untaxed += base
        for tax in line_taxes:
            by_line += _rounded(base * tax.percent / 100, currency)
            base_of[tax] = base_of.get(tax, ZERO) + base
    globally = sum((_rounded(base * tax.percent / 100, currency) for tax, base in base_of.items()), ZERO)
    return Computed(untaxed, by_line, globally)


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return Money(amount, currency).rounded().amount


def amount_findings(case: Case, computed: Computed, *, printed_sum: Decimal) -> tuple[Finding, ...]:
    """TAX-AMOUNT, or VAL-ROUND where the difference is inside the rounding limit; first for the untaxed sum, then for the tax.

    `printed_sum` are the printed line amounts; that they differ from the printed subtotal is VAL-SUBTOTAL's.
    """
    untaxed = _differ(case, computed.untaxed, printed_sum, what="an untaxed sum", field="subtotal")
    printed, total = printed_tax(case), case.stated("total")
    if printed is None:
        if total is None:
            return untaxed
        printed = total - computed.untaxed
    ours = computed.tax_nearest(printed)
    field = "tax_amount" if "tax_amount" in case.document.fields else "total"
    return (*untaxed, *_differ(case, ours, printed, what="tax", field=field))


def _differ(case: Case, ours: Decimal, printed: Decimal, *, what: str, field: str) -> tuple[Finding, ...]:
    currency, difference = case.document.text("currency"), abs(ours - printed)
    if difference == 0:
        return ()
    code = Code.VAL_ROUND if difference <= case.policy.rounding_document else Code.TAX_AMOUNT
    return (
        case.find(
            code, f"Odoo would compute {what} of {shown_money(ours, currency)}; {shown_money(printed)} is printed.", field=field,
            expected=shown_money(ours), actual=shown_money(printed), money=case.in_company(difference, currency),
        ),
    )  # fmt: skip
