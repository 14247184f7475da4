"""How does Odoo round amounts and quantities?

Stored values are wire values, binary floats as Odoo's own columns and JSON are. Every calculation runs in `Decimal` on
their shortest decimal form and is rounded half away from zero, as Odoo's ``float_round`` does.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)


def exact(value: float | int | str | Decimal | None) -> Decimal:
    """The decimal number that a stored value shows; absent is zero, as a numeric column of Odoo reads."""
    if value is None or value is False:
        return ZERO
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value: Decimal, digits: int) -> Decimal:
    """``value`` with ``digits`` decimal places, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def wire(value: Decimal) -> float:
    """The float that is stored and sent; never minus zero."""
    return float(value) or 0.0
