"""The draft bill that a document becomes: its printed lines, so written that Odoo comes to the printed cents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from idp.domain.code import Code
from idp.domain.entry import BillEntry, BillEntryLine
from idp.domain.finding import Finding
from idp.domain.money import Money
from idp.domain.purchase import PurchaseOrder, Tax
from idp.matching.case import Case, shown, shown_money
from idp.matching.computed import TaxedLine
from idp.matching.line import PrintedLine
from idp.matching.number import bare
from idp.matching.share import Assigned, Share
from idp.matching.tax import TaxPlan
from idp.matching.unit import NOT_IN_ODOO

_PERCENT_STEP = Decimal("0.01")  # decimal.precision "Discount" as Odoo ships it
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Quantity, price and discount of an entry line, and the amount that Odoo makes of them."""

    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Written:
    """The entry's lines, each with what Odoo's taxes on it are computed from, and the doubts about writing them."""

    lines: tuple[BillEntryLine, ...]
    taxed: tuple[TaxedLine, ...]
    findings: tuple[Finding, ...]


def write_lines(case: Case, assigned: tuple[Assigned, ...], plan: TaxPlan) -> Written:
    """One entry line for each printed line, or for each share of it where it spreads over order lines; remarks are left out.

    Prices printed with tax stay so where Odoo has the tax that is included; else the line is written net.
    """
    lines: list[BillEntryLine] = []
    taxed: list[TaxedLine] = []
    findings: list[Finding] = []
    for assigned_line, taxes in zip(assigned, plan.taxes, strict=True):
        if assigned_line.line.is_text_only:
            continue
        one = _in_known_unit(_as_taxed(assigned_line, taxes))
        for key, figures, share in _figures_of(case, one):
            lines.append(_entry_line(case, one, key, figures, share, taxes))
            taxed.append(TaxedLine(figures.amount, figures.quantity, taxes))
        findings += _precision(case, one)
    return Written(tuple(lines), tuple(taxed), tuple(findings))


def _as_taxed(one: Assigned, taxes: tuple[Tax, ...]) -> Assigned:
    gross = one.line.gross
    return replace(one, line=gross) if gross is not None and any(tax.price_include for tax in taxes) else one


def _in_known_unit(one: Assigned) -> Assigned:
    """The line in the order's unit, where its own is one that Odoo does not have: 5 hundred at 42.00 are 500 at 42.00 a hundred."""
    if not any(share.unit is not None and share.unit.id == NOT_IN_ODOO for share in one.shares):
        return one
    first = one.shares[0]
    factor = first.quantity / first.printed
    quantity = None if one.line.quantity is None else one.line.quantity * factor
    line = replace(one.line, quantity=quantity, price_base=one.line.price_base * factor)
    return replace(one, line=line, shares=tuple(replace(s, printed=s.quantity, unit=None) for s in one.shares))


def _figures_of(case: Case, one: Assigned) -> Iterator[tuple[str, Figures, Share | None]]:
    """The entry lines of a printed one: one a share, and where Odoo cannot come to the printed cents the rest on its own."""
    key = "charge" if one.line.index is None and one.line.worth and one.line.worth > 0 else "allowance"
    key = str(one.line.index) if one.line.index is not None else key
    whole = figures(case, one.line)
    if len(one.shares) <= 1:
        parts = [(key, whole, one.shares[0] if one.shares else None)]
    else:
        parts = [(f"{key}.{n}", _share_figures(case, whole, share), share) for n, share in enumerate(one.shares)]
    yield from parts
    rest = (one.line.amount or ZERO) - sum((found.amount for _, found, _ in parts), ZERO)
    if one.line.amount is not None and rest:
        yield f"{key}.rest", Figures(Decimal(1), rest, ZERO, rest), None


def _share_figures(case: Case, whole: Figures, share: Share) -> Figures:
    amount = _line_amount(case, share.printed, whole.unit_price, whole.discount_percent)
    return Figures(share.printed, whole.unit_price, whole.discount_percent, amount)


def figures(case: Case, line: PrintedLine) -> Figures:
    """The printed figures, or the nearest way to say them so that Odoo's rounding comes to the printed amount.

    Tried in turn: as printed; with the discount that the amount implies, unless it is the price that Odoo cannot keep; the net price.
    Where none comes out, as printed.
    """
    quantity = line.quantity if line.quantity else Decimal(1).copy_sign(line.amount or 1)
    if line.unit_price is None or not line.quantity:
        price = abs(line.amount or ZERO) / abs(quantity)
        options = [(price, ZERO)]
    else:
        price = line.unit_price / line.price_base
        options = [(price, _step(line.discount or ZERO, _PERCENT_STEP))]
    if line.amount is not None and quantity:
        gross = quantity * price
        if gross and line.unit_price is not None and _to_digits(price, case.facts.price_digits) == price:
            options.append((price, _step((1 - line.amount / gross) * 100, _PERCENT_STEP)))
        if line.gross is not None:  # a net price that nobody printed may be a cent more, less a discount
            above = price.quantize(Decimal(1).scaleb(-case.facts.price_digits), rounding=ROUND_UP)
            options.append((above, _step((1 - line.amount / (quantity * above)) * 100, _PERCENT_STEP)))
        options.append((_to_digits(line.amount / quantity, case.facts.price_digits), ZERO))
    first = options[0]
    for unit_price, discount in options:
        amount = _line_amount(case, quantity, unit_price, discount)
        if line.amount is None or (amount == line.amount and 0 <= discount <= 100):
            return Figures(quantity, _kept(case, unit_price), discount, amount)
    return Figures(quantity, _kept(case, first[0]), first[1], _line_amount(case, quantity, *first))


