"""What do transfers show, and what happens when one is validated, left partly open, or sent back?

Validation receives everything when nothing was picked, else what was picked; the rest asks for a back-order unless the context
decides (FACTS §4).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from idp.erp.sandbox import fault, stock
from idp.erp.sandbox.access import Operation, require
from idp.erp.sandbox.amount import exact, wire
from idp.erp.sandbox.env import VOID, Behaviour, Env, related
from idp.erp.sandbox.records import require_records
from idp.erp.sandbox.store import Row, Value

_SKIP, _DROP_REST = "skip_backorder", "picking_ids_not_to_backorder"


def moves_of(env: Env, picking_id: int) -> list[Row]:
    """The moves of a transfer in their order."""
    rows = env.find("stock.move", "picking_id", picking_id)
    return sorted(rows, key=lambda r: (r.get("sequence") or 0, r["id"]))


def _state(env: Env, row: Row) -> str:
    states = {m["state"] for m in env.find("stock.move", "picking_id", row["id"])}
    if not states or states == {"draft"}:
        return "cancel" if row.get("cancelled") else "draft"
    if states == {"cancel"}:
        return "cancel"
    if states <= {"done", "cancel"}:
        return "done"
    return "assigned" if states & {"assigned", "partially_available"} else "confirmed"


def _order_of(env: Env, row: Row) -> Value:
    for move in env.find("stock.move", "picking_id", row["id"]):
        if move.get("purchase_line_id"):
            return env.row("purchase.order.line", move["purchase_line_id"])["order_id"]
    return None


def _sale_of(env: Env, row: Row) -> Value:
    for move in env.find("stock.move", "picking_id", row["id"]):
        if move.get("sale_line_id"):
            return env.row("sale.order.line", move["sale_line_id"])["order_id"]
    return None


def _complete(env: Env, vals: Row) -> Row:
    kind = env.store.get("stock.picking.type", vals.get("picking_type_id") or 0)
    if kind is None:
        raise fault.mandatory_field("Transfer", "stock.picking", "Operation Type", "picking_type_id")
    places = {"location_id": kind["default_location_src_id"], "location_dest_id": kind["default_location_dest_id"]}
    given = {"scheduled_date": env.now, "move_type": "direct", "priority": "0", "company_id": kind["company_id"]}
    full = {**given, **places, **{k: v for k, v in vals.items() if v is not None or k not in places}}
    full["name"] = full.get("name") or env.next_number(f"stock.picking.{kind['id']}", "stock.picking")
    return full


def _written(env: Env, ids: Sequence[int], vals: Row) -> None:
    if vals.get("signature"):
        raise fault.user_error("Unable to find Wkhtmltopdf on this system. The PDF can not be created.")
    if "scheduled_date" in vals:
        for picking_id in ids:
            still_open = [m["id"] for m in moves_of(env, picking_id) if m["state"] in stock.OPEN]
            env.write("stock.move", still_open, {"date": vals["scheduled_date"]})


def _deleting(env: Env, ids: Sequence[int]) -> None:
    for picking_id in ids:
        env.unlink("stock.move", env.store.find("stock.move", "picking_id", picking_id))


# -- validation -------------------------------------------------------------------------------------------------------


def button_validate(env: Env, model: str, ids: Sequence[int]) -> Value:
    """True when done, else the action that asks about a back-order."""
    require(env, model, Operation.WRITE)
    if env.version >= 19:
        require(env, "sale.order", Operation.READ)  # 19.0 looks at the sales that wait for the goods
    asked: list[int] = []
    for picking_id in require_records(env, model, ids):
        if env.get(model, picking_id, "state") in {"done", "cancel"}:
            _refuse_again(env, picking_id)
            continue
        work = open_work(env, picking_id)
        if not any(quantity for _, quantity in work):
            raise fault.user_error(
                "You cannot validate a transfer if no quantities are reserved. To force the transfer, encode quantities."
            )
        incomplete = any(quantity < exact(move["product_uom_qty"]) for move, quantity in work)
        rule = _backorder_rule(env, picking_id)
        if incomplete and rule == "ask" and not env.context.get(_SKIP):
            asked.append(picking_id)
        else:
            named = picking_id in (env.context.get(_DROP_REST) or ())
            drop = rule == "never" or (named and rule != "always")
            finish(env, picking_id, work, drop_rest=drop)
    return _backorder_question(asked) if asked else True


def _backorder_rule(env: Env, picking_id: int) -> str:
    """What the operation type says of goods that did not come: ask, always (a back-order) or never (they are cancelled)."""
    kind = env.row("stock.picking.type", env.row("stock.picking", picking_id)["picking_type_id"])
    return str(kind.get("create_backorder") or "ask")


def _refuse_again(env: Env, picking_id: int) -> None:
    """A done transfer is validated again without effect, but for 17.0 which refuses."""
    if env.version < 18 or env.get("stock.picking", picking_id, "state") == "cancel":
        raise fault.user_error("You cannot validate a transfer that is done or cancelled.")


def open_work(env: Env, picking_id: int) -> list[tuple[Row, Decimal]]:
    """The open moves with the quantity that each of them gets."""
    moves = [m for m in moves_of(env, picking_id) if m["state"] in stock.OPEN]
    some_picked = any(m.get("picked") for m in moves)
    return [(m, exact(m.get("quantity")) if m.get("picked") or not some_picked else Decimal(0)) for m in moves]


def finish(env: Env, picking_id: int, work: Sequence[tuple[Row, Decimal]], *, drop_rest: bool) -> None:
    """Makes the moves done with their quantities; the rest goes to a back-order, or is dropped."""
    rest: list[tuple[Row, Decimal]] = []
    for move, quantity in work:
        demand = exact(move["product_uom_qty"])
        if quantity < demand:
            rest.append((move, demand - quantity))
        if quantity:
            done = {"quantity": wire(quantity), "picked": True, "state": "done", "date": env.now}
            env.write("stock.move", [move["id"]], {**done, "product_uom_qty": wire(quantity)})
    if drop_rest:
        _cancel_rest(env, rest)
    elif rest:
        _backorder(env, picking_id, rest)
    env.set("stock.picking", picking_id, {"date_done": env.now})
    for move, _ in work:
        env.mark(stock.recompute_on_hand, move["product_id"])


def _cancel_rest(env: Env, rest: Sequence[tuple[Row, Decimal]]) -> None:
    for move, _ in rest:
        if env.row("stock.move", move["id"])["state"] in stock.OPEN:
            env.write("stock.move", [move["id"]], {"quantity": 0.0, "state": "cancel"})


def _backorder(env: Env, picking_id: int, rest: Sequence[tuple[Row, Decimal]]) -> int:
    picking = env.row("stock.picking", picking_id)
    shared = {c: picking.get(c) for c in ("partner_id", "origin", "scheduled_date", "location_id", "location_dest_id")}
    order = stock.new_picking(env, picking["picking_type_id"], **shared, backorder_id=picking_id)
    for move, quantity in rest:
        if env.row("stock.move", move["id"])["state"] in stock.OPEN:
            again = {"picking_id": order, "product_uom_qty": wire(quantity), "quantity": wire(quantity), "picked": False}
            env.write("stock.move", [move["id"]], again)
            continue
        linked = ("purchase_line_id", "sale_line_id", "sequence", "date_deadline", "price_unit", "product_uom", "name")
        columns = {c: move.get(c) for c in (*linked, "date")}
        stock.new_move(env, order, move["product_id"], quantity, **columns)
    return order


def _backorder_question(pickings: Sequence[int]) -> dict[str, Any]:
    return {
        "name": "Create Backorder?",
        "type": "ir.actions.act_window",
        "view_mode": "form",
        "res_model": "stock.backorder.confirmation",
        "views": [[1, "form"]],
        "view_id": 1,
        "target": "new",
        "context": {
            "button_validate_picking_ids": list(pickings),
            "default_show_transfers": False,
            "default_pick_ids": [[4, p] for p in pickings],
        },
    }


# -- other buttons ----------------------------------------------------------------------------------------------------


def action_cancel(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Cancels what is still open."""
    require(env, model, Operation.WRITE)
    for picking_id in require_records(env, model, ids):
        moves = [m["id"] for m in moves_of(env, picking_id) if m["state"] in stock.OPEN]
        env.write("stock.move", moves, {"quantity": 0.0, "state": "cancel"})
        env.set(model, picking_id, {"cancelled": True})
    return True


