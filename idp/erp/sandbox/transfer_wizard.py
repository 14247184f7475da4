"""What do the two questions about a transfer do: is the rest still expected, and what goes back?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from idp.erp.sandbox import fault, stock
from idp.erp.sandbox.amount import exact
from idp.erp.sandbox.env import Behaviour, Env, related
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.transfer import finish, moves_of, open_work
from idp.erp.sandbox.warehouse import picking_type


def _complete_backorder(env: Env, vals: Row) -> Row:
    pickings = [step[1] for step in env.context.get("default_pick_ids") or []]
    pickings = pickings or list(env.context.get("button_validate_picking_ids") or [])
    lines = [(0, 0, {"picking_id": p, "to_backorder": True}) for p in pickings]
    return {"show_transfers": False, "pick_ids": [(6, 0, pickings)], "backorder_confirmation_line_ids": lines, **vals}


def _answered(env: Env, ids: Sequence[int], *, drop_rest: bool) -> None:
    for wizard in ids:
        for picking_id in env.get("stock.backorder.confirmation", wizard, "pick_ids"):
            finish(env, picking_id, open_work(env, picking_id), drop_rest=drop_rest)


def process(env: Env, _model: str, ids: Sequence[int]) -> Value:
    """The rest stays ordered: a back-order is made."""
    _answered(env, ids, drop_rest=False)
    return True


def process_cancel_backorder(env: Env, _model: str, ids: Sequence[int]) -> Value:
    """The rest is not expected any more."""
    _answered(env, ids, drop_rest=True)
    return True


BACKORDER = Behaviour(
    complete=_complete_backorder, methods={"process": process, "process_cancel_backorder": process_cancel_backorder}
)


def _complete_return(env: Env, vals: Row) -> Row:
    picking = vals.get("picking_id") or env.context.get("active_id")
    moves = [m for m in moves_of(env, int(picking or 0)) if m["state"] == "done"]
    if not moves:
        raise fault.user_error("You may only return Done pickings.")
    lines = [
        (0, 0, {"product_id": m["product_id"], "quantity": m["quantity"], "move_id": m["id"], "to_refund": True}) for m in moves
    ]
    return {"product_return_moves": lines, **vals, "picking_id": picking}


def action_create_returns(env: Env, _model: str, ids: Sequence[int]) -> Value:
    """A new transfer that sends the wizard's quantities back where they came from; it still has to be validated."""
    (wizard,) = ids
    row = env.row("stock.return.picking", wizard)
    lines = env.find("stock.return.picking.line", "wizard_id", wizard)
    picking_id = send_back(env, row["picking_id"], [(r["move_id"], exact(r["quantity"])) for r in lines])
    return {"name": "Returned Picking", "type": "ir.actions.act_window", "res_model": "stock.picking", "res_id": picking_id}


def send_back(env: Env, picking_id: int, quantities: Sequence[tuple[int, Decimal]]) -> int:
    """The return transfer of (move, quantity) pairs, in the moves' own units."""
    origin = env.row("stock.picking", picking_id)
    kind = picking_type(env, origin["company_id"], "outgoing") or origin["picking_type_id"]
    places = {"location_id": origin["location_dest_id"], "location_dest_id": origin["location_id"]}
    text = f"Return of {origin['name']}"
    order = stock.new_picking(env, kind, **places, partner_id=origin.get("partner_id"), origin=text, return_id=picking_id)
    for move_id, quantity in quantities:
        move = env.row("stock.move", move_id)
        linked = {c: move.get(c) for c in ("purchase_line_id", "product_uom", "price_unit")}
        columns = {**linked, "origin_returned_move_id": move_id, "to_refund": True}
        stock.new_move(env, order, move["product_id"], quantity, **columns)
    return order


RETURN = Behaviour(
    complete=_complete_return,
    methods={"action_create_returns": action_create_returns, "create_returns": action_create_returns},
)
RETURN_LINE = Behaviour(computed={"uom_id": related("product_id", "uom_id")}, label=lambda _env, _row: "")
