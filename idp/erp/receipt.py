"""What was received and returned on order lines? One call for the stock moves; pickings follow from their moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from idp.domain.purchase import OrderLine, Picking, TransferLine, Unit
from idp.erp.connection import Connection, Row
from idp.erp.value import exact, id_of, local_day, name_of

_FIELDS = (
    "picking_id", "purchase_line_id", "product_uom_qty", "product_uom", "state", "date", "location_dest_usage", "picking_code",
)  # fmt: skip
# A picking is as far as the least of its moves that are not cancelled, as Odoo has it.
_PROGRESS = ("draft", "waiting", "confirmed", "partially_available", "assigned", "done")
_SHOWN = {"partially_available": "assigned"}


def move_rows(connection: Connection, line_ids: Iterable[int]) -> list[Row]:
    """The stock moves of the order lines, cancelled ones and returns included."""
    wanted = list(line_ids)
    fields = [*_FIELDS, connection.names.move_done]
    return connection.rows("stock.move", [("purchase_line_id", "in", wanted)], fields) if wanted else []


class MoveReader:
    """Makes pickings and returned quantities of move rows; quantities in the unit of the order line."""

    def __init__(self, connection: Connection, units: Mapping[int, Unit], line_units: Mapping[int, Unit]) -> None:
        """`units` by unit id, `line_units` by order line id."""
        self._done_field = connection.names.move_done
        self._zone = connection.zone
        self._units = units
        self._line_units = line_units

    def returned(self, rows: Iterable[Row]) -> dict[int, Decimal]:
        """What went back to the vendor by order line."""
        found: dict[int, Decimal] = {}
        for row in rows:
            line_id = id_of(row["purchase_line_id"])
            if line_id is not None and _is_return(row):
                found[line_id] = found.get(line_id, Decimal(0)) + self._done(row)
        return found

    def pickings(self, rows: Iterable[Row], lines: Mapping[int, OrderLine], order_of: Mapping[int, int]) -> tuple[Picking, ...]:
        """The pickings of the moves; `lines` and `order_of` (the order's id) by order line id."""
        by_picking: dict[int, list[Row]] = {}
        for row in rows:
            picking_id = id_of(row["picking_id"])
            if picking_id is not None:
                by_picking.setdefault(picking_id, []).append(row)
        return tuple(self._picking(i, moves, lines, order_of) for i, moves in sorted(by_picking.items()))

    def _picking(
        self, picking_id: int, moves: list[Row], lines: Mapping[int, OrderLine], order_of: Mapping[int, int]
    ) -> Picking:
        state = _state_of(moves)
        done = [day for m in moves if m["state"] == "done" and (day := local_day(m["date"], self._zone))]
        return Picking(
            id=picking_id,
            name=name_of(moves[0]["picking_id"]),
            order_id=order_of.get(id_of(moves[0]["purchase_line_id"]) or 0),
            state=state,
            lines=tuple(self._line(m, lines) for m in moves if m["state"] != "cancel"),
            is_return=any(_is_return(m) for m in moves),
            done_date=max(done) if state == "done" and done else None,
        )

    def _line(self, row: Row, lines: Mapping[int, OrderLine]) -> TransferLine:
        line_id = id_of(row["purchase_line_id"])
        line = lines.get(line_id or 0)
        return TransferLine(
            id=row["id"],
            order_line_id=line_id,
            product=line.product if line else None,
            demand=self._in_line_unit(row, exact(row["product_uom_qty"])),
            done=self._done(row),
            expected_date=local_day(row["date"], self._zone),
        )

    def _done(self, row: Row) -> Decimal:
        """What was moved. Before a move is done its quantity is only what Odoo proposes (FACTS of 17+: equal to the demand)."""
        return self._in_line_unit(row, exact(row[self._done_field])) if row["state"] == "done" else Decimal(0)

    def _in_line_unit(self, row: Row, quantity: Decimal) -> Decimal:
        source = self._units.get(id_of(row["product_uom"]) or 0)
        return converted(quantity, source, self._line_units.get(id_of(row["purchase_line_id"]) or 0))


def converted(quantity: Decimal, source: Unit | None, target: Unit | None) -> Decimal:
    """`quantity` of `source` in `target`; unchanged where one is unknown or they do not convert into each other."""
    if source is None or target is None or source.id == target.id or source.category != target.category:
        return quantity
    return exact(quantity * source.factor / target.factor)


def _is_return(row: Row) -> bool:
    """Goods of an order line that leave: to the vendor's location, or with a transfer of the outgoing kind."""
    return bool(row["location_dest_usage"] == "supplier" or row["picking_code"] == "outgoing")


def _state_of(moves: list[Row]) -> str:
    states = [str(m["state"]) for m in moves if m["state"] in _PROGRESS]
    if not states:
        return "cancel"
    least = min(states, key=_PROGRESS.index)
    return _SHOWN.get(least, least)
