"""What in Odoo changes hardly ever: our companies, units, taxes, payment terms, accounts, currencies and rates, the precision of prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.domain.payment_term import PaymentTerm
from idp.domain.purchase import Company, Tax, Unit
from idp.erp.connection import Connection, Row
from idp.erp.errors import ACCESS_ERROR, OdooFault
from idp.erp.payment_term import read_payment_terms
from idp.erp.tax import read_taxes
from idp.erp.value import NOISE_FREE_DIGITS, exact, id_of, name_of, plain, text

_FACTOR_DIGITS = 12
_DEFAULT_PRICE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the books."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A snapshot. `own_partners` are the companies' partners by company id; `companies` come without accounts and country.

    `taxes` are all taxes of purchases by id, `company_taxes` those of each company. `currencies` maps ids to ISO codes; `rates`
    are units of each currency for one of the first company's. `accounts` and `analytic_names` by id; the latter are empty where the
    integration user may not see analytic accounts.
    """

    companies: tuple[Company, ...]
    own_partners: Mapping[int, int]
    units: Mapping[int, Unit]
    taxes: Mapping[int, Tax]
    company_taxes: Mapping[int, tuple[Tax, ...]]
    payment_terms: Mapping[int, PaymentTerm]
    accounts: Mapping[int, Account]
    analytic_names: Mapping[int, str]
    currencies: Mapping[int, str]
    rates: tuple[tuple[str, Decimal], ...]
    price_digits: int

    def currency_id(self, code: str) -> int | None:
        """The id of an ISO code, None where the currency is not active in Odoo."""
        return next((currency_id for currency_id, known in self.currencies.items() if known == code), None)


def read_reference(connection: Connection) -> Reference:
    """Reads everything: a call for each kind, rates and accounts one for each company."""
    currencies = connection.rows("res.currency", [], ["name"])
    codes = {int(row["id"]): str(row["name"]) for row in currencies}
    rows = _company_rows(connection)
    companies = tuple(_company(row, codes, read_rates(connection, row["id"])) for row in rows)
    taxes = read_taxes(connection, [company.id for company in companies])
    return Reference(
        companies=companies,
        own_partners={int(row["id"]): int(row["partner_id"][0]) for row in rows},
        units=_read_units(connection),
        taxes=taxes.by_id,
        company_taxes=taxes.by_company,
        payment_terms=read_payment_terms(connection),
        accounts=_read_accounts(connection, [company.id for company in companies]),
        analytic_names=_read_analytic_names(connection),
        currencies=codes,
        rates=companies[0].rates,
        price_digits=_read_price_digits(connection),
    )


def _company_rows(connection: Connection) -> list[Row]:
    """The companies that the work is for, the main one first."""
    order = connection.company_ids
    fields = ["name", "currency_id", "vat", "partner_id"]
    rows = connection.rows("res.company", [("id", "in", list(order))], fields)
    return sorted(rows, key=lambda row: order.index(row["id"]))


def _company(row: Row, codes: Mapping[int, str], rates: tuple[tuple[str, Decimal], ...]) -> Company:
    currency = codes.get(id_of(row["currency_id"]) or 0) or name_of(row["currency_id"])
    return Company(row["id"], str(row["name"]), currency, vat=text(row["vat"]), rates=rates)


def read_rates(connection: Connection, company_id: int, *, on: date | None = None) -> tuple[tuple[str, Decimal], ...]:
    """The rates of a day, today's where none is said, as this company books them: Odoo computes them for the first of the call."""
    context = {"allowed_company_ids": [company_id]} | ({"date": on.isoformat()} if on is not None else {})
    rows = connection.rows("res.currency", [], ["name", "rate"], context=context)
    return tuple((str(row["name"]), exact(row["rate"])) for row in rows)


def _read_accounts(connection: Connection, company_ids: Sequence[int]) -> dict[int, Account]:
    """The accounts of all companies; since Odoo 18 an account has a code of its own in each."""
    found: dict[int, Account] = {}
    for company_id in company_ids:
        rows = connection.rows("account.account", [], ["code", "name"], context={"allowed_company_ids": [company_id]})
        found |= {row["id"]: Account(text(row["code"]) or "", str(row["name"] or "")) for row in rows if row["id"] not in found}
    return found


def _read_analytic_names(connection: Connection) -> dict[int, str]:
    """Names of the analytic accounts, none where their right (Analytic Accounting) is missing: entries do not need them."""
    try:
        rows = connection.rows("account.analytic.account", [], ["name"])
    except OdooFault as fault:
        if fault.name == ACCESS_ERROR:
            return {}
        raise
    return {row["id"]: str(row["name"] or "") for row in rows}


# --- units -----------------------------------------------------------------------------------------------------------


def _read_units(connection: Connection) -> dict[int, Unit]:
    names = connection.names
    if names.unit_category:
        rows = connection.rows("uom.uom", [], ["name", names.unit_category, "factor_inv"])
        return {r["id"]: _unit(r, name_of(r[names.unit_category]), r["factor_inv"]) for r in rows}
    reference = names.unit_reference or "relative_uom_id"
    rows = connection.rows("uom.uom", [], ["name", reference, "factor"])
    by_id = {row["id"]: row for row in rows}
    return {row["id"]: _unit(row, _root_name(row, by_id, reference), row["factor"]) for row in rows}


def _unit(row: Row, category: str, factor: float) -> Unit:
    return Unit(row["id"], str(row["name"]), category, plain(round(Decimal(repr(float(factor))), _FACTOR_DIGITS)))


def _root_name(row: Row, by_id: Mapping[int, Row], reference: str) -> str:
    """The unit at the end of the chain: what converts into each other hangs on the same one (Odoo 19 has no categories)."""
    seen: set[int] = set()
    while (above := id_of(row[reference])) and above in by_id and above not in seen:
        seen.add(above)
        row = by_id[above]
    return str(row["name"])


# --- prices ----------------------------------------------------------------------------------------------------------


def _read_price_digits(connection: Connection) -> int:
    """Digits of a bill line's price, as the field itself tells them: decimal.precision is for administrators only.

    Since Odoo 19 the field has none: prices are kept as they come, "Product Price" only says how many digits are shown at least.
    """
    described = connection.read("account.move.line", "fields_get", None, allfields=["price_unit"], attributes=["digits"])
    if "digits" in described.get("price_unit", {}):
        digits = described["price_unit"]["digits"]
        return int(digits[1]) if digits else NOISE_FREE_DIGITS
    rows = connection.rows("decimal.precision", [("name", "=", "Product Price")], ["digits"])
    return int(rows[0]["digits"]) if rows else _DEFAULT_PRICE_DIGITS
