"""Which printed line belongs to which order line? One global assignment over all pairs, not one line after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from scipy.optimize import linear_sum_assignment

from idp.domain.purchase import Unit
from idp.matching.case import Case
from idp.matching.computed import percent_of
from idp.matching.likeness import NO_FIT, Fit, Wordings, fit, is_another_price
from idp.matching.line import PrintedLine
from idp.matching.share import Assigned, Share
from idp.matching.spread import spread
from idp.matching.target import Target
from idp.matching.unit import ratio, resolve_unit

Key = TypeVar("Key", str, int)
_SHARED_PENALTY = 0.05
_MOST_COPIES = 12
_TOO_CLOSE = 0.02
_SAME_RATE = 0.002
_SAME_PRICE = Decimal("0.005")
_OTHER_PRICE = Decimal("0.2")


def assign(
    case: Case, lines: Collection[PrintedLine], targets: tuple[Target, ...], orders: Mapping[str, int], *,
    taken: Collection[int] = (),
) -> tuple[Assigned, ...]:  # fmt: skip
    """The best assignment of all lines at once, in the order of `lines`. `orders`: printed order number → order id, for lines naming one.
    `taken`: ids of order lines on which other lines of the document stand already.

    Two printed lines may share an order line where the product is surely the same; a printed line larger than its order line spreads
    over further lines of the same product and price. The result does not depend on the order of lines or targets.
    """
    canonical = sorted(lines, key=_canonical)
    fits = _fits(case, canonical, targets, orders)
    chosen = _best(fits, _same_rates(canonical, targets), [target.line.id in taken for target in targets])
    taken = Counter(chosen.values())
    found = []
    for row, line in enumerate(canonical):
        column = chosen.get(row)
        if column is None:
            found.append(Assigned(line))
            continue
        own = fits[row][column]
        rivals = _rivals(fits[row], column, targets, taken)
        whole = whole_line_on(case, line, targets[column])
        found.append(replace(whole, score=own.score, how=own.how, rivals=rivals, is_guess=own.is_guess))
    settled = tuple(found) if case.is_credit else spread(tuple(found), targets)
    by_line = {id(a.line): a for a in settled}
    return tuple(by_line[id(line)] for line in lines)


def whole_line_on(case: Case, line: PrintedLine, target: Target) -> Assigned:
    """The whole printed line on this order line."""
    unit = resolve_unit(line.uom, target.line.unit, case.facts.units)
    return Assigned(line, (_share(line, target, unit),), unit_is_known=unit is not None)


def rank(case: Case, line: PrintedLine, targets: tuple[Target, ...]) -> tuple[tuple[Target, float], ...]:
    """The order lines on which the line might stand, each with its score 0–1: those that fit best first, the others as orders show them."""
    row = _fits(case, [line], targets, {})[0] if targets else []
    ranked = sorted(zip(targets, row, strict=True), key=lambda pair: (-pair[1].score, pair[0].sort_key))
    return tuple((target, pair.score) for target, pair in ranked)


def _canonical(line: PrintedLine) -> tuple[str, ...]:
    """Content alone, so that equal documents are assigned equally in whatever order their lines come."""
    return (
        line.words,
        *line.codes,
        str(line.quantity),
        str(line.unit_price),
        str(line.amount),
        line.uom or "",
        line.order_number or "",
    )


def _fits(case: Case, lines: list[PrintedLine], targets: tuple[Target, ...], orders: Mapping[str, int]) -> list[list[Fit]]:
    """The fit of every pair; only pairs that may be possible are looked at."""
    context = _Context.of(case, targets)
    return [_row(case, line, targets, orders.get(line.order_number or ""), context) for line in lines]


@dataclass(frozen=True, slots=True)
class _Context:
    """What all lines share: target positions by code and by product, their words, and what one printed unit of money is in each order
    currency."""

    wordings: Wordings
    by_code: Mapping[str, frozenset[int]]
    by_product: Mapping[int, frozenset[int]]
    money: Mapping[str, Decimal | None]

    @classmethod
    def of(cls, case: Case, targets: tuple[Target, ...]) -> _Context:
        printed = case.document.text("currency")
        codes = ((code, n) for n, target in enumerate(targets) for code in target.codes)
        products = ((target.line.product.id, n) for n, target in enumerate(targets) if target.line.product is not None)
        currencies = {t.order.currency for t in targets}
        money = {c: case.converted(Decimal(1), printed, c) for c in currencies}
        return cls(Wordings(targets), _grouped(codes), _grouped(products), money)


def _grouped(pairs: Iterable[tuple[Key, int]]) -> dict[Key, frozenset[int]]:
    groups: dict[Key, set[int]] = {}
    for key, position in pairs:
        groups.setdefault(key, set()).add(position)
    return {key: frozenset(positions) for key, positions in groups.items()}


def _row(case: Case, line: PrintedLine, targets: tuple[Target, ...], named: int | None, context: _Context) -> list[Fit]:
    """The line's fit with every target: none with other orders where it names one, none but by code where its code is somebody's."""
    coded = frozenset(n for code in (*line.codes, *line.tokens) for n in context.by_code.get(code, ()))
    products = frozenset(p for code in line.codes for p in case.index.products_by_code.get(code, ()))
    own = frozenset(n for product in products for n in context.by_product.get(product, ()))
    near = own if products else context.wordings.may_fit(line)
    row = [NO_FIT] * len(targets)
    measured: dict[tuple[int, str], tuple[Decimal | None, float | None]] = {}
    for n in sorted(coded | own) if products else range(len(targets)):
        target = targets[n]
        if named is not None and named != target.order.id:
            continue
        key = (target.line.unit.id, target.order.currency)
        if key not in measured:
            measured[key] = _measure(case, line, target, context.money[target.order.currency])
        factor, price = measured[key]
        if n not in near and n not in coded and is_another_price(price, target):
            continue
        claimed = bool(products) and n not in own
        row[n] = fit(line, target, price=price, factor=factor, shares_code=n in coded, claimed=claimed)
    return row


def _measure(case: Case, line: PrintedLine, target: Target, money: Decimal | None) -> tuple[Decimal | None, float | None]:
    """How many order units one printed unit is, and the printed net price of one order unit in the order's currency."""
    unit = resolve_unit(line.uom, target.line.unit, case.facts.units)
    factor = None if unit is None else ratio(unit, target.line.unit)
    price = line.net_price
    return factor, None if price is None or money is None or not factor else float(price * money / factor)


