"""Does Odoo's total equal the printed one, and what makes it so?

Suppliers round taxes a line or a document, Odoo as its settings say: a few cents may differ and belong into the tax, where the
printed amount is what may be deducted. Without a tax line they are a line of their own: Odoo 19 rounds the sum of untaxed lines,
suppliers round each. More than that is no rounding, and a person decides (TAX-AMOUNT).
"""

from __future__ import annotations

from decimal import Decimal

from idp.domain.entry import BillEntry
from idp.domain.errors import ErpRejected
from idp.domain.money import Money, minor_digits
from idp.erp.bill_coding import Step
from idp.erp.bill_state import BillState

_MOST_CENTS = 5
"""In minor units of the currency; 0.05 a document is the tolerance for rounding that matching uses."""


def total_steps(bill: BillState, entry: BillEntry) -> list[Step]:
    """What to write on the bill's lines so that its total is the printed one: cents into the tax, a needless line of rounding out.

    Raises:
        ErpRejected: the totals differ by more than rounding.
    """
    cents = _cents(bill, entry)
    needless = bill.rounding if bill.tax_lines or not cents else None
    steps: list[Step] = [] if needless is None else [(2, needless.id, {})]
    tax = max(bill.tax_lines, key=lambda tax: abs(tax.amount), default=None)
    if cents and tax is not None:
        amount = tax.amount + (-cents if bill.is_refund else cents)
        steps.append((1, tax.id, {"amount_currency": float(amount)}))  # JSON has no decimals; cents come through
    return steps


def missing_rounding(bill: BillState, entry: BillEntry) -> Decimal | None:
    """The price that the bill's line of rounding has to get, None where none is needed or it has it.

    Raises:
        ErpRejected: the totals differ by more than rounding.
    """
    cents = _cents(bill, entry)
    if bill.tax_lines or not cents or cents == _rounded(bill):
        return None
    return cents


def _cents(bill: BillState, entry: BillEntry) -> Decimal:
    """What the bill's total lacks without its line of rounding."""
    cents = entry.total - bill.total + _rounded(bill)
    untaxed = bill.untaxed - _rounded(bill)
    most = Decimal(_MOST_CENTS).scaleb(-minor_digits(entry.currency))
    if abs(cents) > most or (entry.tax_amount is not None and abs(entry.total - untaxed - entry.tax_amount) > most):
        raise _wrong_total(bill, entry)
    return cents


def _rounded(bill: BillState) -> Decimal:
    return Decimal(0) if bill.rounding is None else bill.rounding.unit_price


def _wrong_total(bill: BillState, entry: BillEntry) -> ErpRejected:
    def shown(amount: Decimal) -> str:
        return str(Money(amount, entry.currency).rounded())

    tax = "" if entry.tax_amount is None else f" with tax {shown(entry.tax_amount)}"
    return ErpRejected(
        f"TAX-AMOUNT: Odoo would compute a total of {shown(bill.total)} with tax {shown(bill.tax)}, "
        f"the document says {shown(entry.total)}{tax}"
    )
