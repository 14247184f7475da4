"""What has been billed already? Bill lines on the orders, the vendors' bills and credit notes, and which of them are ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from idp.domain.purchase import Bill, BillLine, Unit
from idp.erp.connection import Connection, Row
from idp.erp.external_id import document_of
from idp.erp.master import Master
from idp.erp.receipt import converted
from idp.erp.value import day, exact, id_of, name_of, text

_BILL_LIMIT = 400
_BILL_FIELDS = (
    "name", "move_type", "commercial_partner_id", "company_id", "ref", "invoice_date", "currency_id", "amount_total", "state",
    "invoice_origin",
)  # fmt: skip
_LINE_FIELDS = ("move_id", "purchase_line_id", "quantity", "price_unit", "product_uom_id")
_TYPES = ["in_invoice", "in_refund"]


def bill_line_rows(connection: Connection, order_line_ids: Iterable[int]) -> list[Row]:
    """The lines of any bill that belong to these order lines."""
    wanted = list(order_line_ids)
    domain = [("purchase_line_id", "in", wanted), ("move_id.move_type", "in", _TYPES)]
    return connection.rows("account.move.line", domain, _LINE_FIELDS) if wanted else []


def bill_rows(
    connection: Connection, *, vendor_ids: Sequence[int], numbers: Sequence[str], bill_ids: Iterable[int]
) -> list[Row]:
    """The vendors' latest bills, those with one of the printed numbers whoever they are from, and those in `bill_ids`."""
    terms: list[Any] = [("ref", "=ilike", _literal(number)) for number in numbers if number.strip()]
    wanted = sorted(set(bill_ids))
    terms += [("id", "in", wanted)] if wanted else []
    terms += [("commercial_partner_id", "in", list(vendor_ids))] if vendor_ids else []
    if not terms:
        return []
    domain = [("move_type", "in", _TYPES), *["|"] * (len(terms) - 1), *terms]
    return connection.rows("account.move", domain, _BILL_FIELDS, order="invoice_date desc, id desc", limit=_BILL_LIMIT)


def _literal(number: str) -> str:
    """The number as an =ilike pattern that stands for itself."""
    return number.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def documents_of(connection: Connection, bill_ids: Sequence[int]) -> dict[int, str]:
    """Which bills are ours: bill id to the document that made it."""
    if not bill_ids:
        return {}
    names = connection.read("account.move", "get_external_id", bill_ids)
    return {int(i): document for i, name in names.items() if (document := document_of(str(name or "")))}


def read_bills(
    bills: Iterable[Row], lines: Iterable[Row], *, ours: Mapping[int, str], master: Master, line_units: Mapping[int, Unit]
) -> tuple[Bill, ...]:
    """Bills with their lines on orders; quantities and prices in the unit of the order line (`line_units` by its id)."""
    of_bill: dict[int, list[BillLine]] = {}
    for row in lines:
        of_bill.setdefault(id_of(row["move_id"]) or 0, []).append(_line(row, master.reference.units, line_units))
    return tuple(_bill(row, tuple(of_bill.get(row["id"], ())), ours.get(row["id"]), master) for row in bills)


def _line(row: Row, units: Mapping[int, Unit], line_units: Mapping[int, Unit]) -> BillLine:
    line_id = id_of(row["purchase_line_id"])
    billed_in, ordered_in = units.get(id_of(row["product_uom_id"]) or 0), line_units.get(line_id or 0)
    return BillLine(
        order_line_id=line_id,
        quantity=converted(abs(exact(row["quantity"])), billed_in, ordered_in),
        unit_price=converted(exact(row["price_unit"]), ordered_in, billed_in),
    )


def _bill(row: Row, lines: tuple[BillLine, ...], ours: str | None, master: Master) -> Bill:
    partner_id = id_of(row["commercial_partner_id"]) or 0
    name = text(row["name"])
    return Bill(
        id=row["id"],
        name=name if name and name != "/" else f"draft {row['id']}",
        vendor_id=master.parties.vendor_of.get(partner_id, partner_id),
        company_id=id_of(row["company_id"]) or 0,
        number=text(row["ref"]),
        bill_date=day(row["invoice_date"]),
        currency=name_of(row["currency_id"]),
        total=abs(exact(row["amount_total"])),
        is_refund=row["move_type"] == "in_refund",
        state=str(row["state"]),
        lines=lines,
        ours=ours,
        origin=text(row["invoice_origin"]) or "",
    )
