"""What is in an Odoo database before anybody has entered anything?

Models and external ids, groups, countries, currencies, units, numbering, the chart's few accounts, message kinds; for each company
its journals, taxes and warehouse. `world_load` puts the world on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from babel import Locale

from idp.erp.sandbox.access import GROUPS
from idp.erp.sandbox.amount import wire
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.password import hashed
from idp.erp.sandbox.store import Row

ROLES = ("clerk", "approver", "finance", "buyer", "warehouse", "auditor", "admin")
"""Roles of the world file; each is also a group of its own, external id ``idp.group_<role>``."""
_PLACES = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "BHD": 3, "KWD": 3, "OMR": 3, "JOD": 3, "TND": 3}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_COMMON = ("EUR", "USD", "GBP", "CHF")
_UNITS = (
    # name, category, reference units in one
    ("Units", 1, "1"),
    ("Dozens", 1, "12"),
    ("kg", 2, "1"),
    ("g", 2, "0.001"),
    ("t", 2, "1000"),
    ("lb", 2, "0.45359237"),
    ("hours", 3, "1"),
    ("days", 3, "8"),
    ("m", 4, "1"),
    ("cm", 4, "0.01"),
    ("l", 5, "1"),
)
_CATEGORIES = ("Unit", "Weight", "Working Time", "Length / Distance", "Volume")
_ACCOUNTS = (
    ("101401", "Bank", "asset_cash"),
    ("121000", "Account Receivable", "asset_receivable"),
    ("131000", "Tax Paid", "asset_current"),
    ("211000", "Account Payable", "liability_payable"),
    ("251000", "Tax Received", "liability_current"),
    ("400000", "Product Sales", "income"),
    ("600000", "Expenses", "expense"),
)
_TERMS = (("Immediate Payment", 0), ("15 Days", 15), ("21 Days", 21), ("30 Days", 30), ("45 Days", 45), ("60 Days", 60))
_PRECISIONS = ("Percentage Analytic", "Product Price", "Discount", "Stock Weight", "Volume", "Product Unit of Measure")
_PRECISIONS_19 = ("Product Unit", "Percentage Analytic", "Product Price", "Discount", "Stock Weight", "Volume")
_MODULES = ("base", "mail", "account", "product", "uom", "purchase", "stock", "purchase_stock", "sale", "sale_stock")


def seed(env: Env, *, price_decimals: int, currencies: Iterable[str], company_currency: str) -> None:
    """Everything that the first company needs to exist."""
    _models(env)
    _precisions(env, price_decimals)
    _currencies(env, [company_currency, *currencies])
    _countries(env)
    _units(env)
    _groups(env)
    _kinds_of_messages(env)
    _accounts(env)
    _locations(env)
    env.create("product.category", {"name": "All"})


def xmlid(env: Env, name: str, model: str, record_id: int) -> None:
    """Gives a record its external id."""
    module, _, short = name.partition(".")
    env.create("ir.model.data", {"module": module, "name": short, "model": model, "res_id": record_id})


def first_company(env: Env, columns: Row) -> int:
    """The company and its partner, before there is any user."""
    shared = ("country_id", "vat", "email", "street", "city", "zip", "phone")
    given = {c: columns[c] for c in shared if c in columns}
    partner = env.create("res.partner", {"name": columns["name"], "is_company": True, **given})
    own = {"name": columns["name"], "currency_id": columns["currency_id"], "partner_id": partner}
    company = env.create("res.company", own)
    xmlid(env, "base.main_company", "res.company", company)
    return company


def first_users(env: Env, company: int) -> None:
    """The system's user (1) and the administrator, admin/admin (2)."""
    groups = [r["id"] for r in (env.row("res.groups", i) for i in env.store.ids("res.groups")) if r["xmlid"] in GROUPS]
    for name, login, active in (("OdooBot", "__system__", False), ("Administrator", "admin", True)):
        email = "admin@example.com" if active else "odoobot@example.com"
        contact = {"name": name, "email": email, "lang": "en_US", "active": active, "company_id": None}
        partner = env.create("res.partner", contact)
        columns = {"login": login, "partner_id": partner, "company_id": company, "company_ids": [company]}
        password = hashed("admin") if active else None
        row = {**columns, "groups_id": groups, "active": active, "password": password}
        user = env.store.insert("res.users", {**row, "create_date": env.now, "write_date": env.now})
        xmlid(env, "base.user_admin" if active else "base.user_root", "res.users", user)


