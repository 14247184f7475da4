"""How do products, their variants and their vendors' codes and prices behave?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from idp.erp.sandbox.access import active_company
from idp.erp.sandbox.amount import exact, wire
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.forecast import forecast, on_hand
from idp.erp.sandbox.money import company_currency
from idp.erp.sandbox.store import Row, Value


def select_seller(env: Env, product_id: int, partner_id: int | None, quantity: Decimal | None, date: str) -> Row | None:
    """The vendor price row that Odoo takes: right vendor, product, dates and minimum quantity, in the list's order."""
    usable = [s for s in sellers(env, product_id, partner_id) if _in_force(s, date)]
    for seller in usable:
        if quantity is None or exact(seller.get("min_qty")) <= quantity:
            return seller
    return None


def sellers(env: Env, product_id: int, partner_id: int | None) -> list[Row]:
    """The vendor's rows for a product in Odoo's order: sequence, larger minimum first, price, id."""
    product = env.row("product.product", product_id)
    rows = env.find("product.supplierinfo", "product_tmpl_id", product["product_tmpl_id"])
    vendor = {partner_id}
    if partner_id:
        vendor.add(env.row("res.partner", partner_id).get("parent_id"))
    rows = [r for r in rows if r["partner_id"] in vendor and r.get("product_id") in {None, product_id}]
    return sorted(rows, key=lambda r: (r.get("sequence") or 1, -(r.get("min_qty") or 0), r.get("price") or 0, r["id"]))


def purchase_unit(env: Env, product_id: int) -> int:
    """The unit the product is bought in; from 19.0 on it is the product's only one."""
    column = "uom_id" if env.version >= 19 else "uom_po_id"
    return int(env.get("product.product", product_id, column))


def default_taxes(env: Env, product_id: int, column: str, company_id: int) -> list[int]:
    """The product's taxes in ``column`` that belong to the company."""
    taxes = env.get("product.product", product_id, column) or []
    return [t for t in taxes if env.row("account.tax", t).get("company_id") == company_id]


def _in_force(seller: Row, date: str) -> bool:
    start, end = seller.get("date_start"), seller.get("date_end")
    return (not start or start <= date[:10]) and (not end or date[:10] <= end)


# -- templates and variants -------------------------------------------------------------------------------------------

_OF_VARIANT = ("default_code", "barcode", "standard_price")


def _defaults(env: Env) -> Row:
    units = env.first("uom.uom", name="Units")
    companies = sorted(env.store.ids("res.company"), reverse=True)
    unit = units["id"] if units else None
    kinds: Row = {"type": "consu", "is_storable": False}
    if env.version == 17:
        kinds = {"detailed_type": "consu", "purchase_method": "receive", "uom_po_id": unit}
    return {
        **kinds,
        "taxes_id": _company_taxes(env, companies, "account_sale_tax_id"),
        "supplier_taxes_id": _company_taxes(env, companies, "account_purchase_tax_id"),
        "uom_id": unit,
        **({"categ_id": 1} if env.version < 19 else {}),
    }


def _company_taxes(env: Env, companies: Sequence[int], column: str) -> list[int]:
    taxes = [env.row("res.company", c).get(column) for c in companies]
    return [t for t in taxes if t]


def _complete_template(env: Env, vals: Row) -> Row:
    defaults = _defaults(env)
    many = {c: [(6, 0, defaults.pop(c))] for c in ("taxes_id", "supplier_taxes_id")}
    full = {**defaults, **many, "purchase_ok": True, "sale_ok": True, "list_price": 1.0, **vals}
    if env.version == 17:
        full["type"] = vals.get("detailed_type") or vals.get("type") or "consu"
    bought = "purchase" if full["type"] == "service" and env.version >= 18 else "receive"
    full.setdefault("purchase_method", bought)
    full["uom_po_id"] = vals.get("uom_po_id") or full["uom_id"]
    return {k: v for k, v in full.items() if k not in _OF_VARIANT} | {"__variant__": _variant(full)}


def _variant(vals: Row) -> Row:
    return {k: vals[k] for k in _OF_VARIANT if k in vals}


def _created_template(env: Env, template_id: int, vals: Row) -> None:
    if not env.context.get("__from_child__"):
        env.create("product.product", {"product_tmpl_id": template_id, **vals["__variant__"]})


def _write_template(env: Env, ids: Sequence[int], vals: Row) -> Row:
    own = _variant(vals)
    for template_id in ids if own else ():
        env.write("product.product", env.store.find("product.product", "product_tmpl_id", template_id), own)
    return {k: v for k, v in vals.items() if k not in own}


