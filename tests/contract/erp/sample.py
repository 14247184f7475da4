"""Entries as the service makes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from idp.domain.document import DocumentType
from idp.domain.entry import BillEntry, BillEntryLine, ConfirmationEntry, EntryFile, EntryOrder, ExpectedDate, ShippingEntry
from idp.domain.finding import RecordRef
from idp.ports import Hints
from tests.contract.erp.place import Order, Place, token

PAPER = b"%PDF-1.4 a bill"


def hints(**values: Any) -> Hints:
    return Hints(**{"document_type": DocumentType.INVOICE, **values})


def bill_entry(place: Place, order: Order, **changes: Any) -> BillEntry:
    """A bill over 2 × 12.50 and 1 × 3.25 on the first order line, with tax, as the supplier would print it."""
    lines = tuple(
        BillEntryLine(key, f"Printed {key}", Decimal(quantity), Decimal(price), Decimal(0), None, order.product_ids[0],
                      order.line_ids[0], (place.tax_id,))
        for key, quantity, price in (("1", "2", "12.50"), ("2", "1", "3.25"))
    )  # fmt: skip
    subtotal = Decimal("28.25")
    tax = round(subtotal * place.tax_percent / 100, 2)
    entry = BillEntry(
        company_id=place.company_id, vendor_id=order.vendor_id, is_refund=False, number=f"INV-{token()}",
        bill_date=date(2026, 11, 20), due_date=date(2026, 12, 31), currency=place.currency, lines=lines, subtotal=subtotal,
        tax_amount=tax, total=subtotal + tax, bank_account_id=None, order_names=(order.name,),
    )  # fmt: skip
    return replace(entry, **changes)


def confirmation_entry(place: Place, ordered: Order, *, expected: str = "2026-12-15") -> ConfirmationEntry:
    """The supplier promises every line for one day."""
    dates = tuple(ExpectedDate(line_id, date.fromisoformat(expected)) for line_id in ordered.line_ids)
    return ConfirmationEntry(place.company_id, (RecordRef("purchase.order", ordered.id, ordered.name),), "OC-1", dates)


def delivery_entry(place: Place, picking_id: int, reference: str | None = "1Z999") -> ShippingEntry:
    """A shipping paper of one picking."""
    return ShippingEntry(place.company_id, (RecordRef("stock.picking", picking_id),), reference)


def entry_order(entry: Any, **changes: Any) -> EntryOrder:
    """The entry as the outbox holds it, for a document of its own."""
    order = EntryOrder(
        document_id=f"doc-{token()}", entry=entry, file=EntryFile("invoice.pdf", "0" * 64, "application/pdf"),
        note="Passed without a person.\nPolicy 3 <b>bold</b>", approver_role="approver", activity_summary="Approve this bill",
    )  # fmt: skip
    return replace(order, **changes)


def simple_order(place: Place, quantity: str = "10", price: str = "12.50") -> Order:
    """A confirmed order of one product from a new vendor."""
    vendor = place.vendor()
    return place.order(vendor, (place.product(vendor, vendor_code=f"V-{token()}"), quantity, price))
