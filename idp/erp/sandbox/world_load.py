"""How does a world file become records?

In the order of their references, through the same business logic that a client's calls go through: orders are confirmed,
receipts validated, returns sent back, bills posted. Every name that is not known is told with its key path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from idp.erp.sandbox import seed
from idp.erp.sandbox.access import (
    ACCOUNTANT,
    ACCOUNTING_ADMIN,
    ACCOUNTING_READONLY,
    PURCHASE_ADMIN,
    PURCHASE_USER,
    SETTINGS,
    STOCK_USER,
    USER,
)
from idp.erp.sandbox.amount import wire
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.partner import sanitized
from idp.erp.sandbox.store import Row
from idp.erp.sandbox.world import Company, Partner, Product, StockRow, User, World, WorldError
from idp.erp.sandbox.world_document import load_bill, load_order, load_sale
from idp.erp.sandbox.world_names import Names

ADMIN = 2
_STANDARD_TAX = Decimal(15)
_USUAL_RATES = (
    "0",
    "2.1",
    "4",
    "5",
    "5.5",
    "6",
    "7",
    "8.1",
    "9",
    "10",
    "12",
    "13",
    "14",
    "15",
    "19",
    "20",
    "21",
    "22",
    "23",
    "24",
    "25",
)
_ALWAYS = "2000-01-01"

ROLE_GROUPS: Mapping[str, tuple[str, ...]] = {
    # A clerk prepares drafts and may not post; finance posts and owns bank accounts.
    "clerk": (PURCHASE_USER, ACCOUNTING_READONLY),
    "approver": (PURCHASE_ADMIN, ACCOUNTING_READONLY),
    "finance": (ACCOUNTANT, ACCOUNTING_ADMIN),
    "buyer": (PURCHASE_USER,),
    "warehouse": (STOCK_USER,),
    "auditor": (ACCOUNTING_READONLY,),
    "admin": (SETTINGS,),
}


def load_world_into(env_of: Callable[[int], Env], world: World) -> None:
    """Fills an empty database; ``env_of`` gives a view of it as one user.

    Raises:
        WorldError: a name in the world that nothing in it has.
    """
    system = env_of(1)
    used = (
        {o.currency for o in world.purchase_orders} | {b.currency for b in world.bills} | {c.currency for c in world.companies}
    )
    codes = sorted({*filter(None, used), *world.currency_rates})
    seed.seed(system, price_decimals=world.price_decimals, currencies=codes, company_currency=world.company.currency)
    names = Names(system)
    main = seed.first_company(system, _company_columns(system, names, world.company, "company"))
    seed.first_users(system, main)
    env = env_of(ADMIN)
    names = Names(env)
    companies = [main, *(_more_company(env, names, c, i) for i, c in enumerate(world.companies))]
    default_tax = _default_tax(world)
    for number, company in enumerate(companies):
        code = "WH" if number == 0 else f"WH{number + 1}"
        seed.company_setup(env, company, code=code, default_tax=default_tax)
    env.set("res.users", ADMIN, {"company_ids": companies})
    _rates(env, world, companies)
    _usual_taxes(env, [world.company, *world.companies], companies)
    _own_accounts(env, [world.company, *world.companies], companies)
    _units(env, names, world)
    _terms_and_accounts(env, world)
    _partners(env, names, world.partners)
    _products(env, names, world.products)
    for number, user in enumerate(world.users):
        _user(env, user, companies, f"users[{number}]")
    _documents(env, names, world)


def _documents(env: Env, names: Names, world: World) -> None:
    for number, order in enumerate(world.purchase_orders):
        load_order(env, names, order, f"purchase_orders[{number}]")
    for number, bill in enumerate(world.bills):
        load_bill(env, names, bill, f"bills[{number}]")
    for number, sale in enumerate(world.sale_orders):
        load_sale(env, names, sale, f"sale_orders[{number}]")
    for number, row in enumerate(world.stock):
        _stock(env, names, row, f"stock[{number}]")
    env.flush()


# -- companies and money ----------------------------------------------------------------------------------------------


def _company_columns(env: Env, names: Names, company: Company, path: str) -> Row:
    columns: Row = {"name": company.name, "currency_id": seed.currency(env, company.currency)}
    if company.country:
        columns["country_id"] = names.country(company.country, f"{path}.country")
    for column in ("vat", "email", "street", "city", "zip", "phone"):
        if getattr(company, column):
            columns[column] = getattr(company, column)
    return columns


def _more_company(env: Env, names: Names, company: Company, number: int) -> int:
    return env.create("res.company", _company_columns(env, names, company, f"companies[{number}]"))


def _own_accounts(env: Env, rows: Sequence[Company], companies: Sequence[int]) -> None:
    for row, company in zip(rows, companies, strict=True):
        partner = env.row("res.company", company)["partner_id"]
        for iban in dict.fromkeys(sanitized(i) for i in row.ibans):
            columns = {"acc_number": iban, "partner_id": partner, "allow_out_payment": True}
            env.create("res.partner.bank", columns)


def _default_tax(world: World) -> Decimal:
    """The rate that most order lines carry; new products get it."""
    rates = Counter(line.tax_percent for order in world.purchase_orders for line in order.lines if line.tax_percent)
    return rates.most_common(1)[0][0] if rates else _STANDARD_TAX


def _usual_taxes(env: Env, rows: Sequence[Company], companies: Sequence[int]) -> None:
    """The purchase taxes that a chart of accounts brings: a supplier may bill a rate that no order line names.

    The generic chart, which companies in the United States get, has its one tax only.
    """
    for row, company in zip(rows, companies, strict=True):
        for percent in () if row.country == "US" else _USUAL_RATES:
            seed.tax(env, company, Decimal(percent), "purchase")


def _rates(env: Env, world: World, companies: Sequence[int]) -> None:
    """``currency_rates`` says what one unit of a currency is worth in the first company's currency."""
    worth = {world.company.currency: Decimal(1), **world.currency_rates}
    for company in companies:
        own = env.row("res.currency", env.row("res.company", company)["currency_id"])["name"]
        for code, value in worth.items():
            if code != own and own in worth:
                rate = wire(worth[own] / value)
                columns = {"currency_id": seed.currency(env, code), "company_id": company, "rate": rate}
                env.create("res.currency.rate", {**columns, "name": _ALWAYS})


