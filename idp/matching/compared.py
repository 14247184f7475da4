"""What comparing a document of any kind gives, before it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

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
        for share, delivered in zip(one.shares, _delivered(case, one), strict=True):
            target = share.target
            rows.append(
                LineMatch(
                    line=one.line.index, record=order_line_ref(target.order, target.line), order_name=target.order.name,
                    score=round(one.score, 4), how=", ".join(one.how), ordered=target.line.quantity, received=target.line.received,
                    billed_before=target.billed_before, order_price=target.net, quantity=share.quantity,
                    price=price_in_order(case, one, share), delivered=delivered,
                )
            )  # fmt: skip
    return tuple(rows)


def _delivered(case: Case, one: Assigned) -> list[Decimal | None]:
    """What was handed over of each share, in its order line's unit; where it spreads, the first shares are filled first."""
    printed = delivered_of(case, one)
    if printed is None:
        return [None] * len(one.shares)
    parts: list[Decimal | None] = []
    for n, share in enumerate(one.shares):
        part = printed if n == len(one.shares) - 1 else min(printed, share.printed)
        printed -= part
        parts.append(part * share.quantity / share.printed if share.printed else part)
    return parts


def delivered_of(case: Case, one: Assigned) -> Decimal | None:
    """The printed quantity that was handed over, in the printed unit."""
    return None if one.line.index is None else case.document.lines[one.line.index].number("quantity_delivered")
