"""Which printed amounts are subtotal, tax and total? Decided together: the labels propose, the arithmetic decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from idp.extractors.printed_sum import CENT, ROLES, Sum

_CLOSES = 3.0


_LINES = 2.0


_RATE = 0.8


@dataclass(frozen=True, slots=True)
class Totals:
    """The decision. `closes`: subtotal, adjustments and tax come to the total. `lines_agree`: the lines come to subtotal or total,
    None where there are no lines with amounts. `adjustment` is what discounts, freight and rounding add between."""

    subtotal: Sum | None = None
    tax: Sum | None = None
    tax_parts: tuple[Sum, ...] = ()
    total: Sum | None = None
    due: Sum | None = None
    closes: bool | None = None
    lines_agree: bool | None = None
    lines_are_gross: bool = False
    lines_are_subtotal: bool = False
    adjustment: Decimal = Decimal(0)
    margin: float = 0.0
    score: float = 0.0


def decide(sums: Sequence[Sum], line_amounts: Sequence[Decimal]) -> Totals:
    """The most consistent reading of subtotal, tax and total."""
    lines = sum(line_amounts, Decimal(0)) if line_amounts else None
    slack = CENT * max(1, len(line_amounts) // 2)
    roles = {role: _best_by_value(s for s in sums if s.role == role) for role in ROLES}
    taxes = _tax_options(roles["tax_amount"])
    totals = [*roles["total"], *(replace(s, points=s.points * 0.85) for s in roles["amount_due"])]
    adjustments = _adjustments(roles)
    ranked: list[Totals] = []
    for total, subtotal, tax in product(_top(totals, 8), [*_top(roles["subtotal"], 6), None], [*taxes[:10], ()]):
        ranked.append(_weigh(total, subtotal, tax, lines, slack, adjustments))
    if not ranked:
        return _without_total(roles, lines, slack)
    ranked.sort(key=lambda t: -t.score)
    best = ranked[0]
    rival = next((t for t in ranked if _values(t)[2] != _values(best)[2]), None)
    best = _without_guesses(best)
    return replace(best, margin=best.score - (rival.score if rival else 0.0), due=_due(roles))


_LEAST_ALONE = 0.45
"""Points that a part needs where it does not come to the total together with the others."""


def _without_guesses(totals: Totals) -> Totals:
    """The totals without parts that neither their place nor the arithmetic makes likely."""
    if totals.closes:
        return totals
    subtotal, tax = (
        part if part is not None and part.points >= _LEAST_ALONE else None for part in (totals.subtotal, totals.tax)
    )
    return replace(totals, subtotal=subtotal, tax=tax, closes=totals.closes if subtotal and tax else None)


def _top(sums: Sequence[Sum], count: int) -> list[Sum]:
    return sorted(sums, key=lambda s: -s.points)[:count]


def _best_by_value(sums: Iterable[Sum]) -> list[Sum]:
    """One sum per value: the best placed, with half the points of each further place."""
    best: dict[Decimal, Sum] = {}
    for found in sorted(sums, key=lambda s: -s.points):
        key = found.value.normalize()
        best[key] = replace(best[key], points=best[key].points + 0.35 * found.points) if key in best else found
    return list(best.values())


def _tax_options(taxes: Sequence[Sum]) -> list[tuple[Sum, ...]]:
    """Single taxes, and the sum of several rows with different rates."""
    singles = [(tax,) for tax in _top(taxes, 8)]
    strong = [t for t in taxes if t.points >= 0.7]
    rows = {t.spot.row: t for t in sorted(strong, key=lambda t: t.points)}
    parts = tuple(rows[row] for row in sorted(rows))
    several = [parts] if 2 <= len(parts) <= 6 else []
    pairs = [(one, two) for i, one in enumerate(parts) for two in parts[i + 1 :]] if 3 <= len(parts) <= 6 else []
    return singles + several + pairs


def _adjustments(roles: dict[str, list[Sum]]) -> list[Decimal]:
    """What may stand between subtotal and total: freight added, discounts taken off, rounding; each alone or all together."""
    plus = [s.value for s in _top(roles["freight"], 4) if s.points >= 0.5]
    # A discount is printed with or without its minus; "allowances and charges" together may be either.
    minus = [
        signed for s in _top(roles["discount"], 3) if s.points >= 0.5 for signed in dict.fromkeys((-abs(s.value), s.value))
    ]
    rounding = [s.value for s in _top(roles["rounding"], 2)]
    options = {Decimal(0), *plus, *minus, *rounding}
    options |= {a + b for a in plus for b in minus} | {a + b for a in [*plus, *minus] for b in rounding}
    options |= {-r for r in rounding}
    if len(plus) > 1:
        options.add(sum(plus, Decimal(0)))
        options |= {sum(plus, Decimal(0)) + m for m in minus}
        options |= {a + b for i, a in enumerate(plus) for b in plus[i + 1 :]}
    if len(minus) > 1:
        options.add(sum(minus, Decimal(0)))
    return sorted(options, key=abs)


def _weigh(
    total: Sum,
    subtotal: Sum | None,
    taxes: tuple[Sum, ...],
    lines: Decimal | None,
    slack: Decimal,
    adjustments: Sequence[Decimal],
) -> Totals:
    tax = sum((t.value for t in taxes), Decimal(0))
    score = 1.2 * total.points + (0.9 * subtotal.points if subtotal else 0.0)
    score += 0.8 * sum(t.points for t in taxes) / len(taxes) if taxes else 0.0
    closes, adjustment = _closure(total, subtotal, tax if taxes else None, adjustments)
    if closes:
        score += _CLOSES - (0.5 if adjustment else 0.0)
    elif closes is False:
        score -= 1.0
    agree, gross = _lines_agree(total, subtotal, tax, lines, slack, adjustments)
    score += _LINES if agree else 0.0
    if taxes and subtotal and _rate_fits(taxes, subtotal.value):
        score += _RATE
    if (subtotal and subtotal.value == total.value and tax == 0 and not taxes) or (
        subtotal and abs(subtotal.value) > abs(total.value) and not adjustment
    ):
        score -= 0.4
    if len(taxes) > 1 and not closes:
        score -= 2.0
    if subtotal and taxes and len({total.spot.row, subtotal.spot.row, taxes[0].spot.row}) == 1 and len(taxes) == 1:
        score += 0.3 + 0.05 * min(6, total.spot.row - total.label.row)  # a row of sums; the last one is the sum of the rates
    main = _main_tax(taxes, tax)
    return Totals(
        subtotal=subtotal,
        tax=main,
        tax_parts=taxes if len(taxes) > 1 else (),
        total=total,
        closes=closes,
        lines_agree=agree,
        lines_are_gross=gross,
        lines_are_subtotal=bool(subtotal and lines is not None and abs(lines - subtotal.value) <= slack),
        adjustment=adjustment,
        score=score,
    )


def _main_tax(taxes: tuple[Sum, ...], tax: Decimal) -> Sum | None:
    return replace(taxes[0], value=tax) if taxes else None


def _closure(
    total: Sum, subtotal: Sum | None, tax: Decimal | None, adjustments: Sequence[Decimal]
) -> tuple[bool | None, Decimal]:
    """Whether subtotal + tax (+ an adjustment) is the total; None where parts are missing."""
    if subtotal is None or (tax is None and subtotal.value != total.value):
        if subtotal is None:
            return None, Decimal(0)
        for adjustment in adjustments:
            if adjustment and abs(subtotal.value + adjustment - total.value) <= CENT:
                return True, adjustment
        return None, Decimal(0)
    for adjustment in adjustments:
        difference = subtotal.value + (tax or Decimal(0)) + adjustment - total.value
        if abs(difference) <= (CENT if not adjustment else Decimal(0)):
            return True, adjustment
    return False, Decimal(0)


def _lines_agree(
    total: Sum, subtotal: Sum | None, tax: Decimal, lines: Decimal | None, slack: Decimal, adjustments: Sequence[Decimal]
) -> tuple[bool | None, bool]:
    """Whether the lines come to the subtotal, to the total less tax, or (prices with tax) to the total."""
    if lines is None:
        return None, False
    net = [s for s in ((subtotal.value if subtotal else None), total.value - tax) if s is not None]
    for target in net:
        if any(abs(lines + a - target) <= slack for a in adjustments):
            return True, False
    if tax and any(abs(lines + a - total.value) <= slack for a in adjustments):
        return True, True
    return False, False


def _rate_fits(taxes: tuple[Sum, ...], subtotal: Decimal) -> bool:
    rates = {rate for tax in taxes for rate in tax.rates}
    tax = sum((t.value for t in taxes), Decimal(0))
    return any(abs((subtotal * rate / 100).quantize(CENT, ROUND_HALF_UP) - tax) <= CENT for rate in rates)


def _values(totals: Totals) -> tuple[Decimal | None, ...]:
    return tuple(s.value if s else None for s in (totals.subtotal, totals.tax, totals.total))


def _due(roles: dict[str, list[Sum]]) -> Sum | None:
    return max(roles["amount_due"], key=lambda s: s.points, default=None)


def _without_total(roles: dict[str, list[Sum]], lines: Decimal | None, slack: Decimal) -> Totals:
    subtotal = max(roles["subtotal"], key=lambda s: s.points, default=None)
    tax = max(roles["tax_amount"], key=lambda s: s.points, default=None)
    agree = None if lines is None or subtotal is None else abs(lines - subtotal.value) <= slack
    return Totals(subtotal=subtotal, tax=tax, lines_agree=agree)
