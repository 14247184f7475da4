"""How does a bill stand in Odoo, and is it still what was entered? Two calls: the bill, then its lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from idp.domain.entry import BillEntry
from idp.domain.purchase import AnalyticShare
from idp.erp.analytic import shares_of
from idp.erp.connection import Connection, Row
from idp.erp.value import day, exact, id_of, name_of, text

_BILL_FIELDS = (
    "state", "payment_state", "move_type", "name", "ref", "invoice_date", "invoice_date_due", "currency_id", "amount_untaxed",
    "amount_tax", "amount_total", "partner_id", "commercial_partner_id", "partner_bank_id", "company_id", "write_uid",
    "message_main_attachment_id",
)  # fmt: skip
_LINE_FIELDS = (
    "display_type", "sequence", "name", "quantity", "price_unit", "discount", "tax_ids", "purchase_line_id", "product_id",
    "account_id", "analytic_distribution", "amount_currency", "write_uid",
)  # fmt: skip
_QUANTITY_STEP = Decimal("0.01")
"""Odoo keeps quantities to two digits unless told otherwise; a smaller difference is its rounding, not a change."""


ROUNDING_SEQUENCE = 9999
"""Where a bill's line of rounding stands: below every line of an entry, which are counted from 1."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A line of goods or services as Odoo keeps it.

    `id`, `sequence` and how the line is coded are not what a person approves: they stay out of the fingerprint, which is made of `repr`.
    """

    name: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_ids: tuple[int, ...]
    order_line_id: int | None
    product_id: int | None
    id: int = field(repr=False, default=0)
    sequence: int = field(repr=False, default=0)
    account_id: int | None = field(repr=False, default=None)
    analytic: tuple[AnalyticShare, ...] = field(repr=False, default=())

    @property
    def is_rounding(self) -> bool:
        """Whether this is no line of the entry but the cents between Odoo's total and the printed one."""
        return self.sequence == ROUNDING_SEQUENCE


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A tax line; `amount` in the bill's currency, positive on bills, negative on credit notes."""

    id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BillState:
    """A bill read at one moment. Amounts in its currency, positive on credit notes too.

    `written_by` wrote the bill itself last, `writers` it or one of its lines.
    """

    id: int
    name: str
    state: str
    payment_state: str
    is_refund: bool
    vendor_id: int
    company_id: int
    number: str | None
    bill_date: date | None
    due_date: date | None
    currency: str
    untaxed: Decimal
    tax: Decimal
    total: Decimal
    bank_account_id: int | None
    main_attachment_id: int | None
    items: tuple[ItemLine, ...]
    tax_lines: tuple[TaxLine, ...]
    writers: frozenset[int]
    written_by: int | None = None

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"

    @property
    def rounding(self) -> ItemLine | None:
        """The bill's line of rounding, where it has one."""
        return next((item for item in self.items if item.is_rounding), None)

    @property
    def label(self) -> str:
        """What people call it: a draft has no number of its own yet ("/" in Odoo 17)."""
        return self.name if self.name not in {"", "/"} else f"draft {self.id}"

    def fingerprint(self) -> str:
        """Sixteen hex digits over what a person approves; stays the same when the bill is posted and paid."""
        head = (self.is_refund, self.vendor_id, self.number, self.bill_date, self.currency, self.total, self.bank_account_id)
        items = sorted(repr(item) for item in self.items)
        return hashlib.sha256(repr((head, items)).encode()).hexdigest()[:16]

    def differences(self, entry: BillEntry, *, price_digits: int) -> tuple[str, ...]:
        """What differs from the entry, in words; nothing when the bill is what the entry asks for."""
        pairs = {
            "kind": (self.is_refund, entry.is_refund),
            "vendor": (self.vendor_id, entry.vendor_id),
            "number": (self.number, text(entry.number)),
            "bill date": (self.bill_date, entry.bill_date),
            "due date": (self.due_date, entry.due_date or self.due_date),
            "currency": (self.currency, entry.currency),
            "bank account": (self.bank_account_id, entry.bank_account_id or self.bank_account_id),
        }
        found = [name for name, (ours, theirs) in pairs.items() if ours != theirs]
        if not _same_items([item for item in self.items if not item.is_rounding], entry, price_digits):
            found.append("lines")
        return tuple(found)


