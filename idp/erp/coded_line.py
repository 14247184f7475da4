"""How were the vendor's earlier bills without an order coded? One call, for documents that have no order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from idp.domain.purchase import CodedLine
from idp.erp.analytic import shares_of
from idp.erp.connection import Connection, Row
from idp.erp.reference import Account, Reference
from idp.erp.value import day, exact, id_of, name_of, text

_MOST_LINES = 60
_FIELDS = (
    "move_id", "move_name", "invoice_date", "partner_id", "company_id", "name", "price_subtotal", "currency_id", "account_id",
    "analytic_distribution", "tax_ids", "product_id",
)  # fmt: skip


def read_coded_lines(
    connection: Connection, vendor_ids: Sequence[int], reference: Reference, vendor_of: Mapping[int, int]
) -> tuple[CodedLine, ...]:
    """The lines without an order of these vendors' last posted bills and credit notes, latest bill first."""
    if not vendor_ids:
        return ()
    domain = [
        ("partner_id", "in", list(vendor_ids)),  # Odoo keeps the commercial partner on bill lines
        ("move_id.move_type", "in", ["in_invoice", "in_refund"]),
        ("parent_state", "=", "posted"),
        ("display_type", "=", "product"),
        ("purchase_line_id", "=", False),
        ("account_id", "!=", False),
    ]
    rows = connection.rows("account.move.line", domain, _FIELDS, order="date desc, move_id desc, id", limit=_MOST_LINES)
    return tuple(_coded(row, reference, vendor_of) for row in rows)


def _coded(row: Row, reference: Reference, vendor_of: Mapping[int, int]) -> CodedLine:
    partner_id, account_id = id_of(row["partner_id"]) or 0, id_of(row["account_id"]) or 0
    account = reference.accounts.get(account_id) or Account("", name_of(row["account_id"]))
    return CodedLine(
        bill_id=id_of(row["move_id"]) or 0,
        bill_name=text(row["move_name"]) or name_of(row["move_id"]),
        bill_date=day(row["invoice_date"]),
        vendor_id=vendor_of.get(partner_id, partner_id),
        company_id=id_of(row["company_id"]) or 0,
        description=text(row["name"]) or "",
        amount=abs(exact(row["price_subtotal"])),
        currency=name_of(row["currency_id"]),
        account_id=account_id,
        account_code=account.code,
        account_name=account.name,
        analytic=shares_of(row["analytic_distribution"], reference.analytic_names),
        tax_ids=tuple(row["tax_ids"]),
        product_id=id_of(row["product_id"]),
    )
