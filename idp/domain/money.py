"""Money, quantities and unit prices: exact, with their currency and unit, never mixed silently."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Ratio = NewType("Ratio", Decimal)
"""A share, 1 = 100 %."""

# ISO 4217: currencies whose minor unit is not 1/100.
_MINOR_DIGITS = {"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3, "CLP": 0, "ISK": 0, "JPY": 0, "KRW": 0, "VND": 0}


def minor_digits(currency: str) -> int:
    """Digits after the point of `currency` (ISO 4217): 2 unless the standard says otherwise."""
    return _MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217 code, upper case)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"not an amount: {self.amount}")
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():
            raise ValueError(f"not a currency code: {self.currency!r}")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other).amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other).amount

    def rounded(self) -> Money:
        """Rounded to the currency's minor unit, halves away from zero (what invoices and Odoo do)."""
        step = Decimal(1).scaleb(-minor_digits(self.currency))
        return Money(self.amount.quantize(step, rounding=ROUND_HALF_UP), self.currency)

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} are different currencies")
        return other

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact quantity. `unit` is the name of the unit as its source (Odoo or the page) has it; None where none is stated."""

    value: Decimal
    unit: str | None = None

    def __post_init__(self) -> None:
        if not self.value.is_finite():
            raise ValueError(f"not a quantity: {self.value}")

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.value + self._same(other).value, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.value - self._same(other).value, self.unit)

    def _same(self, other: Quantity) -> Quantity:
        if other.unit != self.unit:
            raise ValueError(f"{self.unit} and {other.unit} are different units")
        return other


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A price for `per` units: `UnitPrice(Money(12.50 EUR), Quantity(100))` is 12.50 a hundred."""

    money: Money
    per: Quantity

    def __post_init__(self) -> None:
        if self.per.value <= 0:
            raise ValueError("a price is for a positive quantity")

    @property
    def for_one(self) -> Money:
        """The unrounded price of one unit."""
        return Money(self.money.amount / self.per.value, self.money.currency)
