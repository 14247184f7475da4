"""What does a supplier's paper say, before anybody sets it on a page?

Plain values, consistent by construction: amounts are computed from quantity, price, base and discount, taxes by rate, totals from
both. Nothing here knows a language, a label or a position.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")


class Kind(StrEnum):
    """The commercial papers that one drawing grammar sets; values are the document types of the command line."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    ORDER_CONFIRMATION = "order_confirmation"


def to_cents(amount: Decimal) -> Decimal:
    """`amount` rounded half up to two decimals, as invoices print it."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Bank:
    """One account as printed in a footer; `iban` and `bic` without spaces."""

    name: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True)
class Party:
    """A company with what its letterhead and footer say. `country` is ISO 3166 alpha-2, `vat` without spaces or None."""

    name: str
    street: str
    city: str
    country: str
    vat: str | None = None
    trade: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    register: str = ""
    manager: str = ""
    tax_number: str = ""
    banks: tuple[Bank, ...] = ()

    @property
    def address(self) -> tuple[str, ...]:
        """Street and city lines as on an envelope."""
        return (self.street, self.city)


@dataclass(frozen=True, slots=True)
class Line:
    """One billed, confirmed or shipped row. `unit_price` is for `price_base` units; `discount` and `tax_percent` are percent."""

    description: str
    quantity: Decimal
    uom: str
    unit_price: Decimal
    code: str | None = None
    our_code: str | None = None
    detail: str = ""
    gtin: str | None = None
    price_base: int = 1
    discount: Decimal = Decimal(0)
    tax_percent: Decimal = Decimal(19)
    po_number: str | None = None
    delivery_note: str | None = None
    promised: date | None = None
    is_charge: bool = False

    @property
    def amount(self) -> Decimal:
        """Net amount of the row, rounded to cents."""
        gross = self.quantity * self.unit_price / self.price_base
        return to_cents(gross * (1 - self.discount / 100))


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """What one tax rate of a document comes to."""

    percent: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Commercial:
    """An invoice, credit note or order confirmation. `po_numbers` in the order in which they are printed.

    `tax_note` is the label key of the sentence that says why no tax is charged (`reverse_charge`, `tax_free`), "" where tax is.
    `original_issued` is the day of `original_invoice`; with it the credit note names both in a sentence, else the number by a label.
    `shipment` is carrier, packages and gross weight in kilograms. `misprinted_total` is printed where the supplier cannot add.
    """

    kind: Kind
    language: str
    supplier: Party
    buyer: Party
    number: str
    issued: date
    currency: str
    lines: tuple[Line, ...]
    po_numbers: tuple[str, ...] = ()
    due: date | None = None
    terms_days: int = 30
    cash_discount: tuple[int, Decimal] | None = None
    customer_number: str = ""
    order_number: str = ""
    delivery_note: str = ""
    delivered: date | None = None
    original_invoice: str = ""
    original_issued: date | None = None
    ship_to: Party | None = None
    contact: str = ""
    incoterm: str = ""
    tax_note: str = ""
    shipment: tuple[str, int, Decimal] | None = None
    notes: tuple[str, ...] = ()
    misprinted_total: Decimal | None = None

    @property
    def subtotal(self) -> Decimal:
        """Net sum of all rows, charges among them."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def taxes(self) -> tuple[TaxGroup, ...]:
        """Tax by rate, highest rate first, each rounded once (EN 16931 BR-CO-17)."""
        rates = sorted({line.tax_percent for line in self.lines}, reverse=True)
        bases = [(rate, sum((x.amount for x in self.lines if x.tax_percent == rate), Decimal("0.00"))) for rate in rates]
        return tuple(TaxGroup(rate, base, to_cents(base * rate / 100)) for rate, base in bases)

    @property
    def tax_amount(self) -> Decimal:
        """Sum of all taxes."""
        return sum((group.amount for group in self.taxes), Decimal("0.00"))

    @property
    def total(self) -> Decimal:
        """What is to be paid or credited, tax included, as the paper has it."""
        return self.subtotal + self.tax_amount if self.misprinted_total is None else self.misprinted_total


@dataclass(frozen=True, slots=True)
class Package:
    """One row of a transport paper: goods with what they are packed in. `weight_kg` gross."""

    line: Line
    packages: int
    package_type: str
    weight_kg: Decimal
    delivered: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Transport:
    """What a bill of lading, delivery note or proof of delivery says about one shipment."""

    language: str
    number: str
    shipper: Party
    consignee: Party
    carrier: str
    shipped: date
    packages: tuple[Package, ...]
    po_numbers: tuple[str, ...] = ()
    scac: str | None = None
    pro_number: str | None = None
    containers: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    trailer: str = ""
    vessel: str = ""
    ports: tuple[str, str] | None = None
    incoterm: str = ""
    customer_number: str = ""
    order_number: str = ""
    delivered: date | None = None
    delivered_time: str = ""
    received_by: str | None = None
    is_signed: bool = False
    exceptions: str | None = None
    driver: str = ""
    weight_unit: str = "kg"

    @property
    def package_count(self) -> int:
        """All packages of the shipment."""
        return sum(package.packages for package in self.packages)

    @property
    def weight(self) -> Decimal:
        """Gross weight in `weight_unit`."""
        return sum((package.weight_kg for package in self.packages), Decimal(0))


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One open item of a statement of account."""

    number: str
    issued: date
    due: date
    amount: Decimal
    paid: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Statement:
    """A supplier's list of open items: looks like a bill, is none."""

    language: str
    supplier: Party
    buyer: Party
    issued: date
    currency: str
    rows: tuple[StatementRow, ...]
    customer_number: str = ""

    @property
    def balance(self) -> Decimal:
        """What is open in all."""
        return sum((row.amount - row.paid for row in self.rows), Decimal("0.00"))