def company_setup(env: Env, company: int, *, code: str, default_tax: Decimal) -> None:
    """A company's journals, taxes, numbering and warehouse."""
    for number, (name, short, kind) in enumerate(
        (
            ("Customer Invoices", "INV", "sale"),
            ("Vendor Bills" if env.version < 19 else "Purchases", "BILL", "purchase"),
            ("Miscellaneous Operations", "MISC", "general"),
            ("Bank", "BNK1", "bank"),
        )
    ):
        columns = {"name": name, "code": short, "type": kind, "company_id": company, "sequence": 5 + number}
        env.create("account.journal", columns)
    if env.version >= 19:
        env.create("account.fiscal.position", {"name": "Domestic", "company_id": company})
    group = env.create("account.tax.group", {"name": f"Tax {percent(default_tax)}", "company_id": company})
    sale, bought = (tax(env, company, default_tax, use, group) for use in ("sale", "purchase"))
    columns = {"account_sale_tax_id": sale, "account_purchase_tax_id": bought, "chart_template": "generic_coa"}
    columns["tax_calculation_rounding_method"] = "round_globally" if env.version >= 19 else "round_per_line"
    env.set("res.company", company, columns)
    if env.first("stock.warehouse", company_id=company) is None:
        name = env.row("res.company", company)["name"]
        env.create("stock.warehouse", {"name": name, "code": code, "company_id": company})


def tax(env: Env, company: int, rate: Decimal, use: str, group: int | None = None) -> int:
    """The company's tax of ``rate`` percent for ``use`` (``purchase`` or ``sale``), made where it is missing."""
    for row in env.find("account.tax", "company_id", company):
        if row["type_tax_use"] == use and Decimal(str(row["amount"])) == rate:
            return int(row["id"])
    columns = {"name": percent(rate), "amount": wire(rate), "type_tax_use": use, "company_id": company}
    return env.create("account.tax", {**columns, "tax_group_id": group or _tax_group(env, company, rate)})


def _tax_group(env: Env, company: int, rate: Decimal) -> int:
    return env.create("account.tax.group", {"name": f"Tax {percent(rate)}", "company_id": company})


def percent(rate: Decimal) -> str:
    """A tax's name: ``19%``, ``5.75%``."""
    return f"{rate.normalize():f}%"


def currency(env: Env, code: str) -> int:
    """The currency ``code``, made and active where it is missing."""
    found = env.first("res.currency", name=code)
    if found is not None:
        return int(found["id"])
    digits = _PLACES.get(code, 2)
    step = wire(Decimal(1).scaleb(-digits))
    symbol = _SYMBOLS.get(code, code)
    columns = {
        "name": code,
        "symbol": symbol,
        "position": "before" if symbol in "$£" else "after",
        "decimal_places": digits,
        "rounding": step,
        "active": True,
    }
    record = env.create("res.currency", columns)
    xmlid(env, f"base.{code}", "res.currency", record)
    return record


def unit(env: Env, name: str, category: int, factor: Decimal) -> int:
    """A unit of measure of which ``factor`` reference units make one."""
    columns = {"name": name, "category_id": category, "factor_inv": wire(factor)}
    return env.create("uom.uom", columns)


def _models(env: Env) -> None:
    for model, spec in sorted(env.registry.models.items()):
        record = env.create("ir.model", {"model": model, "name": spec.label, "state": "base"})
        module = {"res": "base", "ir": "base", "decimal": "base"}.get(model.split(".")[0], model.split(".")[0])
        xmlid(env, f"{module}.model_{model.replace('.', '_')}", "ir.model", record)
    for module in _MODULES:
        env.create("ir.module.module", {"name": module, "shortdesc": module.title(), "state": "installed"})


