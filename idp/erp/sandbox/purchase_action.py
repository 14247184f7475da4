"""What do the buttons of a purchase order do?

Confirming, approving, cancelling, locking, billing; and what they do to receipts. Void methods answer nothing at all on the wire.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from idp.erp.sandbox import fault, stock
from idp.erp.sandbox.access import PURCHASE_ADMIN, Operation, has_group, require
from idp.erp.sandbox.amount import exact, rounded, wire
from idp.erp.sandbox.env import VOID, Env
from idp.erp.sandbox.money import rate
from idp.erp.sandbox.product import default_taxes
from idp.erp.sandbox.records import require_records
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.unit import converted
from idp.erp.sandbox.wire import digits

_LOCKED_IS_A_FLAG = 19
_LINE_UOM, _LINE_TAXES = "product_uom", "taxes_id"


def _orders(env: Env, model: str, ids: Sequence[int]) -> list[Row]:
    require(env, model, Operation.WRITE)
    return [env.row(model, i) for i in require_records(env, model, ids)]


def button_confirm(env: Env, model: str, ids: Sequence[int]) -> Value:
    for order in _orders(env, model, ids):
        if order["state"] not in {"draft", "sent"}:
            continue
        _remember_vendor(env, order)
        if _may_approve(env, order):
            _approve(env, order["id"])
        else:
            env.write(model, [order["id"]], {"state": "to approve"})
    return True


def button_approve(env: Env, model: str, ids: Sequence[int], force: bool = False) -> Value:  # noqa: FBT001, FBT002 - Odoo's signature
    """An unprivileged user changes nothing and gets no error either."""
    del force
    for order in _orders(env, model, ids):
        if order["state"] in {"draft", "sent", "to approve"} and _may_approve(env, order):
            _approve(env, order["id"])
    return {}


def _may_approve(env: Env, order: Row) -> bool:
    company = env.row("res.company", order["company_id"])
    if company.get("po_double_validation") != "two_step" or has_group(env, PURCHASE_ADMIN):
        return True
    day = order["date_order"][:10]
    own = exact(order.get("amount_total")) / rate(env, order["currency_id"], order["company_id"], day)
    return own < exact(company.get("po_double_validation_amount"))


def _approve(env: Env, order_id: int) -> None:
    order = env.row("purchase.order", order_id)
    env.write("purchase.order", [order_id], {"state": "purchase", "date_approve": env.now})
    receive_lines(env, order_id, env.store.find("purchase.order.line", "order_id", order_id))
    if env.row("res.company", order["company_id"]).get("po_lock") == "lock":
        _lock(env, [order_id])


def _remember_vendor(env: Env, order: Row) -> None:
    """A confirmed product the vendor is not known for becomes one of the vendor's prices, as Odoo adds it."""
    partner = env.row("res.partner", order["partner_id"])
    vendor = partner.get("parent_id") or partner["id"]
    for line in env.find("purchase.order.line", "order_id", order["id"]):
        product = line.get("product_id")
        if not product:
            continue
        template = env.row("product.product", product)["product_tmpl_id"]
        rows = env.find("product.supplierinfo", "product_tmpl_id", template)
        if vendor not in {r["partner_id"] for r in rows} and len(rows) <= 10:  # noqa: PLR2004 - Odoo's own limit
            columns = {"partner_id": vendor, "product_tmpl_id": template, "price": line.get("price_unit") or 0.0}
            env.create("product.supplierinfo", {**columns, "currency_id": order["currency_id"], "delay": 0})


# -- receipts ---------------------------------------------------------------------------------------------------------


def receive_lines(env: Env, order_id: int, line_ids: Sequence[int]) -> None:
    """Puts the stock-managed lines of a confirmed order on its open receipt, or on a new one."""
    lines = [env.row("purchase.order.line", i) for i in line_ids]
    lines = [r for r in lines if r.get("qty_received_method") == "stock_moves" and exact(r.get("product_qty")) > 0]
    if not lines:
        return
    picking = receipt(env, env.row("purchase.order", order_id))
    for number, line in enumerate(sorted(lines, key=lambda r: str(r.get("date_planned"))), start=1):
        _new_demand(env, picking, line, exact(line["product_qty"]), 5 * number)


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
    if change > 0 and open_moves and env.version >= _LOCKED_IS_A_FLAG:
        _resize(env, open_moves[-1], exact(open_moves[-1]["product_uom_qty"]) + change)
    elif change > 0:
        added = converted(env, change, unit, line.get(_LINE_UOM))
        _new_demand(env, receipt(env, env.row("purchase.order", line["order_id"])), line, added, 5)
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


# -- other states -----------------------------------------------------------------------------------------------------


def button_cancel(env: Env, model: str, ids: Sequence[int]) -> Value:
    for order in _orders(env, model, ids):
        if order.get("locked"):
            raise fault.user_error(f"Unable to cancel purchase order(s): {order['name']} since they are locked.")
        bills = [env.row("account.move", b) for b in env.get(model, order["id"], "invoice_ids")]
        if any(b["state"] not in {"draft", "cancel"} for b in bills):
            raise fault.user_error(
                f"Unable to cancel purchase order(s): {order['name']}. You must first cancel their related vendor bills."
            )
        _cancel_receipts(env, order)
        env.write(model, [order["id"]], {"state": "cancel"})
    return VOID


