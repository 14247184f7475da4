"""How do the lines of a purchase order behave?

What Odoo fills in from the vendor's price list, and what a change of a confirmed line does to its open move (FACTS §3). Quantities
received and billed are `purchase_quantity`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from idp.erp.sandbox import purchase_quantity as quantity
from idp.erp.sandbox import stock
from idp.erp.sandbox.amount import exact, rounded, wire
from idp.erp.sandbox.env import Behaviour, Env, related
from idp.erp.sandbox.fault import user_error
from idp.erp.sandbox.money import company_currency, rate
from idp.erp.sandbox.product import default_taxes, purchase_unit, select_seller, sellers, vendor_name
from idp.erp.sandbox.purchase import recompute_order
from idp.erp.sandbox.purchase_receipt import adjust_demand, move_price, receive_lines
from idp.erp.sandbox.store import Row
from idp.erp.sandbox.tax import line_amounts
from idp.erp.sandbox.unit import converted
from idp.erp.sandbox.wire import digits

_SUGGESTS_LARGEST_TIER = 18
"""In 18.0 the first tier in the list's order (the largest minimum) is suggested, in 17.0 and 19.0 the smallest."""
_KEEPS_PRICE = 19


def _complete_line(env: Env, vals: Row) -> Row:
    order = env.row("purchase.order", vals["order_id"])
    full = {"sequence": 10, "discount": 0.0, "qty_received": 0.0, "qty_invoiced": 0.0, "qty_to_invoice": 0.0, **vals}
    full["qty_received_manual"] = vals.get("qty_received_manual", 0.0)
    product = vals.get("product_id")
    if not product:
        full.setdefault("qty_received_method", "manual")
        return full
    suggested = _suggested(env, product, order)
    full.setdefault("product_qty", suggested)
    seller = select_seller(env, product, order["partner_id"], exact(suggested), order["date_order"])
    full["qty_received_method"] = "manual" if _is_service(env, product) else "stock_moves"
    full.setdefault("product_uom", purchase_unit(env, product))
    if "taxes_id" not in full:
        full["taxes_id"] = [(6, 0, default_taxes(env, product, "supplier_taxes_id", order["company_id"]))]
    for column, value in _from_price_list(env, order, product, seller).items():
        if full.get(column) is None or (column == "price_unit" and "price_unit" not in vals):
            full[column] = value
    return full


def _is_service(env: Env, product_id: int) -> bool:
    return bool(env.get("product.product", product_id, "type") == "service")


def _suggested(env: Env, product_id: int, order: Row) -> float:
    """The quantity that Odoo proposes: the minimum of a tier, for which it also looks up price, text and date."""
    tiers = sellers(env, product_id, order["partner_id"])
    if env.version != _SUGGESTS_LARGEST_TIER:
        tiers.sort(key=lambda r: r.get("min_qty") or 0)
    return float(tiers[0].get("min_qty") or 1.0) if tiers else 1.0


def _from_price_list(env: Env, order: Row, product_id: int, seller: Row | None) -> Row:
    currency, company = order["currency_id"], order["company_id"]
    price = exact(seller["price"]) if seller else exact(env.get("product.product", product_id, "standard_price"))
    source = seller["currency_id"] if seller else company_currency(env, company)
    day = order["date_order"][:10]
    price = price / rate(env, source, company, day) * rate(env, currency, company, day)
    delay = timedelta(days=seller.get("delay") or 0) if seller else timedelta()
    planned = datetime.fromisoformat(order["date_order"]) + delay
    return {
        "price_unit": wire(rounded(price, digits(env, "Product Price"))),
        "name": vendor_name(env, product_id, seller),
        "date_planned": planned.strftime("%Y-%m-%d %H:%M:%S"),
        "discount": (seller or {}).get("discount") or 0.0,
    }


def _created_line(env: Env, line_id: int, vals: Row) -> None:
    recompute_line(env, line_id)
    if env.row("purchase.order", vals["order_id"])["state"] in {"purchase", "done"}:
        receive_lines(env, vals["order_id"], [line_id])


