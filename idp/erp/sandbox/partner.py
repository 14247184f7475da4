"""How do vendors, their bank accounts, companies and users behave?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import active_company, groups_of
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.password import hashed
from idp.erp.sandbox.store import Row, Value


def commercial_partner(env: Env, partner_id: int) -> int:
    """The company behind a contact: the topmost parent, stopping at a contact that is a company itself."""
    row = env.row("res.partner", partner_id)
    while row.get("parent_id") and not row.get("is_company"):
        row = env.row("res.partner", row["parent_id"])
    return int(row["id"])


def default_bank(env: Env, partner_id: int | None, company_id: int) -> int | None:
    """The bank account Odoo puts on a bill: the vendor's first, trusted ones before others."""
    if not partner_id:
        return None
    rows = env.find("res.partner.bank", "partner_id", commercial_partner(env, partner_id))
    usable = [r for r in rows if r.get("company_id") in {None, company_id} and r.get("active", True)]
    usable.sort(key=lambda r: not r.get("allow_out_payment"))
    return int(usable[0]["id"]) if usable else None


# -- partners ---------------------------------------------------------------------------------------------------------


def _complete_partner(_env: Env, vals: Row) -> Row:
    given = {k: v for k, v in vals.items() if k != "company_type"}
    is_company = vals.get("company_type") == "company"
    return {"type": "contact", "supplier_rank": 0, "customer_rank": 0, "is_company": is_company, **given}


def _partner_label(env: Env, row: Row) -> str:
    name = str(row.get("name") or "")
    if row.get("parent_id") and not row.get("is_company"):
        parent = env.label("res.partner", row["parent_id"])
        kinds = {"invoice": "Invoice Address", "delivery": "Delivery Address", "other": "Other Address"}
        return f"{parent}, {name or kinds.get(str(row.get('type')), '')}".rstrip(", ")
    return name


def _commercial(env: Env, row: Row) -> Value:
    return commercial_partner(env, row["id"])


def _payable(env: Env, _row: Row) -> Value:
    account = env.first("account.account", account_type="liability_payable")
    return account["id"] if account else None


def _receivable(env: Env, _row: Row) -> Value:
    account = env.first("account.account", account_type="asset_receivable")
    return account["id"] if account else None


def _company_type(_env: Env, row: Row) -> Value:
    return "company" if row.get("is_company") else "person"


def _country_code(env: Env, row: Row) -> Value:
    return env.row("res.country", row["country_id"])["code"] if row.get("country_id") else None


def _email_normalized(_env: Env, row: Row) -> Value:
    found = re.search(r"[^\s<>]+@[^\s<>]+", str(row.get("email") or ""))
    return found.group().lower() if found else None


def _orders(env: Env, row: Row) -> Value:
    return len(env.store.find("purchase.order", "partner_id", row["id"]))


def _refuse_used(env: Env, ids: Sequence[int]) -> None:
    for model in ("purchase.order", "account.move", "stock.picking", "sale.order", "res.users", "res.company"):
        if any(env.store.find(model, "partner_id", partner) for partner in ids):
            raise fault.broken_reference(env.spec(model).label, model, "partner_id")


PARTNER = Behaviour(
    complete=_complete_partner,
    deleting=_refuse_used,
    label=_partner_label,
    computed={
        "commercial_partner_id": _commercial,
        "complete_name": _partner_label,
        "property_account_payable_id": _payable,
        "property_account_receivable_id": _receivable,
        "company_type": _company_type,
        "country_code": _country_code,
        "email_normalized": _email_normalized,
        "purchase_order_count": _orders,
        "parent_name": lambda env, row: env.label("res.partner", row["parent_id"]) if row.get("parent_id") else None,
    },
    order="complete_name asc, id desc",
)

# -- bank accounts ----------------------------------------------------------------------------------------------------


def sanitized(number: str | None) -> str | None:
    """The account number as it is compared: no separators, capitals."""
    return re.sub(r"\W+", "", number).upper() if number else None


def _complete_bank(env: Env, vals: Row) -> Row:
    full = {"allow_out_payment": False, "acc_type": "bank", "sequence": 10, **vals}
    full["sanitized_acc_number"] = sanitized(full.get("acc_number"))
    _refuse_double(env, full, None)
    return full


def _write_bank(env: Env, ids: Sequence[int], vals: Row) -> Row:
    if "acc_number" not in vals:
        return vals
    vals["sanitized_acc_number"] = sanitized(vals["acc_number"])
    for bank_id in ids:
        _refuse_double(env, {**env.row("res.partner.bank", bank_id), **vals}, bank_id)
    return vals


def _refuse_double(env: Env, row: Row, own_id: int | None) -> None:
    same = env.find("res.partner.bank", "sanitized_acc_number", row["sanitized_acc_number"])
    if any(r["partner_id"] == row.get("partner_id") and r["id"] != own_id for r in same):
        raise fault.validation_error(
            "The operation cannot be completed: The combination Account Number/Partner must be unique."
        )


