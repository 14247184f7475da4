"""How do Odoo's JSON values become ours, and ours its import cells? Exact decimals, local days, absent as None."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

# Odoo computes in binary floating point: 0.1 + 0.2 arrives as 0.30000000000000004. Nothing it keeps has more than 8 digits.
NOISE_FREE_DIGITS = 8


def exact(value: object) -> Decimal:
    """The decimal number behind an Odoo float, without binary noise; absent (False) is 0, as Odoo means it."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value or 0))
    return plain(round(number, NOISE_FREE_DIGITS))


def plain(number: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 10.50 → 10.5, 1E+2 → 100."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def cell(value: Decimal | date | int | str | None) -> str:
    """A value as a cell of Odoo's import; empty for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(plain(value), "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def ids_cell(ids: Iterable[int]) -> str:
    """Database ids as one cell."""
    return ",".join(str(i) for i in ids)


def text(value: object) -> str | None:
    """A text value, None where Odoo says False or it is blank."""
    stripped = str(value).strip() if value else ""
    return stripped or None


def day(value: object) -> date | None:
    """An Odoo date, None where it is empty."""
    return date.fromisoformat(str(value)[:10]) if value else None


def local_day(value: object, zone: tzinfo) -> date | None:
    """The day of an Odoo datetime (UTC on the wire) where the company is."""
    if not value:
        return None
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC).astimezone(zone).date()


def noon(value: date) -> str:
    """A day as an Odoo datetime: noon UTC, which is the same day from UTC-12 to UTC+11 (Odoo itself does so)."""
    return f"{value.isoformat()} 12:00:00"


def id_of(pair: Any) -> int | None:
    """The id of a many2one value ([id, name] or False)."""
    return int(pair[0]) if pair else None


def name_of(pair: Any) -> str:
    """The name of a many2one value, empty for none."""
    return str(pair[1]) if pair else ""


def squeezed(value: str) -> str:
    """Letters and digits only, upper case: how VAT numbers, IBANs and document numbers are compared."""
    return re.sub(r"[\W_]+", "", value).upper()
