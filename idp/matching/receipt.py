"""Does a shipping paper validate its open receipt in Odoo? Only where the policy says so, and where nothing about it is in question.

Told in words either way, for the note in Odoo: what was received on which receipt, or why the receipt is left to the warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.code import Severity
from idp.domain.document import DocumentType
from idp.domain.entry import Receipt, ReceiptLine
from idp.domain.finding import Finding, RecordRef
from idp.domain.purchase import Picking, TransferLine
from idp.matching.case import Case, product_name, shown
from idp.matching.target import Target

_DOUBTS = ("SHP-", "QTY-", "LIN-", "PO-")


@dataclass(frozen=True, slots=True)
class Told:
    """What the paper says of an order line: `quantity` in its unit, None where none is printed; `done` by each done transfer."""

    target: Target
    quantity: Decimal | None
    done: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """The receipt to validate, None where none is; `said` is why, "" where the policy does not ask for it."""

    receipt: Receipt | None = None
    said: str = ""


class _Unclear(Exception):
    """Why a receipt is left to the warehouse."""


def plan_receipt(
    case: Case,
    pickings: tuple[Picking, ...],
    targets: tuple[RecordRef, ...],
    told: tuple[Told, ...],
    findings: Iterable[Finding],
) -> ReceiptPlan:
    """The one open receipt among the `targets` of the entry, with every quantity that the paper tells."""
    if not _is_wanted(case, told) or _is_booked(pickings, told):
        return ReceiptPlan()
    try:
        _require_no_doubt(case, findings)
        picking = _only_open(p for p in pickings if picking_ref(p) in targets)
        lines = tuple(_line(picking, one) for one in told)
    except _Unclear as unclear:
        return ReceiptPlan(None, f"The receipt is left to the warehouse: {unclear}.")
    if not lines:
        return ReceiptPlan(None, "The receipt is left to the warehouse: the paper tells no quantity of an ordered product.")
    return ReceiptPlan(Receipt(picking_ref(picking), lines), _said(picking, told, lines))


def _is_wanted(case: Case, told: tuple[Told, ...]) -> bool:
    """Whether the policy says so of each vendor that was ordered from; a carrier's paper names none of them."""
    names = {v.id: (v.name, v.vat or "") for v in case.facts.vendors}
    ordered = {one.target.order.vendor_id for one in told}
    rules = [case.policy.rules_of(*names.get(vendor_id, ())) for vendor_id in ordered] or [case.rules]
    return all(case.policy.validates_receipt(case.document.document_type, own) for own in rules)


def _is_booked(pickings: Iterable[Picking], told: tuple[Told, ...]) -> bool:
    """Whether a done transfer holds exactly what the paper tells: then there is nothing to do."""
    quantities = {one.target.line.id: one.quantity for one in told}
    return bool(told) and any(
        p.state == "done" and {t.order_line_id: t.done for t in p.lines if t.done} == quantities for p in pickings
    )


def _require_no_doubt(case: Case, findings: Iterable[Finding]) -> None:
    codes = [f.code for f in findings if f.code.startswith(_DOUBTS) and f.severity is not Severity.INFO]
    if codes:
        raise _Unclear(f"its quantities are in question ({', '.join(dict.fromkeys(codes))})")
    if case.document.document_type is DocumentType.BILL_OF_LADING and not (
        case.document.flag("signed") and case.document.date("delivered_date")
    ):
        raise _Unclear("a bill of lading proves a delivery only with the consignee's signature and the day")


def _only_open(pickings: Iterable[Picking]) -> Picking:
    waiting = [p for p in pickings if p.state not in ("done", "cancel")]
    if not waiting:
        raise _Unclear("Odoo has no open receipt for it")
    if len(waiting) > 1:
        raise _Unclear(f"its goods are on several open receipts ({', '.join(p.name for p in waiting[:4])})")
    return waiting[0]


def _line(picking: Picking, one: Told) -> ReceiptLine:
    """All that the receipt expects of the order line. A paper that tells what an earlier receipt brought may be that one's."""
    name = product_name(one.target.line)
    moves: list[TransferLine] = [t for t in picking.lines if t.order_line_id == one.target.line.id]
    if one.quantity is None:
        raise _Unclear(f"the paper prints no quantity of {name}")
    if len(moves) != 1:
        raise _Unclear(f"{name} is on {len(moves) or 'no'} lines of {picking.name}")
    if one.quantity != moves[0].demand:
        raise _Unclear(f"{picking.name} expects {shown(moves[0].demand)} of {name}, the paper tells {shown(one.quantity)}")
    if one.quantity in (*one.done, sum(one.done, Decimal(0))):
        raise _Unclear(f"as much of {name} was received before, and the paper may be that receipt's")
    return ReceiptLine(moves[0].id, one.target.line.id, one.quantity, one.target.line.unit.id)


def picking_ref(picking: Picking) -> RecordRef:
    """The transfer as entries point to it."""
    return RecordRef("stock.picking", picking.id, picking.name)


def _said(picking: Picking, told: tuple[Told, ...], lines: tuple[ReceiptLine, ...]) -> str:
    pairs = zip(told, lines, strict=True)
    what = ", ".join(
        f"{shown(line.quantity)} {one.target.line.unit.name} of {product_name(one.target.line)}" for one, line in pairs
    )
    rest = _rest(picking, {line.move_id: line.quantity for line in lines})
    return f"Receipt {picking.name} validated: {what}.{' The rest stays expected on a back-order.' if rest else ''}"


def _rest(picking: Picking, received: Mapping[int, Decimal]) -> bool:
    return any(t.id not in received for t in picking.lines)
