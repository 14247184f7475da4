"""Who waits for the goods of an order, and what is in stock meanwhile? Three calls, for confirmations only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.money import Money
from idp.domain.purchase import Demand, Stock, Unit
from idp.erp.connection import Connection, Row
from idp.erp.errors import ACCESS_ERROR, OdooFault
from idp.erp.value import exact, id_of, local_day, name_of

_LINE_FIELDS = (
    "order_id", "order_partner_id", "company_id", "currency_id", "product_id", "product_uom_qty", "qty_delivered", "price_subtotal",
)  # fmt: skip
_CONFIRMED = ["sale", "done"]
_MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class DemandReader:
    """Reads what customers wait for; nothing where sales are not kept in this Odoo or the integration user may not see them."""

    connection: Connection
    units: Mapping[int, Unit]

    def demands(self, product_ids: Iterable[int]) -> tuple[Demand, ...]:
        """The open lines of confirmed customer orders on these products, the earliest promise first."""
        wanted = sorted(product_ids)
        if not wanted or self.connection.names.sale_unit is None:
            return ()
        try:
            lines = [row for row in self._line_rows(wanted) if _open_quantity(row) > 0]
            promised = self._promised(lines)
        except OdooFault as fault:
            if fault.name == ACCESS_ERROR:
                return ()
            raise
        found = (self._demand(row, promised) for row in lines)
        return tuple(sorted(found, key=lambda d: (d.promised_date is None, d.promised_date, d.id)))

    def stock(self, product_ids: Iterable[int]) -> tuple[Stock, ...]:
        """What each company has on hand of these products, reserved goods included."""
        wanted = sorted(product_ids)
        if not wanted:
            return ()
        domain = [("product_id", "in", wanted), ("location_id.usage", "=", "internal")]
        fields = ("product_id", "company_id", "product_uom_id", "quantity")
        held: dict[tuple[int, int], Decimal] = {}
        units: dict[int, Unit] = {}
        for row in self.connection.rows("stock.quant", domain, fields):
            product_id, company_id = id_of(row["product_id"]) or 0, id_of(row["company_id"]) or 0
            held[product_id, company_id] = held.get((product_id, company_id), Decimal(0)) + exact(row["quantity"])
            units[product_id] = self._unit(row["product_uom_id"])
        return tuple(Stock(product, company, total, units[product]) for (product, company), total in held.items())

    def _line_rows(self, product_ids: Sequence[int]) -> list[Row]:
        domain = [("product_id", "in", product_ids), ("state", "in", _CONFIRMED)]
        fields = [*_LINE_FIELDS, self.connection.names.sale_unit or ""]
        return self.connection.rows("sale.order.line", domain, fields, order="id desc", limit=_MOST_LINES)

    def _promised(self, lines: Iterable[Row]) -> dict[int, object]:
        order_ids = sorted({id_of(row["order_id"]) or 0 for row in lines})
        if not order_ids:
            return {}
        rows = self.connection.read("sale.order", "read", order_ids, fields=["commitment_date"])
        return {row["id"]: row["commitment_date"] for row in rows}

    def _demand(self, row: Row, promised: Mapping[int, object]) -> Demand:
        order_id, currency = id_of(row["order_id"]) or 0, name_of(row["currency_id"])
        open_quantity = _open_quantity(row)
        share = open_quantity / exact(row["product_uom_qty"])
        return Demand(
            id=row["id"],
            order_id=order_id,
            order_name=name_of(row["order_id"]),
            company_id=id_of(row["company_id"]) or 0,
            customer=name_of(row["order_partner_id"]),
            product_id=id_of(row["product_id"]) or 0,
            quantity=open_quantity,
            unit=self._unit(row[self.connection.names.sale_unit or ""]),
            amount=Money(exact(row["price_subtotal"]) * share, currency).rounded().amount,
            currency=currency,
            promised_date=local_day(promised.get(order_id), self.connection.zone),
        )

    def _unit(self, pair: object) -> Unit:
        known = self.units.get(id_of(pair) or 0)
        return known or Unit(id_of(pair) or 0, name_of(pair), name_of(pair), Decimal(1))


def _open_quantity(row: Row) -> Decimal:
    """What is ordered and not delivered yet, in the line's unit."""
    return exact(row["product_uom_qty"]) - exact(row["qty_delivered"])