# -- master data ------------------------------------------------------------------------------------------------------


def _units(env: Env, names: Names, world: World) -> None:
    for number, unit in enumerate(world.uoms):
        if env.first("uom.uom", name=unit.name):
            continue
        base = env.row("uom.uom", names.unit(unit.base, f"uoms[{number}].base"))
        seed.unit(env, unit.name, base["category_id"], unit.factor * Decimal(str(base["factor_inv"])))


def _terms_and_accounts(env: Env, world: World) -> None:
    for term in world.payment_terms:
        part = {"value": "percent", "value_amount": 100.0, "delay_type": term.rule, "nb_days": term.days}
        discount = {
            "early_discount": bool(term.discount_percent),
            "discount_percentage": wire(term.discount_percent),
            "discount_days": term.discount_days,
        }
        env.create("account.payment.term", {"name": term.name, **discount, "line_ids": [(0, 0, part)]})
    for account in world.accounts:
        if env.first("account.account", code=account.code) is None:
            env.create("account.account", {"code": account.code, "name": account.name, "account_type": "expense"})


def _partners(env: Env, names: Names, partners: Sequence[Partner]) -> None:
    seen: set[str] = set()
    for number, partner in enumerate(partners):
        if partner.name in seen:
            raise WorldError(f"partners[{number}].name: a second partner {partner.name!r}")
        seen.add(partner.name)
        env.create("res.partner", _partner_columns(names, partner, f"partners[{number}]"))
    for number, partner in enumerate(partners):
        record = names.partner(partner.name, f"partners[{number}].name")
        if partner.parent:
            parent = names.partner(partner.parent, f"partners[{number}].parent")
            env.write("res.partner", [record], {"parent_id": parent, "is_company": False})
        trusted = [sanitized(i) for i in partner.trusted_ibans]
        for iban in dict.fromkeys([*trusted, *(sanitized(i) for i in partner.ibans)]):
            columns = {"acc_number": iban, "partner_id": record, "allow_out_payment": iban in trusted}
            env.create("res.partner.bank", columns)


