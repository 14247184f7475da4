"""Which purchase orders could a document belong to, and what do they say? Two calls: orders, then their lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from idp.domain.purchase import OrderLine, OrderState, Product, PurchaseOrder, Tax, Unit
from idp.erp.connection import Connection, Row
from idp.erp.master import Master
from idp.erp.product import Catalogue
from idp.erp.spelling import spellings_of
from idp.erp.value import exact, id_of, local_day, name_of, text

_LONGEST_WAIT_DAYS = 90
_ORDER_FIELDS = (
    "name", "partner_id", "company_id", "currency_id", "state", "date_order", "partner_ref", "payment_term_id",
    "date_approve",
)  # fmt: skip
_LINE_FIELDS = (
    "order_id", "sequence", "name", "product_id", "product_qty", "price_unit", "qty_received", "qty_invoiced", "date_planned",
)  # fmt: skip
_STATES = {"purchase": OrderState.CONFIRMED, "done": OrderState.LOCKED, "cancel": OrderState.CANCELLED}
_UNKNOWN_UNIT = "?"


def find_order_rows(connection: Connection, numbers: Sequence[str], vendor_ids: Sequence[int]) -> list[Row]:
    """Orders with one of the printed numbers (ours or the vendor's, OCR confusions allowed) and the vendors' open orders, however many:
    a paper without a number may mean any of them."""
    spellings = sorted({spelling for number in numbers for spelling in spellings_of(number)})
    terms: list[list[Any]] = [[(field, "in", spellings)] for field in ("name", "partner_ref") if spellings]
    if vendor_ids:
        terms.append(["&", "&", ("partner_id", "child_of", list(vendor_ids)), ("state", "!=", "cancel"), *_NOT_BILLED])
    if not terms:
        return []
    fields = [*_ORDER_FIELDS, locked] if (locked := connection.names.order_locked) else _ORDER_FIELDS
    domain = [*["|"] * (len(terms) - 1), *(leaf for term in terms for leaf in term)]
    return connection.rows("purchase.order", domain, fields, order="date_order desc, id desc")


def unanswered_rows(connection: Connection, placed_before: date) -> list[Row]:
    """Confirmed orders without a number of the vendor's, placed within 90 days before a day, oldest first, however many."""
    days = (placed_before - timedelta(days=_LONGEST_WAIT_DAYS), placed_before)
    domain = [
        ("state", "in", ["purchase", "done"]), ("partner_ref", "=", False), ("date_approve", ">=", f"{days[0]} 00:00:00"),
        ("date_approve", "<", f"{days[1]} 23:59:59"),
    ]  # fmt: skip
    fields = [*_ORDER_FIELDS, locked] if (locked := connection.names.order_locked) else _ORDER_FIELDS
    rows = connection.all_rows("purchase.order", domain, fields, context={})
    return sorted(rows, key=lambda row: (str(row["date_approve"]), row["id"]))


def is_named_by(order: PurchaseOrder, numbers: Sequence[str]) -> bool:
    """Whether one of the printed numbers is the order's, OCR confusions allowed."""
    own = {order.name, order.vendor_reference}
    return any(own & spellings_of(number) for number in numbers)


_NOT_BILLED = [("invoice_status", "!=", "invoiced")]


def line_rows(connection: Connection, order_ids: Iterable[int]) -> list[Row]:
    """The lines of the orders, without sections and notes."""
    wanted = list(order_ids)
    if not wanted:
        return []
    names = connection.names
    fields = [*_LINE_FIELDS, names.line_unit, names.line_taxes]
    fields += [names.line_discount] if names.line_discount else []
    domain = [("order_id", "in", wanted), ("display_type", "=", False)]
    return connection.rows("purchase.order.line", domain, fields, order="order_id, sequence, id")


class OrderReader:
    """Makes orders of rows, with the names of this server and the master data at hand."""

    def __init__(self, connection: Connection, master: Master, catalogue: Catalogue) -> None:
        self._names = connection.names
        self._zone = connection.zone
        self._master = master
        self._catalogue = catalogue

    def order(self, row: Row, lines: tuple[OrderLine, ...]) -> PurchaseOrder:
        """The order with its lines."""
        state = _STATES.get(str(row["state"]), OrderState.DRAFT)
        if self._names.order_locked and row[self._names.order_locked] and state is OrderState.CONFIRMED:
            state = OrderState.LOCKED
        return PurchaseOrder(
            id=row["id"],
            name=str(row["name"]),
            vendor_id=self.vendor_id(row),
            company_id=id_of(row["company_id"]) or 0,
            currency=name_of(row["currency_id"]),
            state=state,
            order_date=local_day(row["date_order"], self._zone),
            lines=lines,
            vendor_reference=text(row["partner_ref"]),
            payment_term=self._master.reference.payment_terms.get(id_of(row["payment_term_id"]) or 0),
            confirmed_on=local_day(row["date_approve"], self._zone),
        )

    def vendor_id(self, row: Row) -> int:
        """The vendor whose order it is, also where a contact of the vendor stands on it."""
        partner_id = id_of(row["partner_id"]) or 0
        return self._master.parties.vendor_of.get(partner_id, partner_id)

    def line(self, row: Row, *, vendor_id: int, returned: Decimal) -> OrderLine:
        """The line; `returned` is what went back to the vendor, in the line's unit."""
        product = self._catalogue.product(id_of(row["product_id"]), vendor_id)
        discount = self._names.line_discount
        return OrderLine(
            id=row["id"],
            sequence=int(row["sequence"] or 0),
            description=str(row["name"] or ""),
            product=product,
            quantity=exact(row["product_qty"]),
            unit=self.unit(row),
            unit_price=exact(row["price_unit"]),
            discount_percent=exact(row[discount]) if discount else exact(0),
            taxes=self._taxes(row),
            received=exact(row["qty_received"]),
            returned=returned,
            billed=exact(row["qty_invoiced"]),
            receipt_expected=self._receipt_expected(product),
            planned_date=local_day(row["date_planned"], self._zone),
        )

    def unit(self, row: Row) -> Unit:
        """The line's unit of measure."""
        pair = row[self._names.line_unit]
        unit = self._master.reference.units.get(id_of(pair) or 0)
        return unit or Unit(id_of(pair) or 0, name_of(pair) or _UNKNOWN_UNIT, name_of(pair) or _UNKNOWN_UNIT, exact(1))

    def _taxes(self, row: Row) -> tuple[Tax, ...]:
        known = self._master.reference.taxes
        return tuple(known[i] for i in row[self._names.line_taxes] if i in known)

    def _receipt_expected(self, product: Product | None) -> bool:
        return product is None or not self._catalogue.is_billed_on_order(product.id)
