"""What will Odoo compute for the entry? Its own rules for taxes in, on and beside the price, rounded per line and rounded once per tax."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.money import Money
from idp.domain.purchase import Tax, TaxKind

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """An entry line as Odoo sees it: its amount (with the taxes that prices include), its quantity in its own unit, its taxes."""

    amount: Decimal
    quantity: Decimal
    taxes: tuple[Tax, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """What Odoo will compute for the entry: the untaxed sum, and the tax rounded per line and rounded once per tax."""

    untaxed: Decimal
    tax_by_line: Decimal
    tax_globally: Decimal

    def tax_nearest(self, printed: Decimal) -> Decimal:
        """Of the two ways in which Odoo may be set to round, the one nearer to what is printed."""
        return min(self.tax_by_line, self.tax_globally, key=lambda t: abs(t - printed))


def compute(lines: Iterable[TaxedLine], currency: str) -> Computed:
    """Odoo's sums over entry lines (round_per_line and round_globally; halves away from zero)."""
    by_line, untaxed = ZERO, ZERO
    exact_of: dict[int, Decimal] = {}
    for line in lines:
        taxes = flattened(line.taxes)
        exact = _amounts(line, taxes)
        rounded = [_rounded(amount, currency) for amount in exact]
        untaxed += line.amount - sum((a for a, tax in zip(rounded, taxes, strict=True) if tax.price_include), ZERO)
        by_line += sum(rounded, ZERO)
        for tax, amount in zip(taxes, exact, strict=True):
            exact_of[tax.id] = exact_of.get(tax.id, ZERO) + amount
    globally = sum((_rounded(amount, currency) for amount in exact_of.values()), ZERO)
    return Computed(untaxed, by_line, globally)


def flattened(taxes: Iterable[Tax]) -> tuple[Tax, ...]:
    """The taxes with groups taken apart, in the order in which Odoo computes them."""
    single = [part for tax in taxes for part in (flattened(tax.parts) if tax.kind is TaxKind.GROUP and tax.parts else (tax,))]
    return tuple(sorted(single, key=lambda t: (t.sequence, t.id)))


def percent_of(taxes: Iterable[Tax]) -> Decimal:
    """The taxes' rates on the net price together; 19 means 19 %. An amount a unit is no rate."""
    return sum((_rate(tax) for tax in taxes), ZERO)


def _rate(tax: Tax) -> Decimal:
    if tax.kind is TaxKind.GROUP and tax.parts:
        return percent_of(tax.parts)
    if tax.kind is TaxKind.FIXED:
        return ZERO
    if tax.kind is TaxKind.DIVISION and tax.percent < 100:  # of the price that has the tax in it
        return tax.percent / (100 - tax.percent) * 100
    return tax.percent


def net_of_included(amount: Decimal, quantity: Decimal, taxes: Iterable[Tax]) -> Decimal:
    """The amount without the taxes that it includes; unrounded."""
    return _base(TaxedLine(amount, quantity, ()), flattened(taxes))


def _amounts(line: TaxedLine, taxes: tuple[Tax, ...]) -> list[Decimal]:
    """The unrounded amount of each tax; one that adds to the base raises what the later ones are computed on, if they let it."""
    net = base = _base(line, taxes)
    amounts = []
    for tax in taxes:
        own = base if tax.is_base_affected else net
        amount = tax.fixed * line.quantity if tax.kind is TaxKind.FIXED else own * _rate(tax) / 100
        amounts.append(amount)
        if tax.adds_to_base:
            base += amount
    return amounts


def _base(line: TaxedLine, taxes: tuple[Tax, ...]) -> Decimal:
    """The amount less the included taxes, the last one first; those between two that add to the base are taken off together."""
    base, fixed, percent, division = line.amount, ZERO, ZERO, ZERO

    def without() -> Decimal:
        return (base - fixed) / (1 + percent / 100) * (100 - division) / 100

    is_affected = True  # whether the tax after this one is computed on the price with it
    for tax in reversed(taxes):
        if tax.adds_to_base and is_affected:
            base, fixed, percent, division = without(), ZERO, ZERO, ZERO
        is_affected = tax.is_base_affected
        if not tax.price_include:
            continue
        if tax.kind is TaxKind.FIXED:
            fixed += tax.fixed * line.quantity
        elif tax.kind is TaxKind.DIVISION:
            division += tax.percent
        else:
            percent += tax.percent
    return without()


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return Money(amount, currency).rounded().amount
