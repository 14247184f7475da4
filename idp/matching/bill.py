"""An invoice or credit note against orders, receipts and earlier bills: what differs, and the draft bill it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.entry import BillEntry
from idp.domain.finding import Finding
from idp.domain.match import LineMatch
from idp.domain.purchase import OrderState, PurchaseOrder
from idp.matching.assignment import assign
from idp.matching.billentry import bill_entry, entry_currency, write_lines
from idp.matching.case import Case, order_line_ref, order_ref
from idp.matching.charge import ambiguous_findings, missing_findings, unplaced_findings
from idp.matching.credit import credit_findings
from idp.matching.duplicate import duplicate_findings
from idp.matching.fraud import bank_findings, sender_findings
from idp.matching.infer import Inferred, infer
from idp.matching.line import printed_lines
from idp.matching.order import Named, order_findings
from idp.matching.price import check_price
from idp.matching.quantity import billed_lines, quantity_findings, unit_findings
from idp.matching.share import Assigned
from idp.matching.target import targets_of
from idp.matching.tax import amount_findings, compute, plan_taxes, rate_findings
from idp.matching.total import (
    cap_finding,
    currency_findings,
    date_findings,
    limit_findings,
    missing_fields,
    sum_findings,
)  # fmt: skip

_UNFIT = frozenset({Code.QTY_OVERORD, Code.QTY_OVERREC, Code.QTY_NOREC, Code.QTY_QUALITY, Code.QTY_UOM, Code.LIN_NOTONPO})


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings, the orders and line pairs they rest on, and the entry (None where none can be made)."""

    findings: tuple[Finding, ...]
    orders: tuple[PurchaseOrder, ...]
    lines: tuple[LineMatch, ...]
    entry: BillEntry | None


def compare_bill(case: Case, named: Named) -> Compared:
    """Everything about a bill but who sent it: orders, lines, quantities, prices, taxes, sums, duplicates, account."""
    lines = printed_lines(case.document, case.policy.charges)
    placed = _placed(case, named)
    orders, assigned = placed.orders, placed.assigned
    three_way, passed = _three_way(case, assigned, orders)
    plan = plan_taxes(case, assigned)
    written = write_lines(case, assigned, plan)
    currency = entry_currency(case, orders) or case.company.currency
    fits = bool(orders) and not any(f.code in _UNFIT for f in three_way)
    findings = (
        *missing_fields(case),
        *sum_findings(case, lines),
        *date_findings(case, orders),
        *order_findings(case, named),
        *_no_order(case, named, placed),
        *currency_findings(case, orders),
        *three_way,
        *cap_finding(case, passed),
        *rate_findings(case, assigned, plan),
        *written.findings,
        *amount_findings(case, compute(written.amounts, written.taxes, currency)),
        *duplicate_findings(case, fits_open_quantities=fits),
        *bank_findings(case),
        *sender_findings(case),
        *limit_findings(case),
    )
    return Compared(findings, orders, line_matches(assigned), bill_entry(case, written, orders))


def _placed(case: Case, named: Named) -> Inferred:
    """The lines on the named orders; where none is named (or found), on orders inferred from the vendor's open ones."""
    lines = printed_lines(case.document, case.policy.charges)
    usable = tuple(o for o in named.orders if case.vendor is None or o.vendor_id == case.vendor.id)
    if named.orders:
        billable = tuple(o for o in usable or named.orders if o.state is not OrderState.CANCELLED) or usable or named.orders
        return Inferred(named.orders, assign(case, lines, targets_of(case, billable), named.by_number))
    return infer(case, lines)


def _no_order(case: Case, named: Named, placed: Inferred) -> tuple[Finding, ...]:
    """PO-INFERRED or PO-NONE. Where a printed number was not found, that alone is said unless orders could be inferred."""
    if named.orders:
        return ()
    if placed.orders:
        names = " and ".join(o.name for o in placed.orders)
        others = f"; {' and '.join(o.name for o in placed.others[:3])} would fit as well" if placed.others else ""
        return (
            case.find(
                Code.PO_INFERRED, f"No order is named; the lines fit {names}{others}.", field="po_number", expected=names,
                record=None if len(placed.orders) > 1 else order_ref(placed.orders[0]),
            ),
        )  # fmt: skip
    if named.unknown:
        return ()
    vendor = case.vendor.name if case.vendor is not None else "this supplier"
    return (
        case.find(
            Code.PO_NONE, f"No purchase order is named, and no open order of {vendor} fits the lines.", field="po_number"
        ),
    )


def _three_way(
    case: Case, assigned: tuple[Assigned, ...], orders: tuple[PurchaseOrder, ...]
) -> tuple[tuple[Finding, ...], Decimal]:
    """Findings on lines, quantities and prices, and the overcharges that passed singly."""
    billed = billed_lines(assigned)
    unplaced = unplaced_findings(case, assigned, orders) if orders else unplaced_findings(case, _charges(assigned), orders)
    checks = [check_price(case, a, s) for a in assigned for s in a.shares]
    passed = sum((c.passed for c in checks), unplaced.passed)
    quantities = (
        credit_findings(case, billed) if case.is_credit else tuple(f for b in billed for f in quantity_findings(case, b))
    )
    missing = () if case.is_credit else missing_findings(case, targets_of(case, orders), assigned)
    findings = (
        *unplaced.findings,
        *ambiguous_findings(case, assigned),
        *(f for a in assigned for f in unit_findings(case, a)),
        *quantities,
        *(f for c in checks for f in c.findings),
        *missing,
    )
    return findings, passed


def _charges(assigned: tuple[Assigned, ...]) -> tuple[Assigned, ...]:
    """Without any order, PO-NONE says it once for all goods; charges are still named."""
    return tuple(a for a in assigned if a.line.charge is not None)


def line_matches(assigned: tuple[Assigned, ...]) -> tuple[LineMatch, ...]:
    """The printed lines beside their order lines, in the document's order; one row for each share."""
    rows = []
    for one in assigned:
        if one.line.index is None:
            continue
        if not one.shares:
            rows.append(LineMatch(one.line.index, None, None, 0.0, ""))
        for share in one.shares:
            target = share.target
            rows.append(
                LineMatch(
                    line=one.line.index, record=order_line_ref(target.order, target.line), order_name=target.order.name,
                    score=round(one.score, 4), how=", ".join(one.how), ordered=target.line.quantity, received=target.line.received,
                    billed_before=target.billed_before, order_price=target.net,
                )
            )  # fmt: skip
    return tuple(rows)
