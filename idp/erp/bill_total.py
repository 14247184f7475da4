"""Does Odoo's total equal the printed one, and which step on its lines makes it so?

Suppliers round taxes a line or a document, Odoo as its settings say: a few cents may differ and belong into the tax, where the
printed amount is what may be deducted. More than that is no rounding, and a person decides (TAX-AMOUNT).
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
_LAST = 9999  # below every line that was loaded


def total_steps(bill: BillState, entry: BillEntry) -> list[Step]:
    """What to write on the bill's lines so that its total is the printed one; nothing where it is already.

    Without a tax line the cents become a line of their own: Odoo 19 rounds the sum of untaxed lines, suppliers round each.

    Raises:
        ErpRejected: the totals differ by more than rounding.
    """
    missing = entry.total - bill.total
    most = Decimal(_MOST_CENTS).scaleb(-minor_digits(entry.currency))
    if abs(missing) > most or (entry.tax_amount is not None and abs(entry.total - bill.untaxed - entry.tax_amount) > most):
        raise _wrong_total(bill, entry)
    if not missing:
        return []
    if not bill.tax_lines:
        return [(0, 0, _rounding_line(missing))]
    line = max(bill.tax_lines, key=lambda tax: abs(tax.amount))
    amount = line.amount + (-missing if bill.is_refund else missing)
    return [(1, line.id, {"amount_currency": float(amount)})]  # JSON has no decimals; cents come through


def _rounding_line(cents: Decimal) -> dict[str, object]:
    return {"name": "Rounding", "quantity": 1, "price_unit": float(cents), "tax_ids": [(6, 0, [])], "sequence": _LAST}


def _wrong_total(bill: BillState, entry: BillEntry) -> ErpRejected:
    def shown(amount: Decimal) -> str:
        return str(Money(amount, entry.currency).rounded())

    tax = "" if entry.tax_amount is None else f" with tax {shown(entry.tax_amount)}"
    return ErpRejected(
        f"TAX-AMOUNT: Odoo would compute a total of {shown(bill.total)} with tax {shown(bill.tax)}, "
        f"the document says {shown(entry.total)}{tax}"
    )