def _cancel_receipts(env: Env, order: Row) -> None:
    for picking in env.get("purchase.order", order["id"], "picking_ids"):
        moves = env.find("stock.move", "picking_id", picking)
        if any(m["state"] == "done" for m in moves):
            raise fault.user_error(
                f"Unable to cancel purchase order {order['name']} as some receptions have already been done."
            )
        still_open = [m["id"] for m in moves if m["state"] in stock.OPEN]
        env.write("stock.move", still_open, {"quantity": 0.0, "state": "cancel"})


def button_draft(env: Env, model: str, ids: Sequence[int]) -> Value:
    for order in _orders(env, model, ids):
        env.write(model, [order["id"]], {"state": "draft"})
    return {}


def button_done(env: Env, model: str, ids: Sequence[int]) -> Value:
    _lock(env, [order["id"] for order in _orders(env, model, ids)])
    return VOID


def _lock(env: Env, ids: Sequence[int]) -> None:
    env.write("purchase.order", ids, {"locked": True} if env.version >= _LOCKED_IS_A_FLAG else {"state": "done"})


def button_unlock(env: Env, model: str, ids: Sequence[int]) -> Value:
    for order in _orders(env, model, ids):
        changes = {"locked": False} if env.version >= _LOCKED_IS_A_FLAG else {"state": "purchase"}
        env.write(model, [order["id"]], changes)
    return VOID


# -- bills ------------------------------------------------------------------------------------------------------------


def action_create_invoice(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Bills what is open; 17.0 and 18.0 refuse when nothing is, 19.0 makes a bill of empty lines."""
    created: list[int] = []
    for order in _orders(env, model, ids):
        lines = env.find("purchase.order.line", "order_id", order["id"])
        chosen = [r for r in lines if exact(r.get("qty_to_invoice")) != 0 or env.version >= _LOCKED_IS_A_FLAG]
        if not chosen:
            raise fault.user_error(
                "There is no invoiceable line. If a product has a control policy based on received quantity, please make "
                "sure that a quantity has been received."
            )
        created.append(env.create("account.move", _bill_of(env, order, chosen)))
        env.flush()
    return _bill_action(created)


def _bill_of(env: Env, order: Row, lines: Sequence[Row]) -> Row:
    address = next(
        (p for p in env.find("res.partner", "parent_id", order["partner_id"]) if p.get("type") == "invoice"),
        env.row("res.partner", order["partner_id"]),
    )
    vals = {
        "move_type": "in_invoice",
        "partner_id": address["id"],
        "company_id": order["company_id"],
        "currency_id": order["currency_id"],
        "invoice_origin": order["name"],
        "invoice_line_ids": [(0, 0, _bill_line(env, order, line)) for line in lines],
    }
    if env.version < _LOCKED_IS_A_FLAG and order.get("partner_ref"):
        vals |= {"ref": order["partner_ref"], "payment_reference": order["partner_ref"]}
    return vals


def _bill_line(env: Env, order: Row, line: Row) -> Row:
    product = line.get("product_id")
    label = env.label("product.product", product) if product else ""
    taxes = list(line.get(_LINE_TAXES) or []) or (
        default_taxes(env, product, "supplier_taxes_id", order["company_id"]) if product else []
    )
    return {
        "product_id": product,
        "name": f"{label} {line['name']}".strip() if env.version == 18 else line["name"],  # noqa: PLR2004 - as 18.0 does
        "quantity": line.get("qty_to_invoice") or 0.0,
        "price_unit": line.get("price_unit") or 0.0,
        "discount": line.get("discount") or 0.0,
        "product_uom_id": line.get(_LINE_UOM),
        "tax_ids": [(6, 0, taxes)],
        "purchase_line_id": line["id"],
    }


def _bill_action(bills: Sequence[int]) -> Value:
    action = {
        "name": "Bills",
        "type": "ir.actions.act_window",
        "xml_id": "account.action_move_in_invoice_type",
        "res_model": "account.move",
        "context": "{'default_move_type': 'in_invoice', 'display_account_trust': True}",
        "domain": "[('move_type', 'in', ['in_invoice', 'in_refund'])]",
        "target": "current",
    }
    if len(bills) == 1:
        return {**action, "res_id": bills[0], "view_mode": "form"}
    return {**action, "domain": [["id", "in", list(bills)]], "view_mode": "list,form"}


def not_copied(_env: Env) -> frozenset[str]:
    """Columns that ``copy`` leaves behind."""
    gone = {"name", "state", "partner_ref", "date_approve", "date_planned", "date_order", "origin", "invoice_status"}
    return frozenset(gone | {"locked", "user_id"})


METHODS = {
    "button_confirm": button_confirm,
    "button_approve": button_approve,
    "button_cancel": button_cancel,
    "button_draft": button_draft,
    "button_done": button_done,
    "button_lock": button_done,
    "button_unlock": button_unlock,
    "action_create_invoice": action_create_invoice,
    "_not_copied": not_copied,
}
