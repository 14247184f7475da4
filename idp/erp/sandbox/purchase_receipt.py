"""What does a confirmed order ask of the warehouse, and what when its quantity changes?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from idp.erp.sandbox import stock
from idp.erp.sandbox.amount import exact, rounded, wire
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.money import rate
from idp.erp.sandbox.store import Row
from idp.erp.sandbox.unit import converted
from idp.erp.sandbox.wire import digits

_RESIZES = 19
"""From 19.0 on a larger order quantity makes the open move larger; before it is a move of its own."""
_LINE_UOM, _LINE_TAXES = "product_uom", "taxes_id"


def receive_lines(env: Env, order_id: int, line_ids: Sequence[int]) -> None:
    """Puts the stock-managed lines of a confirmed order on its open receipt, or on a new one."""
    lines = [env.row("purchase.order.line", i) for i in line_ids]
    lines = [r for r in lines if r.get("qty_received_method") == "stock_moves" and exact(r.get("product_qty")) > 0]
    if not lines:
        return
    picking = receipt(env, env.row("purchase.order", order_id))
    by_date = sorted(lines, key=lambda r: str(r.get("date_planned")))
    for line in lines:
        _new_demand(env, picking, line, exact(line["product_qty"]), 5 * (by_date.index(line) + 1))


def receipt(env: Env, order: Row) -> int:
    """The order's receipt that is still open, else a new one."""
    for picking in sorted(env.get("purchase.order", order["id"], "picking_ids")):
        if env.get("stock.picking", picking, "state") not in {"done", "cancel"}:
            return int(picking)
    return stock.new_picking(
        env,
        order["picking_type_id"],
        partner_id=order["partner_id"],
        origin=order["name"],
        scheduled_date=order.get("date_planned") or env.now,
    )


def _new_demand(env: Env, picking: int, line: Row, quantity: Decimal, sequence: int) -> int:
    unit = env.get("product.product", line["product_id"], "uom_id")
    demand = converted(env, quantity, line.get(_LINE_UOM), unit)
    date = line.get("date_planned") or env.now
    move = stock.new_move(
        env,
        picking,
        line["product_id"],
        demand,
        purchase_line_id=line["id"],
        sequence=sequence,
        date=date,
        date_deadline=date,
    )
    env.set("stock.move", move, {"price_unit": move_price(env, line, env.row("stock.move", move))})
    return move


def move_price(env: Env, line: Row, move: Row) -> float:
    """The line's price for one unit of the move, in company currency."""
    order = env.row("purchase.order", line["order_id"])
    net = exact(line.get("price_unit")) * (1 - exact(line.get("discount")) / 100)
    taxes = [env.row("account.tax", t) for t in line.get(_LINE_TAXES) or []]
    included = sum((exact(t["amount"]) for t in taxes if t.get("price_include")), Decimal(0))
    units = converted(env, Decimal(1), line.get(_LINE_UOM), move.get("product_uom")) or Decimal(1)
    price = net / (1 + included / 100) / units
    own = price / rate(env, order["currency_id"], order["company_id"], order["date_order"][:10])
    return wire(rounded(own, digits(env, "Product Price")))


def adjust_demand(env: Env, line: Row) -> None:
    """Moves after a changed order quantity: more is a new move (19.0: a larger one), less cancels or shrinks open ones."""
    unit = env.get("product.product", line["product_id"], "uom_id")
    wanted = converted(env, exact(line["product_qty"]), line.get(_LINE_UOM), unit)
    moves = [m for m in env.find("stock.move", "purchase_line_id", line["id"]) if m["state"] != "cancel"]
    open_moves = [m for m in moves if m["state"] in stock.OPEN]
    change = wanted - sum((exact(m["product_uom_qty"]) for m in moves), Decimal(0))
    if change > 0 and open_moves and env.version >= _RESIZES:
        _resize(env, open_moves[-1], exact(open_moves[-1]["product_uom_qty"]) + change)
    elif change > 0:
        added = converted(env, change, unit, line.get(_LINE_UOM))
        _new_demand(env, receipt(env, env.row("purchase.order", line["order_id"])), line, added, 10)
    for move in reversed(open_moves):
        if change >= 0:
            break
        left = max(exact(move["product_uom_qty"]) + change, Decimal(0))
        change += exact(move["product_uom_qty"]) - left
        _resize(env, move, left)


def _resize(env: Env, move: Row, demand: Decimal) -> None:
    if demand == 0:
        empty = {"product_uom_qty": 0.0, "quantity": 0.0, "price_unit": 0.0, "state": "cancel"}
        env.write("stock.move", [move["id"]], empty)
    else:
        env.write("stock.move", [move["id"]], {"product_uom_qty": wire(demand), "quantity": wire(demand)})
