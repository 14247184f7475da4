"""What is an amount worth in another currency, and to how many places is it kept?

``res.currency.rate.rate`` is Odoo's technical rate: units of the currency for one unit of the company's currency.
"""

from __future__ import annotations

from decimal import Decimal

from idp.erp.sandbox.access import active_company
from idp.erp.sandbox.amount import exact, rounded, wire
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.store import Row, Value


def places(env: Env, currency_id: int | None) -> int:
    """Decimal places of the currency; 2 where none is given."""
    row = env.store.get("res.currency", currency_id) if currency_id else None
    return int(row.get("decimal_places", 2)) if row else 2


def in_currency(env: Env, amount: Decimal, currency_id: int | None) -> Decimal:
    """``amount`` rounded to the currency's minor unit."""
    return rounded(amount, places(env, currency_id))


def company_currency(env: Env, company_id: int) -> int:
    """The currency the company keeps its books in."""
    return int(env.row("res.company", company_id)["currency_id"])


def rate(env: Env, currency_id: int, company_id: int, date: str) -> Decimal:
    """The technical rate on ``date``: the last one not after it, else the earliest known, else 1."""
    if currency_id == company_currency(env, company_id):
        return Decimal(1)
    rows = [r for r in env.find("res.currency.rate", "currency_id", currency_id) if r.get("company_id") in {None, company_id}]
    rows.sort(key=lambda r: str(r["name"]))
    before = [r for r in rows if str(r["name"]) <= date]
    chosen = before[-1] if before else rows[0] if rows else None
    return exact(chosen["rate"]) if chosen else Decimal(1)


def _rate_today(env: Env, row: Row) -> Value:
    """As Odoo has it, of the day that the call's context names."""
    return wire(rate(env, row["id"], active_company(env), str(env.context.get("date") or env.today)))


def _inverse(env: Env, row: Row) -> Value:
    return wire(1 / exact(_rate_today(env, row)))


def _inverse_company_rate(_env: Env, row: Row) -> Value:
    return wire(1 / exact(row.get("rate") or 1))


def _company_rate(_env: Env, row: Row) -> Value:
    return row.get("rate") or 0.0


def _complete_rate(env: Env, vals: Row) -> Row:
    if "rate" not in vals and vals.get("inverse_company_rate"):
        vals["rate"] = wire(1 / exact(vals["inverse_company_rate"]))
    given = {k: v for k, v in vals.items() if k not in {"company_rate", "inverse_company_rate"}}
    return {"name": env.today, "rate": vals.get("company_rate") or 1.0, **given}


CURRENCY = Behaviour(computed={"rate": _rate_today, "inverse_rate": _inverse}, order="active desc, name")
CURRENCY_RATE = Behaviour(
    complete=_complete_rate,
    computed={"company_rate": _company_rate, "inverse_company_rate": _inverse_company_rate},
    order="name desc, id",
)