def _same_rates(lines: list[PrintedLine], targets: tuple[Target, ...]) -> list[list[bool]]:
    """Whether a line prints the tax rate that the order line has; settles which of several like order lines is meant."""
    if all(line.tax_rate is None for line in lines):
        return [[False] * len(targets)] * len(lines)
    rates = [percent_of(target.line.taxes) for target in targets]
    return [[line.tax_rate is not None and line.tax_rate == rate for rate in rates] for line in lines]


def _best(fits: list[list[Fit]], same_rate: list[list[bool]], taken: list[bool]) -> dict[int, int]:
    """Row → column of the assignment with the highest sum; an order line gets further columns for lines that surely share it, and one
    that is taken has no others."""
    width = len(fits[0]) if fits else 0
    wanted = [sum(row[c].is_same_product for row in fits) for c in range(width)]
    columns = [(c, copy) for c in range(width) for copy in _copies(wanted[c], is_taken=taken[c])]
    if not columns:
        return {}
    benefit = [
        [_benefit(row[c], c, copy, agrees=rates[c]) for c, copy in columns] for row, rates in zip(fits, same_rate, strict=True)
    ]
    rows, picks = linear_sum_assignment(benefit, maximize=True)
    return {int(r): columns[int(p)][0] for r, p in zip(rows, picks, strict=True) if benefit[int(r)][int(p)] > 0}


def _copies(wanted: int, *, is_taken: bool) -> range:
    """Which further lines an order line has room for, from 0 for the first."""
    first = int(is_taken)
    return range(first, max(1, min(wanted + first, _MOST_COPIES)))


def _benefit(pair: Fit, column: int, copy: int, *, agrees: bool) -> float:
    """Worth of a pair; the tiny last terms settle equal sums by the tax rate, then towards the oldest order and its first line."""
    if not pair.is_possible or (copy and not pair.is_same_product):
        return 0.0
    return pair.score - _SHARED_PENALTY * copy + _SAME_RATE * agrees - 1e-6 * column


def _rivals(row: list[Fit], chosen: int, targets: tuple[Target, ...], taken: Counter[int]) -> tuple[Target, ...]:
    """Free order lines for something else, or at another price, that fit the line as well as the chosen one."""
    mine = row[chosen]
    return tuple(
        target
        for column, target in enumerate(targets)
        if column != chosen
        and not taken[column]
        and row[column].is_possible
        and row[column].score >= mine.score - _TOO_CLOSE
        and not target.is_interchangeable(targets[chosen])
        and targets[chosen].open > 0
        and target.open > 0
    )


def _share(line: PrintedLine, target: Target, unit: Unit | None) -> Share:
    """The whole printed line on one order line."""
    factor = None if unit is None else ratio(unit, target.line.unit)
    printed = line.quantity if line.quantity is not None else _implied_quantity(line, target)
    if factor is None or (factor != 1 and _is_meant_in_order_units(line, target, factor)):
        return Share(target, printed, printed, None)
    return Share(target, printed, printed * factor, unit)


def _is_meant_in_order_units(line: PrintedLine, target: Target, factor: Decimal) -> bool:
    """The figures are the order's own as they stand and far off once converted: the printed unit means something else here."""
    price, quantity = line.net_price, line.quantity
    if price is None or quantity is None or not target.net:
        return False
    as_printed = abs(price - target.net) <= target.net * _SAME_PRICE and quantity <= target.line.quantity
    return as_printed and abs(price / factor - target.net) > target.net * _OTHER_PRICE


def _implied_quantity(line: PrintedLine, target: Target) -> Decimal:
    """Without a printed quantity, what the amount pays for: at the printed price, else at the order's."""
    price = line.stated_net or target.net
    return line.amount / price if line.amount and price else Decimal(1)
