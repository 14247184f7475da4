"""Is the document sound as a whole? Required fields, dates, sums, currency, and the limits in money that stand over it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.finding import Finding
from idp.domain.page import Quality
from idp.domain.purchase import PurchaseOrder
from idp.matching.case import Case, order_ref, shown, shown_money
from idp.matching.line import PrintedLine
from idp.matching.share import Assigned

_REQUIRED = ("invoice_number", "invoice_date", "currency", "total")
ZERO = Decimal(0)


def missing_fields(case: Case) -> tuple[Finding, ...]:
    """EXT-MISSING for what a bill cannot do without, unless reading has said so already."""
    told = {f.field for f in case.document.findings if f.code is Code.EXT_MISSING}
    absent = [n for n in _REQUIRED if n not in case.document.fields and n not in told]
    found = [case.find(Code.EXT_MISSING, f"The {n.replace('_', ' ')} could not be found.", field=n) for n in absent]
    if not case.document.lines and "lines" not in told:
        found.append(
            case.find(Code.EXT_MISSING, "No lines could be read, so they cannot be compared with an order.", field="lines")
        )
    return tuple(found)


def date_findings(case: Case, orders: Iterable[PurchaseOrder]) -> tuple[Finding, ...]:
    """VAL-DATE: in the future, older than the policy allows, before its order, or due before it was written."""
    dated, due = case.document.date("invoice_date"), case.document.date("due_date")
    if dated is None or any(f.code is Code.VAL_DATE for f in case.document.findings):
        return ()
    today, policy = case.facts.today, case.policy
    ordered = min((o.order_date for o in orders if o.order_date is not None), default=None)
    if dated > today + timedelta(days=policy.future_days):
        return (_date(case, f"The date {dated} lies in the future.", expected=today, actual=dated),)
    if dated < today - timedelta(days=policy.max_age_days):
        oldest = today - timedelta(days=policy.max_age_days)
        return (_date(case, f"The date {dated} is more than {policy.max_age_days} days ago.", expected=oldest, actual=dated),)
    if ordered is not None and dated < ordered:
        return (_date(case, f"The date {dated} is before the order was placed ({ordered}).", expected=ordered, actual=dated),)
    if due is not None and due < dated and not case.is_credit:
        return (_date(case, f"It is due on {due}, before its own date {dated}.", expected=dated, actual=due, field="due_date"),)
    return ()


def _date(case: Case, message: str, *, expected: object, actual: object, field: str = "invoice_date") -> Finding:
    return case.find(Code.VAL_DATE, message, field=field, expected=expected, actual=actual)


def sum_findings(case: Case, assigned: Iterable[Assigned]) -> tuple[Finding, ...]:
    """VAL-LINE, VAL-SUBTOTAL, VAL-TOTAL, VAL-ROUND and VAL-AMOUNT where reading has not raised them. E-documents were checked when read."""
    rows = tuple(assigned)
    printed = tuple(a.line for a in rows)
    found = [_impossible_total(case), *(_impossible_line(case, line) for line in printed)]
    if case.document.quality is not Quality.STRUCTURED:
        found += [_line_sum(case, row) for row in rows]
        found += [_subtotal(case, printed), _total(case, printed)]
    told = {(f.code, f.line) for f in case.document.findings}
    return tuple(f for f in found if f is not None and (f.code, f.line) not in told)


def _impossible_total(case: Case) -> Finding | None:
    total = case.document.number("total")
    if total is None or (total != 0 and (case.is_credit or total > 0)):
        return None
    what = "nothing" if total == 0 else f"{shown_money(total)}, less than nothing: it may be a credit note"
    return case.find(Code.VAL_AMOUNT, f"The total of this {case.paper} is {what}.", field="total", actual=shown_money(total))


def _impossible_line(case: Case, line: PrintedLine) -> Finding | None:
    if line.quantity == 0 and line.amount:
        return case.find(
            Code.VAL_AMOUNT, f"Line {(line.index or 0) + 1} bills {shown_money(line.amount)} for a quantity of 0.",
            line=line.index, field="quantity", actual="0",
        )  # fmt: skip
    if line.quantity == 0 and line.unit_price:
        return case.find(
            Code.VAL_AMOUNT, f"Line {(line.index or 0) + 1} has a price of {shown_money(line.unit_price)} but a quantity of 0.",
            line=line.index, field="quantity", actual="0",
        )  # fmt: skip
    return None


def _line_sum(case: Case, row: Assigned) -> Finding | None:
    line = row.line
    if line.stated_net is None or line.quantity is None or line.amount is None:
        return None
    expected = line.stated_net * line.quantity
    # A price printed with n digits may be rounded by half of its last one.
    slack = abs(line.quantity) * Decimal(5).scaleb(_last_digit(line) - 1) / line.price_base
    limit = max(case.policy.rounding_line, min(slack, abs(line.amount) / 1000))
    if abs(expected - line.amount) <= limit or abs(_less_agreed_discount(row, expected) - line.amount) <= limit:
        return None
    return case.find(
        Code.VAL_LINE,
        f"Line {(line.index or 0) + 1}: {shown(line.quantity)} × {shown_money(line.stated_net)} is {shown_money(expected)}, but "
        f"{shown_money(line.amount)} is printed.",
        line=line.index, field="amount", expected=shown_money(expected), actual=shown_money(line.amount),
        money=case.in_company(expected - line.amount, case.document.text("currency")),
    )  # fmt: skip


def _less_agreed_discount(row: Assigned, expected: Decimal) -> Decimal:
    """With the order's discount, where the paper has it in the amount but in no column that was read."""
    if row.target is None or row.line.discount is not None:
        return expected
    return expected * (100 - row.target.line.discount_percent) / 100


