"""Which printed line belongs to which order line? One global assignment over all pairs, not one line after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal

from scipy.optimize import linear_sum_assignment

from idp.domain.purchase import Unit
from idp.matching.case import Case
from idp.matching.likeness import NO_FIT, Fit, fit
from idp.matching.line import PrintedLine
from idp.matching.share import Assigned, Share
from idp.matching.spread import spread
from idp.matching.target import Target
from idp.matching.unit import ratio, resolve_unit

_SHARED_PENALTY = 0.05
_MOST_COPIES = 12
_TOO_CLOSE = 0.02
_SAME_PRICE = Decimal("0.005")
_OTHER_PRICE = Decimal("0.2")


def assign(
    case: Case, lines: Collection[PrintedLine], targets: tuple[Target, ...], orders: Mapping[str, int]
) -> tuple[Assigned, ...]:
    """The best assignment of all lines at once, in the order of `lines`. `orders`: printed order number → order id, for lines naming one.

    Two printed lines may share an order line where the product is surely the same; a printed line larger than its order line spreads
    over further lines of the same product and price. The result does not depend on the order of lines or targets.
    """
    canonical = sorted(lines, key=_canonical)
    fits = _fits(case, canonical, targets, orders)
    chosen = _best(fits, len(targets))
    taken = Counter(chosen.values())
    found = []
    for row, line in enumerate(canonical):
        column = chosen.get(row)
        if column is None:
            found.append(Assigned(line))
            continue
        own = fits[row][column]
        rivals = _rivals(fits[row], column, targets, taken)
        unit = resolve_unit(line.uom, targets[column].line.unit, case.facts.units)
        share = _share(line, targets[column], unit)
        known = unit is not None
        found.append(Assigned(line, (share,), own.score, own.how, rivals, unit_is_known=known, is_guess=own.is_guess))
    settled = tuple(found) if case.is_credit else spread(tuple(found), targets)
    by_line = {id(a.line): a for a in settled}
    return tuple(by_line[id(line)] for line in lines)


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
    printed = case.document.text("currency")
    currencies = {t.order.currency: case.converted(Decimal(1), printed, t.order.currency) for t in targets}
    rows = []
    for line in lines:
        named = orders.get(line.order_number) if line.order_number else None
        products = frozenset(p for code in line.codes for p in case.index.products_by_code.get(code, ()))
        price = line.net_price
        prices = {c: None if price is None or rate is None else price * rate for c, rate in currencies.items()}
        rows.append([_pair(case, line, t, named, products, prices[t.order.currency]) for t in targets])
    return rows


def _pair(
    case: Case, line: PrintedLine, target: Target, named: int | None, products: frozenset[int], price: Decimal | None
) -> Fit:
    """The fit, unless the line names another order. `products` are those that have one of its codes."""
    if named is not None and named != target.order.id:
        return NO_FIT
    own = target.line.product
    claimed = bool(products) and (own is None or own.id not in products)
    return fit(line, target, units=case.facts.units, price=price, claimed=claimed)


def _best(fits: list[list[Fit]], width: int) -> dict[int, int]:
    """Row → column of the assignment with the highest sum; an order line gets further columns for lines that surely share it."""
    if not fits or not width:
        return {}
    wanted = [sum(row[c].is_same_product for row in fits) for c in range(width)]
    columns = [(c, copy) for c in range(width) for copy in range(max(1, min(wanted[c], _MOST_COPIES)))]
    benefit = [[_benefit(row[c], c, copy) for c, copy in columns] for row in fits]
    rows, picks = linear_sum_assignment(benefit, maximize=True)
    return {int(r): columns[int(p)][0] for r, p in zip(rows, picks, strict=True) if benefit[int(r)][int(p)] > 0}


def _benefit(pair: Fit, column: int, copy: int) -> float:
    """Worth of a pair; the tiny last term settles equal sums towards the oldest order and its first line."""
    if not pair.is_possible or (copy and not pair.is_same_product):
        return 0.0
    return pair.score - _SHARED_PENALTY * copy - 1e-6 * column


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
