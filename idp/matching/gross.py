"""Are the printed line prices with tax? Where only the lines' sum with tax in it is the total, they are made net, to the printed cents."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from idp.domain.document import ExtractedDocument
from idp.domain.money import Money, minor_digits
from idp.matching.line import PrintedLine

_CLOSE = Decimal("0.05")
_RATE_STEP = Decimal("0.1")
ZERO = Decimal(0)


def without_tax(lines: tuple[PrintedLine, ...], document: ExtractedDocument) -> tuple[PrintedLine, ...]:
    """The lines net of the tax that their prices include, adding up to the printed subtotal; as they are where they include none.

    The rate is each line's printed one; where no line prints any, the one that the document's sums imply, if it is one that taxes have.
    """
    sums = _sums(document)
    charged = tuple(line for line in lines if not line.is_text_only)
    if sums is None or any(line.amount is None for line in charged):
        return lines
    subtotal, total = sums
    near = _CLOSE + Decimal("0.005") * len(charged)
    gross = sum((line.amount or ZERO for line in charged), ZERO)
    if abs(gross - total) > near or abs(gross - subtotal) <= near:
        return lines
    rates = _rates(charged, subtotal, total, near)
    exact = [(line.amount or ZERO) / (1 + rate / 100) for line, rate in zip(charged, rates, strict=True)] if rates else []
    if not exact or abs(sum(exact, ZERO) - subtotal) > near:
        return lines
    amounts = _to_cents(exact, subtotal, document.text("currency") or "EUR")
    net = {id(line): _net(line, amount, rate) for line, amount, rate in zip(charged, amounts, rates, strict=True)}
    return tuple(net.get(id(line), line) for line in lines)


def _sums(document: ExtractedDocument) -> tuple[Decimal, Decimal] | None:
    """Unsigned subtotal and total that differ by a tax; None where the paper does not say both."""
    subtotal, tax, total = (document.number(name) for name in ("subtotal", "tax_amount", "total"))
    if total is None or (subtotal is None and tax is None):
        return None
    net = abs(total) - abs(tax or ZERO) if subtotal is None else abs(subtotal)
    return (net, abs(total)) if 0 < net < abs(total) - _CLOSE else None


def _rates(lines: tuple[PrintedLine, ...], subtotal: Decimal, total: Decimal, near: Decimal) -> tuple[Decimal, ...]:
    printed = [line.tax_rate for line in lines]
    if all(rate is not None for rate in printed):
        return tuple(rate for rate in printed if rate is not None)
    if any(rate is not None for rate in printed):
        return ()
    implied = (total - subtotal) / subtotal * 100
    rate = implied.quantize(_RATE_STEP)
    return (rate,) * len(lines) if abs(subtotal * (rate - implied) / 100) <= near else ()


def _to_cents(exact: list[Decimal], subtotal: Decimal, currency: str) -> list[Decimal]:
    """Rounded so that they add up to the subtotal: the largest remainders take what rounding down has left."""
    cent = Decimal(1).scaleb(-minor_digits(currency))
    floors = [amount.quantize(cent, rounding=ROUND_DOWN) for amount in exact]
    left = Money(subtotal - sum(floors, ZERO), currency).rounded().amount / cent
    order = sorted(range(len(exact)), key=lambda n: (-abs(exact[n] - floors[n]), n))
    step = cent if left > 0 else -cent
    for n in range(int(abs(left))):
        floors[order[n % len(order)]] += step
    return floors


def _net(line: PrintedLine, amount: Decimal, rate: Decimal) -> PrintedLine:
    price = None if line.unit_price is None else line.unit_price / (1 + rate / 100)
    return replace(line, amount=amount, unit_price=price, gross=line)
