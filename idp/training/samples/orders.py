"""What did the demo's company order, and what has come in and been billed so far? The facts of which papers and world are both made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from idp.training.content import to_cents
from idp.training.samples.goods import Good
from idp.training.samples.suppliers import SUPPLIERS, Supplier

Dated = tuple[date, Decimal]
_SENT_BACK_AFTER = timedelta(days=9)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One ordered product. `price` is per single unit in the order's currency; receipts and returns are dated quantities."""

    good: Good
    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax: Decimal
    received: tuple[Dated, ...] = ()
    returned: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """One purchase order of ours."""

    name: str
    supplier: Supplier
    ordered: date
    planned: date
    lines: tuple[OrderLine, ...]
    state: str = "purchase"


@dataclass(frozen=True, slots=True)
class EarlierBill:
    """A bill that Odoo already holds when the demo begins; quantities by order line index."""

    order: Order
    number: str
    issued: date
    quantities: Mapping[int, Decimal]
    kind: str = "in_invoice"

    @property
    def total(self) -> Decimal:
        """What the bill came to, tax included."""
        total = Decimal(0)
        for index, quantity in self.quantities.items():
            line = self.order.lines[index]
            total += quantity * line.price * (1 - line.discount / 100) * (1 + line.tax / 100)
        return to_cents(total)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an order as cases write it: index of the good, quantity, and what is special about it. `received` None means in full."""

    good: int
    quantity: str
    price: str | None = None
    received: str | None = None
    returned: str | None = None
    discount: str = "0"
    good_tax: str | None = None


def order(name: str, supplier: str, ordered: date, planned: date, *items: Item, state: str = "purchase") -> Order:
    """An order at the supplier's own prices, received in full on the planned day unless its items say otherwise."""
    who = SUPPLIERS[supplier]
    return Order(name, who, ordered, planned, tuple(_line(who, item, planned) for item in items), state)


def _line(who: Supplier, item: Item, planned: date) -> OrderLine:
    good = who.goods[item.good]
    price = good.price / good.price_base if item.price is None else Decimal(item.price)
    received = Decimal(item.quantity if item.received is None else item.received)
    tax = Decimal(item.good_tax) if item.good_tax is not None else who.tax if good.tax is None else good.tax
    return OrderLine(
        good,
        Decimal(item.quantity),
        price,
        Decimal(item.discount),
        tax,
        ((planned, received),) if received else (),
        ((planned + _SENT_BACK_AFTER, Decimal(item.returned)),) if item.returned else (),
    )