def _partner_columns(names: Names, partner: Partner, path: str) -> Row:
    columns: Row = {"name": partner.name, "is_company": True, "supplier_rank": 1, "active": partner.active}
    for column in ("vat", "email", "street", "city", "zip", "phone"):
        if getattr(partner, column):
            columns[column] = getattr(partner, column)
    if partner.country:
        columns["country_id"] = names.country(partner.country, f"{path}.country")
    if partner.payment_term:
        columns["property_supplier_payment_term_id"] = names.payment_term(partner.payment_term, f"{path}.payment_term")
    return columns


def _products(env: Env, names: Names, products: Sequence[Product]) -> None:
    for number, product in enumerate(products):
        path = f"products[{number}]"
        if product.code and env.first("product.product", default_code=product.code):
            raise WorldError(f"{path}.code: a second product {product.code!r}")
        unit = names.unit(product.uom, f"{path}.uom")
        columns = {
            "name": product.name,
            "default_code": product.code,
            "barcode": product.barcode,
            "uom_id": unit,
            "uom_po_id": unit,
            "type": "product" if env.version == 17 else "consu",
            "purchase_method": {"receive": "receive", "order": "purchase"}[product.bill_policy],
        }
        if env.version >= 18:
            columns["is_storable"] = True
        else:
            columns["detailed_type"] = "product"
        record = env.create("product.product", columns)
        template = env.row("product.product", record)["product_tmpl_id"]
        for place, vendor in enumerate(product.vendor_codes):
            partner = names.partner(vendor.partner, f"{path}.vendor_codes[{place}].partner")
            codes = {"product_code": vendor.code, "product_name": vendor.name}
            env.create("product.supplierinfo", {"partner_id": partner, "product_tmpl_id": template, **codes})


def _user(env: Env, user: User, companies: Sequence[int], path: str) -> None:
    if user.login == "admin":
        env.write("res.users", [ADMIN], {"password": user.password, **({"name": user.name} if user.name else {})})
        return
    if env.first("res.users", login=user.login):
        raise WorldError(f"{path}.login: a second user {user.login!r}")
    names = {USER, *(g for role in user.groups for g in (*ROLE_GROUPS[role], f"idp.group_{role}"))}
    groups = [row["id"] for n in sorted(names) if (row := env.first("res.groups", xmlid=n))]
    email = user.email or (user.login if "@" in user.login else f"{user.login}@example.com")
    columns = {"login": user.login, "password": user.password, "name": user.name or user.login, "email": email}
    links = {"groups_id": [(6, 0, groups)], "company_ids": [(6, 0, list(companies))], "company_id": companies[0]}
    env.create("res.users", {**columns, **links})


def _stock(env: Env, names: Names, row: StockRow, path: str) -> None:
    product = names.product(row.product, f"{path}.product")
    place = names.stock_location(row.warehouse)
    amount = wire(row.quantity)
    quant = env.first("stock.quant", product_id=product, location_id=place)
    if quant is not None:
        opening = {"opening_quantity": amount, "quantity": wire(Decimal(str(quant["quantity"])) + row.quantity)}
        env.set("stock.quant", quant["id"], opening)
        return
    columns = {"product_id": product, "location_id": place, "quantity": amount, "opening_quantity": amount}
    env.create("stock.quant", columns)