def _holder(env: Env, row: Row) -> Value:
    return row.get("acc_holder_name") or env.label("res.partner", row["partner_id"])


BANK = Behaviour(
    complete=_complete_bank,
    writing=_write_bank,
    label=lambda _env, row: str(row.get("acc_number") or ""),
    computed={"acc_holder_name": _holder},
    order="sequence, id",
)

# -- companies --------------------------------------------------------------------------------------------------------


def _company_partner(column: str) -> Value:
    def compute(env: Env, row: Row) -> Value:
        return env.get("res.partner", row["partner_id"], column) if row.get("partner_id") else None

    return compute


def _complete_company(env: Env, vals: Row) -> Row:
    kept = {k: v for k, v in vals.items() if k not in _ON_PARTNER}
    shared = {k: vals[k] for k in _ON_PARTNER if k in vals}
    partner = vals.get("partner_id") or env.create("res.partner", {"name": vals["name"], "is_company": True, **shared})
    given = {"po_double_validation": "one_step", "po_double_validation_amount": 5000.0, "po_lock": "edit"}
    currency = env.row("res.company", active_company(env))["currency_id"] if "currency_id" not in vals else None
    return {"sequence": 10, "currency_id": currency, **given, **kept, "partner_id": partner}


def _created_company(env: Env, company: int, _vals: Row) -> None:
    """Its maker belongs to it at once; up to 17.0 it also gets a warehouse."""
    user = env.store.get("res.users", env.uid)
    if user is None:
        return
    env.set("res.users", env.uid, {"company_ids": [*user["company_ids"], company]})
    if env.version == 17:
        row = env.row("res.company", company)
        env.create("stock.warehouse", {"name": row["name"], "code": f"WH{company}", "company_id": company})


_ON_PARTNER = ("country_id", "vat", "email", "phone", "street", "city", "zip")

COMPANY = Behaviour(
    complete=_complete_company,
    created=_created_company,
    computed={column: _company_partner(column) for column in (*_ON_PARTNER, "bank_ids")},
    order="sequence, name",
)

# -- users ------------------------------------------------------------------------------------------------------------


def _complete_user(env: Env, vals: Row) -> Row:
    company = vals.get("company_id") or active_company(env)
    full = {"company_id": company, "lang": "en_US", "tz": None, **vals}
    full["company_ids"] = full.get("company_ids") or [(6, 0, [company])]
    if "groups_id" not in full:
        base = env.first("res.groups", xmlid="base.group_user")
        full["groups_id"] = [(6, 0, [base["id"]])] if base else []
    full["password"] = hashed(full["password"]) if full.get("password") else None
    return full


def _write_user(_env: Env, _ids: Sequence[int], vals: Row) -> Row:
    if vals.get("password"):
        vals["password"] = hashed(vals["password"])
    return vals


def _user_label(env: Env, row: Row) -> str:
    return str(env.get("res.partner", row["partner_id"], "name") or "")


def context_get(env: Env, _model: str) -> Value:
    """Language, time zone and id of the calling user."""
    user = env.row("res.users", env.uid)
    partner = env.row("res.partner", user["partner_id"])
    return {"lang": partner.get("lang") or "en_US", "tz": partner.get("tz") or False, "uid": env.uid}


def has_group(env: Env, _model: str, *args: Value, **kwargs: Value) -> Value:
    """``has_group(xmlid)`` up to 17, ``has_group(ids, xmlid)`` of one user from 18 on."""
    positional = [*args, *kwargs.values()]
    group = next((a for a in positional if isinstance(a, str)), "")
    users = next((a for a in positional if isinstance(a, list)), None)
    uid = users[0] if users else env.uid
    if uid != env.uid and "base.group_erp_manager" not in groups_of(env, env.uid):
        raise fault.access_error("You can only check your own groups.")
    return group in groups_of(env, uid)


def _change_password(env: Env, _model: str, old_passwd: str, new_passwd: str) -> Value:
    del old_passwd
    env.write("res.users", [env.uid], {"password": new_passwd})
    return True


USERS = Behaviour(
    complete=_complete_user,
    writing=_write_user,
    label=_user_label,
    computed={"password": lambda _env, _row: None},
    methods={"context_get": context_get, "has_group": has_group, "change_password": _change_password},
    order="id",
)
GROUPS = Behaviour(
    label=lambda _env, row: str(row.get("full_name") or row.get("name") or ""),
    computed={
        "users": lambda env, row: [u for u in env.store.ids("res.users") if row["id"] in _held(env, u)],
        "user_ids": lambda env, row: [u for u in env.store.ids("res.users") if row["id"] in _held(env, u)],
    },
)


def _held(env: Env, uid: int) -> list[int]:
    return list(env.row("res.users", uid).get("groups_id") or [])


def _make_key(env: Env, _model: str, ids: Sequence[int]) -> Value:
    del env, ids
    raise fault.user_error("This method can only be accessed over HTTP")


API_KEYS = Behaviour(methods={"make_key": _make_key})
