"""Whose customer orders suffer from what a confirmation says? Supplies against promised customer deliveries, product by product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.finding import Finding
from idp.domain.money import Money
from idp.domain.purchase import Demand, OrderState, Unit
from idp.matching.case import Case, line_name, order_line_ref, product_name, shown
from idp.matching.target import ZERO, Target

_MOST_NAMED = 4
_AT_ONCE, _SOME_DAY = date.min, date.max
_PLACED = (OrderState.CONFIRMED, OrderState.LOCKED)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a confirmation says of an order line: the quantities with their days (None: no day is said), in the line's unit.

    `line` is the printed line. `is_trouble`: less or later than ordered.
    """

    target: Target
    line: int | None
    parts: tuple[tuple[Decimal, date | None], ...]
    is_trouble: bool

    @property
    def due(self) -> Decimal:
        """What is still to come of the order line."""
        return max(ZERO, self.target.line.quantity - max(self.target.line.received, ZERO))


@dataclass(frozen=True, slots=True)
class _Supply:
    """Goods that come on `day`, in the unit's base."""

    day: date
    quantity: Decimal


def impact_findings(case: Case, promises: Iterable[Promise]) -> tuple[Finding, ...]:
    """CNF-IMPACT, one for each product of which customers get less, or get it later than they were promised, than if all came as ordered.

    Stock and what else is on order serve the customers first who were promised the earliest day; a customer without a promised day can
    wait, but not for goods that never come.
    """
    told = tuple(promises)
    products = dict.fromkeys(p.target.line.product.id for p in told if p.is_trouble and p.target.line.product is not None)
    found = (_product(case, product_id, told) for product_id in products)
    return tuple(f for f in found if f is not None)


def _product(case: Case, product_id: int, promises: tuple[Promise, ...]) -> Finding | None:
    own = [p for p in promises if p.target.line.product is not None and p.target.line.product.id == product_id]
    first = next(p for p in own if p.is_trouble)
    category = first.target.line.unit.category
    demands = sorted(
        (
            d for d in case.facts.demands
            if d.product_id == product_id and d.company_id == case.company.id and d.unit.category == category and d.quantity > 0
        ),
        key=lambda d: (d.promised_date or _SOME_DAY, d.id),
    )  # fmt: skip
    elsewhere = list(_elsewhere(case, product_id, category, {p.target.line.id for p in promises}))
    ordered = elsewhere + [s for p in own for s in (_as_ordered(p) if p.is_trouble else _as_promised(p))]
    promised = elsewhere + [s for p in own for s in _as_promised(p)]
    missed = [
        (demand, worse - better)
        for demand, worse, better in zip(demands, _unserved(demands, promised), _unserved(demands, ordered), strict=True)
        if worse > better
    ]
    return _finding(case, first, missed) if missed else None


def _elsewhere(case: Case, product_id: int, category: str, confirmed: set[int]) -> Iterator[_Supply]:
    """Stock, and the open lines of other confirmed orders on the days that they are planned for."""
    for stock in case.facts.stock:
        if stock.product_id == product_id and stock.company_id == case.company.id and stock.unit.category == category:
            yield _Supply(_AT_ONCE, _in_base(stock.quantity, stock.unit))
    for order in case.facts.orders:
        if order.state not in _PLACED or order.company_id != case.company.id:
            continue
        for line in order.lines:
            if line.product is None or line.product.id != product_id or line.unit.category != category or line.id in confirmed:
                continue
            yield _Supply(line.planned_date or _AT_ONCE, _in_base(line.quantity - line.received, line.unit))


def _as_ordered(promise: Promise) -> Iterator[_Supply]:
    """In full, and in time for whoever was promised it."""
    yield _Supply(_AT_ONCE, _in_base(promise.due, promise.target.line.unit))


def _as_promised(promise: Promise) -> Iterator[_Supply]:
    line = promise.target.line
    for quantity, day in promise.parts:
        yield _Supply(day or line.planned_date or _AT_ONCE, _in_base(quantity, line.unit))


def _in_base(quantity: Decimal, unit: Unit) -> Decimal:
    return quantity * unit.factor


def _unserved(demands: Iterable[Demand], supplies: Iterable[_Supply]) -> list[Decimal]:
    """What each demand, earliest day first, does not get by its day, in base units."""
    coming = sorted((s for s in supplies if s.quantity > 0), key=lambda s: s.day)
    left = [supply.quantity for supply in coming]
    unserved = []
    for demand in demands:
        wanted = _in_base(demand.quantity, demand.unit)
        for n, supply in enumerate(coming):
            if supply.day > (demand.promised_date or _SOME_DAY):
                break
            taken = min(wanted, left[n])
            left[n] -= taken
            wanted -= taken
        unserved.append(wanted)
    return unserved


def _finding(case: Case, first: Promise, missed: list[tuple[Demand, Decimal]]) -> Finding:
    target = first.target
    named = [_customer_order(demand, quantity) for demand, quantity in missed[:_MOST_NAMED]]
    more = f" and {len(missed) - _MOST_NAMED} more" if len(missed) > _MOST_NAMED else ""
    return case.find(
        Code.CNF_IMPACT,
        f"Customers depend on {product_name(target.line)} ({line_name(target.order, target.line)}), which comes too late or short: "
        f"{'; '.join(named)}{more}.",
        line=first.line, field="quantity", actual=", ".join(dict.fromkeys(d.order_name for d, _ in missed)),
        record=order_line_ref(target.order, target.line), money=_worth(case, missed),
    )  # fmt: skip


def _customer_order(demand: Demand, missing: Decimal) -> str:
    quantity = missing / demand.unit.factor if demand.unit.factor else missing
    promised = f" promised for {demand.promised_date}" if demand.promised_date else ""
    return f"{demand.order_name} of {demand.customer} lacks {shown(quantity)} {demand.unit.name}{promised}"


def _worth(case: Case, missed: list[tuple[Demand, Decimal]]) -> Money | None:
    amounts = [
        case.in_company(d.amount * missing / _in_base(d.quantity, d.unit), d.currency) for d, missing in missed if d.unit.factor
    ]
    known = [a for a in amounts if a is not None]
    return sum(known[1:], known[0]) if known and len(known) == len(amounts) else None
