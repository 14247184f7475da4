"""Which purchase taxes are there, and how is each computed? One call; groups come with the taxes they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.purchase import Tax, TaxKind
from idp.erp.connection import Connection, Row
from idp.erp.value import exact, id_of

_FIELDS = (
    "name", "amount", "amount_type", "price_include", "children_tax_ids", "company_id", "include_base_amount", "is_base_affected",
    "sequence", "type_tax_use",
)  # fmt: skip
_SIMPLE = {"percent": TaxKind.PERCENT, "division": TaxKind.DIVISION, "fixed": TaxKind.FIXED}
_GROUP = "group"


@dataclass(frozen=True, slots=True)
class Taxes:
    """Taxes of purchases by id, and those of each company in Odoo's order. A tax computed by program code is not among them."""

    by_id: Mapping[int, Tax]
    by_company: Mapping[int, tuple[Tax, ...]]


def read_taxes(connection: Connection, company_ids: Iterable[int]) -> Taxes:
    """The taxes; those that are only part of a group ("none" in Odoo) are in their groups alone."""
    domain = [("type_tax_use", "in", ["purchase", "none"])]
    rows = connection.rows("account.tax", domain, _FIELDS, order="sequence, id")
    simple = {row["id"]: _simple(row) for row in rows if row["amount_type"] in _SIMPLE}
    groups = {
        row["id"]: _group(row, simple)
        for row in rows
        if row["amount_type"] == _GROUP and all(child in simple for child in row["children_tax_ids"])
    }
    bought = {
        r["id"]: (simple | groups)[r["id"]] for r in rows if r["type_tax_use"] == "purchase" and r["id"] in simple | groups
    }
    of = {
        c: tuple(bought[r["id"]] for r in rows if r["id"] in bought and id_of(r["company_id"]) in {c, None})
        for c in company_ids
    }
    return Taxes(bought, of)


def _simple(row: Row) -> Tax:
    kind, amount = _SIMPLE[row["amount_type"]], exact(row["amount"])
    return Tax(
        id=row["id"],
        percent=Decimal(0) if kind is TaxKind.FIXED else amount,
        price_include=bool(row["price_include"]),
        name=str(row["name"]),
        kind=kind,
        fixed=amount if kind is TaxKind.FIXED else Decimal(0),
        adds_to_base=bool(row["include_base_amount"]),
        sequence=int(row["sequence"] or 0),
        is_base_affected=bool(row["is_base_affected"]),
    )


def _group(row: Row, simple: Mapping[int, Tax]) -> Tax:
    parts = sorted((simple[child] for child in row["children_tax_ids"]), key=lambda tax: (tax.sequence, tax.id))
    return Tax(
        id=row["id"],
        percent=sum((part.percent for part in parts), Decimal(0)),
        price_include=bool(row["price_include"]),
        name=str(row["name"]),
        kind=TaxKind.GROUP,
        parts=tuple(parts),
        sequence=int(row["sequence"] or 0),
    )
