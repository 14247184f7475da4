"""How do the items of a bill behave: defaults from product and vendor, amounts, links to order lines?"""

from __future__ import annotations

from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import Operation, require_visible
from idp.erp.sandbox.amount import exact, wire
from idp.erp.sandbox.bill_total import INBOUND_DEBIT, balanced, booking, recompute_taxes, recompute_totals
from idp.erp.sandbox.env import Behaviour, Env, related
from idp.erp.sandbox.money import rate
from idp.erp.sandbox.product import default_taxes
from idp.erp.sandbox.purchase_quantity import recompute_billed
from idp.erp.sandbox.store import Row

_AMOUNTS = frozenset({"quantity", "price_unit", "discount", "tax_ids", "product_id", "product_uom_id"})
_BOOKED = frozenset({"amount_currency", "balance", "debit", "credit"})
_NOT_ITEMS = frozenset({"line_section", "line_subsection", "line_note"})


def _complete(env: Env, vals: Row) -> Row:
    move = env.row("account.move", vals["move_id"])
    given = {"display_type": "product", "quantity": 1.0, "discount": 0.0, "price_unit": 0.0, "sequence": 100}
    full = {**given, **{k: v for k, v in vals.items() if v is not None or k not in given}}
    full |= {"partner_id": vals.get("partner_id") or move.get("partner_id"), "currency_id": move["currency_id"]}
    if full["display_type"] in _NOT_ITEMS:
        return full | {"quantity": 0.0, "price_unit": 0.0}
    _require_order_visible(env, full)
    full["account_id"] = vals.get("account_id") or _account(env, move)
    product = vals.get("product_id")
    if product:
        full = {**_from_product(env, move, product, vals), **full, **_price(env, move, product, vals)}
    full.setdefault("name", None)
    full.setdefault("is_downpayment", False)
    return full


def _require_order_visible(env: Env, vals: Row) -> None:
    line = env.store.get("purchase.order.line", vals.get("purchase_line_id") or 0)
    if line is not None:
        require_visible(env, "purchase.order", [line["order_id"]], Operation.READ)


def _account(env: Env, move: Row) -> int | None:
    kind = "expense" if move["move_type"].startswith("in_") else "income"
    account = env.first("account.account", account_type=kind)
    return account["id"] if account else None


def _from_product(env: Env, move: Row, product: int, vals: Row) -> Row:
    bought = move["move_type"].startswith("in_")
    filled: Row = {"product_uom_id": env.get("product.product", product, "uom_id")}
    filled["name"] = env.label("product.product", product)
    if "tax_ids" not in vals:
        column = "supplier_taxes_id" if bought else "taxes_id"
        filled["tax_ids"] = [(6, 0, default_taxes(env, product, column, move["company_id"]))]
    return filled


def _price(env: Env, move: Row, product: int, vals: Row) -> Row:
    """No price given: the product's cost, never the order's price."""
    if "price_unit" in vals:
        return {}
    day = move.get("invoice_date") or env.today
    cost = exact(env.get("product.product", product, "standard_price"))
    return {"price_unit": wire(cost * rate(env, move["currency_id"], move["company_id"], day))}


def _created(env: Env, line_id: int, vals: Row) -> None:
    move = env.row("account.move", vals["move_id"])
    if _BOOKED & vals.keys() and vals.get("display_type") != "product":
        _book(env, line_id, vals, move)
    else:
        env.mark(recompute_taxes, vals["move_id"])
    env.mark(recompute_billed, vals.get("purchase_line_id"))


def _writing(env: Env, ids: Sequence[int], vals: Row) -> Row:
    for line_id in ids:
        line = env.row("account.move.line", line_id)
        posted = env.row("account.move", line["move_id"])["state"] == "posted"
        if posted and "tax_ids" in vals:
            raise fault.user_error(
                "You cannot modify the taxes related to a posted journal item, you should reset the journal entry to "
                "draft to do so."
            )
        env.mark(recompute_billed, line.get("purchase_line_id"))
    _require_order_visible(env, vals)
    return vals


def _written(env: Env, ids: Sequence[int], vals: Row) -> None:
    for line_id in ids:
        line = env.row("account.move.line", line_id)
        move = env.row("account.move", line["move_id"])
        env.mark(recompute_billed, line.get("purchase_line_id"))
        if "product_id" in vals and vals["product_id"] and "name" not in vals:
            env.set("account.move.line", line_id, {"name": env.label("product.product", vals["product_id"])})
        # From 18.0 on a posted bill keeps its totals whatever is written on its lines.
        frozen = move["state"] == "posted" and env.version >= 18
        if _AMOUNTS & vals.keys() and line.get("display_type") == "product" and not frozen:
            env.mark(recompute_taxes, line["move_id"])
        elif _BOOKED & vals.keys():
            _book(env, line_id, vals, move)
        elif env.version == 17 and "price_subtotal" in vals and not frozen:
            sign = INBOUND_DEBIT.get(move["move_type"], 1)
            _book(env, line_id, {"amount_currency": sign * vals["price_subtotal"]}, move)


def _book(env: Env, line_id: int, vals: Row, move: Row) -> None:
    """One amount column was written: the others follow, then the bill's totals."""
    same = move["currency_id"] == env.row("res.company", move["company_id"])["currency_id"]
    if "amount_currency" in vals:
        amount = exact(vals["amount_currency"])
        balance = exact(vals["balance"]) if "balance" in vals else balanced(env, move, amount)
    else:
        line = env.row("account.move.line", line_id)
        debit, credit = (exact(vals.get(c, 0.0)) for c in ("debit", "credit"))
        balance = exact(vals["balance"]) if "balance" in vals else debit - credit
        amount = balance if same else exact(line.get("amount_currency"))
    env.set("account.move.line", line_id, booking(amount, balance))
    env.mark(recompute_totals, move["id"])


def _deleting(env: Env, ids: Sequence[int]) -> None:
    for line_id in ids:
        if env.row("account.move", env.row("account.move.line", line_id)["move_id"])["state"] == "posted":
            raise fault.user_error(
                "You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal "
                "entry to draft before deleting it."
            )


def _deleted(env: Env, rows: Sequence[Row]) -> None:
    for row in rows:
        env.mark(recompute_billed, row.get("purchase_line_id"))
        if row.get("display_type") == "product":
            env.mark(recompute_taxes, row["move_id"])


def _order_of(env: Env, row: Row) -> int | None:
    line = row.get("purchase_line_id")
    return env.row("purchase.order.line", line)["order_id"] if line else None


def _label(env: Env, row: Row) -> str:
    move = env.label("account.move", row["move_id"])
    return f"{move} {row['name']}" if row.get("name") else move


LINE = Behaviour(
    complete=_complete,
    created=_created,
    writing=_writing,
    written=_written,
    deleting=_deleting,
    deleted=_deleted,
    label=_label,
    computed={
        "purchase_order_id": _order_of,
        "parent_state": related("move_id", "state"),
        "move_name": related("move_id", "name"),
        "move_type": related("move_id", "move_type"),
        "ref": related("move_id", "ref"),
        "date": related("move_id", "date"),
        "invoice_date": related("move_id", "invoice_date"),
        "journal_id": related("move_id", "journal_id"),
        "company_id": related("move_id", "company_id"),
        "company_currency_id": related("move_id", "company_currency_id"),
        "account_type": related("account_id", "account_type"),
    },
    methods={"_not_copied": lambda _env: frozenset({"purchase_line_id"})},
    order="date desc, move_name desc, id",
)
