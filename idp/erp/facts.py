"""What does Odoo know that bears on one document? Hints in, facts out, in few calls beside the master data.

Master data come from memory (`master`, `product`). A bill's six are: orders, their lines, stock moves, bill lines, bills, and which
bills are ours; one that names no order needs a seventh, how its vendor's earlier bills were coded. A confirmation's six are: orders,
their lines, stock moves, what customers wait for, what they were promised, stock. A shipping paper needs three. The
rates of a past day are read once for all its bills in a foreign currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from idp.domain.document import DocumentType
from idp.domain.purchase import Bill, CodedLine, Facts, OrderLine, Picking, PurchaseOrder, Tax, Unit
from idp.erp.candidate import candidates, gap, vendors_for
from idp.erp.coded_line import read_coded_lines
from idp.erp.connection import Connection, Row
from idp.erp.demand import DemandReader
from idp.erp.earlier_bill import bill_line_rows, bill_rows, documents_of, read_bills
from idp.erp.master import Master, MasterCache
from idp.erp.order import OrderReader, find_order_rows, is_named_by, line_rows, unanswered_rows
from idp.erp.product import ProductCache
from idp.erp.rate import RateCache
from idp.erp.receipt import MoveReader, move_rows
from idp.erp.value import id_of
from idp.ports import Hints

T = TypeVar("T")
_BILLED_BY = frozenset({DocumentType.INVOICE, DocumentType.CREDIT_NOTE, DocumentType.STATEMENT, DocumentType.RECEIPT})


@dataclass(frozen=True, slots=True)
class _Orders:
    """Orders with what was received on them."""

    orders: tuple[PurchaseOrder, ...]
    pickings: tuple[Picking, ...]

    @property
    def line_units(self) -> dict[int, Unit]:
        return {line.id: line.unit for order in self.orders for line in order.lines}


class FactReader:
    """Gathers facts for documents; one for all threads."""

    def __init__(self, connection: Connection, master: MasterCache, products: ProductCache) -> None:
        self._connection = connection
        self._master = master
        self._products = products
        self._rates = RateCache(connection)

    def facts(self, hints: Hints, *, today: date) -> Facts:
        """The facts for a document with these hints. Raises ErpUnavailable, ErpRejected."""
        master = self._master_for(hints)
        meant = _distinct((*hints.vendor_ids, *candidates(hints, master.index)))
        numbers = _distinct(hints.order_numbers)
        order_rows = find_order_rows(self._connection, (*numbers, *_distinct(hints.references)), meant)
        found = self._orders(order_rows, master)
        vendor_ids = _distinct((*meant, *(order.vendor_id for order in found.orders)))
        is_billing = hints.document_type in _BILLED_BY
        bills = self._bills(hints, vendor_ids, found, master) if is_billing else ()
        is_named = any(is_named_by(order, numbers) for order in found.orders)
        companies = self._rates.companies(master, hints, (order.currency for order in found.orders), today=today)
        demand = DemandReader(self._connection, master.reference.units)
        goods = _goods(found.orders) if hints.document_type is DocumentType.ORDER_CONFIRMATION else frozenset()
        return Facts(
            today=today,
            companies=companies,
            vendors=vendors_for((*vendor_ids, *(bill.vendor_id for bill in bills)), master.parties),
            orders=found.orders,
            pickings=found.pickings,
            bills=bills,
            units=tuple(master.reference.units.values()),
            taxes=_taxes(master, found.orders),
            rates=companies[0].rates,
            price_digits=master.reference.price_digits,
            coded_lines=self._coded_lines(vendor_ids, master) if is_billing and not is_named else (),
            demands=demand.demands(goods),
            stock=demand.stock(goods),
        )

    def unanswered_orders(self, *, placed_before: date, today: date) -> Facts:
        """Facts with the orders of `unanswered_rows` and their vendors. Raises ErpUnavailable, ErpRejected."""
        master = self._master.current()
        found = self._orders(unanswered_rows(self._connection, placed_before), master)
        return Facts(
            today=today,
            companies=master.companies,
            vendors=vendors_for((order.vendor_id for order in found.orders), master.parties),
            orders=found.orders,
            rates=master.reference.rates,
        )

    def _master_for(self, hints: Hints) -> Master:
        master = self._master.current()
        missing = gap(hints, master.index)
        return self._master.refreshed(missing) if missing else master

    def _orders(self, rows: Sequence[Row], master: Master) -> _Orders:
        lines = line_rows(self._connection, (row["id"] for row in rows))
        product_ids = {i for line in lines if (i := id_of(line["product_id"]))}
        catalogue = self._products.catalogue(product_ids, master.parties.vendor_of)
        reader = OrderReader(self._connection, master, catalogue)
        moves = move_rows(self._connection, (line["id"] for line in lines))
        mover = MoveReader(self._connection, master.reference.units, {line["id"]: reader.unit(line) for line in lines})
        returned = mover.returned(moves)
        vendor_of_order = {row["id"]: reader.vendor_id(row) for row in rows}
        read: dict[int, list[OrderLine]] = {row["id"]: [] for row in rows}
        for line in lines:
            order_id = id_of(line["order_id"]) or 0
            back = returned.get(line["id"], Decimal(0))
            read[order_id].append(reader.line(line, vendor_id=vendor_of_order[order_id], returned=back))
        orders = tuple(reader.order(row, tuple(read[row["id"]])) for row in rows)
        by_id = {line.id: line for order in orders for line in order.lines}
        order_of = {line.id: order.id for order in orders for line in order.lines}
        return _Orders(orders, mover.pickings(moves, by_id, order_of))

    def _bills(self, hints: Hints, vendor_ids: Sequence[int], found: _Orders, master: Master) -> tuple[Bill, ...]:
        connection = self._connection
        lines = bill_line_rows(connection, found.line_units)
        on_orders = {i for line in lines if (i := id_of(line["move_id"]))}
        numbers = _distinct(hints.references)
        rows = bill_rows(connection, vendor_ids=vendor_ids, numbers=numbers, bill_ids=on_orders)
        ours = documents_of(connection, [row["id"] for row in rows])
        return read_bills(rows, lines, ours=ours, master=master, line_units=found.line_units)

    def _coded_lines(self, vendor_ids: Sequence[int], master: Master) -> tuple[CodedLine, ...]:
        return read_coded_lines(self._connection, vendor_ids, master.reference, master.parties.vendor_of)


def _goods(orders: Iterable[PurchaseOrder]) -> frozenset[int]:
    """Ids of the products on the orders that customers can wait for."""
    products = (line.product for order in orders for line in order.lines)
    return frozenset(product.id for product in products if product is not None and not product.is_service)


def _distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _taxes(master: Master, orders: Sequence[PurchaseOrder]) -> tuple[Tax, ...]:
    """The purchase taxes of the company that ordered; of the main company where no order is known."""
    companies = _distinct(order.company_id for order in orders) or (master.companies[0].id,)
    by_company = master.reference.company_taxes
    return _distinct(tax for company_id in companies for tax in by_company.get(company_id, ()))
