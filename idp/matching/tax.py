"""Which tax does each line get, and would Odoo come to the printed tax? Rates as printed, against the order's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.finding import Finding
from idp.domain.purchase import Tax, TaxKind
from idp.matching.case import Case, line_name, order_line_ref, shown, shown_money
from idp.matching.chosen import chosen_taxes
from idp.matching.computed import Computed, TaxedLine, compute, percent_of
from idp.matching.share import Assigned

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TaxPlan:
    """The taxes of every line (by position in the assigned lines), and the one rate that the printed amounts imply, if they do."""

    taxes: tuple[tuple[Tax, ...], ...]
    implied: Decimal | None


def plan_taxes(case: Case, assigned: tuple[Assigned, ...]) -> TaxPlan:
    """The taxes that a person chose; else the order line's where their rate is the printed one, else the purchase tax of the printed rate.

    Without a printed rate on any line, the rate that subtotal and tax amount imply, unless the order's taxes explain them already.
    """
    ordered = tuple(_ordered(a) for a in assigned)
    printed = [a.line.tax_rate for a in assigned]
    usual = Counter(t for taxes, a in zip(ordered, assigned, strict=True) if a.shares for t in (taxes,)).most_common(1)
    default = usual[0][0] if usual else ()
    filled = tuple(_as_printed(case, taxes if a.shares else default, a) for taxes, a in zip(ordered, assigned, strict=True))
    implied = None if any(r is not None for r in printed) else _implied(case, assigned, filled)
    chosen = tuple(
        _choose(case, taxes, rate if rate is not None else implied, a)
        for taxes, rate, a in zip(filled, printed, assigned, strict=True)
    )
    by_person = (chosen_taxes(case, a.line) for a in assigned)
    return TaxPlan(tuple(own if own is not None else c for own, c in zip(by_person, chosen, strict=True)), implied)


def _ordered(one: Assigned) -> tuple[Tax, ...]:
    return () if one.target is None else one.target.line.taxes


def _as_printed(case: Case, taxes: tuple[Tax, ...], one: Assigned) -> tuple[Tax, ...]:
    """Each tax as the printed prices have it: beside net prices its like that is not included, in gross ones its like that is."""
    included = one.line.gross is not None
    return tuple(tax if tax.price_include is included else _alike(case, tax, included=included) for tax in taxes)


def _alike(case: Case, tax: Tax, *, included: bool) -> Tax:
    """The tax of the same rate that is (not) included in prices; the tax itself where there is none."""
    if tax.kind is TaxKind.FIXED:
        return tax
    rate = percent_of((tax,))
    return next((t for t in _simple(case) if t.percent == rate and t.price_include is included), tax)


def _simple(case: Case) -> list[Tax]:
    """The purchase taxes that are a percentage of the net price, in the order in which they were made."""
    return sorted((t for t in case.facts.taxes if t.kind is TaxKind.PERCENT), key=lambda t: t.id)


def _choose(case: Case, ordered: tuple[Tax, ...], rate: Decimal | None, one: Assigned) -> tuple[Tax, ...]:
    if rate is None or percent_of(ordered) == rate:
        return ordered
    if rate == 0:
        return ()
    included = one.line.gross is not None
    fitting = [t for t in _simple(case) if t.percent == rate and (included or not t.price_include)]
    return (min(fitting, key=lambda t: t.price_include is not included),) if fitting else ordered


def printed_tax(case: Case) -> Decimal | None:
    """The printed tax, or the printed total less the printed subtotal; None where neither is there."""
    tax, total, subtotal = (case.stated(n) for n in ("tax_amount", "total", "subtotal"))
    if tax is not None:
        return tax
    return total - subtotal if total is not None and subtotal is not None else None


def _implied(case: Case, assigned: tuple[Assigned, ...], taxes: tuple[tuple[Tax, ...], ...]) -> Decimal | None:
    printed = printed_tax(case)
    base = sum((a.line.worth or ZERO for a in assigned), ZERO)
    limit = case.policy.rounding_document
    if printed is None or base <= 0:
        return None
    net = (
        TaxedLine(a.line.worth or ZERO, a.line.quantity or Decimal(1), _not_included(t))
        for a, t in zip(assigned, taxes, strict=True)
    )
    expected = compute(net, case.document.text("currency") or case.company.currency).tax_nearest(printed)
    if abs(expected - printed) <= limit:
        return None
    nearest = (printed / base * 100).quantize(Decimal(1))
    rates = sorted({t.percent for t in _simple(case)} | {ZERO, nearest}, key=lambda r: abs(base * r / 100 - printed))
    return rates[0] if abs(base * rates[0] / 100 - printed) <= limit else None


def _not_included(taxes: tuple[Tax, ...]) -> tuple[Tax, ...]:
    """The taxes as if none were included, for amounts that are net already."""
    return tuple(_beside(tax) if tax.price_include else tax for tax in taxes)


def _beside(tax: Tax) -> Tax:
    return replace(tax, price_include=False, kind=TaxKind.PERCENT, percent=percent_of((tax,)))


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
