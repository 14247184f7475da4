"""Does the price differ from the order, or from what the supplier confirmed? Net prices, in the order's currency and unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.finding import Finding
from idp.domain.money import Money
from idp.domain.tolerance import Limit
from idp.matching.case import Case, line_name, order_line_ref, product_name, shown, shown_money
from idp.matching.quantity import limits_of
from idp.matching.share import Assigned, Share, price_in_order
from idp.matching.target import Target

_BASES = (Decimal(10), Decimal(100), Decimal(1000))


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """The findings on one share, and the overcharge that passed under tolerance (company currency, for the document cap)."""

    findings: tuple[Finding, ...]
    passed: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Difference:
    """Billed against ordered, per order unit and over the share's quantity, in the order's currency.

    `money` in company currency, None where no rate is known: no limit in money lets that pass.
    """

    billed: Decimal
    ordered: Decimal
    whole: Decimal
    money: Money | None

    @property
    def ratio(self) -> Decimal | None:
        return abs(self.billed - self.ordered) / self.ordered if self.ordered > 0 else None

    def passes(self, limit: Limit) -> bool:
        """Whether the policy's limit lets it pass."""
        return limit.allows(ratio=self.ratio, amount=Decimal("Infinity") if self.money is None else self.money.amount)


def check_price(case: Case, assigned: Assigned, share: Share) -> PriceCheck:
    """PRC-OVER, PRC-UNDER, PRC-DISC, PRC-BASE and PRC-CONF for one printed line on one order line; `credit` looks at credit notes."""
    price = price_in_order(case, assigned, share)
    if price is None or share.quantity <= 0:
        return PriceCheck(())
    difference = _difference(case, price, share, share.target.net)
    confirmed = _confirmed(case, assigned, share, price)
    if abs(difference.whole) <= _rounding(case, share):
        return PriceCheck(confirmed)
    if case.is_credit:
        return PriceCheck(confirmed)
    if difference.whole < 0:
        return PriceCheck((*_below(case, assigned, share, difference), *confirmed))
    if difference.passes(limits_of(case, share.target).price_over):
        return PriceCheck(confirmed, difference.money.amount if difference.money is not None else Decimal(0))
    return PriceCheck((*_above(case, assigned, share, difference), *confirmed))


def _difference(case: Case, price: Decimal, share: Share, ordered: Decimal) -> _Difference:
    whole = (price - ordered) * share.quantity
    return _Difference(price, ordered, whole, case.in_company(whole, share.target.order.currency))


def _rounding(case: Case, share: Share) -> Decimal:
    """The policy's rounding limit for a line, in the order's currency."""
    return case.policy.rounding_line * (case.rate(share.target.order.currency) or 1)


def _above(case: Case, assigned: Assigned, share: Share, difference: _Difference) -> tuple[Finding, ...]:
    target = share.target
    much = difference.money or Money(difference.whole, target.order.currency).rounded()
    where = f"{product_name(target.line)} on {line_name(target.order, target.line)}"
    prices = (
        f"{shown_money(difference.billed, target.order.currency)} per {target.line.unit.name} is billed for {where}, "
        f"{shown_money(difference.ordered)} was ordered: "
        f"{shown_money(much.amount, much.currency)} too much."
    )
    code, lead, field = _over_or_discount(assigned, target)
    first = _priced(case, code, lead + prices, assigned=assigned, share=share, difference=difference, field=field)
    if not any(_is_near(difference.billed, difference.ordered * base) for base in _BASES):
        return (first,)
    times = shown((difference.billed / difference.ordered).quantize(Decimal(1)))
    doubt = f"The billed price of {where} is {times} times the ordered one: it may be meant per {times} units."
    unclear = _priced(case, Code.PRC_BASE, doubt, assigned=assigned, share=share, difference=difference, field="unit_price")
    return (first, replace(unclear, money=None))


def _priced(
    case: Case, code: Code, message: str, *, assigned: Assigned, share: Share, difference: _Difference, field: str
) -> Finding:
    target = share.target
    return case.find(
        code, message, line=assigned.line.index, field=field, expected=shown_money(difference.ordered),
        actual=shown_money(difference.billed), money=difference.money, record=order_line_ref(target.order, target.line),
    )  # fmt: skip


def _over_or_discount(assigned: Assigned, target: Target) -> tuple[Code, str, str]:
    """The code, how its sentence starts, and the field it is about."""
    agreed, printed = target.line.discount_percent, assigned.line.discount or Decimal(0)
    if not lacks_discount(assigned, target):
        return Code.PRC_OVER, "", "unit_price"
    if printed:
        return Code.PRC_DISC, f"With {shown(printed)} % discount instead of {shown(agreed)} %: ", "discount"
    return Code.PRC_DISC, f"Without the agreed discount of {shown(agreed)} %: ", "unit_price"


def lacks_discount(assigned: Assigned, target: Target) -> bool:
    """Whether the list price is billed with less discount than agreed, or none."""
    return target.line.discount_percent > (assigned.line.discount or 0) and _has_list_price(assigned, target)


def _has_list_price(assigned: Assigned, target: Target) -> bool:
    """Whether the printed price before discount is about the ordered price before discount."""
    line = assigned.line
    if line.unit_price is None:
        return True
    printed = line.unit_price / line.price_base
    if assigned.shares and assigned.shares[0].quantity:
        printed = printed * assigned.shares[0].printed / assigned.shares[0].quantity
    return _is_near(printed, target.line.unit_price)


def _is_near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= abs(other) * Decimal("0.02")


def _below(case: Case, assigned: Assigned, share: Share, difference: _Difference) -> tuple[Finding, ...]:
    """Info, unless the policy limits it."""
    target = share.target
    limit = limits_of(case, target).price_under
    passes = limit.is_off or difference.passes(limit)
    return (
        case.find(
            Code.PRC_UNDER,
            f"{shown_money(difference.billed, target.order.currency)} per {target.line.unit.name} is billed for "
            f"{product_name(target.line)} on {line_name(target.order, target.line)}, {shown_money(difference.ordered)} was ordered.",
            line=assigned.line.index, field="unit_price", expected=shown_money(difference.ordered),
            actual=shown_money(difference.billed), money=difference.money, record=order_line_ref(target.order, target.line),
            severity=None if passes else Severity.REVIEW,
        ),
    )  # fmt: skip


def _confirmed(case: Case, assigned: Assigned, share: Share, price: Decimal) -> tuple[Finding, ...]:
    """PRC-CONF: more is billed than the supplier itself confirmed, whatever the order says."""
    target = share.target
    told = [c for c in case.history.confirmed if c.order_line_id == target.line.id and c.unit_price is not None]
    if not told or case.is_credit:
        return ()
    latest = told[-1]
    difference = _difference(case, price, share, latest.unit_price or Decimal(0))
    if difference.whole <= _rounding(case, share):
        return ()
    number = f" {latest.number}" if latest.number else ""
    already = price > target.net  # PRC-OVER has put the money on it
    return (
        case.find(
            Code.PRC_CONF,
            f"{shown_money(price, target.order.currency)} per {target.line.unit.name} is billed for {product_name(target.line)}, but the "
            f"supplier's confirmation{number} says {shown_money(difference.ordered)}.",
            line=assigned.line.index, field="unit_price", expected=shown_money(difference.ordered), actual=shown_money(price),
            money=None if already else difference.money, record=order_line_ref(target.order, target.line), proof=latest.document_id,
        ),
    )  # fmt: skip
