"""How much of an order line has been received and billed, and what is left to bill?

Received: done moves into our locations, less returns that refund. Billed: lines of bills in every state but cancelled, drafts
included, less refunds. Left to bill follows the product's control policy (FACTS §3-§5).
"""

from __future__ import annotations

from decimal import Decimal

from idp.erp.sandbox.amount import ZERO, exact, rounded, wire
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.store import Row
from idp.erp.sandbox.unit import billed, converted

BILL_SIGN = {"in_invoice": 1, "in_refund": -1}
_CONFIRMED = frozenset({"purchase", "done"})


def recompute_received(env: Env, line_id: int) -> None:
    """Sets ``qty_received`` of a stock-managed line from its done moves."""
    line = env.store.get("purchase.order.line", line_id)
    if line is None or line.get("qty_received_method") != "stock_moves":
        return
    total = sum((_received(env, line, move) for move in env.find("stock.move", "purchase_line_id", line_id)), ZERO)
    env.set("purchase.order.line", line_id, {"qty_received": wire(total)})
    env.mark(recompute_to_invoice, line_id)


def _received(env: Env, line: Row, move: Row) -> Decimal:
    if move["state"] != "done":
        return ZERO
    quantity = converted(env, exact(move.get("quantity")), move.get("product_uom"), line.get("product_uom"))
    if env.row("stock.location", move["location_dest_id"]).get("usage") == "supplier":
        return -quantity if move.get("to_refund", True) else ZERO
    return quantity


def recompute_billed(env: Env, line_id: int) -> None:
    """Sets ``qty_invoiced`` from the bills that point to the line."""
    line = env.store.get("purchase.order.line", line_id)
    if line is None:
        return
    total = ZERO
    for item in env.find("account.move.line", "purchase_line_id", line_id):
        move = env.row("account.move", item["move_id"])
        if move["state"] != "cancel" and item.get("display_type") == "product":
            sign = BILL_SIGN.get(move["move_type"], 0)
            unit = item.get("product_uom_id")
            total += sign * billed(env, exact(item.get("quantity")), unit, line.get("product_uom"))
    env.set("purchase.order.line", line_id, {"qty_invoiced": wire(rounded(total, 2))})
    env.mark(recompute_to_invoice, line_id)


def recompute_to_invoice(env: Env, line_id: int) -> None:
    """Sets ``qty_to_invoice`` from the policy kept on the line's product, then the order's billing status."""
    line = env.store.get("purchase.order.line", line_id)
    if line is None:
        return
    order = env.row("purchase.order", line["order_id"])
    open_quantity = ZERO
    if order["state"] in _CONFIRMED and not line.get("display_type"):
        basis = "product_qty" if _policy(env, line) == "purchase" else "qty_received"
        open_quantity = exact(line.get(basis)) - exact(line.get("qty_invoiced"))
    env.set("purchase.order.line", line_id, {"qty_to_invoice": wire(open_quantity)})
    env.mark(recompute_invoice_status, line["order_id"])


def _policy(env: Env, line: Row) -> str:
    product = line.get("product_id")
    return str(env.get("product.product", product, "purchase_method")) if product else "receive"


def recompute_invoice_status(env: Env, order_id: int) -> None:
    """``to invoice`` while a line has a quantity to bill, ``invoiced`` when none has and bills exist, else ``no``."""
    order = env.store.get("purchase.order", order_id)
    if order is None:
        return
    lines = [r for r in env.find("purchase.order.line", "order_id", order_id) if not r.get("display_type")]
    if order["state"] not in _CONFIRMED:
        status = "no"
    elif any(exact(r.get("qty_to_invoice")) != 0 for r in lines):
        status = "to invoice"
    else:
        status = "invoiced" if env.get("purchase.order", order_id, "invoice_ids") else "no"
    if order.get("invoice_status") != status:
        env.set("purchase.order", order_id, {"invoice_status": status})
