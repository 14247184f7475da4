"""Which facts bore on a decision? As few as give the same decision again; what cannot be left out safely stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from idp.domain.document import ExtractedDocument
from idp.domain.history import History
from idp.domain.match import Match
from idp.domain.policy import Policy
from idp.domain.purchase import Facts
from idp.matching.decide import match


def relevant_facts(document: ExtractedDocument, facts: Facts, policy: Policy, *, history: History, found: Match) -> Facts:
    """The facts less the vendors, orders and bills that had no say in `found`, which was decided from them.

    Proven, not presumed: the document is decided again from what is kept, and the first selection that gives an equal match is taken;
    where none does, the facts as they are.
    """
    for kept in _selections(facts, found):
        if match(document, kept, policy, history=history) == found:
            return kept
    return facts


def _selections(facts: Facts, found: Match) -> Iterator[Facts]:
    """The orders that the match names; all of the vendor's (where an order was inferred, or looked for in vain, they competed)."""
    named = frozenset(order.id for order in found.orders)
    if named:
        yield _with_orders(facts, found, named)
    if found.vendor is not None:
        own = frozenset(order.id for order in facts.orders if order.vendor_id == found.vendor.id)
        yield _with_orders(facts, found, named | own)
    yield _with_orders(facts, found, frozenset(order.id for order in facts.orders))


def _with_orders(facts: Facts, found: Match, order_ids: frozenset[int]) -> Facts:
    orders = tuple(order for order in facts.orders if order.id in order_ids)
    line_ids = {line.id for order in orders for line in order.lines}
    vendor_id = found.vendor.id if found.vendor is not None else None
    bills = tuple(
        bill
        for bill in facts.bills
        if bill.vendor_id == vendor_id or any(line.order_line_id in line_ids for line in bill.lines)
    )
    told = {f.record.id for f in found.findings if f.record is not None and f.record.model == "res.partner"}
    meant = told | {vendor_id} | {order.vendor_id for order in orders} | {bill.vendor_id for bill in bills}
    return replace(
        facts,
        vendors=tuple(vendor for vendor in facts.vendors if vendor.id in meant),
        orders=orders,
        pickings=tuple(p for p in facts.pickings if p.order_id is None or p.order_id in order_ids),
        bills=bills,
    )
