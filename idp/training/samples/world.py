"""In which Odoo do the demo's documents arrive? Writes the world file from the orders and earlier bills that the cases name."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from idp.training.content import Party
from idp.training.samples.orders import EarlierBill, Order, OrderLine
from idp.training.samples.suppliers import OURS, SUPPLIERS, Supplier

Rows = list[dict[str, object]]
_USERS = (
    ("clerk", "Carla Klerk"),
    ("buyer", "Björn Einkauf"),
    ("approver", "Anna Prüfer"),
    ("finance", "Felix Finanz"),
    ("warehouse", "Wanda Lager"),
    ("auditor", "Aurel Revision"),
    ("administrator", "Adele Verwalter"),
)
_GROUPS = {"administrator": "admin"}  # `admin` itself is whom the service signs in as


def make_world(orders: Iterable[Order], bills: Iterable[EarlierBill], carriers: Iterable[Party]) -> dict[str, object]:
    """The world as DESIGN's world file has it; prices keep four decimals, because fasteners are priced per hundred."""
    return {
        "odoo_version": 18,
        "company": {
            "name": OURS.name,
            "currency": "EUR",
            "country": "DE",
            "vat": OURS.vat,
            "ibans": [bank.iban for bank in OURS.banks],
        },
        "currency_rates": {"CHF": "1.0650", "GBP": "1.1520", "USD": "0.9210"},
        "price_decimals": 4,
        "users": [
            {"login": login, "password": login, "name": name, "groups": [_GROUPS.get(login, login)]} for login, name in _USERS
        ],
        "partners": [*(_vendor(supplier) for supplier in SUPPLIERS.values()), *(_partner(carrier) for carrier in carriers)],
        "products": _products(),
        "purchase_orders": [_order(order) for order in orders],
        "bills": [_bill(earlier) for earlier in bills],
    }


def _partner(party: Party) -> dict[str, object]:
    row: dict[str, object] = {"name": party.name, "email": party.email, "country": party.country}
    if party.vat:
        row["vat"] = party.vat
    if party.banks:
        row["ibans"] = [bank.iban for bank in party.banks]
        row["trusted_ibans"] = [bank.iban for bank in party.banks]
    return row


def _vendor(supplier: Supplier) -> dict[str, object]:
    return _partner(supplier.party)


def _products() -> Rows:
    rows: Rows = []
    for supplier in SUPPLIERS.values():
        for good in supplier.goods:
            codes = [{"partner": supplier.party.name, "code": good.code, "name": good.text}]
            rows.append(
                {
                    "code": good.our_code,
                    "name": good.name,
                    "uom": good.odoo_uom,
                    "barcode": good.barcode,
                    "vendor_codes": codes,
                    "bill_policy": "receive",
                }
            )
    return rows


def _order(order: Order) -> dict[str, object]:
    return {
        "name": order.name,
        "partner": order.supplier.party.name,
        "currency": order.supplier.currency,
        "date_order": order.ordered.isoformat(),
        "date_planned": order.planned.isoformat(),
        "state": order.state,
        "lines": [_line(order, line) for line in order.lines],
    }


def _line(order: Order, line: OrderLine) -> dict[str, object]:
    row: dict[str, object] = {
        "product": line.good.our_code,
        "description": line.good.name,
        "quantity": _text(line.quantity),
        "uom": line.good.odoo_uom,
        "price": _text(line.price),
        "discount": _text(line.discount),
        "tax_percent": _text(line.tax),
        "date_planned": order.planned.isoformat(),
    }
    if line.received:
        row["received"] = [
            {"date": day.isoformat(), "quantity": _text(quantity), "picking": f"WH/IN/{order.name[1:]}"}
            for day, quantity in line.received
        ]
    if line.returned:
        row["returned"] = [_dated(day, quantity) for day, quantity in line.returned]
    return row


def _dated(day: date, quantity: Decimal) -> dict[str, object]:
    return {"date": day.isoformat(), "quantity": _text(quantity)}


def _bill(earlier: EarlierBill) -> dict[str, object]:
    lines = [
        {
            "po": earlier.order.name,
            "po_line": index,
            "quantity": _text(quantity),
            "price": _text(earlier.order.lines[index].price),
        }
        for index, quantity in earlier.quantities.items()
    ]
    return {
        "partner": earlier.order.supplier.party.name,
        "number": earlier.number,
        "date": earlier.issued.isoformat(),
        "currency": earlier.order.supplier.currency,
        "total": _text(earlier.total),
        "type": earlier.kind,
        "state": "posted",
        "lines": lines,
    }


def _text(value: Decimal) -> str:
    """A plain decimal without exponent or needless zeros."""
    return f"{value.normalize():f}"
