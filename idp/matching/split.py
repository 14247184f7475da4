"""Was one purchase billed in pieces, each small enough to need no approval? Bills of a vendor within days that together pass a limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.document import DocumentType
from idp.domain.finding import Finding, RecordRef
from idp.domain.money import Money
from idp.matching.case import Case, bill_ref, shown_money
from idp.matching.duplicate import earlier_bills, waiting_twins
from idp.matching.number import is_same_document_number
from idp.matching.quantity import Billed

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Another bill that may be a part of the same purchase. `order_ids` are the orders that it bills, None where that is not known."""

    number: str | None
    dated: date
    money: Money
    order_ids: frozenset[int] | None
    record: RecordRef | None = None
    proof: str | None = None


def split_findings(case: Case, billed: Iterable[Billed]) -> tuple[Finding, ...]:
    """FRD-SPLIT for the lowest approval limit that this bill and others of the vendor keep below one by one and pass together.

    Bills of one order belong together where it was delivered in fewer parts than it was billed in: a partial delivery with a bill of its
    own is ordinary business. Bills without any order belong together by themselves. Bills of different orders do not: each order was
    approved on its own.
    """
    days, dated = case.policy.split_days, case.document.date("invoice_date")
    mine = case.total_in_company
    if (
        days is None
        or not case.policy.approval_limits
        or dated is None
        or mine is None
        or case.is_credit
        or case.vendor is None
    ):
        return ()
    orders = frozenset(b.target.order.id for b in billed)
    others = _pieces(case)
    near = [p for p in others if abs((p.dated - dated).days) <= days]
    related = [p for p in near if _belongs(case, orders, p, others)]
    for limit in sorted(case.policy.approval_limits, key=lambda x: x.amount):
        pieces = [p for p in related if p.money.amount <= limit.amount]
        whole = sum((p.money.amount for p in pieces), mine.amount)
        if pieces and mine.amount <= limit.amount < whole:
            return (_finding(case, pieces, mine, whole, limit.amount),)
    return ()


def _pieces(case: Case) -> list[_Piece]:
    """The vendor's other bills to this company, in Odoo and waiting here; a repetition of this very number is none."""
    number = case.document.text("invoice_number") or ""
    order_of = {line.id: order.id for order in case.facts.orders for line in order.lines}
    pieces = []
    for bill in earlier_bills(case):
        money = case.in_company(bill.total, bill.currency)
        if bill.company_id != case.company.id or bill.bill_date is None or money is None:
            continue
        on_lines = frozenset(order_of[x.order_line_id] for x in bill.lines if x.order_line_id in order_of)
        orders = on_lines if on_lines or bill.origin == "" else None
        pieces.append(_Piece(bill.number, bill.bill_date, money, orders, bill_ref(bill), bill.ours))
    for twin in waiting_twins(case):
        money = None if twin.total is None else case.in_company(twin.total, twin.currency)
        if twin.document_type is not DocumentType.INVOICE or twin.document_date is None or money is None:
            continue
        on_lines = frozenset(order_of[line_id] for line_id, _ in twin.billed if line_id in order_of)
        pieces.append(_Piece(twin.number, twin.document_date, money, on_lines or None, proof=twin.document_id))
    return [p for p in pieces if not (p.number and is_same_document_number(p.number, number))]


def _belongs(case: Case, orders: frozenset[int], piece: _Piece, others: Iterable[_Piece]) -> bool:
    if not orders:
        return piece.order_ids == frozenset()
    shared = orders & (piece.order_ids or frozenset())
    return any(_deliveries(case, order_id) < 1 + _bills_of(order_id, others) for order_id in shared)


def _deliveries(case: Case, order_id: int) -> int:
    """How many transfers brought goods of the order."""
    return sum(
        p.order_id == order_id and p.state == "done" and not p.is_return and any(t.done > 0 for t in p.lines)
        for p in case.facts.pickings
    )


def _bills_of(order_id: int, pieces: Iterable[_Piece]) -> int:
    return sum(order_id in (p.order_ids or ()) for p in pieces)


def _finding(case: Case, pieces: list[_Piece], mine: Money, whole: Decimal, limit: Decimal) -> Finding:
    latest = max(pieces, key=lambda p: p.dated)
    names = ", ".join(f"{p.number or 'a bill without a number'} of {p.dated} ({p.money})" for p in pieces[:4])
    return case.find(
        Code.FRD_SPLIT,
        f"This bill of {mine} and {names} keep below the approval limit of {shown_money(limit)} one by one; together they come to "
        f"{shown_money(whole, mine.currency)}.",
        field="total", expected=shown_money(limit), actual=shown_money(whole), money=mine, record=latest.record, proof=latest.proof,
    )  # fmt: skip
