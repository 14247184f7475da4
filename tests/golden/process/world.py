"""The world file and the documents of a case, with short forms written out.

Short forms: a partner or company may be named by its first word; an order line `[SCR-M8X40, 10, 2.50]` is product, quantity and price,
all of it received; a document line `[SCR-M8X40, 10, 2.50]` is item, quantity and price; a last `{…}` adds or changes keys.
Tax is 19 % where neither order nor line says otherwise.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

_BASE = Path(__file__).parent / "world.yaml"
_RECEIVED, _RETURNED = "2026-11-02", "2026-11-06"


def world_of(case: dict[str, Any]) -> dict[str, Any]:
    """The whole world; a partner or product that the case names changes the one of the base."""
    world: dict[str, Any] = copy.deepcopy(yaml.safe_load(_BASE.read_text("utf-8")))
    own = copy.deepcopy(case.get("world", {}))
    for rows in ("partners", "products"):
        own[rows] = _merged(world[rows], own.get(rows, []), "name" if rows == "partners" else "code")
    world |= own
    world["purchase_orders"] = [_order(row, world) for row in case.get("orders", [])]
    world["bills"] = [row | {"partner": full_name(row["partner"], world)} for row in case.get("bills", [])]
    return world


def documents_of(case: dict[str, Any], world: dict[str, Any]) -> list[dict[str, Any]]:
    """The case's documents with full names and whole lines."""
    return [_document(doc, world) for doc in case["documents"]]


def full_name(name: str, world: dict[str, Any]) -> str:
    """The partner or company that a name or its first word means; the name itself where nobody fits."""
    known = [row["name"] for row in (*world["partners"], world["company"], *world.get("companies", []))]
    return next((full for full in known if full == name), None) or next(
        (full for full in known if full.split()[0] == name), name
    )


def _merged(base: list[dict[str, Any]], own: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    rows = {row[key]: row for row in base}
    for row in own:
        named = row.get(key) or row["name"]
        named = next((full for full in rows if full == named or full.split()[0] == named), named)
        known = rows.get(named, {})
        rows[named] = {k: v for k, v in {**known, **row, key: known.get(key, row.get(key))}.items() if v is not None}
    return list(rows.values())


def _order(row: dict[str, Any], world: dict[str, Any]) -> dict[str, Any]:
    order = {"date_order": "2026-10-05", "date_planned": "2026-11-02", **row, "partner": full_name(row["partner"], world)}
    tax = order.pop("tax", 19)
    if "company" in order:
        order["company"] = full_name(order["company"], world)
    confirmed = order.get("state", "purchase") == "purchase"
    return order | {"lines": [_order_line(line, tax, confirmed) for line in order["lines"]]}


def _order_line(row: Any, tax: Any, confirmed: bool) -> dict[str, Any]:
    line = _whole(row, ("product", "quantity", "price"))
    if isinstance(row, list) and confirmed:
        line.setdefault("received", line["quantity"])
    line.setdefault("tax_percent", tax)
    for key, day in (("received", _RECEIVED), ("returned", _RETURNED)):
        if key in line and not isinstance(line[key], list):
            line[key] = [{"date": day, "quantity": line[key]}] if line[key] else []
    return {k: v for k, v in line.items() if v not in ([], None)}


def _document(doc: dict[str, Any], world: dict[str, Any]) -> dict[str, Any]:
    if "same_as" in doc:
        return doc
    doc = {**doc, "from": full_name(doc["from"], world)}
    if "to" in doc:
        doc["to"] = full_name(doc["to"], world)
    return doc | {"lines": [_whole(line, ("item", "quantity", "price")) for line in doc.get("lines", [])], "_world": world}


def _whole(row: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(row, dict):
        return dict(row)
    extra = row[-1] if isinstance(row[-1], dict) else {}
    return dict(zip(keys, [cell for cell in row if not isinstance(cell, dict)], strict=False)) | extra
