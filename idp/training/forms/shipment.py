"""What does a shipping paper tell about one shipment, before anybody prints a form? Plain values, consistent with each other."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.training.content import Party, to_cents


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of goods. Weights in the shipment's unit, volume in m³; `delivered` is what the receiver took."""

    index: int
    code: str
    customer_code: str
    description: str
    detail: str
    quantity: Decimal
    uom: str
    ordered: Decimal
    delivered: Decimal
    packages: int
    package_type: str
    gross: Decimal
    net: Decimal
    volume: Decimal
    size: str
    batch: str
    serials: tuple[str, ...]
    expiry: date
    origin: str
    hs: str
    nmfc: str
    freight_class: str
    gtin: str
    price: Decimal
    order: str
    requested: date
    promised: date
    change: str

    @property
    def backorder(self) -> Decimal:
        """What is still to come."""
        return self.ordered - self.quantity

    @property
    def amount(self) -> Decimal:
        """Quantity times price, in cents."""
        return to_cents(self.quantity * self.price)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who moves the goods; `scac` is the four-letter code."""

    name: str
    scac: str
    phone: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """How the goods were taken: by whom, when (`time` as HH:MM), and with which complaint."""

    by: str
    on: date
    time: str
    complaint: str | None


@dataclass(frozen=True, slots=True)
class Shipment:
    """One shipment with every number that papers about it may carry. `region` is the language, or `us` or `gb`."""

    region: str
    language: str
    currency: str
    weight_unit: str
    shipper: Party
    consignee: Party
    bill_to: Party
    carrier: Carrier
    number: str
    order_number: str
    orders: tuple[str, ...]
    customer_number: str
    pro: str
    tracking: str
    shipped: date
    ordered_on: date
    items: tuple[Item, ...]
    containers: tuple[str, ...]
    seals: tuple[str, ...]
    vessel: str
    voyage: str
    ports: tuple[str, str]
    airports: tuple[str, str]
    plate: str
    driver: str
    clerk: str
    receipt: Receipt
    incoterm: str
    terms: str
    instruction: str
    tax_rate: Decimal

    @property
    def package_count(self) -> int:
        """All packages."""
        return sum(item.packages for item in self.items)

    @property
    def gross(self) -> Decimal:
        """Gross weight of all."""
        return sum((item.gross for item in self.items), Decimal(0))

    @property
    def net(self) -> Decimal:
        """Net weight of all."""
        return sum((item.net for item in self.items), Decimal(0))

    @property
    def volume(self) -> Decimal:
        """Volume of all, m³."""
        return sum((item.volume for item in self.items), Decimal(0))

    @property
    def subtotal(self) -> Decimal:
        """Net worth of all."""
        return sum((item.amount for item in self.items), Decimal("0.00"))

    @property
    def tax(self) -> Decimal:
        """Tax on the net worth, in cents."""
        return to_cents(self.subtotal * self.tax_rate / 100)

    @property
    def total(self) -> Decimal:
        """Worth with tax."""
        return self.subtotal + self.tax
