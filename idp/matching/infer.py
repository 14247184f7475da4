"""Which open orders does a document without an order number bill? What is inferred is always reviewed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from idp.domain.purchase import PurchaseOrder
from idp.matching.assignment import assign
from idp.matching.case import Case
from idp.matching.line import PrintedLine
from idp.matching.order import open_orders
from idp.matching.share import Assigned
from idp.matching.target import Target, targets_of

_MOST_ORDERS = 40


@dataclass(frozen=True, slots=True)
class Inferred:
    """The inferred orders with the assignment to their lines; no orders where nothing fits well enough. `others` fit as well."""

    orders: tuple[PurchaseOrder, ...]
    assigned: tuple[Assigned, ...]
    others: tuple[PurchaseOrder, ...] = ()


def infer(case: Case, lines: Collection[PrintedLine], *, taken: Collection[int] = ()) -> Inferred:
    """The one open order that takes every line of goods; else the orders that the best assignment over all open orders uses.

    `taken` as in `assign`.
    """
    goods = [line for line in lines if line.charge is None and not line.is_text_only]
    candidates = open_orders(case)[:_MOST_ORDERS]
    nothing = Inferred((), tuple(Assigned(line) for line in lines))
    if not goods or not candidates:
        return nothing
    singles = [(o, assign(case, lines, targets_of(case, (o,)), {}, taken=taken)) for o in candidates]
    complete = [(o, a) for o, a in singles if _takes_all(a, goods)]
    if complete:
        ranked = sorted(complete, key=lambda pair: -_worth(pair[1]))
        best, assigned = ranked[0]
        others = tuple(o for o, a in ranked[1:] if _worth(a) >= _worth(assigned) - 0.01 * len(goods))
        return Inferred((best,), assigned, others)
    return _over_several(case, lines, goods, candidates, taken) or nothing


def _over_several(
    case: Case, lines: Collection[PrintedLine], goods: list[PrintedLine], candidates: tuple[PurchaseOrder, ...],
    taken: Collection[int],
) -> Inferred | None:  # fmt: skip
    assigned = assign(case, lines, targets_of(case, candidates), {}, taken=taken)
    used = {s.target.order.id for a in assigned for s in a.shares}
    if 2 * sum(bool(a.shares) for a in assigned if any(a.line is g for g in goods)) < len(goods):
        return None
    return Inferred(tuple(o for o in candidates if o.id in used), assigned)


def _takes_all(assigned: tuple[Assigned, ...], goods: list[PrintedLine]) -> bool:
    placed = {id(a.line) for a in assigned if a.shares and _has_room(a.shares[0].target)}
    return all(id(line) in placed for line in goods)


def _has_room(target: Target) -> bool:
    return target.open > 0


def _worth(assigned: tuple[Assigned, ...]) -> float:
    return sum(a.score for a in assigned)