def read_bill(connection: Connection, bill_id: int, *, company_id: int | None = None) -> BillState | None:
    """The bill as it stands, None where it was deleted."""
    context = {"allowed_company_ids": [company_id]} if company_id else {}
    rows = connection.read("account.move", "read", [bill_id], fields=list(_BILL_FIELDS), context=context)
    if not rows:
        return None
    lines = connection.rows("account.move.line", [("move_id", "=", bill_id)], _LINE_FIELDS, context=context)
    return _bill(rows[0], lines)


def read_head(connection: Connection, bill: BillState, *, company_id: int) -> BillState | None:
    """The bill with its head as it stands now and the lines as they were read before, in one call; None where it was deleted."""
    context = {"allowed_company_ids": [company_id]}
    rows = connection.read("account.move", "read", [bill.id], fields=list(_BILL_FIELDS), context=context)
    if not rows:
        return None
    head = _bill(rows[0], ())
    return replace(head, items=bill.items, tax_lines=bill.tax_lines, writers=head.writers | bill.writers)


def _bill(row: Row, lines: Sequence[Row]) -> BillState:
    return BillState(
        id=row["id"],
        name=text(row["name"]) or "",
        state=str(row["state"]),
        payment_state=str(row["payment_state"] or ""),
        is_refund=row["move_type"] == "in_refund",
        vendor_id=id_of(row["commercial_partner_id"]) or 0,
        company_id=id_of(row["company_id"]) or 0,
        number=text(row["ref"]),
        bill_date=day(row["invoice_date"]),
        due_date=day(row["invoice_date_due"]),
        currency=name_of(row["currency_id"]),
        untaxed=exact(row["amount_untaxed"]),
        tax=exact(row["amount_tax"]),
        total=exact(row["amount_total"]),
        bank_account_id=id_of(row["partner_bank_id"]),
        main_attachment_id=id_of(row["message_main_attachment_id"]),
        items=tuple(_item(line) for line in lines if line["display_type"] in {"product", False}),
        tax_lines=tuple(TaxLine(li["id"], exact(li["amount_currency"])) for li in lines if li["display_type"] == "tax"),
        written_by=id_of(row["write_uid"]),
        writers=frozenset(i for r in (row, *lines) if (i := id_of(r["write_uid"]))),
    )


def _item(line: Row) -> ItemLine:
    return ItemLine(
        name=str(line["name"] or ""),
        quantity=exact(line["quantity"]),
        unit_price=exact(line["price_unit"]),
        discount_percent=exact(line["discount"]),
        tax_ids=tuple(sorted(line["tax_ids"])),
        order_line_id=id_of(line["purchase_line_id"]),
        product_id=id_of(line["product_id"]),
        id=int(line["id"]),
        sequence=int(line["sequence"] or 0),
        account_id=id_of(line["account_id"]),
        analytic=shares_of(line["analytic_distribution"]),
    )


def _same_items(items: Sequence[ItemLine], entry: BillEntry, price_digits: int) -> bool:
    """Whether the lines are those of the entry, in any order, up to the digits that Odoo keeps."""
    price_step = Decimal(1).scaleb(-price_digits)
    wanted = sorted(
        (line.order_line_id or 0, tuple(sorted(line.tax_ids)), line.quantity, line.unit_price, line.discount_percent)
        for line in entry.lines
    )
    have = sorted((i.order_line_id or 0, i.tax_ids, i.quantity, i.unit_price, i.discount_percent) for i in items)
    if len(wanted) != len(have):
        return False
    return all(
        (w[0], w[1]) == (h[0], h[1])
        and abs(w[2] - h[2]) < _QUANTITY_STEP
        and abs(w[3] - h[3]) < price_step
        and abs(w[4] - h[4]) < _QUANTITY_STEP
        for w, h in zip(wanted, have, strict=True)
    )
