"""Where do goods lie: warehouses with their locations and operation types?"""

from __future__ import annotations

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import active_company
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.store import Row


def warehouse_of(env: Env, company_id: int) -> Row | None:
    """The company's first warehouse."""
    return env.first("stock.warehouse", company_id=company_id)


def picking_type(env: Env, company_id: int, code: str) -> int | None:
    """The operation type of the company's warehouse: incoming, outgoing or internal."""
    house = warehouse_of(env, company_id)
    column = {"incoming": "in_type_id", "outgoing": "out_type_id", "internal": "int_type_id"}[code]
    return house.get(column) if house else None


def location(env: Env, usage: str) -> int:
    """The first location of this usage, e.g. ``supplier``."""
    row = env.first("stock.location", usage=usage)
    if row is None:
        raise fault.user_error(f"There is no location of type {usage}.")
    return int(row["id"])


def _complete_warehouse(env: Env, vals: Row) -> Row:
    """A warehouse brings its locations, operation types and their numbering."""
    full = {"company_id": active_company(env), **vals}
    company, code = full["company_id"], full["code"]
    view = env.create("stock.location", {"name": code, "usage": "view", "company_id": company})
    stock = env.create("stock.location", {"name": "Stock", "usage": "internal", "location_id": view, "company_id": company})
    full |= {"view_location_id": view, "lot_stock_id": stock}
    ends = {"incoming": (location(env, "supplier"), stock), "outgoing": (stock, location(env, "customer"))}
    for kind, label, prefix in (("incoming", "Receipts", "IN"), ("outgoing", "Delivery Orders", "OUT")):
        source, target = ends[kind]
        columns = {"name": label, "code": kind, "sequence_code": prefix, "company_id": company}
        columns |= {"default_location_src_id": source, "default_location_dest_id": target}
        type_id = env.create("stock.picking.type", {**columns, "__house": code})
        full["in_type_id" if kind == "incoming" else "out_type_id"] = type_id
    return full


def _created_warehouse(env: Env, warehouse_id: int, vals: Row) -> None:
    for column in ("in_type_id", "out_type_id"):
        env.set("stock.picking.type", vals[column], {"warehouse_id": warehouse_id})
    env.set("stock.location", vals["lot_stock_id"], {"warehouse_id": warehouse_id})


def _created_type(env: Env, type_id: int, vals: Row) -> None:
    """An operation type brings the numbering of its transfers."""
    house = env.store.get("stock.warehouse", vals.get("warehouse_id") or 0) or {}
    code = vals.get("__house") or house.get("code") or ""
    prefix = "/".join(part for part in (code, vals["sequence_code"]) if part)
    numbering = {"name": f"{code} {vals['name']}", "code": f"stock.picking.{type_id}", "prefix": f"{prefix}/"}
    env.create("ir.sequence", {**numbering, "padding": 5, "number_next": 1})


def _type_label(env: Env, row: Row) -> str:
    house = row.get("warehouse_id")
    return f"{env.row('stock.warehouse', house)['name']}: {row['name']}" if house else str(row["name"])


def _location_name(env: Env, row: Row) -> str:
    parent = row.get("location_id")
    return f"{env.label('stock.location', parent)}/{row['name']}" if parent else str(row["name"])


LOCATION = Behaviour(label=_location_name, computed={"complete_name": _location_name}, order="complete_name, id")
WAREHOUSE = Behaviour(complete=_complete_warehouse, created=_created_warehouse, order="id")
PICKING_TYPE = Behaviour(created=_created_type, label=_type_label, order="id")