def _precisions(env: Env, price_decimals: int) -> None:
    for name in _PRECISIONS if env.version < 19 else _PRECISIONS_19:
        env.create("decimal.precision", {"name": name, "digits": price_decimals if name == "Product Price" else 2})
    env.create("decimal.precision", {"name": "Payment Terms", "digits": 6})


def _currencies(env: Env, codes: Iterable[str]) -> None:
    for code in dict.fromkeys([*codes, *_COMMON]):
        currency(env, code)


def _countries(env: Env) -> None:
    names: dict[str, str] = dict(Locale("en").territories.items())
    for code in sorted(c for c in names if len(c) == 2 and c.isalpha() and c not in {"ZZ", "EU", "EZ", "UN", "XA", "XB"}):
        record = env.create("res.country", {"name": names[code], "code": code})
        xmlid(env, f"base.{code.lower()}", "res.country", record)


def _units(env: Env) -> None:
    if "uom.category" in env.registry.models:
        for name in _CATEGORIES:
            env.create("uom.category", {"name": name})
    for name, category, factor in _UNITS:
        record = unit(env, name, category, Decimal(factor))
        short = {"Units": "unit", "Dozens": "dozen", "kg": "kgm", "g": "gram", "t": "ton", "hours": "hour"}
        xmlid(env, f"uom.product_uom_{short.get(name, name)}", "uom.uom", record)


def _groups(env: Env) -> None:
    for name, (full_name, _) in GROUPS.items():
        _group(env, name, full_name)
    for role in ROLES:
        _group(env, f"idp.group_{role}", f"Document Processing/{role.title()}")
    for row in [env.row("res.groups", i) for i in env.store.ids("res.groups")]:
        implied = [r["id"] for n in GROUPS.get(row["xmlid"], ("", ()))[1] if (r := env.first("res.groups", xmlid=n))]
        env.set("res.groups", row["id"], {"implied_ids": implied})


def _group(env: Env, name: str, full_name: str) -> None:
    record = env.create("res.groups", {"name": full_name.rsplit("/", maxsplit=1)[-1], "full_name": full_name, "xmlid": name})
    xmlid(env, name, "res.groups", record)


def _kinds_of_messages(env: Env) -> None:
    for short, name in (("mt_comment", "Discussions"), ("mt_note", "Note"), ("mt_activities", "Activities")):
        xmlid(env, f"mail.{short}", "mail.message.subtype", env.create("mail.message.subtype", {"name": name}))
    env.create("mail.message.subtype", {"name": "Invoice Posted", "res_model": "account.move"})
    kinds = (("email", "Email"), ("call", "Call"), ("meeting", "Meeting"), ("todo", "To-Do"))
    for short, name in kinds:
        record = env.create("mail.activity.type", {"name": name, "category": "default"})
        xmlid(env, f"mail.mail_activity_data_{short}", "mail.activity.type", record)


def _accounts(env: Env) -> None:
    for code, name, kind in _ACCOUNTS:
        env.create("account.account", {"code": code, "name": name, "account_type": kind})
    for number, (name, days) in enumerate(_TERMS):
        part = {"value": "percent", "value_amount": 100.0, "nb_days": days}
        env.create("account.payment.term", {"name": name, "sequence": number, "line_ids": [(0, 0, part)]})


def _locations(env: Env) -> None:
    for name, usage in (("Vendors", "supplier"), ("Customers", "customer"), ("Inventory adjustment", "inventory")):
        env.create("stock.location", {"name": name, "usage": usage})
    for code, prefix in (("purchase.order", "P"), ("sale.order", "S")):
        columns = {"name": code, "code": code, "prefix": prefix, "padding": 5, "number_next": 1}
        env.create("ir.sequence", columns)
