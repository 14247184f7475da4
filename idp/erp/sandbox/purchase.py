"""How do purchase orders behave: what they start with, show, and sum up? Their lines are `purchase_line`'s."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from idp.erp.sandbox import purchase_quantity as quantity
from idp.erp.sandbox import stock
from idp.erp.sandbox.access import active_company
from idp.erp.sandbox.amount import exact, wire
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.fault import mandatory_field, user_error
from idp.erp.sandbox.message import log_created, log_note
from idp.erp.sandbox.money import company_currency, places
from idp.erp.sandbox.ordering import ordered
from idp.erp.sandbox.purchase_action import METHODS
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.tax import bill_amounts, line_amounts, rounding_method
from idp.erp.sandbox.warehouse import picking_type


def _complete_order(env: Env, vals: Row) -> Row:
    company = vals.get("company_id") or active_company(env)
    given = {
        "state": "draft",
        "date_order": env.now,
        "priority": "0",
        "user_id": env.uid,
        "invoice_status": "no",
        "picking_type_id": picking_type(env, company, "incoming"),
        "currency_id": company_currency(env, company),
    }
    full = {**given, **{k: v for k, v in vals.items() if v is not None or k not in given}, "company_id": company}
    if not full["picking_type_id"]:
        raise mandatory_field("Purchase Order", "purchase.order", "Deliver To", "picking_type_id")
    if not full.get("name") or full["name"] == "New":
        full["name"] = env.next_number("purchase.order", "purchase.order")
    full.setdefault("locked", False)
    return full


def _created_order(env: Env, order_id: int, _vals: Row) -> None:
    log_created(env, "purchase.order", order_id, "Purchase Order created")
    recompute_order(env, order_id)


def _order_written(env: Env, ids: Sequence[int], vals: Row) -> None:
    for order_id in ids:
        if "state" in vals:
            log_note(env, "purchase.order", order_id, "")  # the state is tracked
            for line_id in env.store.find("purchase.order.line", "order_id", order_id):
                env.mark(quantity.recompute_to_invoice, line_id)
        if "currency_id" in vals:
            env.mark(recompute_order, order_id)


def recompute_order(env: Env, order_id: int) -> None:
    """An order's amounts are the sums of its lines; its planned date is their earliest."""
    order = env.store.get("purchase.order", order_id)
    if order is None:
        return
    lines = env.find("purchase.order.line", "order_id", order_id)
    currency = order["currency_id"]
    amounts = [
        line_amounts(env, exact(r.get("product_qty")), r, list(r.get("taxes_id") or []), currency)
        for r in lines
        if not r.get("display_type")
    ]
    whole = bill_amounts(amounts, places(env, currency), method=rounding_method(env, order["company_id"]))
    untaxed = sum(whole.line_bases, Decimal(0))
    tax = sum(whole.taxes.values(), Decimal(0))
    dates = [r["date_planned"] for r in lines if r.get("date_planned")]
    columns = {
        "amount_untaxed": wire(untaxed),
        "amount_tax": wire(tax),
        "amount_total": wire(untaxed + tax),
        "date_planned": min(dates, default=order.get("date_planned")),
    }
    if order.get("amount_untaxed") not in {None, columns["amount_untaxed"]}:
        log_note(env, "purchase.order", order_id, "")  # the amount is tracked
    env.set("purchase.order", order_id, columns)


def _pickings(env: Env, row: Row) -> list[int]:
    lines = env.store.find("purchase.order.line", "order_id", row["id"])
    moves = [m for line in lines for m in env.find("stock.move", "purchase_line_id", line)]
    found = sorted({m["picking_id"] for m in moves if m.get("picking_id")})
    return ordered(env, "stock.picking", found, None)


def _bills(env: Env, row: Row) -> list[int]:
    lines = env.store.find("purchase.order.line", "order_id", row["id"])
    items = [i for line in lines for i in env.find("account.move.line", "purchase_line_id", line)]
    return ordered(env, "account.move", sorted({i["move_id"] for i in items}), None)


def _incoming_count(env: Env, row: Row) -> int:
    return len(_pickings(env, row))


def _receipt_status(env: Env, row: Row) -> Value:
    return stock.progress(env, _pickings(env, row))


def _effective_date(env: Env, row: Row) -> Value:
    rows = [env.row("stock.picking", p) for p in _pickings(env, row)]
    own = [r for r in rows if env.row("stock.location", r["location_dest_id"]).get("usage") != "supplier"]
    return min((r["date_done"] for r in own if r.get("date_done")), default=None)


def _order_label(_env: Env, row: Row) -> str:
    return f"{row['name']} ({row['partner_ref']})" if row.get("partner_ref") else str(row["name"])


def _delete_cancelled(env: Env, ids: Sequence[int]) -> None:
    if any(env.row("purchase.order", i)["state"] != "cancel" for i in ids):
        raise user_error("In order to delete a purchase order, you must cancel it first.")
    for order_id in ids:
        env.unlink("purchase.order.line", env.store.find("purchase.order.line", "order_id", order_id))


ORDER = Behaviour(
    complete=_complete_order,
    created=_created_order,
    written=_order_written,
    deleting=_delete_cancelled,
    label=_order_label,
    computed={
        "picking_ids": _pickings,
        "invoice_ids": _bills,
        "invoice_count": lambda env, row: len(_bills(env, row)),
        "incoming_picking_count": _incoming_count,
        "receipt_status": _receipt_status,
        "effective_date": _effective_date,
        "is_shipped": lambda env, row: _receipt_status(env, row) == "full",
        "company_currency_id": lambda env, row: company_currency(env, row["company_id"]),
        "product_id": lambda env, row: next(
            (r["product_id"] for r in env.find("purchase.order.line", "order_id", row["id"]) if r.get("product_id")), None
        ),
    },
    methods=METHODS,
    order="priority desc, id desc",
)
