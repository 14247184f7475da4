"""Which orders has the supplier not confirmed in time? Over all orders, for a round of the clock rather than for a document."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from idp.domain.code import CODES, Code
from idp.domain.finding import Finding
from idp.domain.policy import Policy
from idp.domain.purchase import Facts, OrderState, PurchaseOrder
from idp.matching.action import ACTIONS
from idp.matching.case import net_price, order_ref
from idp.matching.rate import in_company_currency

_PLACED = (OrderState.CONFIRMED, OrderState.LOCKED)


def unconfirmed_findings(facts: Facts, policy: Policy, *, confirmed: Collection[int]) -> tuple[Finding, ...]:
    """CNF-NONE for every order that waits longer than the policy allows, oldest first. `confirmed`: order ids that we have a paper for.

    An order with the vendor's own number in Odoo was confirmed to somebody else; one that was delivered or billed from needs no
    confirmation any more. Exactly the allowed days are in time.
    """
    if policy.expected_days is None:
        return ()
    late = [
        (placed, order)
        for order in facts.orders
        if order.id not in confirmed and _waits(order) and (placed := order.confirmed_on or order.order_date) is not None
        and facts.today > placed + timedelta(days=policy.expected_days)
    ]  # fmt: skip
    return tuple(
        _unconfirmed(facts, policy, order, placed) for placed, order in sorted(late, key=lambda pair: (pair[0], pair[1].id))
    )


def _waits(order: PurchaseOrder) -> bool:
    untouched = all(line.received <= 0 and line.returned <= 0 and line.billed <= 0 for line in order.lines)
    return order.state in _PLACED and order.vendor_reference is None and bool(order.lines) and untouched


def _unconfirmed(facts: Facts, policy: Policy, order: PurchaseOrder, placed: date) -> Finding:
    vendor = next((v.name for v in facts.vendors if v.id == order.vendor_id), "The supplier")
    days = (facts.today - placed).days
    worth = sum((line.quantity * net_price(line) for line in order.lines), Decimal(0))
    company = next((c for c in facts.companies if c.id == order.company_id), facts.companies[0])
    return Finding(
        code=Code.CNF_NONE,
        severity=policy.severity(Code.CNF_NONE),
        owner=CODES[Code.CNF_NONE].owner,
        message=f"{vendor} has not confirmed {order.name} of {placed}; {days} {'day has' if days == 1 else 'days have'} passed and at "
        f"most {policy.expected_days} are allowed.",
        expected=str(policy.expected_days),
        actual=str(days),
        money=in_company_currency(facts, company, worth, order.currency) if worth else None,
        record=order_ref(order),
        actions=ACTIONS.get(Code.CNF_NONE, ()),
    )
