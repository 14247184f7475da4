"""How much of a product is there, and how much will there be on a day?"""

from __future__ import annotations

from decimal import Decimal

from idp.erp.sandbox.amount import ZERO, exact
from idp.erp.sandbox.env import Env

OPEN = frozenset({"waiting", "confirmed", "partially_available", "assigned"})


def is_storable(env: Env, product_id: int) -> bool:
    """Whether Odoo counts the product's stock."""
    if env.version == 17:
        return bool(env.get("product.product", product_id, "type") == "product")
    return bool(env.get("product.product", product_id, "is_storable"))


def is_own(env: Env, location_id: int) -> bool:
    """Whether the location is one of ours."""
    return bool(env.row("stock.location", location_id).get("usage") == "internal")


def on_hand(env: Env, product_id: int) -> Decimal:
    """Quantity in our locations, in the product's unit."""
    quants = env.find("stock.quant", "product_id", product_id)
    return sum((exact(q.get("quantity")) for q in quants if is_own(env, q["location_id"])), ZERO)


def forecast(env: Env, product_id: int, until: str | None) -> Decimal:
    """Quantity on hand once every open move up to ``until`` (all of them where None) is done."""
    total = on_hand(env, product_id)
    for move in env.find("stock.move", "product_id", product_id):
        if move["state"] in OPEN and (until is None or move["date"] <= until):
            amount = exact(move.get("product_uom_qty"))
            total += amount * (is_own(env, move["location_dest_id"]) - is_own(env, move["location_id"]))
    return total
