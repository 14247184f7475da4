"""What comparing a document of any kind gives, before it is decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from idp.domain.coding import Coding
from idp.domain.entry import Entry
from idp.domain.finding import Finding, RecordRef
from idp.domain.match import LineMatch, PaperTrail
from idp.domain.purchase import PurchaseOrder, Tax
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
                    price=price_in_order(case, one, share), delivered=delivered, unit=target.line.unit.name, currency=target.order.currency,
                    expected=target.line.planned_date, told=_paper_trail(case, target.line.id),
                )
            )  # fmt: skip
    return tuple(rows)


def with_taxes(
    rows: tuple[LineMatch, ...], assigned: tuple[Assigned, ...], taxes: tuple[tuple[Tax, ...], ...]
) -> tuple[LineMatch, ...]:
    """The rows, each with the taxes that the entry gives its line; `taxes` are those of each of `assigned`."""
    refs = {
        one.line.index: tuple(RecordRef("account.tax", tax.id, tax.name) for tax in own)
        for one, own in zip(assigned, taxes, strict=True)
    }
    return tuple(replace(row, taxes=refs[row.line]) for row in rows)


def _paper_trail(case: Case, order_line_id: int) -> PaperTrail | None:
    """What our other papers say of the order line; of several confirmations or shipping papers the last counts."""
    confirmed = next((c for c in reversed(case.history.confirmed) if c.order_line_id == order_line_id), None)
    shipped = next((s for s in reversed(case.history.shipped) if s.order_line_id == order_line_id), None)
    if confirmed is None and shipped is None:
        return None
    trail = PaperTrail()
    if confirmed is not None:
        trail = replace(
            trail, confirmed=confirmed.quantity, confirmed_price=confirmed.unit_price, promised=confirmed.promised_date,
            confirmed_by=confirmed.document_id,
        )  # fmt: skip
    if shipped is not None:
        trail = replace(trail, shipped=shipped.shipped, delivered=shipped.delivered, shipped_by=shipped.document_id)
    return trail


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
