"""Invented orders of the base world's vendors with a bill each, from a seed: as a vendor would bill them, or with one thing wrong.

The bills differ in what honest bills differ in: codes, the base of prices, dozens, the order of lines, lines in two parts, spelling of the
order's number, freight, currencies, tax rates, discounts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from random import Random
from typing import Any

from stdnum import ean

from tests.golden.process.ubl import printed_total
from tests.golden.process.world import documents_of, world_of

Row = dict[str, Any]

_VENDORS = {
    "Adler Werkzeuge GmbH": "EUR", "Kestrel Abrasives B.V.": "EUR", "Visserie Delmas SAS": "EUR", "Thornbury Fasteners Ltd": "GBP",
    "Lakeside Supply Inc.": "USD", "Alpenrohr AG": "CHF", "Nordlys Armatur AB": "SEK", "Narzędzia Zieliński Sp. z o.o.": "PLN",
    "Officine Bellandi S.p.A.": "EUR", "Suministros Ibarra SL": "EUR",
}  # fmt: skip
_GERMAN = "Adler Werkzeuge GmbH"
_FREIGHT = "FRT"
_NOUNS = (
    "Hexagon bolt", "Ball bearing", "Cutting disc", "Gear pump", "Cable gland", "Hose clamp", "Work gloves", "Paint roller",
    "Hydraulic oil", "LED panel", "Copper pipe", "Circuit breaker", "Drill bit", "Safety goggles", "V-belt", "Pallet wrap",
)  # fmt: skip
_SIZES = ("M6x20", "M8x40", "M10x60", "22 mm", "125 mm", "6204-2RS", "size 9", "16 A", "2.5 mm2", "5 l", "A60T")
_KINDS = ("A2", "steel", "inox", "type B", "blue", "heavy")
_CODES = (["seller", "buyer", "gtin"], ["seller"], ["buyer"], ["gtin", "seller"], [], ["buyer", "gtin"])
_PRODUCTS = 40
_PIECES = (1, 2, 5, 10, 24, 100, 250, 1000)


@dataclass(frozen=True)
class Invented:
    """A case as the files beside this one have it: the nth document bills the nth order."""

    case: Row

    @property
    def orders(self) -> list[Row]:
        rows: list[Row] = self.case["orders"]
        return rows

    @property
    def documents(self) -> list[Row]:
        rows: list[Row] = self.case["documents"]
        return rows


def honest_bills(seed: int, count: int) -> Invented:
    """`count` orders that were received in full, each billed as ordered; the vendors come round in turn."""
    random = Random(f"bills {seed}")
    products = [_product(random, number) for number in range(_PRODUCTS)]
    orders, documents = [], []
    for number in range(count):
        vendor = list(_VENDORS)[number % len(_VENDORS)]
        order, document = _order_and_bill(random, number, vendor, products)
        orders.append(order)
        documents.append(document)
    world = {"products": products, "odoo_version": random.choice([17, 18, 19])}
    return Invented({"world": world, "orders": orders, "documents": documents, "bills": []})


def _product(random: Random, number: int) -> Row:
    noun = random.choice(_NOUNS)
    product = {
        "code": f"{noun[:3].upper()}-{number:03d}", "name": f"{noun} {random.choice(_SIZES)} {random.choice(_KINDS)} {number}",
        "uom": random.choice(["Units"] * 7 + ["kg", "m", "l"]), "vendor_codes": [],
    }  # fmt: skip
    if random.random() < 0.5:
        digits = f"40{number * 7919 + random.randrange(10**6):010d}"
        product["barcode"] = digits + ean.calc_check_digit(digits)
    return product


def _order_and_bill(random: Random, number: int, vendor: str, products: list[Row]) -> tuple[Row, Row]:
    currency = _VENDORS[vendor] if random.random() < 0.8 else "EUR"
    tax = 19 if vendor == _GERMAN else 0
    order: Row = {"name": f"P{random.randrange(100, 999)}{number:02d}", "partner": vendor, "currency": currency, "lines": []}
    document: Row = {
        "invoice": f"{vendor[:2].upper()}{number}{random.randrange(10**4):04d}", "from": vendor, "currency": currency, "tax": tax,
        "order": order["name"] if random.random() < 0.8 else order["name"].lower(), "date": f"2026-11-{random.randint(3, 20):02d}",
        "lines": [],
    }  # fmt: skip
    for product in random.sample(products, random.randint(1, 6)):
        _add_line(random, product, tax, order, document)
    if random.random() < 0.4:
        random.shuffle(document["lines"])
    if random.random() < 0.15:
        order["lines"].append({"product": _FREIGHT, "quantity": "1", "price": "35.00", "tax_percent": tax})
        document["charges"] = [{"amount": "35.00", "reason": random.choice(["Freight", "Fracht"]), "tax": tax, "code": "FC"}]
    return order, document


def _add_line(random: Random, product: Row, tax: int, order: Row, document: Row) -> None:
    pieces = product["uom"] == "Units"
    quantity = Decimal(random.choice(_PIECES)) if pieces else Decimal(random.randint(1, 5000)) / random.choice([1, 10])
    price = Decimal(random.randint(5, 90_000)) / random.choice([100, 100, 100, 1000])
    if price * quantity > 60_000:
        price = _cents(price / 100) + Decimal("0.01")
    discount = random.choice([0] * 6 + [5, 10, Decimal("12.5")])
    rate = tax if not tax or random.random() < 0.85 else 7
    if random.random() < 0.5 and all(known["partner"] != order["partner"] for known in product["vendor_codes"]):
        product["vendor_codes"].append({"partner": order["partner"], "code": f"V-{random.randrange(10**4)}"})
    figures = {"quantity": str(quantity), "price": str(price), "discount": str(discount)}
    order["lines"].append({"product": product["code"], **figures, "tax_percent": rate, "received": str(quantity)})
    line: Row = {"item": product["code"], **figures, "tax": rate, "codes": random.choice(_CODES)}
    document["lines"] += _as_billed(random, line, pieces=pieces)


def _as_billed(random: Random, line: Row, *, pieces: bool) -> list[Row]:
    """The line as it is, priced per hundred, in dozens, or in two parts."""
    quantity, price, way = Decimal(line["quantity"]), Decimal(line["price"]), random.random()
    if way < 0.1:
        return [line | {"price": str(price * 100), "base": 100}]
    if pieces and way < 0.2 and quantity % 12 == 0:
        return [line | {"quantity": str(quantity / 12), "price": str(price * 12), "unit": "DZN"}]
    if pieces and way > 0.94 and quantity > 1:
        half = quantity // 2
        return [line | {"quantity": str(half)}, line | {"quantity": str(quantity - half)}]
    return [line]


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


Spoiling = Callable[[Random, Invented, int], None]
"""Makes one thing wrong about the document of that number."""


def _price(random: Random, given: Invented, number: int) -> None:
    line = random.choice(given.documents[number]["lines"])
    one_more = Decimal(line.get("base", 1)) / Decimal(line["quantity"])  # on the line, so that it is no rounding
    line["price"] = str((Decimal(line["price"]) * Decimal("1.05") + one_more).quantize(Decimal("0.01"), ROUND_UP))


def _quantity(random: Random, given: Invented, number: int) -> None:
    line = random.choice(given.documents[number]["lines"])
    line["quantity"] = str(Decimal(line["quantity"]) + 1)


def _account(random: Random, given: Invented, number: int) -> None:
    given.documents[number]["seller"] = {"iban": ["DE75512108001245126199"]}


def _buyer(random: Random, given: Invented, number: int) -> None:
    given.documents[number]["buyer"] = {"name": "Someone Else KG", "vat": "DE200958794"}


def _currency(random: Random, given: Invented, number: int) -> None:
    given.documents[number]["currency"] = "DKK"


def _number_again(random: Random, given: Invented, number: int) -> None:
    document = given.documents[number]
    bill = {"partner": document["from"], "number": document["invoice"].lower(), "date": "2026-10-30", "total": "77.00"}
    given.case["bills"].append(bill)


def _tax(random: Random, given: Invented, number: int) -> None:
    random.choice(given.documents[number]["lines"])["tax"] = 21


def _total(random: Random, given: Invented, number: int) -> None:
    world = world_of(given.case)
    total = printed_total(documents_of(given.case, world)[number], world)
    given.documents[number]["totals"] = {"total": str(total + Decimal("1.10"))}


def _order_of_another(random: Random, given: Invented, number: int) -> None:
    given.documents[number]["order"] = given.orders[(number + 1) % len(given.orders)]["name"]


def _charge(random: Random, given: Invented, number: int) -> None:
    document = given.documents[number]
    document.setdefault("charges", []).append({"amount": "14.50", "reason": "Energiezuschlag", "tax": document["tax"]})


def _extra_line(random: Random, given: Invented, number: int) -> None:
    document = given.documents[number]
    document["lines"].append(
        {"item": _other_product(random, given, document), "quantity": "3", "price": "4.10", "tax": document["tax"]}
    )


def _other_article(random: Random, given: Invented, number: int) -> None:
    document = given.documents[number]
    line = random.choice(document["lines"])
    line["item"], line["codes"] = _other_product(random, given, document), ["seller", "buyer", "gtin"]


def _other_product(random: Random, given: Invented, document: Row) -> str:
    billed = {line["item"] for line in document["lines"]}
    codes: list[str] = [row["code"] for row in given.case["world"]["products"] if row["code"] not in billed]
    return random.choice(codes)


def _nothing_received(random: Random, given: Invented, number: int) -> None:
    random.choice([line for line in given.orders[number]["lines"] if line["product"] != _FREIGHT]).pop("received")


def _date(random: Random, given: Invented, number: int) -> None:
    given.documents[number] |= {"date": "2027-06-01", "due": "2027-07-01"}


SPOILINGS: tuple[Spoiling, ...] = (
    _price, _quantity, _account, _buyer, _currency, _number_again, _tax, _total, _order_of_another, _charge, _extra_line,
    _other_article, _nothing_received, _date,
)  # fmt: skip


def spoiled_bills(seed: int) -> Invented:
    """A bill for each way of going wrong, in the order of SPOILINGS; otherwise honest."""
    given = honest_bills(seed, len(SPOILINGS))
    random = Random(f"spoiled {seed}")
    for number, spoil in enumerate(SPOILINGS):
        spoil(random, given, number)
    return given
