"""The databases that the recordings were made on, as far as they matter: companies, rates, users, and what stood there before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from idp.erp.sandbox import Sandbox
from idp.erp.sandbox.rpc import Rpc
from tests.contract.sandbox.replay import Clock, Replay, recorded

_LOGINS = ("idp_stock", "idp_pur", "idp_inv", "idp_none")
_ADMIN = 2


def chain(version: int) -> Replay:
    """The recorded chain (vendor, product, order, receipts, bills, refund, attachments, rights, faults) played through."""
    companies = ["My US Company"] if version == 19 else []
    companies += ["My Company (Chicago)", "IDP Sub"]
    world = {
        "odoo_version": version,
        "company": _company("My Company (San Francisco)", [] if version == 17 else ["BANK134567890"]),
        "companies": [_company(name, []) for name in companies],
        "currency_rates": {"EUR": "1.25", "GBP": str(1 / Decimal("0.784221994"))},
        "users": [{"login": "admin", "password": "admin", "name": "Mitchell Admin"}, *({"login": n} for n in _LOGINS)],
        "partners": [],
        "purchase_orders": [],
    }
    rpc = _rpc(world)
    _as_recorded(rpc, version)
    uids = {"admin": _ADMIN, **{login: _ADMIN + 1 + n for n, login in enumerate(_LOGINS)}}
    texts = {"YourCompany, Mitchell Admin": "Mitchell Admin", "YourCompany: ": "My Company (San Francisco): "}
    replay = Replay(rpc, uids, texts)
    replay.run(recorded(f"chain_{version}"))
    return replay


def loads(version: int) -> Replay:
    """The recorded calls of ``load`` played through, but for the race, which needs threads."""
    world = {
        "odoo_version": version,
        "company": _company("My Company", []),
        "partners": [{"name": "Vendor"}],
        "products": [{"code": "P", "name": "Product"}],
        "purchase_orders": [{"name": "P00090", "partner": "Vendor", "lines": [{"product": "P", "quantity": 10, "price": 3}]}],
        "users": [{"login": "idp_inv", "groups": ["finance"]}, {"login": "idp_pur", "groups": ["buyer"]}],
    }
    rpc = _rpc(world)
    (product,) = _as_admin(rpc, "product.product", "search", [])
    (vendor,) = _as_admin(rpc, "res.partner", "search", [["name", "=", "Vendor"]])
    taxes = _as_admin(rpc, "account.tax", "search", [["type_tax_use", "=", "purchase"]]) if version == 17 else []
    _as_admin(rpc, "product.product", "write", [product], {"supplier_taxes_id": [[6, 0, taxes]]})
    calls = recorded(f"load_{version}")
    row = calls[1]["args"][1][0]
    order = next(call for call in calls if call["step"] == "PO for dates")["args"][0]
    pairs = {
        "res.partner": {int(row[2]): vendor, order["partner_id"]: vendor},
        "product.product": {int(row[7]): product, order["order_line"][0][2]["product_id"]: product},
        "purchase.order.line": {int(row[11]): 1},
        "res.currency": {1: 1},
    }
    replay = Replay(rpc, {"admin": _ADMIN, "idp_inv": 3, "idp_pur": 4}, pairs=pairs)
    raced = {"race of five", "after the race", "a loser tries again"}
    replay.run([call for call in calls if call["step"] not in raced])
    return replay


def _company(name: str, ibans: list[str]) -> dict[str, Any]:
    return {"name": name, "currency": "USD", "country": "US", "ibans": ibans}


def _rpc(world: dict[str, Any]) -> Rpc:
    return Sandbox.from_world(world, now=Clock())._rpc


def _as_admin(rpc: Rpc, model: str, method: str, *args: Any) -> Any:
    return rpc.call(_ADMIN, model, method, args, {})


def _as_recorded(rpc: Rpc, version: int) -> None:
    """What a world file cannot say: one company without a chart, inactive currencies, a rate of the day, a time zone."""
    _as_admin(rpc, "res.users", "write", [_ADMIN], {"tz": "Europe/Brussels"})
    inactive = _as_admin(rpc, "res.currency", "search", [["name", "in", ["CHF", "GBP"]]])
    _as_admin(rpc, "res.currency", "write", inactive, {"active": False})
    (euro,) = _as_admin(rpc, "res.currency", "search", [["name", "=", "EUR"]])
    rate = {"currency_id": euro, "name": "2026-11-22", "company_id": 1, "rate": 0.8}
    _as_admin(rpc, "res.currency.rate", "create", rate)
    (bare,) = _as_admin(rpc, "res.company", "search", [["name", "=", "My Company (Chicago)"]])
    for model in ("account.journal", "account.tax"):
        _as_admin(rpc, model, "unlink", _as_admin(rpc, model, "search", [["company_id", "=", bare]]))
    chart = {"chart_template": False, "account_purchase_tax_id": False, "account_sale_tax_id": False}
    _as_admin(rpc, "res.company", "write", [bare], chart)
    (sub,) = _as_admin(rpc, "res.company", "search", [["name", "=", "IDP Sub"]])
    house = _as_admin(rpc, "stock.warehouse", "search", [["company_id", "=", sub]])
    if version == 18:
        _as_admin(rpc, "stock.warehouse", "unlink", house)
    if version == 19:
        _as_admin(rpc, "stock.warehouse", "write", house, {"name": "IDP WH"})
        free = {"name": "0% Imports", "amount": 0, "type_tax_use": "purchase", "company_id": 1}
        _as_admin(rpc, "account.tax", "create", free)
        us = _as_admin(rpc, "res.company", "search", [["name", "=", "My US Company"]])
        _as_admin(rpc, "res.company", "write", us, {"chart_template": "us"})
        _as_admin(rpc, "res.company", "write", [1], {"sequence": 20})
