"""Which vendors, orders, accounts or taxes does a person mean who types a few letters? Asked with the rights of our user in Odoo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from idp.domain.finding import RecordRef
from idp.erp.connection import Connection
from idp.erp.master import Master
from idp.erp.value import exact, id_of, name_of, text
from idp.ports import Hit, Kind, Sought

_STATES = {"draft": "not confirmed", "sent": "not confirmed", "to approve": "not confirmed", "cancel": "cancelled"}


def find(connection: Connection, master: Master, sought: Sought, *, limit: int) -> tuple[Hit, ...]:
    """At most `limit` records, those that begin with the text first. Raises ErpUnavailable, ErpRejected."""
    if sought.kind is Kind.ORDER:
        return _orders(connection, master, sought, limit)
    of_kind = {Kind.VENDOR: _vendors, Kind.ACCOUNT: _accounts, Kind.ANALYTIC: _analytic, Kind.TAX: _taxes}
    return _best(of_kind[sought.kind](master, sought), sought, limit)


def _best(hits: Iterable[Hit], sought: Sought, limit: int) -> tuple[Hit, ...]:
    if sought.ids:
        return tuple(hit for hit in hits if hit.record.id in sought.ids)[:limit]
    wanted = sought.text.casefold().split()
    fitting = [hit for hit in hits if all(part in f"{hit.record.name} {hit.detail}".casefold() for part in wanted)]
    begins = "".join(wanted[:1])
    return tuple(
        sorted(fitting, key=lambda h: (not h.record.name.casefold().startswith(begins), h.record.name.casefold()))[:limit]
    )


def _vendors(master: Master, sought: Sought) -> Iterable[Hit]:
    for vendor in master.parties.vendors.values():
        if vendor.active or vendor.id in sought.ids:
            yield Hit(RecordRef("res.partner", vendor.id, vendor.name), ", ".join(x for x in (vendor.vat, vendor.country) if x))


def _accounts(master: Master, _: Sought) -> Iterable[Hit]:
    for account_id, account in master.reference.accounts.items():
        yield Hit(RecordRef("account.account", account_id, f"{account.code} {account.name}".strip()))


def _analytic(master: Master, _: Sought) -> Iterable[Hit]:
    for account_id, name in master.reference.analytic_names.items():
        yield Hit(RecordRef("account.analytic.account", account_id, name))


def _taxes(master: Master, sought: Sought) -> Iterable[Hit]:
    reference = master.reference
    taxes = reference.taxes.values() if sought.company_id is None else reference.company_taxes.get(sought.company_id, ())
    for tax in taxes:
        yield Hit(RecordRef("account.tax", tax.id, tax.name), "included in prices" if tax.price_include else "")


def _orders(connection: Connection, master: Master, sought: Sought, limit: int) -> tuple[Hit, ...]:
    domain: list[Any] = [("id", "in", list(sought.ids))] if sought.ids else []
    if not sought.ids:
        domain += ["|", ("name", "ilike", sought.text), ("partner_ref", "ilike", sought.text)] if sought.text else []
        domain += [("partner_id", "child_of", [sought.vendor_id])] if sought.vendor_id is not None else []
        domain += [("state", "!=", "cancel")]
    fields = ["name", "partner_id", "partner_ref", "date_order", "amount_total", "currency_id", "state"]
    rows = connection.rows("purchase.order", domain, fields, order="date_order desc, id desc", limit=limit)
    hits = []
    for row in rows:
        partner_id = id_of(row["partner_id"]) or 0
        vendor = master.parties.vendors.get(master.parties.vendor_of.get(partner_id, partner_id))
        told = (
            vendor.name if vendor is not None else name_of(row["partner_id"]), text(row["partner_ref"]), str(row["date_order"] or "")[:10],
            f"{exact(row['amount_total']):,.2f} {name_of(row['currency_id'])}", _STATES.get(str(row["state"])),
        )  # fmt: skip
        hits.append(Hit(RecordRef("purchase.order", row["id"], str(row["name"])), " · ".join(x for x in told if x)))
    return tuple(hits)
