"""How do transfers and their moves behave: quantities, dates, states?

A move waits (``assigned``) with its ``quantity`` preset to the demand and ``picked`` false; only a done move is goods received
(FACTS §4). What `transfer` does on validation and what `purchase` asks for live there.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from idp.erp.sandbox import fault, purchase_quantity
from idp.erp.sandbox.access import active_company
from idp.erp.sandbox.amount import exact, wire
from idp.erp.sandbox.env import Behaviour, Env, related
from idp.erp.sandbox.forecast import forecast, is_own, is_storable
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.unit import converted

OPEN = frozenset({"draft", "waiting", "confirmed", "partially_available", "assigned"})


def new_picking(env: Env, type_id: int, **columns: Value) -> int:
    """A transfer of this operation type; what is not given comes from the type."""
    return env.create("stock.picking", {"picking_type_id": type_id, **columns})


def progress(env: Env, picking_ids: Sequence[int]) -> Value:
    """How much of an order these transfers have brought: "pending", "partial" or "full"; None where none of them counts."""
    states = [env.get("stock.picking", picking_id, "state") for picking_id in picking_ids]
    if not states or all(s == "cancel" for s in states):
        return None
    if all(s in {"done", "cancel"} for s in states):
        return "full"
    return "partial" if "done" in states else "pending"


def new_move(env: Env, picking_id: int, product_id: int, quantity: Decimal, **columns: Value) -> int:
    """A confirmed move of ``quantity`` (in the product's unit) in a transfer, with its move line."""
    picking = env.row("stock.picking", picking_id)
    product_uom = env.get("product.product", product_id, "uom_id")
    shared = {c: picking[c] for c in ("location_id", "location_dest_id", "company_id", "picking_type_id", "origin")}
    amount = wire(quantity)
    own = {
        "picking_id": picking_id,
        "product_id": product_id,
        "product_uom": product_uom,
        "product_uom_qty": amount,
        "quantity": amount,
        "state": "assigned",
        "name": env.label("product.product", product_id),
    }
    return env.create("stock.move", {**shared, **own, **columns})


# -- moves ------------------------------------------------------------------------------------------------------------


def _complete_move(env: Env, vals: Row) -> Row:
    picking = env.store.get("stock.picking", vals.get("picking_id") or 0) or {}
    shared = {c: picking.get(c) for c in ("location_id", "location_dest_id", "company_id", "picking_type_id", "origin")}
    date = picking.get("scheduled_date") or env.now
    given = {"state": "draft", "picked": False, "procure_method": "make_to_stock", "sequence": 10, "price_unit": 0.0}
    full = {"date": date, "date_deadline": None, "quantity": 0.0, "product_uom_qty": 0.0, **given, **shared, **vals}
    if not full.get("product_uom") and full.get("product_id"):
        full["product_uom"] = env.get("product.product", full["product_id"], "uom_id")
    full["company_id"] = full.get("company_id") or active_company(env)
    return full


def _created_move(env: Env, move_id: int, _vals: Row) -> None:
    _sync_line(env, move_id)
    _moves_changed(env, [move_id], {"quantity": 0, "date": 0})


def _write_move(env: Env, ids: Sequence[int], vals: Row) -> Row:
    for move_id in ids:
        if env.row("stock.move", move_id)["state"] == "cancel" and {"quantity", "product_uom_qty"} & vals.keys():
            raise fault.user_error("You cannot change a cancelled stock move, create a new line instead.")
    return vals


def _moves_changed(env: Env, ids: Sequence[int], vals: Row) -> None:
    for move_id in ids:
        row = env.row("stock.move", move_id)
        if {"quantity", "product_uom_qty"} & vals.keys() and row["state"] in OPEN - {"draft"}:
            env.set("stock.move", move_id, {"state": _reserved_state(row)})
        if {"quantity", "picked", "state", "date"} & vals.keys():
            _sync_line(env, move_id)
        env.mark(recompute_dates, row.get("picking_id"))
        if row.get("purchase_line_id") and {"quantity", "state", "product_uom"} & vals.keys():
            env.mark(purchase_quantity.recompute_received, row["purchase_line_id"])
        if row["state"] == "done" and "quantity" in vals:
            env.mark(recompute_on_hand, row["product_id"])


def _reserved_state(row: Row) -> str:
    have, want = exact(row.get("quantity")), exact(row.get("product_uom_qty"))
    return "assigned" if have >= want else "partially_available" if have else "confirmed"


def _sync_line(env: Env, move_id: int) -> None:
    """Keeps the one move line of a move in step with it; none while nothing is set aside."""
    row = env.row("stock.move", move_id)
    lines = env.store.find("stock.move.line", "move_id", move_id)
    if not row.get("quantity"):
        env.unlink("stock.move.line", lines)
        return
    same = {"quantity": row["quantity"], "picked": bool(row.get("picked")), "picking_id": row.get("picking_id")}
    if lines:
        env.set("stock.move.line", lines[0], same | {"date": row["date"]})
        return
    columns = ("product_id", "location_id", "location_dest_id", "company_id", "date")
    shared = {c: row.get(c) for c in columns} | {"product_uom_id": row["product_uom"], "move_id": move_id}
    env.create("stock.move.line", {**shared, **same})


def _move_label(env: Env, row: Row) -> str:
    product = env.row("product.product", row["product_id"])
    code = product.get("default_code") or env.get("product.product", row["product_id"], "name")
    places = [env.row("stock.location", row[c])["name"] for c in ("location_id", "location_dest_id")]
    origin = f"{row['origin']}/" if row.get("origin") else ""
    return f"{origin}{code}: {places[0]}>{places[1]}"


def _available(env: Env, row: Row) -> float:
    """What a delivery has set aside; for a receipt, the stock there will be when it has come."""
    if not is_storable(env, row["product_id"]):
        return float(row.get("product_uom_qty") or 0.0)
    if is_own(env, row["location_id"]):
        return float(row.get("quantity") or 0.0)
    return wire(forecast(env, row["product_id"], max(row["date"], env.now)))


def _deleted_moves(env: Env, rows: Sequence[Row]) -> None:
    for row in rows:
        env.unlink("stock.move.line", env.store.find("stock.move.line", "move_id", row["id"]))
        env.mark(recompute_dates, row.get("picking_id"))
        env.mark(purchase_quantity.recompute_received, row.get("purchase_line_id"))


def _refuse_done(env: Env, ids: Sequence[int]) -> None:
    if any(env.row("stock.move", i)["state"] not in {"draft", "cancel"} for i in ids):
        raise fault.user_error("You can only delete draft or cancelled moves.")


MOVE = Behaviour(
    complete=_complete_move,
    created=_created_move,
    writing=_write_move,
    written=_moves_changed,
    deleting=_refuse_done,
    deleted=_deleted_moves,
    label=_move_label,
    computed={
        "has_tracking": lambda env, row: env.get("product.product", row["product_id"], "tracking") or "none",
        "forecast_availability": _available,
        "reference": related("picking_id", "name"),
        "picking_code": related("picking_id", "picking_type_code"),
        "partner_id": related("picking_id", "partner_id"),
        "product_tmpl_id": related("product_id", "product_tmpl_id"),
        "product_qty": lambda env, row: wire(
            converted(
                env,
                exact(row.get("product_uom_qty")),
                row.get("product_uom"),
                env.get("product.product", row["product_id"], "uom_id"),
            )
        ),
    },
    order="sequence, id",
)

# -- move lines -------------------------------------------------------------------------------------------------------


def _complete_line(env: Env, vals: Row) -> Row:
    move = env.store.get("stock.move", vals.get("move_id") or 0) or {}
    shared = {c: move.get(c) for c in ("picking_id", "product_id", "location_id", "location_dest_id", "company_id")}
    return {"quantity": 0.0, "picked": False, "date": env.now, "product_uom_id": move.get("product_uom"), **shared, **vals}


def _lines_changed(env: Env, ids: Sequence[int], vals: Row) -> None:
    """A quantity entered on lines is the move's quantity."""
    if not {"quantity", "picked"} & vals.keys():
        return
    for line_id in ids:
        move_id = env.row("stock.move.line", line_id).get("move_id")
        if move_id:
            lines = env.find("stock.move.line", "move_id", move_id)
            total = sum((exact(r.get("quantity")) for r in lines), Decimal(0))
            env.set("stock.move", move_id, {"quantity": wire(total), "picked": all(r.get("picked") for r in lines)})
            env.mark(recompute_dates, env.row("stock.move", move_id).get("picking_id"))


MOVE_LINE = Behaviour(
    complete=_complete_line,
    written=_lines_changed,
    label=lambda env, row: env.label("product.product", row["product_id"]) if row.get("product_id") else "",
    computed={
        "state": related("move_id", "state"),
        "origin": related("move_id", "origin"),
        "reference": related("move_id", "reference"),
        "picking_partner_id": related("picking_id", "partner_id"),
    },
    order="result_package_id desc, id",
)

# -- stock on hand ----------------------------------------------------------------------------------------------------


def recompute_on_hand(env: Env, product_id: int) -> None:
    """Sets every location's quantity of a product to its opening stock plus what done moves brought and took."""
    totals: dict[int, Decimal] = {}
    for row in env.find("stock.move", "product_id", product_id):
        if row["state"] == "done":
            for column, sign in (("location_dest_id", 1), ("location_id", -1)):
                totals[row[column]] = totals.get(row[column], Decimal(0)) + sign * exact(row.get("quantity"))
    for quant in env.find("stock.quant", "product_id", product_id):
        total = totals.pop(quant["location_id"], Decimal(0)) + exact(quant.get("opening_quantity"))
        env.set("stock.quant", quant["id"], {"quantity": wire(total)})
    for place, total in totals.items():
        if env.row("stock.location", place).get("usage") == "internal":
            columns = {"product_id": product_id, "location_id": place, "quantity": wire(total)}
            env.create("stock.quant", columns)


QUANT = Behaviour(
    complete=lambda _env, vals: {"reserved_quantity": 0.0, "opening_quantity": 0.0, **vals},
    label=lambda env, row: env.label("product.product", row["product_id"]),
    computed={
        "available_quantity": lambda _env, row: row.get("quantity") or 0.0,
        "company_id": related("location_id", "company_id"),
        "product_uom_id": related("product_id", "uom_id"),
        "warehouse_id": related("location_id", "warehouse_id"),
    },
)


def recompute_dates(env: Env, picking_id: int) -> None:
    """A transfer's scheduled date and deadline are the earliest of its open moves."""
    if not env.exists("stock.picking", picking_id):
        return
    rows = [r for r in env.find("stock.move", "picking_id", picking_id) if r["state"] in OPEN]
    if not rows:
        return
    deadlines = [r["date_deadline"] for r in rows if r.get("date_deadline")]
    columns = {"scheduled_date": min(r["date"] for r in rows), "date_deadline": min(deadlines, default=None)}
    before = env.row("stock.picking", picking_id)
    if any(before.get(c) != v for c, v in columns.items()):
        env.set("stock.picking", picking_id, columns)
