"""What about lines that no order line takes? Charges go by the catalogue of the policy, everything else is not on the order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.document import DocumentType
from idp.domain.finding import Finding
from idp.domain.purchase import PurchaseOrder
from idp.matching.case import Case, line_name, order_line_ref, product_name, shown, shown_money
from idp.matching.line import PrintedLine
from idp.matching.share import Assigned
from idp.matching.target import Target


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The findings on lines without an order line, and the charges that passed under their cap (company currency)."""

    findings: tuple[Finding, ...]
    passed: Decimal = Decimal(0)


def unplaced_findings(case: Case, assigned: Iterable[Assigned], orders: tuple[PurchaseOrder, ...]) -> Unplaced:
    """CHG-UNPLANNED, CHG-OVERCAP and LIN-NOTONPO. Remarks, charges of nothing and what is in our favour are let be: a deduction from a
    bill, a charge given back by a credit note. A deduction from a credit note is a charge.
    """
    findings, passed = [], Decimal(0)
    for one in assigned:
        if one.shares or one.line.is_text_only:
            continue
        if one.line.charge is None:
            findings.append(_not_on_order(case, one, orders))
            continue
        charge = _charge(case, one)
        findings += charge.findings
        passed += charge.passed
    return Unplaced(tuple(findings), passed)


def _charge(case: Case, one: Assigned) -> Unplaced:
    worth, currency = one.line.worth, case.document.text("currency")
    if not worth or (worth > 0) is case.is_credit:
        return Unplaced(())
    money = case.in_company(worth, currency)
    what = one.line.description or one.line.charge
    cap = next((c.cap for c in case.policy.charges if c.kind == one.line.charge), None)
    if cap is not None and money is not None and money.amount <= cap:
        return Unplaced((), money.amount)
    code = Code.CHG_UNPLANNED if cap is None else Code.CHG_OVERCAP
    limit = (
        "is not on the order" if cap is None else f"is more than the {shown_money(cap, case.company.currency)} that may pass"
    )
    return Unplaced(
        (
            case.find(
                code, f"{what} of {shown_money(worth, currency)} {limit}.", line=one.line.index,
                field="amount" if one.line.index is not None else "subtotal", expected=None if cap is None else shown_money(cap),
                actual=shown_money(worth), money=money,
            ),
        )
    )  # fmt: skip


def _not_on_order(case: Case, one: Assigned, orders: tuple[PurchaseOrder, ...]) -> Finding:
    line, currency = one.line, case.document.text("currency")
    worth = line.worth or Decimal(0)
    names = ", ".join(o.name for o in orders[:4]) or "any order"
    amount = f" ({shown_money(worth, currency)})" if worth else ""
    what = line.description or ", ".join(line.codes) or "A line without a description"
    return case.find(
        Code.LIN_NOTONPO, f"{what}{amount} is not on {names}.", line=line.index, field="description", expected=None,
        actual=what, money=case.in_company(worth, currency), severity=None if _needs_word(case, line) else Severity.INFO,
    )  # fmt: skip


def _needs_word(case: Case, line: PrintedLine) -> bool:
    """Whether it costs us something: a line of a bill, a deduction from a credit note, an article taken back at a price that no order
    bears out. Other deductions from a bill, and what is free, are in our favour.
    """
    worth = line.worth or Decimal(0)
    if worth >= 0:
        return worth > 0
    return case.is_credit or (bool(line.codes) and line.quantity is not None and line.quantity < 0)


def ambiguous_findings(case: Case, assigned: Iterable[Assigned]) -> tuple[Finding, ...]:
    """LIN-AMBIG: other order lines fit as well as the one chosen, or the words say something else than price and quantity."""
    doubtful = (a for a in assigned if a.target is not None and (a.rivals or a.is_guess))
    return tuple(_ambiguous(case, one, one.shares[0].target) for one in doubtful)


def _ambiguous(case: Case, one: Assigned, target: Target) -> Finding:
    printed = one.line.description or f"Line {(one.line.index or 0) + 1}"
    names = [line_name(t.order, t.line) for t in (target, *one.rivals[:3])]
    if one.rivals:
        message = f"{printed} fits {' and '.join(names)} equally well."
    else:
        message = f"{printed} is taken for {product_name(target.line)} on {names[0]} by its figures; the words do not say so."
    return case.find(
        Code.LIN_AMBIG, message, line=one.line.index, field="description", expected=" or ".join(names), actual=one.line.description,
        record=order_line_ref(target.order, target.line),
    )  # fmt: skip


def missing_findings(case: Case, targets: Iterable[Target], assigned: Iterable[Assigned]) -> tuple[Finding, ...]:
    """LIN-MISSING (info): order lines that this document leaves out though they may be billed (or, on a confirmation, are to come)."""
    used = {s.target.line.id for a in assigned for s in a.shares}
    confirms = case.document.document_type is DocumentType.ORDER_CONFIRMATION
    left = [(t, t.line.quantity - t.line.received if confirms else t.billable) for t in targets if t.line.id not in used]
    return tuple(_missing(case, target, quantity) for target, quantity in left if quantity > 0)


def _missing(case: Case, target: Target, quantity: Decimal) -> Finding:
    what = "is still to come" if case.document.document_type is DocumentType.ORDER_CONFIRMATION else "may be billed"
    return case.find(
        Code.LIN_MISSING,
        f"{line_name(target.order, target.line)} is not on this {case.paper}; {shown(quantity)} {target.line.unit.name} of it {what}.",
        expected=shown(quantity), record=order_line_ref(target.order, target.line),
    )  # fmt: skip
