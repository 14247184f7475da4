"""Where do the printed lines belong? On the named orders; where none is named, on orders inferred from the vendor's open ones."""

from __future__ import annotations

from idp.domain.code import Code
from idp.domain.finding import Finding
from idp.domain.purchase import OrderState
from idp.matching.assignment import assign
from idp.matching.case import Case, order_ref
from idp.matching.credit import orders_credited
from idp.matching.infer import Inferred, infer
from idp.matching.order import Named
from idp.matching.target import targets_of


def place(case: Case, named: Named) -> Inferred:
    """The orders with the assignment to their lines. Cancelled orders and other vendors' are used only where nothing else is named.

    A credit note that names its bill rather than an order is about that bill's orders.
    """
    if not named.orders:
        credited = orders_credited(case)
        return (
            Inferred(credited, assign(case, case.lines, targets_of(case, credited), {}))
            if credited
            else infer(case, case.lines)
        )
    own = tuple(o for o in named.orders if case.vendor is None or o.vendor_id == case.vendor.id) or named.orders
    live = tuple(o for o in own if o.state is not OrderState.CANCELLED) or own
    return Inferred(named.orders, assign(case, case.lines, targets_of(case, live), named.by_number))


def no_order_findings(case: Case, named: Named, placed: Inferred) -> tuple[Finding, ...]:
    """PO-INFERRED or PO-NONE. Where a printed number was not found, that alone is said unless orders could be inferred."""
    if named.orders or orders_credited(case):
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
