"""Which account and analytic shares of the entry does the bill not have yet? Only lines for which the entry names an account."""

from __future__ import annotations

from idp.domain.entry import BillEntry, BillEntryLine
from idp.erp.analytic import distribution_of
from idp.erp.bill_state import BillState, ItemLine

Step = tuple[int, int, dict[str, object]]
"""What to write on one line of a bill: Odoo's (1, line id, values), or (2, line id, {}) to delete it."""


def coding_steps(bill: BillState, entry: BillEntry) -> list[Step]:
    """What to write so that every line is coded as the entry says; nothing where it is already."""
    wanted = dict(enumerate(entry.lines, start=1))  # lines are loaded with these sequences
    pairs = [(item, wanted[item.sequence]) for item in bill.items if item.sequence in wanted]
    return [(1, item.id, values) for item, line in pairs if (values := _missing(item, line))]


def _missing(item: ItemLine, line: BillEntryLine) -> dict[str, object]:
    values: dict[str, object] = {}
    if line.account_id is not None and item.account_id != line.account_id:
        values["account_id"] = line.account_id
    distribution = distribution_of(line.analytic)
    if distribution and distribution_of(item.analytic) != distribution:
        values["analytic_distribution"] = distribution
    return values