def _delete_variants(env: Env, ids: Sequence[int]) -> None:
    for template_id in ids:
        env.unlink("product.product", env.store.find("product.product", "product_tmpl_id", template_id))


def _from_variant(column: str) -> Value:
    def compute(env: Env, row: Row) -> Value:
        variants = env.find("product.product", "product_tmpl_id", row["id"])
        return variants[0].get(column) if variants else None

    return compute


def _template_label(env: Env, row: Row) -> str:
    code = _from_variant("default_code")(env, row)
    return f"[{code}] {row.get('name')}" if code else str(row.get("name") or "")


def _variants(env: Env, row: Row) -> list[int]:
    return env.store.find("product.product", "product_tmpl_id", row["id"])


TEMPLATE = Behaviour(
    complete=_complete_template,
    created=_created_template,
    writing=_write_template,
    deleting=_delete_variants,
    label=_template_label,
    computed={
        **{column: _from_variant(column) for column in _OF_VARIANT},
        "product_variant_id": lambda env, row: next(iter(_variants(env, row)), None),
        "product_variant_count": lambda env, row: len(_variants(env, row)),
        "uom_name": lambda env, row: env.label("uom.uom", row["uom_id"]),
        "currency_id": lambda env, _row: company_currency(env, active_company(env)),
    },
    methods={"_defaults": _defaults},
    order="name",
)


def _product_label(env: Env, row: Row) -> str:
    name = str(env.get("product.template", row["product_tmpl_id"], "name"))
    partner = env.context.get("partner_id")
    named = sellers(env, row["id"], partner) if partner else []
    if not named:
        return f"[{row['default_code']}] {name}" if row.get("default_code") else name
    texts = [_seller_text(s, name, row.get("default_code")) for s in named]
    return ", ".join(dict.fromkeys(texts))


def _seller_text(seller: Row, name: str, code: str | None) -> str:
    shown = seller.get("product_code") or code
    text = seller.get("product_name") or name
    return f"[{shown}] {text}" if shown else text


def vendor_name(env: Env, product_id: int, seller: Row | None) -> str:
    """The text of an order line: the vendor's code and name of the product where known."""
    row = env.row("product.product", product_id)
    name = str(env.get("product.template", row["product_tmpl_id"], "name"))
    return _seller_text(seller or {}, name, row.get("default_code"))


def _name_matches(env: Env, product_id: int, text: str) -> bool:
    row = env.row("product.product", product_id)
    partner = env.context.get("partner_id")
    vendor = sellers(env, product_id, partner) if partner else []
    texts = [row.get("default_code"), row.get("barcode"), env.get("product.product", product_id, "name")]
    texts += [t for s in vendor for t in (s.get("product_code"), s.get("product_name"))]
    return any(text in str(t).lower() for t in texts if t) or text in env.label("product.product", product_id).lower()


def _complete_product(env: Env, vals: Row) -> Row:
    del env
    return {"standard_price": 0.0, **vals}


PRODUCT = Behaviour(
    complete=_complete_product,
    label=_product_label,
    computed={
        "qty_available": lambda env, row: wire(on_hand(env, row["id"])),
        "virtual_available": lambda env, row: wire(forecast(env, row["id"], None)),
        "free_qty": lambda env, row: wire(on_hand(env, row["id"])),
        "product_variant_ids": lambda _env, row: [row["id"]],
        "seller_ids": lambda env, row: env.get("product.template", row["product_tmpl_id"], "seller_ids"),
        "code": lambda _env, row: row.get("default_code"),
    },
    methods={"_name_matches": _name_matches, "_defaults": _defaults},
    order="default_code, name, id",
)

# -- vendor prices ----------------------------------------------------------------------------------------------------


def _complete_seller(env: Env, vals: Row) -> Row:
    company = vals.get("company_id", active_company(env))
    full = {"sequence": 1, "min_qty": 0.0, "price": 0.0, "delay": 1, "discount": 0.0, "company_id": company, **vals}
    if full.get("product_id") and not full.get("product_tmpl_id"):
        full["product_tmpl_id"] = env.row("product.product", full["product_id"])["product_tmpl_id"]
    full.setdefault("currency_id", company_currency(env, company or active_company(env)))
    return full


def _seller_uom(env: Env, row: Row) -> Value:
    template = row.get("product_tmpl_id")
    return row.get("product_uom") or (env.row("product.template", template).get("uom_po_id") if template else None)


SELLER = Behaviour(
    complete=_complete_seller,
    label=lambda env, row: env.label("res.partner", row["partner_id"]),
    computed={"product_uom": _seller_uom},
    order="sequence, min_qty desc, price, id",
)