def action_confirm(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Sets drafts to work, with their demand reserved."""
    require(env, model, Operation.WRITE)
    for picking_id in require_records(env, model, ids):
        for move in moves_of(env, picking_id):
            if move["state"] == "draft":
                ready = {"state": "assigned", "quantity": move["product_uom_qty"]}
                env.write("stock.move", [move["id"]], ready)
    return True


def do_unreserve(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Sets nothing aside any more; answers nothing."""
    require(env, model, Operation.WRITE)
    for picking_id in require_records(env, model, ids):
        moves = [m["id"] for m in moves_of(env, picking_id) if m["state"] in stock.OPEN]
        env.write("stock.move", moves, {"quantity": 0.0})
    return VOID


PICKING = Behaviour(
    complete=_complete,
    written=_written,
    deleting=_deleting,
    computed={
        "state": _state,
        "purchase_id": _order_of,
        "sale_id": _sale_of,
        "picking_type_code": related("picking_type_id", "code"),
        "products_availability_state": lambda _env, _row: "available",
        "product_id": lambda env, row: next((m["product_id"] for m in moves_of(env, row["id"])), None),
    },
    methods={
        "button_validate": button_validate,
        "action_cancel": action_cancel,
        "action_confirm": action_confirm,
        "action_assign": action_confirm,
        "do_unreserve": do_unreserve,
    },
    order="priority desc, scheduled_date asc, id desc",
)