def _last_digit(line: PrintedLine) -> int:
    """The power of ten of the price's last printed digit, at most hundredths: 12.5 was not rounded to tenths."""
    exponent = (line.unit_price or ZERO).as_tuple().exponent
    return min(-2, exponent) if isinstance(exponent, int) else -2


def _subtotal(case: Case, lines: tuple[PrintedLine, ...]) -> Finding | None:
    """A line without an amount counts as what quantity and price come to."""
    subtotal = case.stated("subtotal")
    if subtotal is None or all(line.is_text_only for line in lines):
        return None
    return _differ(case, Code.VAL_SUBTOTAL, "The lines add up to", _worth(lines), subtotal, "subtotal")


def _total(case: Case, lines: tuple[PrintedLine, ...]) -> Finding | None:
    """Subtotal and tax, or without a printed subtotal the lines and the tax, against the total."""
    subtotal, tax, total = (case.stated(n) for n in ("subtotal", "tax_amount", "total"))
    if tax is None or total is None or (subtotal is None and all(line.is_text_only for line in lines)):
        return None
    if subtotal is None:
        return _differ(case, Code.VAL_TOTAL, "Lines and tax add up to", _worth(lines) + tax, total, "total")
    return _differ(case, Code.VAL_TOTAL, "Subtotal and tax add up to", subtotal + tax, total, "total")


def _worth(lines: Iterable[PrintedLine]) -> Decimal:
    return sum((line.worth or ZERO for line in lines), ZERO)


def _differ(case: Case, code: Code, what: str, computed: Decimal, printed: Decimal, field: str) -> Finding | None:
    difference = abs(computed - printed)
    if difference == 0:
        return None
    rounding = difference <= case.policy.rounding_document
    return case.find(
        Code.VAL_ROUND if rounding else code,
        f"{what} {shown_money(computed)}, but the {field} is printed as {shown_money(printed)}{' (rounding)' if rounding else ''}.",
        field=field, expected=shown_money(computed), actual=shown_money(printed),
        money=case.in_company(difference, case.document.text("currency")),
    )  # fmt: skip


def currency_findings(case: Case, orders: Iterable[PurchaseOrder]) -> tuple[Finding, ...]:
    """CUR-MISMATCH for every order in another currency."""
    printed = case.document.text("currency")
    return tuple(
        case.find(
            Code.CUR_MISMATCH, f"This {case.paper} is in {printed}, order {order.name} is in {order.currency}.",
            field="currency", expected=order.currency, actual=printed, record=order_ref(order),
        )
        for order in orders
        if printed is not None and order.currency != printed
    )  # fmt: skip


def cap_finding(case: Case, passed: Decimal) -> tuple[Finding, ...]:
    """AMT-CAP: the overcharges that passed singly (company currency) exceed the document cap together."""
    cap = case.policy.document_cap
    if cap is None or passed <= cap:
        return ()
    currency = case.company.currency
    return (
        case.find(
            Code.AMT_CAP,
            f"Each difference is small enough to pass, but together they come to {shown_money(passed, currency)}; at most "
            f"{shown_money(cap)} may pass.",
            expected=shown_money(cap), actual=shown_money(passed), money=case.in_company(passed, currency),
        ),
    )  # fmt: skip


def limit_findings(case: Case) -> tuple[Finding, ...]:
    """AMT-LIMIT above the highest approval limit that is passed; FRD-SPLIT just below one."""
    total = case.document.number("total")
    if total is None or case.is_credit or not case.policy.approval_limits:
        return ()
    money = case.total_in_company
    if money is None:
        return (_unknown_rate(case, total),)
    limits = sorted(case.policy.approval_limits, key=lambda x: x.amount)
    over = [x for x in limits if money.amount > x.amount]
    found = []
    if over:
        found.append(
            case.find(
                Code.AMT_LIMIT, f"{money} is above the limit of {shown_money(over[-1].amount)} from which {over[-1].role} must approve.",
                field="total", expected=shown_money(over[-1].amount), actual=shown_money(money.amount), owner=over[-1].role,
            )
        )  # fmt: skip
    share = case.policy.just_below_percent
    near = [x for x in limits if share is not None and x.amount * (100 - share) / 100 <= money.amount <= x.amount]
    if near:
        found.append(
            case.find(
                Code.FRD_SPLIT, f"{money} is just below the approval limit of {shown_money(near[0].amount)}.",
                field="total", expected=shown_money(near[0].amount), actual=shown_money(money.amount), money=money,
            )
        )  # fmt: skip
    return tuple(found)


def _unknown_rate(case: Case, total: Decimal) -> Finding:
    currency = case.document.text("currency")
    return case.find(
        Code.AMT_LIMIT, f"Odoo has no rate for {currency}, so {shown_money(total, currency)} cannot be held against the approval limits.",
        field="total", actual=shown_money(total),
    )  # fmt: skip


def unsure_finding(case: Case, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """EXT-LOWCONF where reading is not sure of itself and nothing else asks for a person: such a document never passes by itself."""
    if case.document.confident or any(f.severity.rank >= 2 for f in findings):
        return ()
    if any(value.is_typed for value in case.document.fields.values()):
        return (case.find(Code.EXT_LOWCONF, "Values were corrected by a person; somebody has to let the document pass."),)
    weakest = sorted(case.document.fields.items(), key=lambda item: item[1].confidence)
    field = weakest[0][0] if weakest else None
    what = f" of the {field.replace('_', ' ')}" if field else ""
    return (case.find(Code.EXT_LOWCONF, f"The reading{what} is not sure enough to pass without a look.", field=field),)
