"""What do the buttons of a purchase order do?

Confirming, approving, cancelling, locking, billing; and what they do to receipts. Void methods answer nothing at all on the wire.
"""

from __future__ import annotations

from collections.abc import Sequence

from idp.erp.sandbox import fault, stock
from idp.erp.sandbox.access import PURCHASE_ADMIN, Operation, has_group, require
from idp.erp.sandbox.amount import exact
from idp.erp.sandbox.env import VOID, Env, Method
from idp.erp.sandbox.money import rate
from idp.erp.sandbox.purchase_bill import bills_of
from idp.erp.sandbox.purchase_receipt import receive_lines
from idp.erp.sandbox.records import require_records
from idp.erp.sandbox.store import Row, Value

_LOCKED_IS_A_FLAG = 19
_LINE_UOM, _LINE_TAXES = "product_uom", "taxes_id"


def _orders(env: Env, model: str, ids: Sequence[int]) -> list[Row]:
    require(env, model, Operation.WRITE)
    return [env.row(model, i) for i in require_records(env, model, ids)]


def button_confirm(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Confirms drafts, or asks for approval where the company wants two steps; confirmed ones stay as they are."""
    for order in _orders(env, model, ids):
        if order["state"] not in {"draft", "sent"}:
            continue
        _remember_vendor(env, order)
        if _may_approve(env, order):
            _approve(env, order["id"])
        else:
            env.write(model, [order["id"]], {"state": "to approve"})
    return True


def button_approve(env: Env, model: str, ids: Sequence[int], force: bool = False) -> Value:
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
        if vendor not in {r["partner_id"] for r in rows} and len(rows) <= 10:
            columns = {"partner_id": vendor, "product_tmpl_id": template, "price": line.get("price_unit") or 0.0}
            env.create("product.supplierinfo", {**columns, "currency_id": order["currency_id"], "delay": 0})


def button_cancel(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Cancels orders and their open receipts; answers nothing."""
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
    """Takes cancelled orders back to draft."""
    for order in _orders(env, model, ids):
        env.write(model, [order["id"]], {"state": "draft"})
    return {}


def button_done(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Locks orders; answers nothing."""
    _lock(env, [order["id"] for order in _orders(env, model, ids)])
    return VOID


def _lock(env: Env, ids: Sequence[int]) -> None:
    env.write("purchase.order", ids, {"locked": True} if env.version >= _LOCKED_IS_A_FLAG else {"state": "done"})


def button_unlock(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Unlocks orders; answers nothing."""
    for order in _orders(env, model, ids):
        changes = {"locked": False} if env.version >= _LOCKED_IS_A_FLAG else {"state": "purchase"}
        env.write(model, [order["id"]], changes)
    return VOID


def action_create_invoice(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Draft bills of what is open, and the action that shows them."""
    return bills_of(env, _orders(env, model, ids))


def not_copied(_env: Env) -> frozenset[str]:
    """Columns that ``copy`` leaves behind."""
    gone = {"name", "state", "partner_ref", "date_approve", "date_planned", "date_order", "origin", "invoice_status"}
    return frozenset(gone | {"locked", "user_id"})


METHODS: dict[str, Method] = {
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
