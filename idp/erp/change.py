"""Which orders and vendors changed in Odoo since we last asked? One call a model, whatever the number of documents that wait.

Odoo stamps a record with the moment when its transaction began, to the second. So what was stamped some minutes ago is asked for again,
and what was seen of it is left out; seen is a record with its stamp and its telling values, for it may be written twice in a second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from idp.erp.connection import Connection, Row
from idp.erp.value import id_of
from idp.ports import ChangeMark, Changes

_OVERLAP = timedelta(minutes=5)
_MOST = 2000
_ARCHIVED_TOO = {"active_test": False}


@dataclass(frozen=True, slots=True)
class _Watched:
    """A model whose changes matter: the field that leads to the order or vendor, values that tell a change, and which records."""

    model: str
    field: str
    telling: tuple[str, ...]
    domain: tuple[Any, ...] = ()


_ORDER, _PARTNER, _BANK = "purchase.order", "res.partner", "res.partner.bank"
_WATCHED = (
    _Watched(_ORDER, "partner_id", ("name", "state", "partner_ref", "amount_total")),
    _Watched("purchase.order.line", "order_id", ("product_qty", "price_unit", "price_total", "qty_received")),
    _Watched("stock.move", "purchase_line_id", ("state", "product_uom_qty", "date"), (("purchase_line_id", "!=", False),)),
    _Watched(
        "account.move",
        "commercial_partner_id",
        ("state", "ref", "amount_total", "invoice_date"),
        (("move_type", "in", ["in_invoice", "in_refund"]),),
    ),
    _Watched(_PARTNER, "commercial_partner_id", ("name", "vat", "email", "active")),
    _Watched(_BANK, "partner_id", ("acc_number", "active")),
)


def read_changes(connection: Connection, mark: ChangeMark | None, vendor_of: Mapping[int, int]) -> Changes:
    """What changed since `mark`; without one, or where it is too much to list, only from where to go on. `vendor_of`: contact to vendor."""
    if mark is None or mark.until is None:
        return Changes(ChangeMark(_latest(connection)), is_complete=False)
    since = str(datetime.fromisoformat(mark.until) - _OVERLAP)
    rows: list[tuple[_Watched, Row]] = []
    for watched in _WATCHED:
        found = connection.rows(
            watched.model, [("write_date", ">=", since), *watched.domain], _fields(connection, watched), order="write_date",
            limit=_MOST, context=_ARCHIVED_TOO,
        )  # fmt: skip
        if len(found) == _MOST:
            return Changes(ChangeMark(_latest(connection)), is_complete=False)
        rows += [(watched, row) for row in found]
    until = max((_stamp(row) for _, row in rows), default=mark.until)
    new = [(watched, row) for watched, row in rows if _key(watched, row) not in mark.seen]
    seen = frozenset(_key(watched, row) for watched, row in rows)
    return _changes(connection, new, ChangeMark(until, seen), vendor_of)


def _fields(connection: Connection, watched: _Watched) -> tuple[str, ...]:
    trust = connection.names.bank_trust
    return (watched.field, *watched.telling, "write_date", *((trust,) if watched.model == _BANK and trust else ()))


def _latest(connection: Connection) -> str | None:
    """The latest stamp of all, None in an empty Odoo: Odoo's clock, not ours."""
    stamps = [
        _stamp(row)
        for watched in _WATCHED
        for row in connection.rows(
            watched.model, watched.domain, ["write_date"], order="write_date desc", limit=1, context=_ARCHIVED_TOO
        )
    ]
    return max(stamps, default=None)


def _changes(
    connection: Connection, new: list[tuple[_Watched, Row]], mark: ChangeMark, vendor_of: Mapping[int, int]
) -> Changes:
    by_model: dict[str, list[Row]] = {}
    for watched, row in new:
        by_model.setdefault(watched.model, []).append(row)

    def led_to(model: str, field: str) -> set[int]:
        return {found for row in by_model.get(model, ()) if (found := id_of(row[field]))}

    orders = {row["id"] for row in by_model.get(_ORDER, ())} | led_to("purchase.order.line", "order_id")
    moved = led_to("stock.move", "purchase_line_id")
    if moved:
        lines = connection.rows("purchase.order.line", [("id", "in", sorted(moved))], ["order_id"])
        orders |= {found for line in lines if (found := id_of(line["order_id"]))}
    parties = led_to(_PARTNER, "commercial_partner_id") | led_to(_BANK, "partner_id")
    partners = parties | led_to(_ORDER, "partner_id") | led_to("account.move", "commercial_partner_id")
    return Changes(
        mark,
        order_ids=frozenset(orders),
        vendor_ids=frozenset(vendor_of.get(partner, partner) for partner in partners),
        may_name_strangers=bool(parties or by_model.get(_ORDER)),
    )


def _stamp(row: Row) -> str:
    return str(row["write_date"])


def _key(watched: _Watched, row: Row) -> str:
    return f"{watched.model} {json.dumps(row, sort_keys=True)}"
