"""Is a credit note justified? Against the bill it credits, what was billed on its order lines, and what went back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.finding import Finding
from idp.domain.purchase import Bill, PurchaseOrder
from idp.matching.case import Case, bill_ref, line_name, order_line_ref, product_name, shown, shown_money
from idp.matching.number import is_same_document_number
from idp.matching.quantity import Billed
from idp.matching.share import price_in_order
from idp.matching.target import is_own

ZERO = Decimal(0)


def original_of(case: Case) -> Bill | None:
    """The bill that the credit note names, among the vendor's bills that are not cancelled."""
    number = case.document.text("original_invoice_number")
    if number is None:
        return None
    ids = {case.vendor.id, *case.vendor.contact_ids} if case.vendor is not None else set()
    return next(
        (
            b for b in case.facts.bills
            if not b.is_refund and b.state != "cancel" and b.vendor_id in ids and b.number and is_same_document_number(b.number, number)
        ),
        None,
    )  # fmt: skip


def orders_credited(case: Case) -> tuple[PurchaseOrder, ...]:
    """The orders of the bill that a credit note names; none for other papers."""
    original = original_of(case) if case.is_credit else None
    lines = {line.order_line_id for line in original.lines} if original is not None else set()
    return tuple(o for o in case.facts.orders if any(line.id in lines for line in o.lines))


def credit_findings(case: Case, billed: Iterable[Billed]) -> tuple[Finding, ...]:
    """CRN-NOLINK, CRN-OVER (more, or at a higher price, than was billed), CRN-NORETURN, and PRC-UNDER where less is credited than paid."""
    original = original_of(case)
    lines = tuple(billed)
    found = [] if original is not None else [_no_link(case)]
    found += _over_original(case, original)
    for one in lines:
        found += _line(case, one, original)
    return tuple(found)


def _no_link(case: Case) -> Finding:
    number = case.document.text("original_invoice_number")
    message = (
        f"The bill {number} that it credits is not in Odoo."
        if number
        else "This credit note does not say which bill it credits."
    )
    return case.find(Code.CRN_NOLINK, message, field="original_invoice_number", actual=number, money=case.total_in_company)


def _over_original(case: Case, original: Bill | None) -> list[Finding]:
    total = case.stated("total")
    if original is None or total is None:
        return []
    earlier = sum((b.total for b in _credits(case, original)), ZERO)
    left = original.total - earlier
    if total <= left + case.policy.rounding_document:
        return []
    before = f", of which {shown_money(earlier)} is credited already" if earlier else ""
    return [
        case.find(
            Code.CRN_OVER,
            f"{shown_money(total, case.document.text('currency'))} is credited, but bill {original.number} was over "
            f"{shown_money(original.total)}{before}.",
            field="total", expected=shown_money(left), actual=shown_money(total), record=bill_ref(original),
            money=case.in_company(total - left, case.document.text("currency")),
        )
    ]  # fmt: skip


def _credits(case: Case, original: Bill) -> list[Bill]:
    """Earlier credit notes on the original's order lines; own draft and cancelled ones aside."""
    lines = {line.order_line_id for line in original.lines if line.order_line_id is not None}
    return [
        b for b in case.facts.bills
        if b.is_refund and b.state != "cancel" and not is_own(b, case) and b.vendor_id == original.vendor_id
        and lines.intersection(line.order_line_id for line in b.lines)
    ]  # fmt: skip


def _line(case: Case, one: Billed, original: Bill | None) -> list[Finding]:
    """`billed_before` is net of earlier credits: crediting more than it is too much, crediting what was kept needs a reason."""
    target, credited = one.target, one.now
    name = line_name(target.order, target.line)
    if credited > target.billed_before:
        return [
            case.find(
                Code.CRN_OVER,
                f"{shown(credited)} {target.line.unit.name} of {product_name(target.line)} are credited, but only "
                f"{shown(target.billed_before)} are billed on {name}.",
                line=one.line, field="quantity", expected=shown(target.billed_before), actual=shown(credited),
                money=case.in_company((credited - target.billed_before) * target.net, target.order.currency),
                record=order_line_ref(target.order, target.line),
            )
        ]  # fmt: skip
    if _is_price_credit(case, one, original):
        return []
    kept = target.line.received - (target.billed_before - credited)
    found = _other_than_paid(case, one, original)
    if target.receipt_expected and kept > 0:
        found.append(
            case.find(
                Code.CRN_NORETURN,
                f"{shown(credited)} {target.line.unit.name} of {product_name(target.line)} are credited, but Odoo has no return for "
                f"{shown(min(kept, credited))} of them on {name}.",
                line=one.line, field="quantity", expected=shown(max(ZERO, credited - kept)), actual=shown(credited),
                money=case.in_company(min(kept, credited) * target.net, target.order.currency),
                record=order_line_ref(target.order, target.line),
            )
        )  # fmt: skip
    return found


def _paid_price(one: Billed, original: Bill | None) -> Decimal:
    """The price on the original bill for the order line, else the ordered one."""
    lines = original.lines if original is not None else ()
    return next((b.unit_price for b in lines if b.order_line_id == one.target.line.id and b.unit_price > 0), one.target.net)


def _credited_price(case: Case, one: Billed) -> Decimal | None:
    row = one.rows[0]
    return price_in_order(case, row, row.shares[0])


def _is_price_credit(case: Case, one: Billed, original: Bill | None) -> bool:
    """The credit gives back an overcharge: paid less credited is the ordered price, and nothing need go back."""
    credited = _credited_price(case, one)
    if credited is None:
        return False
    after = _paid_price(one, original) - credited
    return credited < _paid_price(one, original) / 2 and after >= one.target.net - case.policy.rounding_line


def _other_than_paid(case: Case, one: Billed, original: Bill | None) -> list[Finding]:
    """PRC-UNDER for a lower price than the paid one, CRN-OVER for a higher one; both are the buyer's to clear."""
    credited, paid = _credited_price(case, one), _paid_price(one, original)
    rounding = case.policy.rounding_line * (case.rate(one.target.order.currency) or 1)
    if credited is None or abs(paid - credited) * one.now <= rounding:
        return []
    target = one.target
    return [
        case.find(
            Code.PRC_UNDER if credited < paid else Code.CRN_OVER,
            f"{shown_money(credited, target.order.currency)} per {target.line.unit.name} is credited for {product_name(target.line)}, "
            f"{shown_money(paid)} was paid.",
            line=one.line, field="unit_price", expected=shown_money(paid), actual=shown_money(credited),
            money=case.in_company((paid - credited) * one.now, target.order.currency),
            record=order_line_ref(target.order, target.line), severity=Severity.REVIEW,
        )
    ]  # fmt: skip
