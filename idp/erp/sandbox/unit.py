"""How much is a quantity in another unit of measure?

A unit's column ``factor_inv`` says how many reference units of its category one of it is (Dozens: 12).
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from idp.erp.sandbox.amount import exact, wire
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.store import Row, Value

_STEP = Decimal("0.01")


def converted(env: Env, quantity: Decimal, source: int | None, target: int | None, *, rounding: str = ROUND_HALF_UP) -> Decimal:
    """``quantity`` of ``source`` in ``target``; unchanged where a unit is absent, equal, or of another category."""
    if not source or not target or source == target:
        return quantity
    a, b = env.row("uom.uom", source), env.row("uom.uom", target)
    if a.get("category_id") != b.get("category_id"):
        return quantity
    plain = quantity * exact(a["factor_inv"]) / exact(b["factor_inv"])
    # a twelfth of twelve must be one again: the noise of the division goes before the direction of rounding decides
    return plain.quantize(Decimal("0.000001"), ROUND_HALF_UP).quantize(_STEP, rounding)


def billed(env: Env, quantity: Decimal, source: int | None, target: int | None) -> Decimal:
    """As `converted`, rounded up as Odoo's ``_compute_quantity`` does by default: one unit is 0.09 dozen."""
    return converted(env, quantity, source, target, rounding=ROUND_CEILING)


def _factor(env: Env, row: Row) -> Value:
    factor = exact(row.get("factor_inv") or 1)
    return wire(factor) if env.version >= 19 else wire(1 / factor)


def _relative_factor(_env: Env, row: Row) -> Value:
    return row.get("factor_inv") or 1.0


def _complete(env: Env, vals: Row) -> Row:
    factor = exact(vals.get("factor_inv") or vals.get("relative_factor") or vals.get("factor") or 1)
    if not vals.get("factor_inv") and vals.get("factor") and env.version < 19:
        factor = 1 / factor
    base = env.store.get("uom.uom", vals.get("relative_uom_id") or 0)
    given = {k: v for k, v in vals.items() if k not in {"factor", "relative_factor", "relative_uom_id"}}
    if base is not None:
        factor *= exact(base["factor_inv"])
        given["category_id"] = base["category_id"]
    kind = "reference" if factor == 1 else "bigger" if factor > 1 else "smaller"
    return {"rounding": 0.01, "active": True, "uom_type": kind, **given, "factor_inv": wire(factor)}


def _reference_unit(env: Env, row: Row) -> Value:
    """The unit that ``relative_factor`` counts in; none for a reference unit itself."""
    if exact(row.get("factor_inv") or 1) == 1:
        return None
    rows = [env.row("uom.uom", i) for i in env.store.ids("uom.uom")]
    same = (r for r in rows if r.get("category_id") == row.get("category_id") and exact(r.get("factor_inv")) == 1)
    return next((r["id"] for r in same), None)


UOM = Behaviour(
    complete=_complete,
    computed={
        "factor": _factor,
        "relative_factor": _relative_factor,
        "ratio": _relative_factor,
        "relative_uom_id": _reference_unit,
    },
    order="factor desc, id",
)
