"""Which findings only follow from another? A cause is told once, with its money; what it explains in full is no question of its own.

That nothing was received on a cancelled order follows from its being cancelled. That a bill sent again exceeds what was ordered and
received follows from the earlier one, as far as that itself was within; so does that a bill sent again has no order it could be for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.finding import Finding, RecordRef
from idp.domain.money import Money
from idp.domain.purchase import Bill, OrderState
from idp.matching.case import Case, order_line_ref, order_ref
from idp.matching.credit import credit_findings
from idp.matching.duplicate import bill_of_same_number, is_repeated
from idp.matching.order import is_fully_billed
from idp.matching.quantity import Billed, quantity_findings
from idp.matching.target import Target, targets_of

_QUANTITIES = frozenset({Code.QTY_OVERORD, Code.QTY_OVERREC, Code.QTY_QUALITY, Code.CRN_OVER, Code.CRN_NORETURN})
_REPEATED = frozenset({Code.DUP_FILE, Code.DUP_NUMBER})


def told_once(case: Case, findings: tuple[Finding, ...], billed: tuple[Billed, ...]) -> tuple[Finding, ...]:
    """The findings without those that another of them explains in full; the explaining one takes over money that is on no other."""
    return _of_repetition(case, _of_same_bill(case, _of_cancelled(findings, billed)), billed)


def _of_same_bill(case: Case, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Where the earlier bill has the same number and the same amount: without PO-NONE, for what was billed is not open any more."""
    earlier = bill_of_same_number(case)
    total, currency = case.stated("total"), case.document.text("currency")
    same = earlier is not None and total == earlier.total and currency in (None, earlier.currency)
    if not same or not any(f.code in _REPEATED for f in findings):
        return findings
    return tuple(f for f in findings if f.code is not Code.PO_NONE)


def _of_cancelled(findings: tuple[Finding, ...], billed: tuple[Billed, ...]) -> tuple[Finding, ...]:
    """Without QTY-NOREC on cancelled orders, whose PO-CLOSED then says so and has the money."""
    told = {f.record for f in findings if f.code is Code.PO_CLOSED}
    cancelled = [b.target for b in billed if b.target.order.state is OrderState.CANCELLED and order_ref(b.target.order) in told]
    order_of = {order_line_ref(t.order, t.line): order_ref(t.order) for t in cancelled}
    following = [f for f in findings if f.code is Code.QTY_NOREC and f.record in order_of]
    explained = {order_of[f.record] for f in following if f.record is not None}
    return tuple(
        _nothing_came(f, [x for x in following if x.record is not None and order_of[x.record] == f.record])
        if f.code is Code.PO_CLOSED and f.record in explained
        else f
        for f in findings
        if f not in following
    )


def _nothing_came(closed: Finding, following: Iterable[Finding]) -> Finding:
    amounts = [f.money for f in following if f.money is not None]
    money: Money | None = sum(amounts[1:], amounts[0]) if amounts else None
    return replace(closed, message=f"{closed.message.removesuffix('.')} and nothing was received on it.", money=money)


def _of_repetition(case: Case, findings: tuple[Finding, ...], billed: tuple[Billed, ...]) -> tuple[Finding, ...]:
    """Where the bill of the same number has the same quantities: without what would not be told if that bill were not there."""
    earlier = bill_of_same_number(case)
    if earlier is None or not is_repeated(earlier, billed) or not any(f.code in _REPEATED for f in findings):
        return findings
    first = tuple(replace(b, target=_before(b.target, earlier)) for b in billed)
    alone = replace(case, facts=replace(case.facts, bills=tuple(b for b in case.facts.bills if b is not earlier)))
    again = credit_findings(alone, first) if case.is_credit else tuple(f for b in first for f in quantity_findings(alone, b))
    remaining = {(f.code, f.record) for f in again}
    open_again = {order_ref(b.target.order) for b in first if _was_open(case, b.target, earlier)}
    return tuple(f for f in findings if not _follows(f, remaining, open_again))


def _follows(found: Finding, remaining: set[tuple[Code, RecordRef | None]], open_again: set[RecordRef]) -> bool:
    if found.code is Code.PO_CLOSED:
        return found.record in open_again
    return found.code in _QUANTITIES and (found.code, found.record) not in remaining


def _before(target: Target, earlier: Bill) -> Target:
    """The order line as it was before the earlier bill."""
    counted = sum((line.quantity for line in earlier.lines if line.order_line_id == target.line.id), Decimal(0))
    return replace(target, billed_before=target.billed_before + (counted if earlier.is_refund else -counted))


def _was_open(case: Case, target: Target, earlier: Bill) -> bool:
    """Whether the order had something left to bill before the earlier bill."""
    closed = target.order.state is OrderState.CANCELLED or is_fully_billed(
        _before(t, earlier) for t in targets_of(case, (target.order,))
    )
    return not closed
