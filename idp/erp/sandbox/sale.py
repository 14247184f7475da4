"""How do sales orders behave, as far as late receipts concern them: lines, deliveries, delivered quantities?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from idp.erp.sandbox import stock
from idp.erp.sandbox.access import Operation, active_company, require
from idp.erp.sandbox.amount import ZERO, exact, wire
from idp.erp.sandbox.env import VOID, Behaviour, Env, related
from idp.erp.sandbox.money import company_currency
from idp.erp.sandbox.ordering import ordered
from idp.erp.sandbox.records import require_records
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.tax import line_amounts
from idp.erp.sandbox.unit import converted
from idp.erp.sandbox.warehouse import picking_type, warehouse_of


def _complete_order(env: Env, vals: Row) -> Row:
    company = vals.get("company_id") or active_company(env)
    given = {"state": "draft", "date_order": env.now, "user_id": env.uid, "currency_id": company_currency(env, company)}
    house = warehouse_of(env, company)
    full = {**given, "warehouse_id": house["id"] if house else None, **vals, "company_id": company}
    if not full.get("name") or full["name"] == "New":
        full["name"] = env.next_number("sale.order", "sale.order")
    return full


def recompute_order(env: Env, order_id: int) -> None:
    """An order's amounts are the sums of its lines."""
    lines = env.find("sale.order.line", "order_id", order_id)
    untaxed = sum((exact(r.get("price_subtotal")) for r in lines), ZERO)
    total = sum((exact(r.get("price_total")) for r in lines), ZERO)
    columns = {"amount_untaxed": wire(untaxed), "amount_total": wire(total), "amount_tax": wire(total - untaxed)}
    env.set("sale.order", order_id, columns)


def action_confirm(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Confirms orders and asks for their deliveries."""
    require(env, model, Operation.WRITE)
    for order_id in require_records(env, model, ids):
        order = env.row(model, order_id)
        env.write(model, [order_id], {"state": "sale"})
        lines = [r for r in env.find("sale.order.line", "order_id", order_id) if _is_goods(env, r)]
        if lines:
            deliver(env, order, lines)
    return True


def deliver(env: Env, order: Row, lines: Sequence[Row]) -> int:
    """The delivery of a confirmed order."""
    kind = picking_type(env, order["company_id"], "outgoing")
    date = order.get("commitment_date") or env.now
    picking = stock.new_picking(env, kind or 0, partner_id=order["partner_id"], origin=order["name"], scheduled_date=date)
    for line in lines:
        unit = env.get("product.product", line["product_id"], "uom_id")
        demand = converted(env, exact(line.get("product_uom_qty")), line.get("product_uom"), unit)
        dates = {"date": date, "date_deadline": date}
        stock.new_move(env, picking, line["product_id"], demand, sale_line_id=line["id"], **dates)
    return picking


def _is_goods(env: Env, line: Row) -> bool:
    product = line.get("product_id")
    return product is not None and env.get("product.product", product, "type") != "service"


def action_cancel(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Cancels orders; answers nothing."""
    require(env, model, Operation.WRITE)
    for order_id in require_records(env, model, ids):
        env.write(model, [order_id], {"state": "cancel"})
    return VOID


def _pickings(env: Env, row: Row) -> list[int]:
    lines = env.store.find("sale.order.line", "order_id", row["id"])
    moves = [m for line in lines for m in env.find("stock.move", "sale_line_id", line)]
    return ordered(env, "stock.picking", sorted({m["picking_id"] for m in moves if m.get("picking_id")}), None)


def _delivery_status(env: Env, row: Row) -> Value:
    return stock.progress(env, _pickings(env, row))


def _invoice_status(env: Env, row: Row) -> str:
    if row["state"] != "sale":
        return "no"
    lines = env.find("sale.order.line", "order_id", row["id"])
    return "to invoice" if any(_to_invoice(env, r) != 0 for r in lines) else "no"


ORDER = Behaviour(
    complete=_complete_order,
    created=lambda env, order_id, _vals: recompute_order(env, order_id),
    computed={
        "picking_ids": _pickings,
        "delivery_count": lambda env, row: len(_pickings(env, row)),
        "delivery_status": _delivery_status,
        "invoice_status": _invoice_status,
    },
    methods={
        "action_confirm": action_confirm,
        "action_cancel": action_cancel,
        "_not_copied": lambda _env: frozenset({"name", "state", "date_order", "commitment_date", "client_order_ref"}),
    },
    order="date_order desc, id desc",
)


def _complete_line(env: Env, vals: Row) -> Row:
    full = {"sequence": 10, "product_uom_qty": 1.0, "discount": 0.0, **vals}
    product = vals.get("product_id")
    if product:
        full.setdefault("name", env.label("product.product", product))
        full.setdefault("product_uom", env.get("product.product", product, "uom_id"))
        if full.get("price_unit") is None:
            full["price_unit"] = env.get("product.product", product, "list_price") or 0.0
    return full


def recompute_line(env: Env, line_id: int) -> None:
    """A line's amounts, then its order's."""
    line = env.store.get("sale.order.line", line_id)
    if line is None:
        return
    order = env.row("sale.order", line["order_id"])
    taxes = list(line.get("tax_id") or [])
    amounts = line_amounts(env, exact(line.get("product_uom_qty")), line, taxes, order["currency_id"])
    columns = {"price_subtotal": wire(amounts.base), "price_tax": wire(amounts.tax_total)}
    env.set("sale.order.line", line_id, columns | {"price_total": wire(amounts.total)})
    env.mark(recompute_order, line["order_id"])


def _line_written(env: Env, ids: Sequence[int], _vals: Row) -> None:
    for line_id in ids:
        env.mark(recompute_line, line_id)


def _delivered(env: Env, row: Row) -> float:
    total = Decimal(0)
    for move in env.find("stock.move", "sale_line_id", row["id"]):
        if move["state"] == "done":
            total += converted(env, exact(move.get("quantity")), move.get("product_uom"), row.get("product_uom"))
    return wire(total)


def _to_invoice(env: Env, row: Row) -> float:
    """Ordered quantities are invoiced, Odoo's default policy."""
    if env.row("sale.order", row["order_id"])["state"] != "sale":
        return 0.0
    return float(row.get("product_uom_qty") or 0.0)


LINE = Behaviour(
    complete=_complete_line,
    created=lambda env, line_id, _vals: recompute_line(env, line_id),
    written=_line_written,
    computed={
        "state": related("order_id", "state"),
        "order_partner_id": related("order_id", "partner_id"),
        "company_id": related("order_id", "company_id"),
        "currency_id": related("order_id", "currency_id"),
        "qty_delivered": _delivered,
        "qty_to_invoice": _to_invoice,
    },
    order="order_id, sequence, id",
)
