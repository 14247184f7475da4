"""How is a receipt in Odoo validated, exactly once, with the quantities of a paper?

look → quantities → button_validate → look. A receipt that is done is done, whoever did it, if it holds the entry's quantities. It is
touched only as it was matched; what the entry does not name stays expected on a back-order, and is never cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.entry import Receipt, ReceiptLine
from idp.domain.errors import ErpRejected
from idp.erp.connection import Connection, Row
from idp.erp.errors import ACCESS_ERROR, OdooFault
from idp.erp.receipt import converted
from idp.erp.reference import Reference
from idp.erp.value import exact, id_of

_MOVE, _PICKING, _KIND = "stock.move", "stock.picking", "stock.picking.type"
_NEVER = "never"
_OVER = frozenset({"done", "cancel"})


@dataclass(frozen=True, slots=True)
class ReceiptWriter:
    """Validates one receipt, in one company."""

    connection: Connection
    reference: Reference
    receipt: Receipt
    company_id: int

    def validate(self) -> None:
        """Raises ErpRejected where the receipt is not as it was matched or Odoo refuses; ErpUnavailable to be tried again."""
        moves = self._moves()
        if self._is_done(moves):
            return
        self._require_as_matched(moves)
        try:
            self._receive(moves)
        except OdooFault as fault:
            if fault.name == ACCESS_ERROR:
                raise ErpRejected(
                    f"the integration user may not validate receipt {self._name}: give it Inventory / User in Odoo ({fault})"
                ) from fault
            if not self._is_done(self._moves()):  # else another try of the same entry was first
                raise
            return
        if not self._is_done(self._moves()):
            raise ErpRejected(f"Odoo asks something before it validates receipt {self._name}: validate it there")

    @property
    def _name(self) -> str:
        return self.receipt.picking.name or str(self.receipt.picking.id)

    def _moves(self) -> list[Row]:
        """The entry's moves, wherever they are now, and all others of the receipt."""
        names = self.connection.names
        fields = ["picking_id", "state", "product_id", "product_uom", "product_uom_qty", names.move_done]
        fields += [name for name in (names.move_picked, names.move_tracking) if name is not None]
        domain = [
            "|",
            ("picking_id", "=", self.receipt.picking.id),
            ("id", "in", [line.move_id for line in self.receipt.lines]),
        ]
        return self.connection.rows(_MOVE, domain, fields, context=self._context())

    def _is_done(self, moves: Sequence[Row]) -> bool:
        """Whether the receipt's lines are received as the entry has them. Raises ErpRejected where they are received otherwise."""
        by_id = {row["id"]: row for row in moves}
        rows = [(line, by_id.get(line.move_id)) for line in self.receipt.lines]
        if not any(row is not None and row["state"] == "done" for _, row in rows):
            return False
        for line, row in rows:
            done = self._quantity(row, line, self.connection.names.move_done) if row and row["state"] == "done" else Decimal(0)
            if done != line.quantity:
                what = f"{done.normalize():f} instead of {line.quantity:f}"
                raise ErpRejected(f"receipt {self._name} was validated in Odoo with other quantities than the paper's ({what})")
        return True

    def _require_as_matched(self, moves: Sequence[Row]) -> None:
        by_id = {row["id"]: row for row in moves}
        for line in self.receipt.lines:
            row = by_id.get(line.move_id)
            if row is None or row["state"] in _OVER or id_of(row["picking_id"]) != self.receipt.picking.id:
                raise ErpRejected(f"receipt {self._name} does not expect all goods of the paper any more")
            if self._quantity(row, line, "product_uom_qty") != line.quantity or not self._is_untouched(row, line):
                raise ErpRejected(f"receipt {self._name} was changed in Odoo since the paper was compared with it")
            if self._asks_for_lots(row):
                raise ErpRejected(f"receipt {self._name} has goods with lots or serial numbers: validate it in Odoo")
        others = self._others(moves)
        if any(self._is_picked(row) for row in others):
            raise ErpRejected(f"somebody is receiving goods on receipt {self._name} that the paper does not tell")
        if others and self._drops_the_rest():
            raise ErpRejected(
                f"receipt {self._name} expects more than the paper tells, and its operation type makes no back-orders: validate it in Odoo"
            )

    def _others(self, moves: Sequence[Row]) -> list[Row]:
        ours = {line.move_id for line in self.receipt.lines}
        return [row for row in moves if row["id"] not in ours and row["state"] not in _OVER]

    def _is_untouched(self, row: Row, line: ReceiptLine) -> bool:
        """Nobody has received anything on the move, or it was an earlier try of this entry, or somebody with the same quantity."""
        return not self._is_picked(row) or self._quantity(row, line, self.connection.names.move_done) == line.quantity

    def _is_picked(self, row: Row) -> bool:
        """Before 17 a quantity alone says that somebody received something."""
        picked = self.connection.names.move_picked
        return bool(row[picked] if picked is not None else row[self.connection.names.move_done])

    def _asks_for_lots(self, row: Row) -> bool:
        tracking = self.connection.names.move_tracking
        return tracking is not None and row[tracking] not in (False, "none")

    def _drops_the_rest(self) -> bool:
        """An operation type may say that what does not come with a receipt is cancelled, whatever the call says."""
        rule = self.connection.names.backorder_rule
        if rule is None:
            return False
        picking = self.connection.rows(
            _PICKING, [("id", "=", self.receipt.picking.id)], ["picking_type_id"], context=self._context()
        )
        kind_id = id_of(picking[0]["picking_type_id"]) if picking else None
        kinds = self.connection.rows(_KIND, [("id", "=", kind_id)], [rule], context=self._context())
        return bool(kinds and kinds[0][rule] == _NEVER)

    def _receive(self, moves: Sequence[Row]) -> None:
        names, by_id = self.connection.names, {row["id"]: row for row in moves}
        picked = {} if names.move_picked is None else {names.move_picked: True}
        # the quantity of a line is its whole demand, which Odoo has in the move's own unit
        steps = [
            (1, line.move_id, {names.move_done: by_id[line.move_id]["product_uom_qty"], **picked})
            for line in self.receipt.lines
        ]
        self._change("write", vals={"move_ids": steps}, context=self._context())
        self._change("button_validate", context=self._context() | {"skip_backorder": True})

    def _change(self, method: str, **params: object) -> None:
        self.connection.change(_PICKING, method, [self.receipt.picking.id], **params)

    def _quantity(self, row: Row, line: ReceiptLine, field: str) -> Decimal:
        """In the order line's unit, as matching had it."""
        units = self.reference.units
        return converted(exact(row[field]), units.get(id_of(row["product_uom"]) or 0), units.get(line.unit_id))

    def _context(self) -> dict[str, object]:
        return {"allowed_company_ids": [self.company_id]}
