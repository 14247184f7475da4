"""Who are the partners we may buy from, and which bank accounts do they have? From partner and bank rows to vendors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from idp.domain.payment_term import PaymentTerm
from idp.domain.purchase import BankAccount, Vendor
from idp.erp.connection import Connection, Row
from idp.erp.value import id_of, squeezed, text

_MANY_PARTNERS = 20_000
_PARTNER_FIELDS = (
    "name", "vat", "email", "country_code", "active", "commercial_partner_id", "property_supplier_payment_term_id", "write_date",
)  # fmt: skip
_BANK_FIELDS = ("partner_id", "acc_number", "sanitized_acc_number", "active", "write_date")
_ARCHIVED_TOO = {"active_test": False}
# Where there are very many partners, those who are nobody's vendor and no company are customers of a shop.
_LIKELY_VENDORS = ["|", "|", ("supplier_rank", ">", 0), ("is_company", "=", True), ("parent_id.is_company", "=", True)]


@dataclass(frozen=True, slots=True)
class Parties:
    """Vendors by the id of their commercial partner, our own companies left out; `vendor_of` leads from any contact to it.

    `emails` are a vendor's own and its contacts' addresses, `own_accounts` the bank accounts of our companies' partners.
    """

    vendors: Mapping[int, Vendor]
    vendor_of: Mapping[int, int]
    emails: Mapping[int, tuple[str, ...]]
    own_accounts: Mapping[int, tuple[BankAccount, ...]]


def read_partners(connection: Connection, changed: Sequence[Any] = ()) -> list[Row]:
    """Partner rows, archived ones too; `changed` narrows them."""
    domain = list(changed)
    if not changed and connection.read("res.partner", "search_count", None, domain=[]) > _MANY_PARTNERS:
        domain = _LIKELY_VENDORS
    return connection.all_rows("res.partner", domain, _PARTNER_FIELDS, context=_ARCHIVED_TOO)


def read_banks(connection: Connection, changed: Sequence[Any] = ()) -> list[Row]:
    """Bank account rows, archived ones too (they are taken out of use by that); `changed` narrows them."""
    trust = connection.names.bank_trust
    fields = [*_BANK_FIELDS, trust] if trust else list(_BANK_FIELDS)
    return connection.all_rows("res.partner.bank", changed, fields, context=_ARCHIVED_TOO)


def parties_of(
    partners: Iterable[Row],
    banks: Iterable[Row],
    *,
    own_partners: frozenset[int],
    trust_field: str | None,
    payment_terms: Mapping[int, PaymentTerm],
) -> Parties:
    """Puts partners, their contacts and their accounts together; `payment_terms` by id."""
    by_id = {int(row["id"]): row for row in partners}
    vendor_of = {i: id_of(row["commercial_partner_id"]) or i for i, row in by_id.items()}
    accounts = _accounts(banks, vendor_of, trust_field)
    contacts: dict[int, list[int]] = {}
    for partner_id, vendor_id in vendor_of.items():
        contacts.setdefault(vendor_id, []).append(partner_id)
    vendors = {
        i: replace(
            _vendor(by_id[i], accounts.get(i, ()), tuple(c for c in members if c != i)),
            payment_term=payment_terms.get(id_of(by_id[i]["property_supplier_payment_term_id"]) or 0),
        )
        for i, members in contacts.items()
        if i in by_id and i not in own_partners
    }
    emails = {i: tuple(e for c in contacts[i] if (e := text(by_id[c]["email"]))) for i in vendors}
    own_accounts = {i: accounts.get(i, ()) for i in own_partners}
    return Parties(vendors, {p: v for p, v in vendor_of.items() if v in vendors}, emails, own_accounts)


def _vendor(row: Row, accounts: tuple[BankAccount, ...], contact_ids: tuple[int, ...]) -> Vendor:
    return Vendor(
        id=int(row["id"]),
        name=str(row["name"] or ""),
        vat=text(row["vat"]),
        email=text(row["email"]),
        country=text(row["country_code"]),
        active=bool(row["active"]),
        bank_accounts=accounts,
        contact_ids=contact_ids,
    )


def _accounts(banks: Iterable[Row], vendor_of: Mapping[int, int], trust: str | None) -> dict[int, tuple[BankAccount, ...]]:
    """Accounts by vendor. Odoo 16 has no trust flag: there every account that somebody entered counts as trusted."""
    found: dict[int, tuple[BankAccount, ...]] = {}
    for row in banks:
        partner_id = id_of(row["partner_id"])
        if not row["active"] or partner_id is None:
            continue
        number = squeezed(str(row["sanitized_acc_number"] or row["acc_number"] or ""))
        account = BankAccount(int(row["id"]), number, trusted=bool(row[trust]) if trust else True)
        vendor_id = vendor_of.get(partner_id, partner_id)
        found[vendor_id] = (*found.get(vendor_id, ()), account)
    return found
