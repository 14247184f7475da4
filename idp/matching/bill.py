"""An invoice or credit note against orders, receipts and earlier bills: what differs, and the draft bill it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.finding import Finding
from idp.domain.purchase import PurchaseOrder
from idp.matching.allowance import with_discounts
from idp.matching.billentry import Written, bill_entry, entry_currency, write_lines
from idp.matching.case import Case
from idp.matching.charge import ambiguous_findings, missing_findings, unplaced_findings
from idp.matching.coding import coded_entry_lines, suggest_codings
from idp.matching.compared import Compared, line_matches, with_taxes
from idp.matching.computed import compute
from idp.matching.credit import credit_findings
from idp.matching.duplicate import duplicate_findings
from idp.matching.following import told_once
from idp.matching.fraud import bank_findings, sender_findings
from idp.matching.gtin import gtin_findings
from idp.matching.order import Named, order_findings
from idp.matching.place import no_order_findings, place
from idp.matching.price import check_price
from idp.matching.quantity import Billed, billed_lines, quantity_findings, unit_findings
from idp.matching.share import Assigned
from idp.matching.split import split_findings
from idp.matching.target import targets_of
from idp.matching.tax import amount_findings, plan_taxes, rate_findings
from idp.matching.term import term_findings
from idp.matching.total import (
    cap_finding,
    currency_findings,
    date_findings,
    limit_findings,
    missing_fields,
    sum_findings,
)  # fmt: skip

_UNFIT = frozenset(
    {
        Code.QTY_OVERORD,
        Code.QTY_OVERREC,
        Code.QTY_NOREC,
        Code.QTY_QUALITY,
        Code.QTY_UOM,
        Code.LIN_NOTONPO,
        Code.CRN_OVER,
        Code.CRN_NORETURN,
    }
)


def compare_bill(case: Case, named: Named) -> Compared:
    """Everything about a bill but who sent it: orders, lines, quantities, prices, taxes, sums, duplicates, account."""
    placed = place(case, named)
    orders, assigned = placed.orders, placed.assigned
    three_way, passed = _three_way(case, assigned, orders)
    plan = plan_taxes(case, assigned)
    written = write_lines(case, assigned, plan)
    currency = entry_currency(case, orders) or case.company.currency
    billed = billed_lines(assigned)
    fits = bool(orders) and not any(f.code in _UNFIT for f in three_way)
    findings = (
        *missing_fields(case),
        *sum_findings(case, assigned),
        *date_findings(case, orders),
        *term_findings(case, orders),
        *order_findings(case, named),
        *no_order_findings(case, named, placed),
        *currency_findings(case, orders),
        *three_way,
        *cap_finding(case, passed),
        *rate_findings(case, assigned, plan),
        *written.findings,
        *_amounts(case, written, assigned, currency),
        *duplicate_findings(case, billed, fits_open_quantities=fits),
        *gtin_findings(case, orders),
        *bank_findings(case),
        *sender_findings(case),
        *_limits(case, billed),
    )
    codings = suggest_codings(case, assigned)
    booked = replace(written, lines=coded_entry_lines(written.lines, codings, case.facts.taxes))
    told = told_once(case, findings, billed)
    rows = with_taxes(line_matches(case, assigned), assigned, plan.taxes)
    return Compared(told, orders, rows, bill_entry(case, booked, orders), codings)


def _limits(case: Case, billed: tuple[Billed, ...]) -> tuple[Finding, ...]:
    """The approval limits; FRD-SPLIT once, by whichever sign."""
    alone = limit_findings(case)
    return alone if any(f.code is Code.FRD_SPLIT for f in alone) else (*alone, *split_findings(case, billed))


def _amounts(case: Case, written: Written, assigned: Iterable[Assigned], currency: str) -> tuple[Finding, ...]:
    """Where a price lost digits, PST-PRECISION has told why the sums will differ; without lines, EXT-MISSING has."""
    if written.findings or not written.lines:
        return ()
    printed_sum = sum((a.line.worth or Decimal(0) for a in assigned), Decimal(0))
    return amount_findings(case, compute(written.taxed, currency), printed_sum=printed_sum)


def _three_way(
    case: Case, assigned: tuple[Assigned, ...], orders: tuple[PurchaseOrder, ...]
) -> tuple[tuple[Finding, ...], Decimal]:
    """Findings on lines, quantities and prices, and the overcharges that passed singly."""
    billed = billed_lines(assigned)
    unplaced = unplaced_findings(case, assigned, orders) if orders else unplaced_findings(case, _charges(assigned), orders)
    checks = [check_price(case, a, s) for a in with_discounts(case, assigned) for s in a.shares]
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
