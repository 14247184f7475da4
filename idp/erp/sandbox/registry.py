"""Which models and fields does this Odoo version have, and under which names?

The field tables are data: `data/fields.json` holds what ``fields_get`` of a real 18.0 answered, model by model, and how 17.0 and
19.0 differ; `data/base.json` the few supporting models in the same form. A field row is
``[type, label, flags, relation or selection, inverse]`` with flags ``q`` required, ``r`` read-only, ``n`` not stored.
Inside the sandbox a field has one name, its *column* (18.0's name); only the wire name changes with the version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

VERSIONS = (17, 18, 19)
TO_MANY = frozenset({"one2many", "many2many"})

_RENAMED: Mapping[int, Mapping[str, Mapping[str, str]]] = {
    17: {},
    18: {},
    19: {
        "purchase.order": {"note": "notes"},
        "purchase.order.line": {"product_uom_id": "product_uom", "tax_ids": "taxes_id"},
        "sale.order.line": {"product_uom_id": "product_uom", "tax_ids": "tax_id"},
        "product.supplierinfo": {"product_uom_id": "product_uom"},
        "res.users": {"group_ids": "groups_id"},
    },
}

DELEGATED: Mapping[str, tuple[str, str, frozenset[str]]] = {
    # child model: (link column, parent model, columns the child keeps for itself); Odoo's `_inherits`
    "product.product": (
        "product_tmpl_id",
        "product.template",
        frozenset({"product_tmpl_id", "default_code", "barcode", "standard_price", "active"}),
    ),
    "res.users": (
        "partner_id",
        "res.partner",
        frozenset({"partner_id", "login", "password", "active", "groups_id", "company_id", "company_ids", "signature"}),
    ),
}

CLIENT_REQUIRED: Mapping[str, frozenset[str]] = {
    # the mandatory columns that a client can leave empty; the others are always filled by `complete`
    "purchase.order": frozenset({"partner_id"}),
    "purchase.order.line": frozenset({"name", "price_unit", "product_qty"}),
    "sale.order": frozenset({"partner_id"}),
    "mail.activity": frozenset({"res_model_id"}),
    "res.partner.bank": frozenset({"acc_number", "partner_id"}),
    "product.supplierinfo": frozenset({"partner_id"}),
    "product.template": frozenset({"name"}),
    "ir.attachment": frozenset({"name"}),
    "account.tax": frozenset({"name"}),
}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field as the client names it (``name``) and as the sandbox keeps it (``column``)."""

    name: str
    column: str
    kind: str
    label: str
    required: bool
    readonly: bool
    stored: bool
    relation: str | None = None
    inverse: str | None = None
    selection: tuple[tuple[str, str], ...] | None = None

    def describe(self, attributes: frozenset[str] | None) -> dict[str, Any]:
        """The ``fields_get`` entry, cut to ``attributes`` where given."""
        entry: dict[str, Any] = {
            "name": self.name,
            "type": self.kind,
            "string": self.label,
            "required": self.required,
            "readonly": self.readonly,
            "store": self.stored,
            "searchable": True,
            "sortable": self.stored,
        }
        if self.relation:
            entry["relation"] = self.relation
        if self.inverse:
            entry["relation_field"] = self.inverse
        if self.kind == "selection":
            entry["selection"] = [list(pair) for pair in self.selection or ()]
        return {k: v for k, v in entry.items() if attributes is None or k in attributes}


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model's fields by wire name and by column."""

    name: str
    label: str
    fields: Mapping[str, FieldSpec]
    columns: Mapping[str, FieldSpec]

    def column_of(self, name: str) -> str:
        return self.fields[name].column


@dataclass(frozen=True, slots=True)
class Registry:
    """All models of one Odoo version."""

    version: int
    models: Mapping[str, ModelSpec]


@cache
def registry_for(version: int) -> Registry:
    """The models of Odoo ``version``.

    Raises:
        ValueError: the version is none of `VERSIONS`.
    """
    if version not in VERSIONS:
        raise ValueError(f"no field tables for Odoo {version}; there are 17, 18 and 19")
    models = {name: _model(version, name, entry) for name, entry in _tables().items() if _rows(version, entry)}
    return Registry(version, models)


@cache
def _tables() -> dict[str, Any]:
    folder = files("idp.erp.sandbox") / "data"
    tables: dict[str, Any] = json.loads((folder / "fields.json").read_text("utf-8"))
    tables.update(json.loads((folder / "base.json").read_text("utf-8")))
    return tables


def _rows(version: int, entry: Mapping[str, Any]) -> dict[str, list[Any]]:
    change = entry.get(str(version), {}) if version != 18 else {}
    if change is None:
        return {}
    rows = {k: v for k, v in entry.get("18", {}).items() if k not in change.get("drop", ())}
    return {**rows, **change.get("set", {})}


def _model(version: int, name: str, entry: Mapping[str, Any]) -> ModelSpec:
    renamed = _RENAMED[version].get(name, {})
    rows = {**_MAGIC, **_rows(version, entry)}
    fields = {wire: _field(wire, renamed.get(wire, wire), row) for wire, row in rows.items()}
    columns = {spec.column: spec for spec in fields.values()}
    return ModelSpec(name, entry.get("label") or _LABELS.get(name) or name, fields, columns)


def _field(name: str, column: str, row: list[Any]) -> FieldSpec:
    kind, label, flags, *rest = row
    relation, inverse, selection = None, None, None
    if kind == "selection":
        selection = tuple((k, v) for k, v in rest[0]) if rest else None
    elif rest:
        relation, inverse = rest[0], (rest[1] if len(rest) > 1 else None)
    return FieldSpec(name, column, kind, label, "q" in flags, "r" in flags, "n" not in flags, relation, inverse, selection)


_MAGIC: Mapping[str, list[Any]] = {
    "id": ["integer", "ID", "r"],
    "display_name": ["char", "Display Name", "rn"],
    "create_date": ["datetime", "Created on", "r"],
    "create_uid": ["many2one", "Created by", "r", "res.users"],
    "write_date": ["datetime", "Last Updated on", "r"],
    "write_uid": ["many2one", "Last Updated by", "r", "res.users"],
}
_LABELS: Mapping[str, str] = {
    "account.journal": "Journal",
    "account.move": "Journal Entry",
    "account.move.line": "Journal Item",
    "account.tax": "Tax",
    "ir.attachment": "Attachment",
    "mail.activity": "Activity",
    "mail.message": "Message",
    "product.product": "Product Variant",
    "product.supplierinfo": "Supplier Pricelist",
    "product.template": "Product",
    "purchase.order": "Purchase Order",
    "purchase.order.line": "Purchase Order Line",
    "res.company": "Companies",
    "res.currency": "Currency",
    "res.partner": "Contact",
    "res.partner.bank": "Bank Accounts",
    "res.users": "User",
    "sale.order": "Sales Order",
    "sale.order.line": "Sales Order Line",
    "stock.move": "Stock Move",
    "stock.move.line": "Product Moves (Stock Move Line)",
    "stock.picking": "Transfer",
    "stock.picking.type": "Picking Type",
    "uom.uom": "Product Unit of Measure",
}