def _kept(case: Case, price: Decimal) -> Decimal:
    """A price that Odoo keeps as it is stays as printed; a longer one is rounded as Odoo would."""
    rounded = _to_digits(price, case.facts.price_digits)
    return price if rounded == price else rounded


def _line_amount(case: Case, quantity: Decimal, unit_price: Decimal, discount: Decimal) -> Decimal:
    """Odoo's amount of a line: the price cut to its precision, times quantity, less discount, rounded to the currency."""
    price = _to_digits(unit_price, case.facts.price_digits)
    return Money(quantity * price * (100 - discount) / 100, entry_currency(case, ()) or case.company.currency).rounded().amount


def _to_digits(price: Decimal, digits: int) -> Decimal:
    return _step(price, Decimal(1).scaleb(-digits))


def _step(number: Decimal, step: Decimal) -> Decimal:
    return number.quantize(step, rounding=ROUND_HALF_UP)


def _precision(case: Case, one: Assigned) -> tuple[Finding, ...]:
    """PST-PRECISION: the printed price has more digits than Odoo keeps, and without them the line would be another one."""
    line, digits = one.line.gross or one.line, case.facts.price_digits
    if line.amount is None or line.unit_price is None or not line.quantity:
        return ()
    price = line.unit_price / line.price_base
    lost = line.quantity * (_to_digits(price, digits) - price) * (100 - (line.discount or ZERO)) / 100
    if abs(lost) <= case.policy.rounding_line:
        return ()
    without = Money(line.amount + lost, entry_currency(case, ()) or case.company.currency).rounded().amount
    return (
        case.find(
            Code.PST_PRECISION,
            f"The price {shown(price)} of line {(line.index or 0) + 1} needs more than the {digits} digits that Odoo keeps: "
            f"it would come to {shown_money(without)} instead of {shown_money(line.amount)}.",
            line=line.index, field="unit_price", expected=shown_money(line.amount), actual=shown_money(without),
            money=case.in_company(lost, case.document.text("currency")),
        ),
    )  # fmt: skip


def _entry_line(
    case: Case, one: Assigned, key: str, found: Figures, share: Share | None, taxes: tuple[Tax, ...]
) -> BillEntryLine:
    linked = share is not None and share.target.order.company_id == case.company.id
    order_line = share.target.line if share is not None and linked else None
    unit = None if share is None or order_line is None else (share.unit or order_line.unit)
    return BillEntryLine(
        key=key,
        description=_description(case, one, found, share),
        quantity=found.quantity,
        unit_price=found.unit_price,
        discount_percent=found.discount_percent,
        unit_id=unit.id if unit is not None else None,
        product_id=order_line.product.id if order_line is not None and order_line.product is not None else None,
        order_line_id=order_line.id if order_line is not None else None,
        tax_ids=tuple(t.id for t in taxes),
    )


def _description(case: Case, one: Assigned, found: Figures, share: Share | None) -> str:
    name = one.line.description or (share.target.line.description if share is not None else f"Line {(one.line.index or 0) + 1}")
    if not one.shares or share is not None:
        return name
    what = "rounding" if abs(found.amount) <= case.policy.rounding_document else "discount" if found.amount < 0 else "surcharge"
    return f"{name}: {what}"


def entry_currency(case: Case, orders: tuple[PurchaseOrder, ...]) -> str | None:
    """The printed currency; where none could be read (a finding says so) the order's."""
    return case.document.text("currency") or next((o.currency for o in orders), None)


def bill_entry(case: Case, written: Written, orders: tuple[PurchaseOrder, ...]) -> BillEntry | None:
    """The entry; None where vendor, number, date, total or currency is missing. Amounts of a credit note are positive."""
    document = case.document
    number, dated, total = document.text("invoice_number"), document.date("invoice_date"), case.stated("total")
    currency = entry_currency(case, orders)
    if case.vendor is None or number is None or dated is None or total is None or currency is None:
        return None
    return BillEntry(
        company_id=case.company.id,
        vendor_id=case.vendor.id,
        is_refund=case.is_credit,
        number=number,
        bill_date=dated,
        due_date=document.date("due_date"),
        currency=currency,
        lines=written.lines or (_only_line(number, case.stated("subtotal") or total),),
        subtotal=case.stated("subtotal"),
        tax_amount=case.stated("tax_amount"),
        total=total,
        bank_account_id=_bank_account(case),
        order_names=tuple(o.name for o in orders),
    )


def _only_line(number: str, amount: Decimal) -> BillEntryLine:
    """A bill whose lines could not be read still has its sum, for a person to complete."""
    return BillEntryLine("0", f"Bill {number}", Decimal(1), abs(amount), ZERO, None, None, None, ())


def _bank_account(case: Case) -> int | None:
    """The trusted account equal to the printed IBAN."""
    printed = {bare(i) for i in case.document.texts("supplier_iban")}
    accounts = case.vendor.bank_accounts if case.vendor is not None else ()
    return next((a.id for a in accounts if a.trusted and bare(a.iban) in printed), None)
