"""What in Odoo changes hardly ever: our companies, units, taxes, currencies and their rates, the precision of prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.purchase import Company, Tax, Unit
from idp.erp.connection import Connection, Row
from idp.erp.value import NOISE_FREE_DIGITS, exact, id_of, name_of, plain, text

_FACTOR_DIGITS = 12
_DEFAULT_PRICE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Reference:
    """A snapshot. `own_partners` are the companies' partners by company id; `companies` come without accounts and country.

    `taxes` are all taxes of purchases by id, `company_taxes` those of each company. `currencies` maps ids to ISO codes; `rates`
    are units of each currency for one of the first company's.
    """

    companies: tuple[Company, ...]
    own_partners: Mapping[int, int]
    units: Mapping[int, Unit]
    taxes: Mapping[int, Tax]
    company_taxes: Mapping[int, tuple[Tax, ...]]
    currencies: Mapping[int, str]
    rates: tuple[tuple[str, Decimal], ...]
    price_digits: int

    def currency_id(self, code: str) -> int | None:
        """The id of an ISO code, None where the currency is not active in Odoo."""
        return next((currency_id for currency_id, known in self.currencies.items() if known == code), None)


def read_reference(connection: Connection) -> Reference:
    """Reads everything, in five calls."""
    currencies = connection.rows("res.currency", [], ["name", "rate"])
    codes = {int(row["id"]): str(row["name"]) for row in currencies}
    companies = _company_rows(connection)
    taxes = connection.rows("account.tax", [("type_tax_use", "=", "purchase")], _TAX_FIELDS, order="sequence, id")
    percents = _tax_values(taxes)
    return Reference(
        companies=tuple(_company(row, codes) for row in companies),
        own_partners={int(row["id"]): int(row["partner_id"][0]) for row in companies},
        units=_read_units(connection),
        taxes=percents,
        company_taxes={c["id"]: tuple(_taxes_of(c["id"], taxes, percents)) for c in companies},
        currencies=codes,
        rates=tuple((str(row["name"]), exact(row["rate"])) for row in currencies),
        price_digits=_read_price_digits(connection),
    )


def _company_rows(connection: Connection) -> list[Row]:
    """The companies that the work is for, the main one first."""
    order = connection.company_ids
    fields = ["name", "currency_id", "vat", "partner_id"]
    rows = connection.rows("res.company", [("id", "in", list(order))], fields)
    return sorted(rows, key=lambda row: order.index(row["id"]))


def _company(row: Row, codes: Mapping[int, str]) -> Company:
    currency = codes.get(id_of(row["currency_id"]) or 0) or name_of(row["currency_id"])
    return Company(row["id"], str(row["name"]), currency, vat=text(row["vat"]))


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


# --- taxes -----------------------------------------------------------------------------------------------------------

_TAX_FIELDS = ("name", "amount", "amount_type", "price_include", "children_tax_ids", "company_id")


def _tax_values(rows: Sequence[Row]) -> dict[int, Tax]:
    """Taxes that are a percentage, groups as the sum of their parts; a fixed amount a unit is no percentage and left out."""
    simple = {r["id"]: _tax(r, exact(r["amount"])) for r in rows if r["amount_type"] in {"percent", "division"}}
    groups = [r for r in rows if r["amount_type"] == "group" and all(c in simple for c in r["children_tax_ids"])]
    sums = {r["id"]: _tax(r, sum((simple[c].percent for c in r["children_tax_ids"]), Decimal(0))) for r in groups}
    return {row["id"]: (simple | sums)[row["id"]] for row in rows if row["id"] in simple or row["id"] in sums}


def _tax(row: Row, percent: Decimal) -> Tax:
    return Tax(row["id"], percent, price_include=bool(row["price_include"]), name=str(row["name"]))


def _taxes_of(company_id: int, rows: Sequence[Row], values: Mapping[int, Tax]) -> list[Tax]:
    return [values[r["id"]] for r in rows if r["id"] in values and id_of(r["company_id"]) in {company_id, None}]


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
