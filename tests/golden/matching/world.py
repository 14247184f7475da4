"""Facts and documents from readable cases: the world file's keys, with everything a case does not care about filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from idp.domain.code import Code
from idp.domain.document import FIELD_KINDS, DocumentType, Extracted, ExtractedDocument, ExtractedLine, Kind
from idp.domain.finding import Finding, finding
from idp.domain.geometry import Box
from idp.domain.history import ConfirmedLine, History, Sender, ShippedLine, Twin
from idp.domain.page import Quality
from idp.domain.payment_term import DueRule, PaymentTerm, TermPart
from idp.domain.purchase import (
    BankAccount,
    Bill,
    BillLine,
    Company,
    Demand,
    Facts,
    OrderLine,
    OrderState,
    Picking,
    Product,
    PurchaseOrder,
    Stock,
    Tax,
    TaxKind,
    TransferLine,
    Unit,
    Vendor,
)  # fmt: skip
from tests.golden.matching.coded import coded_lines_of

Row = Mapping[str, Any]
TODAY = date(2026, 4, 20)
COMPANY = {
    "name": "Nordwind Handel GmbH",
    "currency": "EUR",
    "country": "DE",
    "vat": "DE136695976",
    "ibans": ["DE02120300000000202051"],
}
PARTNERS: tuple[Row, ...] = (
    {
        "name": "Azure Interior GmbH",
        "vat": "DE811569869",
        "email": "rechnung@azure-interior.example",
        "trusted_ibans": ["DE89370400440532013000"],
    },
    {
        "name": "Deco Addict SAS",
        "vat": "FR40303265045",
        "email": "factures@deco-addict.example",
        "trusted_ibans": ["FR1420041010050500013M02606"],
    },
)
PRODUCTS: tuple[Row, ...] = (
    {"code": "FURN-7888", "name": "Office chair black", "vendor_codes": [{"partner": "Azure Interior GmbH", "code": "AZ-100"}]},
    {"code": "FURN-8220", "name": "Four person desk", "vendor_codes": [{"partner": "Azure Interior GmbH", "code": "AZ-200"}]},
    {"code": "FURN-0096", "name": "Customizable cabinet", "barcode": "4006381333931"},
    {"code": "SCREW-M8", "name": "Hex screw M8x40 galvanised"},
    {"code": "FREIGHT", "name": "Freight", "bill_policy": "order"},
)
_UNITS = (("Units", "count", "1"), ("Dozens", "count", "12"), ("kg", "weight", "1"), ("g", "weight", "0.001"), ("t", "weight", "1000"),
          ("lb", "weight", "0.45359237"), ("m", "length", "1"), ("l", "volume", "1"), ("hours", "time", "1"))  # fmt: skip
_STATES = {"draft": OrderState.DRAFT, "purchase": OrderState.CONFIRMED, "cancel": OrderState.CANCELLED}
_RATES = (Decimal(0), Decimal(7), Decimal(19), Decimal(20), Decimal(21))


def number(value: object) -> Decimal:
    return Decimal(str(value))


def facts_of(world: Row, *, today: date = TODAY) -> Facts:
    """The facts of a world; orders default to confirmed on 2026-03-02 with Azure Interior and 19 % tax."""
    builder = _Builder(world)
    return Facts(
        today=today,
        companies=builder.companies,
        vendors=builder.vendors,
        orders=builder.orders,
        pickings=builder.pickings,
        bills=builder.bills,
        units=tuple(builder.units.values()),
        taxes=builder.taxes,
        rates=tuple((c, number(r)) for c, r in world.get("currency_rates", {}).items()),
        price_digits=world.get("price_decimals", 2),
        demands=builder.demands(),
        stock=builder.stock(),
        coded_lines=coded_lines_of(world, builder.vendors, builder.taxes),
    )


class _Builder:
    def __init__(self, world: Row) -> None:
        self.world = world
        rows = [world.get("company", COMPANY), *world.get("companies", ())]
        self.companies = tuple(
            Company(
                n,
                r["name"],
                r.get("currency", "EUR"),
                r.get("vat"),
                r.get("country"),
                tuple(r.get("ibans", ())),
                tuple((c, number(x)) for c, x in r.get("currency_rates", {}).items()),
            )
            for n, r in enumerate(rows, start=1)
        )
        units = [*_UNITS, *((u["name"], self._category(u), str(self._factor(u))) for u in world.get("uoms", ()))]
        self.units = {n: Unit(i, n, c, number(f)) for i, (n, c, f) in enumerate(units, start=1)}
        self.taxes = tuple(Tax(100 + n, rate, name=f"{rate} %") for n, rate in enumerate(_RATES))
        self.taxes += tuple(_tax(n, r) for n, r in enumerate(world.get("taxes", ()), start=200))
        self.vendors = tuple(self._vendor(n, r) for n, r in enumerate(world.get("partners", PARTNERS), start=1))
        self.pickings: tuple[Picking, ...] = ()
        self.bill_rows = world.get("bills", ())
        self.orders = tuple(self._order(n, r) for n, r in enumerate(world.get("purchase_orders", ()), start=1))
        self.bills = tuple(self._bill(n, r) for n, r in enumerate(self.bill_rows, start=1))

    def _category(self, row: Row) -> str:
        return next((c for n, c, _ in _UNITS if n == row.get("base", "Units")), "count")

    def _factor(self, row: Row) -> Decimal:
        base = next((f for n, _, f in _UNITS if n == row.get("base", "Units")), "1")
        return number(row["factor"]) * number(base)

    def _vendor(self, n: int, row: Row) -> Vendor:
        trusted, other = row.get("trusted_ibans", ()), row.get("ibans", ())
        accounts = [(i, True) for i in trusted] + [(i, False) for i in other if i not in trusted]
        return Vendor(
            n, row["name"], row.get("vat"), row.get("email"), row.get("country"), row.get("active", True),
            tuple(BankAccount(10 * n + k, iban, ok) for k, (iban, ok) in enumerate(accounts)), payment_term=_term(row),
        )  # fmt: skip

    def _product(self, code: str | None, partner: str) -> Product | None:
        rows = self.world.get("products", PRODUCTS)
        for n, row in enumerate(rows, start=1):
            if row["code"] == code:
                mine = [c for c in row.get("vendor_codes", ()) if c["partner"] == partner]
                return Product(
                    n, row["name"], row["code"], row.get("barcode"), tuple(c["code"] for c in mine if c.get("code")),
                    tuple(c["name"] for c in mine if c.get("name")), row.get("category"),
                )  # fmt: skip
        if code is not None:
            raise ValueError(f"the world has no product {code}")
        return None

    def _order(self, n: int, row: Row) -> PurchaseOrder:
        name = row.get("name", f"P{n:05d}")
        partner = row.get("partner", self.vendors[0].name)
        company = next((c for c in self.companies if c.name == row.get("company", c.name)), self.companies[0])
        state = _STATES[row.get("state", "purchase")]
        lines = tuple(self._line(n * 100 + k, k, name, r, partner) for k, r in enumerate(row["lines"]))
        self._transfers(n, name, row, lines)
        return PurchaseOrder(
            n, name, next(v.id for v in self.vendors if v.name == partner), company.id, row.get("currency", company.currency),
            OrderState.LOCKED if row.get("locked") else state, row.get("date_order", date(2026, 3, 2)), lines, row.get("reference"),
            _term(row), row.get("date_approve"),
        )  # fmt: skip

    def _line(self, line_id: int, k: int, order: str, row: Row, partner: str) -> OrderLine:
        product = self._product(row.get("product"), partner)
        policy = next(
            (p.get("bill_policy", "receive") for p in self.world.get("products", PRODUCTS) if p["code"] == row.get("product")),
            "order",
        )
        returned = _moved(row.get("returned", 0))
        taxes = tuple(t for t in self.taxes if t.name in row.get("taxes", (f"{row.get('tax_percent', 19)} %",)))
        return OrderLine(
            id=line_id, sequence=10 + k, description=row.get("description", product.name if product else "Service"), product=product,
            quantity=number(row["quantity"]), unit=self.units[row.get("uom", "Units")], unit_price=number(row["price"]),
            discount_percent=number(row.get("discount", 0)), taxes=taxes,
            received=_moved(row.get("received", row["quantity"])) - returned, returned=returned, billed=self._billed(order, k),
            receipt_expected=row.get("receipt", policy == "receive"), planned_date=row.get("date_planned"),
        )  # fmt: skip

    def _billed(self, order: str, k: int) -> Decimal:
        total = Decimal(0)
        for bill in self.bill_rows:
            sign = -1 if bill.get("type") == "in_refund" else 1
            rows = [r for r in bill.get("lines", ()) if r.get("po") == order and r.get("po_line") == k]
            total += sign * sum((number(r["quantity"]) for r in rows), Decimal(0)) * (bill.get("state", "posted") != "cancel")
        return total

    def _transfers(self, n: int, name: str, row: Row, lines: tuple[OrderLine, ...]) -> None:
        """One done transfer for each picking name, one open one for what has not come."""
        done: dict[str, list[TransferLine]] = {}
        for line, source in zip(lines, row["lines"], strict=True):
            moves = source.get("received", source["quantity"])
            for k, move in enumerate(moves if isinstance(moves, list) else [{"quantity": moves}]):
                if number(move["quantity"]) and line.receipt_expected:
                    quantity = number(move["quantity"])
                    done.setdefault(move.get("picking", f"WH/IN/{n:03d}{k}"), []).append(
                        TransferLine(line.id * 10 + k, line.id, line.product, quantity, quantity)
                    )
        rest = [(line, line.quantity - line.received - line.returned) for line in lines if line.receipt_expected]
        waiting = tuple(
            TransferLine(line.id * 10 + 9, line.id, line.product, q, Decimal(0), line.planned_date) for line, q in rest if q > 0
        )
        found = [
            Picking(n * 10 + k, p, n, "done", tuple(ls), done_date=date(2026, 4, 1)) for k, (p, ls) in enumerate(done.items())
        ]
        found += [Picking(n * 10 + 9, f"WH/IN/{n:03d}9", n, "assigned", waiting)] if waiting else []
        self.pickings += tuple(found)

    def _bill(self, n: int, row: Row) -> Bill:
        partner = row.get("partner", self.vendors[0].name)
        return Bill(
            n, f"BILL/2026/{n:04d}", next(v.id for v in self.vendors if v.name == partner), 1, row.get("number"),
            row.get("date", date(2026, 3, 20)), row.get("currency", self.companies[0].currency), number(row["total"]),
            row.get("type") == "in_refund", row.get("state", "posted"), tuple(self._bill_line(r) for r in row.get("lines", ())),
            row.get("ours"), row.get("origin"),
        )  # fmt: skip

    def _bill_line(self, row: Row) -> BillLine:
        order = next((o for o in self.orders if o.name == row.get("po")), None)
        line = order.lines[row["po_line"]].id if order is not None else None
        return BillLine(line, number(row["quantity"]), number(row.get("price", 0)))

    def demands(self) -> tuple[Demand, ...]:
        """Lines of confirmed customer orders, not delivered yet, of the first company."""
        rows = [(n, order, row) for n, order in enumerate(self.world.get("sale_orders", ()), start=1) for row in order["lines"]]
        return tuple(
            Demand(
                k, n, order["name"], order.get("company_id", 1), order.get("partner", "a customer"), self._product_id(row["product"]),
                number(row["quantity"]), self.units[row.get("uom", "Units")], number(row["quantity"]) * number(row.get("price", 0)),
                order.get("currency", self.companies[0].currency), order.get("commitment_date"),
            )
            for k, (n, order, row) in enumerate(rows, start=1)
        )  # fmt: skip

    def stock(self) -> tuple[Stock, ...]:
        return tuple(
            Stock(self._product_id(r["product"]), 1, number(r["quantity"]), self.units["Units"])
            for r in self.world.get("stock", ())
        )

    def _product_id(self, code: str) -> int:
        product = self._product(code, "")
        assert product is not None
        return product.id


def _tax(tax_id: int, row: Row) -> Tax:
    """`{name, kind, amount, price_include, adds_to_base, parts}`; an order line names its taxes with `taxes: [name]`."""
    kind, parts = (
        TaxKind(row.get("kind", "percent")),
        tuple(_tax(tax_id * 10 + n, r) for n, r in enumerate(row.get("parts", ()))),
    )
    amount = number(row.get("amount", 0))
    percent = sum((p.percent for p in parts), Decimal(0)) if kind is TaxKind.GROUP else amount
    return Tax(
        tax_id, Decimal(0) if kind is TaxKind.FIXED else percent, row.get("price_include", False), row.get("name", ""), kind,
        amount if kind is TaxKind.FIXED else Decimal(0), parts, row.get("adds_to_base", False), row.get("sequence", tax_id),
    )  # fmt: skip


def _term(row: Row) -> PaymentTerm | None:
    """`payment_term: 30` is 30 days net; `{name, parts: [{days, rule, percent, day_of_month}]}` anything else."""
    value = row.get("payment_term")
    if value is None:
        return None
    if isinstance(value, int):
        return PaymentTerm(value, f"{value} Days", (TermPart(value),))
    parts = (
        TermPart(
            p.get("days", 0), DueRule(p.get("rule", "days_after")), number(p.get("percent", 100)), p.get("day_of_month", 0)
        )
        for p in value["parts"]
    )
    return PaymentTerm(1, value["name"], tuple(parts))


def _moved(value: Any) -> Decimal:
    rows = value if isinstance(value, list) else [{"quantity": value}]
    return sum((number(r["quantity"]) for r in rows), Decimal(0))


# --- documents ---------------------------------------------------------------------------------------------------------

_AMOUNT_TYPES = ("invoice", "credit_note", "order_confirmation")


def document_of(case: Row, world: Row) -> ExtractedDocument:
    """The document of a case: what it leaves out is as on an honest paper of the first partner for the first order.

    `fields: {name: null}` takes a field away. Line amounts and totals are computed where not given, tax at `tax` percent (19).
    """
    kind = case.get("type", "invoice")
    lines = [dict(row) for row in case.get("lines", ())]
    if kind in _AMOUNT_TYPES:
        for row in lines:
            if row.get("quantity") is not None and row.get("unit_price") is not None:
                row.setdefault("amount", _amount(row))
    fields = (
        _default_fields(kind, world)
        | (_sums(case, lines) if kind in _AMOUNT_TYPES and lines else {})
        | dict(case.get("fields", {}))
    )
    return ExtractedDocument(
        document_type=DocumentType(kind),
        pages=(0,),
        quality=Quality(case.get("quality", "native")),
        fields={name: _value(name, v, n) for n, (name, v) in enumerate(fields.items()) if v is not None},
        lines=tuple(
            ExtractedLine({c: _value(c, v, n) for c, v in row.items() if v is not None}, 0) for n, row in enumerate(lines)
        ),
        confident=case.get("confident", True),
        findings=tuple(_own_finding(f) for f in case.get("findings", ())),
    )


def _amount(row: Row) -> str:
    price = number(row["unit_price"]) / number(row.get("price_base", 1)) * (100 - number(row.get("discount", 0))) / 100
    return str((number(row["quantity"]) * price).quantize(Decimal("0.01")))


def _sums(case: Row, lines: list[dict[str, Any]]) -> dict[str, Any]:
    subtotal = sum((number(r["amount"]) for r in lines if r.get("amount") is not None), Decimal(0))
    tax = (subtotal * number(case.get("tax", 19)) / 100).quantize(Decimal("0.01"))
    given = case.get("fields", {})
    subtotal = number(given["subtotal"]) if given.get("subtotal") is not None else subtotal
    tax = number(given["tax_amount"]) if given.get("tax_amount") is not None else tax
    return {"subtotal": subtotal, "tax_amount": tax, "total": subtotal + tax}


def _default_fields(kind: str, world: Row) -> dict[str, Any]:
    partner = world.get("partners", PARTNERS)[0]
    company = world.get("company", COMPANY)
    orders = [o.get("name", f"P{n:05d}") for n, o in enumerate(world.get("purchase_orders", ()), start=1)]
    order = {"po_number": orders[0]} if orders else {}
    supplier = {"supplier_name": partner["name"]}
    money = {"currency": company.get("currency", "EUR")}
    bill = (
        supplier
        | {"supplier_vat": partner.get("vat"), "buyer_name": company["name"], "invoice_date": TODAY - timedelta(days=5)}
        | order
        | money
    )
    of_kind: dict[str, dict[str, Any]] = {
        "invoice": bill | {"invoice_number": "INV-2026-0417", "due_date": TODAY + timedelta(days=25)},
        "credit_note": bill | {"invoice_number": "CN-2026-0031"},
        "order_confirmation": supplier | order | money | {"confirmation_number": "OC-5512", "confirmation_date": TODAY - timedelta(days=5)},
        "delivery_note": supplier | order | {"delivery_note_number": "DN-881", "delivery_date": TODAY - timedelta(days=1)},
        "proof_of_delivery": order
        | {"reference": "POD-77", "delivered_date": TODAY - timedelta(days=1), "received_by": "J. Meyer", "signed": True},
        "bill_of_lading": {"shipper": partner["name"], "consignee": company["name"], "bol_number": "BOL-1",
                           "ship_date": TODAY - timedelta(days=3),
                           "po_numbers": orders[:1], "carrier": "Kuehne"},
    }  # fmt: skip
    return of_kind.get(kind, supplier)


def _value(name: str, value: Any, position: int) -> Extracted:
    """A printed value with a box of its own on page 0."""
    canonical: Any = str(value)
    if FIELD_KINDS.get(name) is Kind.BOOLEAN or isinstance(value, bool):
        canonical = bool(value)
    elif isinstance(value, list | tuple):
        canonical = tuple(str(v) for v in value)
    top = 0.01 * (position % 90)
    return Extracted(canonical, str(value), 0.99, 0, Box(0.1, top, 0.3, top + 0.01), source="case")


def _own_finding(row: Row) -> Finding:
    return finding(Code(row["code"]), row.get("message", "said by reading"), line=row.get("line"), field=row.get("field"))


def history_of(case: Row, facts: Facts) -> History:
    """What the store knows; order lines are named `order: P00001, po_line: 0`."""

    def line_id(row: Row) -> int:
        return next(o.lines[row.get("po_line", 0)].id for o in facts.orders if o.name == row["order"])

    def maybe(row: Row, key: str) -> Decimal | None:
        return number(row[key]) if row.get(key) is not None else None

    twins = tuple(
        Twin(
            r.get("document", "twin"), DocumentType(r.get("type", "invoice")), r.get("vendor_id", 1), r.get("vat"), r.get("name"),
            r.get("number"), r.get("currency"), maybe(r, "total"), r.get("date"), r.get("page_hash"),
            tuple((line_id(b), number(b["quantity"])) for b in r.get("billed", ())),
        )
        for r in case.get("twins", ())
    )  # fmt: skip
    confirmed = tuple(
        ConfirmedLine(
            line_id(r),
            r.get("document", "confirmation"),
            r.get("number"),
            maybe(r, "price"),
            r.get("date"),
            maybe(r, "quantity"),
        )
        for r in case.get("confirmed", ())
    )
    shipped = tuple(
        ShippedLine(line_id(r), r.get("document", "paper"), DocumentType(r.get("type", "bill_of_lading")), r.get("number"),
                    maybe(r, "shipped"), maybe(r, "delivered"))
        for r in case.get("shipped", ())
    )  # fmt: skip
    sender = case.get("sender")
    return History(
        own_document_id=case.get("own_document", "me"), same_bytes=case.get("same_bytes"), page_hash=case.get("page_hash"),
        content_hash=case.get("content_hash"), twins=twins, confirmed=confirmed, shipped=shipped,
        sender=None if sender is None else Sender(sender["domain"], sender.get("authenticated")), company_hint=case.get("company_hint"),
    )  # fmt: skip
