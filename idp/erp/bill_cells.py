"""What does a bill look like as rows of Odoo's import? One row a line, the head in the first."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from idp.domain.entry import BillEntry, BillEntryLine
from idp.erp.bill_state import ROUNDING_SEQUENCE
from idp.erp.external_id import MODULE, bill_name, part_name
from idp.erp.value import cell, ids_cell

_LINES = "invoice_line_ids"


def bill_cells(document_id: str, entry: BillEntry, currency_id: int) -> tuple[list[str], list[list[str]]]:
    """Columns and rows. A column is sent when any row fills it; an empty cell then means "none", not Odoo's default.

    Taxes and units are always sent for that reason: a line without taxes shall not get the product's. What is not sent at all
    (bank account, due date) is left to Odoo. So are accounts: an empty cell beside a filled one would be a line without any, where
    Odoo has to choose; `bill_coding` writes those that the entry names.
    """
    head = {name: value for name, value in _head(document_id, entry, currency_id).items() if value}
    lines = [_line(document_id, line, sequence) for sequence, line in enumerate(entry.lines, start=1)]
    line_columns = list(lines[0]) if lines else []
    columns = [*head, *(f"{_LINES}/{name}" for name in line_columns)]
    blank = [""] * len(head)
    rows = [(list(head.values()) if i == 0 else blank) + list(line.values()) for i, line in enumerate(lines)]
    return columns, rows or [list(head.values())]


def rounding_cells(document_id: str, cents: Decimal) -> tuple[list[str], list[list[str]]]:
    """Columns and the one row that give the document's bill its line of rounding, or another price to it."""
    line = {
        "id": f"{MODULE}.{part_name('rounding', document_id)}",
        "sequence": cell(ROUNDING_SEQUENCE),
        "name": "Rounding",
        "quantity": "1",
        "price_unit": cell(cents),
        "tax_ids/.id": ids_cell(()),
    }
    return ["id", *(f"{_LINES}/{name}" for name in line)], [[f"{MODULE}.{bill_name(document_id)}", *line.values()]]


def _head(document_id: str, entry: BillEntry, currency_id: int) -> Mapping[str, str]:
    return {
        "id": f"{MODULE}.{bill_name(document_id)}",
        "move_type": "in_refund" if entry.is_refund else "in_invoice",
        "partner_id/.id": cell(entry.vendor_id),
        "ref": entry.number,
        "invoice_date": cell(entry.bill_date),
        "invoice_date_due": cell(entry.due_date),
        "currency_id/.id": cell(currency_id),
        "partner_bank_id/.id": cell(entry.bank_account_id),
        "invoice_origin": ", ".join(entry.order_names),
    }


def _line(document_id: str, line: BillEntryLine, sequence: int) -> Mapping[str, str]:
    return {
        "id": f"{MODULE}.{part_name('line', document_id, line.key)}",
        "sequence": cell(sequence),
        "name": line.description,
        "quantity": cell(line.quantity),
        "price_unit": cell(line.unit_price),
        "discount": cell(line.discount_percent),
        "product_id/.id": cell(line.product_id),
        "product_uom_id/.id": cell(line.unit_id),
        "tax_ids/.id": ids_cell(line.tax_ids),
        "purchase_line_id/.id": cell(line.order_line_id),
    }