def recompute_line(env: Env, line_id: int) -> None:
    """A line's subtotal, tax and total, then its order's."""
    line = env.store.get("purchase.order.line", line_id)
    if line is None:
        return
    order = env.row("purchase.order", line["order_id"])
    amounts = line_amounts(env, exact(line.get("product_qty")), line, list(line.get("taxes_id") or []), order["currency_id"])
    columns = {"price_subtotal": wire(amounts.base), "price_tax": wire(amounts.tax_total)}
    env.set("purchase.order.line", line_id, columns | {"price_total": wire(amounts.total)})
    env.mark(recompute_order, line["order_id"])
    env.mark(quantity.recompute_to_invoice, line_id)


def _write_line(env: Env, ids: Sequence[int], vals: Row) -> Row:
    """A changed quantity takes price, date and text from the price list again, up to 18.0 and while nothing is billed."""
    if "product_qty" not in vals or env.version >= _KEEPS_PRICE or len(ids) != 1:
        return vals
    line = env.row("purchase.order.line", ids[0])
    if (
        not line.get("product_id")
        or line.get("display_type")
        or env.store.find("account.move.line", "purchase_line_id", ids[0])
    ):
        return vals
    order = env.row("purchase.order", line["order_id"])
    seller = select_seller(env, line["product_id"], order["partner_id"], exact(vals["product_qty"]), order["date_order"])
    if seller is None:
        return vals
    return {**_from_price_list(env, order, line["product_id"], seller), **vals}


def _line_written(env: Env, ids: Sequence[int], vals: Row) -> None:
    for line_id in ids:
        line = env.row("purchase.order.line", line_id)
        confirmed = env.row("purchase.order", line["order_id"])["state"] in {"purchase", "done"}
        if confirmed and line.get("product_id"):
            _follow(env, line, vals)
        if {"product_qty", "price_unit", "discount", "taxes_id", "date_planned"} & vals.keys():
            env.mark(recompute_line, line_id)
        if "qty_received" in vals:
            if line.get("qty_received_method") == "manual":
                env.set("purchase.order.line", line_id, {"qty_received_manual": vals["qty_received"]})
            env.mark(quantity.recompute_to_invoice, line_id)


def _follow(env: Env, line: Row, vals: Row) -> None:
    """The open moves follow a confirmed line: price and deadline, and its quantity."""
    moves = [m for m in env.find("stock.move", "purchase_line_id", line["id"]) if m["state"] in stock.OPEN]
    if "product_qty" in vals:
        adjust_demand(env, line)
        if env.version < _KEEPS_PRICE:
            return
    for move in moves:
        columns: Row = {}
        if "date_planned" in vals:
            columns["date_deadline"] = line["date_planned"]
        if "price_unit" in vals:
            columns["price_unit"] = move_price(env, line, move)
        if columns:
            env.write("stock.move", [move["id"]], columns)


def _refuse_line(env: Env, ids: Sequence[int]) -> None:
    labels = {"purchase": "Purchase Order", "done": "Locked"}
    for line_id in ids:
        state = env.row("purchase.order", env.row("purchase.order.line", line_id)["order_id"])["state"]
        if state in labels:
            raise user_error(f"Cannot delete a purchase order line which is in state “{labels[state]}”.")


def _lines_deleted(env: Env, rows: Sequence[Row]) -> None:
    for row in rows:
        env.mark(recompute_order, row["order_id"])


LINE = Behaviour(
    complete=_complete_line,
    created=_created_line,
    writing=_write_line,
    written=_line_written,
    deleting=_refuse_line,
    deleted=_lines_deleted,
    computed={
        "state": related("order_id", "state"),
        "partner_id": related("order_id", "partner_id"),
        "company_id": related("order_id", "company_id"),
        "currency_id": related("order_id", "currency_id"),
        "date_order": related("order_id", "date_order"),
        "date_approve": related("order_id", "date_approve"),
        "product_type": related("product_id", "type"),
        "product_uom_qty": lambda env, row: wire(
            converted(
                env,
                exact(row.get("product_qty")),
                row.get("product_uom"),
                env.get("product.product", row["product_id"], "uom_id") if row.get("product_id") else None,
            )
        ),
        "price_unit_discounted": lambda _env, row: wire(exact(row.get("price_unit")) * (1 - exact(row.get("discount")) / 100)),
    },
    label=lambda _env, row: str(row.get("name") or ""),
    methods={"_not_copied": lambda _env: frozenset({"qty_received", "qty_invoiced", "qty_to_invoice", "qty_received_manual"})},
    order="order_id, sequence, id",
)
