"""Where do the printed lines belong? On the named orders; where none is named, on orders inferred from the vendor's open ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from idp.domain.code import Code
from idp.domain.finding import Finding
from idp.domain.purchase import OrderState, PurchaseOrder
from idp.matching.assignment import assign, whole_line_on
from idp.matching.case import Case, order_ref
from idp.matching.chosen import chosen_order_line, line_choice, pinned_orders, with_pinned
from idp.matching.credit import orders_credited
from idp.matching.infer import Inferred, infer
from idp.matching.line import PrintedLine
from idp.matching.order import Named
from idp.matching.share import Assigned
from idp.matching.target import targets_of


def place(case: Case, named: Named) -> Inferred:
    """The orders with the assignment to their lines. Cancelled orders and other vendors' are used only where nothing else is named.

    A credit note that names its bill rather than an order is about that bill's orders. What a person said of a line comes first.
    """
    if named.orders:
        return Inferred(with_pinned(named.orders, case), place_on(case, _usable(case, named), named.by_number))
    credited = orders_credited(case)
    if credited:
        return Inferred(with_pinned(credited, case), place_on(case, credited, {}))
    pins = pinned(case)
    placed = infer(case, _free(case, pins), taken=_taken(pins))
    return Inferred(with_pinned(placed.orders, case), _merged(case, pins, placed.assigned), placed.others)


def place_on(case: Case, orders: tuple[PurchaseOrder, ...], by_number: Mapping[str, int]) -> tuple[Assigned, ...]:
    """Every line of the document: where a person put it, the others where they fit best on the orders. `by_number` as in `Named`."""
    pins = pinned(case)
    rest = assign(case, _free(case, pins), targets_of(case, orders), by_number, taken=_taken(pins))
    return _merged(case, pins, rest)


def pinned(case: Case) -> dict[int, Assigned]:
    """The lines of which a person said that they stand on an order line, or on none; by their index."""
    pins: dict[int, Assigned] = {}
    for line in case.lines:
        choice = line_choice(case, line)
        if choice is None or choice.charge is not None or line.index is None:
            continue
        by = (f"chosen by {choice.name}",)
        found = chosen_order_line(case, choice)
        if found is not None:
            target = next(t for t in targets_of(case, (found[0],)) if t.line.id == found[1].id)
            pins[line.index] = replace(whole_line_on(case, line, target), score=1.0, how=by)
        elif not choice.records:
            pins[line.index] = Assigned(line, how=by)
    return pins


def _free(case: Case, pins: Mapping[int, Assigned]) -> tuple[PrintedLine, ...]:
    return tuple(line for line in case.lines if line.index is None or line.index not in pins)


def _taken(pins: Mapping[int, Assigned]) -> frozenset[int]:
    return frozenset(share.target.line.id for one in pins.values() for share in one.shares)


def _merged(case: Case, pins: Mapping[int, Assigned], rest: tuple[Assigned, ...]) -> tuple[Assigned, ...]:
    """All lines in the document's order."""
    by_line = {id(one.line): one for one in (*rest, *pins.values())}
    return tuple(by_line[id(line)] for line in case.lines)


def _usable(case: Case, named: Named) -> tuple[PurchaseOrder, ...]:
    own = tuple(o for o in named.orders if case.vendor is None or o.vendor_id == case.vendor.id) or named.orders
    return tuple(o for o in own if o.state is not OrderState.CANCELLED) or own


def no_order_findings(case: Case, named: Named, placed: Inferred) -> tuple[Finding, ...]:
    """PO-INFERRED or PO-NONE. Where a printed number was not found, that alone is said unless orders could be inferred."""
    if named.orders or orders_credited(case):
        return ()
    if placed.orders and {o.id for o in placed.orders} == {o.id for o in pinned_orders(case)}:
        return ()
    if placed.orders:
        names = " and ".join(o.name for o in placed.orders)
        others = f"; {' and '.join(o.name for o in placed.others[:3])} would fit as well" if placed.others else ""
        return (
            case.find(
                Code.PO_INFERRED, f"No order is named; the lines fit {names}{others}.", field="po_number", expected=names,
                record=None if len(placed.orders) > 1 else order_ref(placed.orders[0]),
            ),
        )  # fmt: skip
    if named.unknown:
        return ()
    vendor = case.vendor.name if case.vendor is not None else "this supplier"
    return (
        case.find(
            Code.PO_NONE, f"No purchase order is named, and no open order of {vendor} fits the lines.", field="po_number"
        ),
    )
