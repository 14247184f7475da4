"""What is to be written in Odoo for a document: a draft bill, expected dates, or a note with the paper on a picking.

An entry is complete: whoever carries it out needs no further decision. It is stored in the outbox with the decision itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.domain.finding import RecordRef
from idp.domain.purchase import AnalyticShare


@dataclass(frozen=True, slots=True)
class EntryFile:
    """The paper to attach: its name as it came, the SHA-256 of its bytes in the blob store, its media type."""

    name: str
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class BillEntryLine:
    """A line of the draft bill: what the supplier printed, linked to the order line where one was matched.

    `quantity` and `unit_price` as printed, in `unit_id`; `tax_ids` Odoo taxes, empty for none. `account_id` and `analytic` only where
    a line has no order line to take them from; None leaves the account to Odoo.
    """

    key: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    unit_id: int | None
    product_id: int | None
    order_line_id: int | None
    tax_ids: tuple[int, ...]
    account_id: int | None = None
    analytic: tuple[AnalyticShare, ...] = ()


@dataclass(frozen=True, slots=True)
class BillEntry:
    """A draft vendor bill or credit note. `subtotal`, `tax_amount` and `total` are the printed ones: Odoo's must come out equal."""

    company_id: int
    vendor_id: int
    is_refund: bool
    number: str
    bill_date: date
    due_date: date | None
    currency: str
    lines: tuple[BillEntryLine, ...]
    subtotal: Decimal | None
    tax_amount: Decimal | None
    total: Decimal
    bank_account_id: int | None
    order_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedDate:
    """A confirmed arrival for an order line: goes to the `date` of its open incoming moves, never to date_planned."""

    order_line_id: int
    expected: date


@dataclass(frozen=True, slots=True)
class ConfirmationEntry:
    """A supplier's order confirmation on its purchase orders: note, paper, expected dates. Prices are never written."""

    company_id: int
    orders: tuple[RecordRef, ...]
    confirmation_number: str | None
    expected: tuple[ExpectedDate, ...]


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A stock move of a receipt that is received whole: `quantity` is its demand as it was matched, in `unit_id`, the order line's unit."""

    move_id: int
    order_line_id: int
    quantity: Decimal
    unit_id: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A picking to validate with these lines; what else it expects goes to a back-order."""

    picking: RecordRef
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True)
class ShippingEntry:
    """A shipping paper (BOL, delivery note, POD) on its pickings, or on its orders where no picking is known: note and paper.

    `tracking_reference` is written where Odoo has the field. `receipt` is validated, where the policy says so and the paper is clear;
    `receipt_said` tells in words what it does with the receipt, "" where the policy does not ask.
    """

    company_id: int
    targets: tuple[RecordRef, ...]
    tracking_reference: str | None
    receipt: Receipt | None = None
    receipt_said: str = ""


Entry = BillEntry | ConfirmationEntry | ShippingEntry


EVIDENCE = "Evidence: "
"""Begins the last line of a note that ends with the address of the document."""


@dataclass(frozen=True, slots=True)
class EntryOrder:
    """An entry with what surrounds it: the document's id (the key of exactly-once), paper, note and whom to ask for approval.

    `note` is plain text, one paragraph a line; a last line of EVIDENCE and an address is a link. `approver_role` names the group that
    gets the activity, None for no activity.
    """

    document_id: str
    entry: Entry
    file: EntryFile
    note: str
    approver_role: str | None = None
    activity_summary: str = ""
