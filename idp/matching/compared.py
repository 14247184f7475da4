"""What comparing a document of any kind gives, before it is decided."""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.coding import Coding
from idp.domain.entry import Entry
from idp.domain.finding import Finding
from idp.domain.match import LineMatch
from idp.domain.purchase import PurchaseOrder
from idp.matching.case import Case, order_line_ref
from idp.matching.share import Assigned, price_in_order


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings, the orders and line pairs they rest on, the entry (None where none can be made), and how it books other lines."""

    findings: tuple[Finding, ...]
    orders: tuple[PurchaseOrder, ...]
    lines: tuple[LineMatch, ...]
    entry: Entry | None
    codings: tuple[Coding, ...] = ()


def line_matches(case: Case, assigned: tuple[Assigned, ...]) -> tuple[LineMatch, ...]:
    """The printed lines beside their order lines, in the document's order; one row for each share."""
    rows = []
    for one in assigned:
        if one.line.index is None:
            continue
        if not one.shares:
            rows.append(LineMatch(one.line.index, None, None, 0.0, ""))
        for share in one.shares:
            target = share.target
            rows.append(
                LineMatch(
                    line=one.line.index, record=order_line_ref(target.order, target.line), order_name=target.order.name,
                    score=round(one.score, 4), how=", ".join(one.how), ordered=target.line.quantity, received=target.line.received,
                    billed_before=target.billed_before, order_price=target.net, quantity=share.quantity,
                    price=price_in_order(case, one, share),
                )
            )  # fmt: skip
    return tuple(rows)
