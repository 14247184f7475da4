"""Are the agreed discounts given once for the whole document? A deduction of exactly what the lines lack is theirs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from idp.matching.case import Case
from idp.matching.price import lacks_discount
from idp.matching.share import Assigned, Share, price_in_order

ZERO = Decimal(0)


def with_discounts(case: Case, assigned: tuple[Assigned, ...]) -> tuple[Assigned, ...]:
    """The lines for the comparison of prices: with their agreed discount where the document's deductions, in its totals or as lines of
    their own, are the sum of what they lack.

    The sum has to come out within the policy's rounding of a line, else the lines stay as printed.
    """
    deducted = -sum((worth for a in assigned if not a.shares and (worth := a.line.worth or ZERO) < 0), ZERO)
    if case.is_credit or not deducted:
        return assigned
    lacking = {n: [_lacks(case, one, share) for share in one.shares] for n, one in enumerate(assigned)}
    whole = sum((amount for amounts in lacking.values() for amount in amounts), ZERO)
    if not whole or abs(whole - deducted) > case.policy.rounding_line:
        return assigned
    return tuple(_less(one, sum(lacking[n], ZERO)) for n, one in enumerate(assigned))


def _lacks(case: Case, one: Assigned, share: Share) -> Decimal:
    """How much more than the ordered net price is billed for want of the agreed discount, in the document's currency."""
    price = price_in_order(case, one, share)
    if price is None or share.quantity <= 0 or not lacks_discount(one, share.target):
        return ZERO
    more = (price - share.target.net) * share.quantity
    return case.converted(more, share.target.order.currency, case.document.text("currency")) or ZERO


def _less(one: Assigned, amount: Decimal) -> Assigned:
    """The line with so much less as its amount, which is what it really costs."""
    worth = one.line.worth
    return one if not amount or worth is None else replace(one, line=replace(one.line, amount=worth - amount))
