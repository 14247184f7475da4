"""What does a trade paper say, before anybody sets it on a page? Sums that are exact in the way that real software rounds.

Sums follow EN 16931: lines − allowances + charges = net, net + tax = total, total − paid = amount due. Where prices include tax, the
total comes from the lines and the tax is taken out of it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.training.content import Party, TaxGroup, to_cents

HUNDRED = Decimal(100)
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Item:
    """One row of goods or services. `price` is for `base` units; `discount` and `tax` in percent; rows of `description` by newline."""

    description: str
    quantity: Decimal
    price: Decimal
    tax: Decimal
    code: str | None = None
    our_code: str | None = None
    gtin: str | None = None
    uom: str | None = None
    base: int = 1
    discount: Decimal = Decimal(0)
    notes: tuple[str, ...] = ()
    promised: date | None = None
    po_number: str | None = None
    group: str = ""
    origin: str = ""
    weight: Decimal = Decimal(0)
    is_extra: bool = False

    @property
    def gross(self) -> Decimal:
        """Quantity × price, before the discount."""
        return to_cents(self.quantity * self.price / self.base)

    @property
    def amount(self) -> Decimal:
        """What the row comes to, rounded to cents."""
        return to_cents(self.quantity * self.price / self.base * (1 - self.discount / HUNDRED))


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance (negative) or charge of the whole document. `label` is a phrase key; `percent` is printed where it is one."""

    label: str
    amount: Decimal
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The totals of a paper, as its software computed them."""

    goods: Decimal
    net: Decimal
    taxes: tuple[TaxGroup, ...]
    total: Decimal
    withheld: Decimal
    rounding: Decimal
    deposit: Decimal

    @property
    def tax(self) -> Decimal:
        return sum((row.amount for row in self.taxes), ZERO)

    @property
    def due(self) -> Decimal:
        return self.total - self.withheld - self.deposit


@dataclass(frozen=True, slots=True)
class Deal:
    """An invoice, credit note, order confirmation or purchase order.

    `country` is the issuer's; `tax_note` a phrase key or ""; `misprint` is added to the printed total where software or people err.
    """

    kind: str
    language: str
    country: str
    supplier: Party
    buyer: Party
    number: str
    issued: date
    currency: str
    items: tuple[Item, ...]
    ship_to: Party | None = None
    due: date | None = None
    terms_days: int = 30
    cash_discount: tuple[int, Decimal] | None = None
    po_numbers: tuple[str, ...] = ()
    order_number: str = ""
    customer_number: str = ""
    delivery_note: str = ""
    delivered: date | None = None
    original_invoice: str = ""
    contact: str = ""
    incoterm: str = ""
    carrier: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    is_inclusive: bool = False
    rounds_by_line: bool = False
    rounds_to_five: bool = False
    withholding: Decimal = Decimal(0)
    deposit_share: Decimal = Decimal(0)
    tax_note: str = ""
    misprint: Decimal = ZERO
    is_sign_reversed: bool = False

    @property
    def issuer(self) -> Party:
        """Whose letterhead it is."""
        return self.buyer if self.kind == "purchase_order" else self.supplier

    @property
    def addressee(self) -> Party:
        """To whom it is sent."""
        return self.supplier if self.kind == "purchase_order" else self.buyer

    @property
    def rates(self) -> tuple[Decimal, ...]:
        """The tax rates of the rows, highest first."""
        return tuple(sorted({item.tax for item in self.items}, reverse=True))

    def sums(self) -> Sums:
        """The totals, computed once from the rows."""
        goods = sum((item.amount for item in self.items), ZERO)
        adjusted = goods + sum((a.amount for a in self.adjustments), ZERO)
        taxes = self._taxes_within() if self.is_inclusive else self._taxes_on_top()
        tax = sum((row.amount for row in taxes), ZERO)
        net = adjusted - tax if self.is_inclusive else adjusted
        total = net + tax
        rounded = to_cents((total * 20).quantize(Decimal(1)) / 20) if self.rounds_to_five else total
        withheld = to_cents(net * self.withholding / HUNDRED)
        deposit = to_cents(rounded * self.deposit_share)
        return Sums(goods, net, taxes, rounded + self.misprint, withheld, rounded - total, deposit)

    def _bases(self) -> list[tuple[Decimal, Decimal]]:
        """What each rate applies to; adjustments go with the main rate, the one with the largest rows."""
        bases = {rate: sum((x.amount for x in self.items if x.tax == rate), ZERO) for rate in self.rates}
        main = max(bases, key=lambda rate: abs(bases[rate]))
        bases[main] += sum((a.amount for a in self.adjustments), ZERO)
        return list(bases.items())

    def _taxes_on_top(self) -> tuple[TaxGroup, ...]:
        return tuple(TaxGroup(rate, base, self._tax_of(rate, base)) for rate, base in self._bases())

    def _tax_of(self, rate: Decimal, base: Decimal) -> Decimal:
        """Tax once on the sum (EN 16931 BR-CO-17), or the sum of each row's rounded tax, as some software has it."""
        if self.rounds_by_line and not self.adjustments:
            return sum((to_cents(item.amount * rate / HUNDRED) for item in self.items if item.tax == rate), ZERO)
        return to_cents(base * rate / HUNDRED)

    def _taxes_within(self) -> tuple[TaxGroup, ...]:
        rows = []
        for rate, gross in self._bases():
            tax = to_cents(gross * rate / (HUNDRED + rate))
            rows.append(TaxGroup(rate, gross - tax, tax))
        return tuple(rows)
