"""Does a bill of lading, delivery note or proof of delivery agree with the order and with what Odoo received?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.document import DocumentType
from idp.domain.entry import ShippingEntry
from idp.domain.finding import Finding
from idp.domain.purchase import Picking, PurchaseOrder
from idp.matching.case import Case, line_name, order_line_ref, order_ref, product_name, shown
from idp.matching.chosen import with_pinned
from idp.matching.compared import Compared, delivered_of, line_matches
from idp.matching.delivery import delivery_findings
from idp.matching.number import bare
from idp.matching.order import Named, order_findings
from idp.matching.place import place_on
from idp.matching.quantity import Billed, billed_lines, unit_findings
from idp.matching.receipt import Told, picking_ref, plan_receipt
from idp.matching.share import Assigned

_REFERENCES = ("reference", "delivery_note_number", "bol_number", "picking_number")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Expected:
    """What Odoo knows of an order line's transfers, in its unit: `done` by transfer, `open` still to come."""

    done: tuple[Decimal, ...]
    open: Decimal

    @property
    def received(self) -> Decimal:
        return sum(self.done, ZERO)


def compare_shipping(case: Case, named: Named) -> Compared:
    """Orders and transfers that the paper is about, its quantities, and what was noted at delivery."""
    referenced = _referenced_pickings(case)
    orders = with_pinned(named.orders or _orders_of(case, referenced), case)
    assigned = place_on(case, orders, named.by_number)
    pickings = referenced or _pickings_of(case, orders)
    shipped = billed_lines(assigned)
    findings = (
        *(order_findings(case, named) if orders else _nothing_found(case, named)),
        *(f for s in shipped for f in _quantity(case, s, pickings)),
        *(f for a in assigned for f in unit_findings(case, a)),
        *(_unexpected(case, a, orders) for a in assigned if orders and _is_surplus(case, a)),
        *delivery_findings(case),
    )
    entry = _entry(case, orders, pickings, shipped)
    if entry is not None:
        plan = plan_receipt(case, pickings, entry.targets, tuple(_told(case, s, pickings) for s in shipped), findings)
        entry = replace(entry, receipt=plan.receipt, receipt_said=plan.said)
    return Compared(findings, orders, line_matches(case, assigned), entry)


def _referenced_pickings(case: Case) -> tuple[Picking, ...]:
    """Transfers whose name is printed."""
    printed = {bare(text) for name in _REFERENCES if (text := case.document.text(name))}
    return tuple(p for p in case.facts.pickings if bare(p.name) in printed and not p.is_return)


def _orders_of(case: Case, pickings: Iterable[Picking]) -> tuple[PurchaseOrder, ...]:
    ids = {p.order_id for p in pickings}
    return tuple(o for o in case.facts.orders if o.id in ids)


def _pickings_of(case: Case, orders: Iterable[PurchaseOrder]) -> tuple[Picking, ...]:
    ids = {o.id for o in orders}
    return tuple(p for p in case.facts.pickings if p.order_id in ids and not p.is_return and p.state != "cancel")


def _nothing_found(case: Case, named: Named) -> tuple[Finding, ...]:
    numbers = ", ".join(named.unknown)
    about = (
        f"the printed number {numbers} is neither an order nor a transfer in Odoo"
        if numbers
        else "no order or transfer is named"
    )
    field = "po_numbers" if "po_numbers" in case.document.fields else "po_number"
    return (
        case.find(
            Code.SHP_NOPO, f"It is not clear what this {case.paper} belongs to: {about}.", field=field, actual=numbers or None
        ),
    )


def _quantity(case: Case, one: Billed, pickings: tuple[Picking, ...]) -> Iterable[Finding]:
    """SHP-SHORT, SHP-OVER and SHP-RECMISMATCH for one order line."""
    told = _quantity_told(case, one)
    if told is None:
        return
    yield from _against_papers(case, one, told)
    expected = _expected(one, pickings)
    if told in (*expected.done, expected.received, expected.open) and told:
        return
    if expected.received and (told > expected.open or not expected.open):
        yield _receipt_differs(case, one, told, expected)
    elif told < expected.open and told == one.now:
        yield _short(case, one, told, expected.open, "were expected")
    elif told > expected.open:
        yield _over(case, one, told, expected.open)


def _quantity_told(case: Case, one: Billed) -> Decimal | None:
    """What the paper says came of an order line, in its unit; None where a line of it prints no quantity."""
    if any(a.line.quantity is None and delivered_of(case, a) is None for a in one.rows):
        return None
    return _delivered(case, one) if case.document.document_type is DocumentType.PROOF_OF_DELIVERY else one.now


def _told(case: Case, one: Billed, pickings: tuple[Picking, ...]) -> Told:
    return Told(one.target, _quantity_told(case, one), _expected(one, pickings).done)


def _delivered(case: Case, one: Billed) -> Decimal:
    """What a proof of delivery says was handed over, in the order line's unit."""
    total = ZERO
    for row in one.rows:
        share = next(s for s in row.shares if s.target.line.id == one.target.line.id)
        delivered = delivered_of(case, row)
        factor = share.quantity / share.printed if share.printed else Decimal(1)
        total += share.quantity if delivered is None else delivered * factor
    return total


def _expected(one: Billed, pickings: tuple[Picking, ...]) -> Expected:
    """From the transfers; an order line without any is taken by what was ordered and received."""
    line = one.target.line
    moves = [(p, t) for p in pickings for t in p.lines if t.order_line_id == line.id]
    if not moves:
        received = (line.received,) if line.received > 0 else ()
        return Expected(received, max(ZERO, line.quantity - line.received))
    done = tuple(t.done for p, t in moves if p.state == "done" and t.done > 0)
    return Expected(done, sum((t.demand for p, t in moves if p.state not in ("done", "cancel")), ZERO))


def _against_papers(case: Case, one: Billed, told: Decimal) -> Iterable[Finding]:
    """A proof of delivery against its own shipped quantity and the bill of lading or delivery note that came before."""
    if case.document.document_type is not DocumentType.PROOF_OF_DELIVERY:
        return
    if told < one.now and any(a.line.quantity is not None for a in one.rows):
        yield _short(case, one, told, one.now, "were shipped")
        return
    papers = [
        s for s in case.history.shipped
        if s.order_line_id == one.target.line.id and s.shipped is not None and s.document_type is not DocumentType.PROOF_OF_DELIVERY
    ]  # fmt: skip
    sent = sum((s.shipped or ZERO for s in papers), ZERO)
    if papers and told < sent:
        number = f" by {papers[-1].number}" if papers[-1].number else ""
        yield _short(case, one, told, sent, f"were shipped{number}", proof=papers[-1].document_id)


def _short(case: Case, one: Billed, told: Decimal, wanted: Decimal, how: str, *, proof: str | None = None) -> Finding:
    target = one.target
    return case.find(
        Code.SHP_SHORT,
        f"This {case.paper} shows {shown(told)} {target.line.unit.name} of {product_name(target.line)}; {shown(wanted)} {how} on "
        f"{line_name(target.order, target.line)}.",
        line=one.line, field=_column(case), expected=shown(wanted), actual=shown(told), proof=proof,
        money=case.in_company((wanted - told) * target.net, target.order.currency), record=order_line_ref(target.order, target.line),
    )  # fmt: skip


def _over(case: Case, one: Billed, told: Decimal, wanted: Decimal) -> Finding:
    target = one.target
    return case.find(
        Code.SHP_OVER,
        f"This {case.paper} shows {shown(told)} {target.line.unit.name} of {product_name(target.line)}, more than the {shown(wanted)} "
        f"expected on {line_name(target.order, target.line)}.",
        line=one.line, field=_column(case), expected=shown(wanted), actual=shown(told),
        money=case.in_company((told - wanted) * target.net, target.order.currency), record=order_line_ref(target.order, target.line),
    )  # fmt: skip


def _receipt_differs(case: Case, one: Billed, told: Decimal, expected: Expected) -> Finding:
    target = one.target
    return case.find(
        Code.SHP_RECMISMATCH,
        f"This {case.paper} shows {shown(told)} {target.line.unit.name} of {product_name(target.line)}, but Odoo's receipt on "
        f"{line_name(target.order, target.line)} has {shown(expected.received)}.",
        line=one.line, field=_column(case), expected=shown(expected.received), actual=shown(told),
        money=case.in_company((told - expected.received) * target.net, target.order.currency),
        record=order_line_ref(target.order, target.line),
    )  # fmt: skip


def _column(case: Case) -> str:
    has_delivered = any("quantity_delivered" in row.cells for row in case.document.lines)
    return "quantity_delivered" if has_delivered else "quantity"


def _is_surplus(case: Case, one: Assigned) -> bool:
    """Something on the paper that is on no order. Bills of lading describe freight, not goods, unless they print a code."""
    if one.shares or one.line.is_text_only or one.line.charge is not None:
        return False
    return case.document.document_type is not DocumentType.BILL_OF_LADING or bool(one.line.codes)


def _unexpected(case: Case, one: Assigned, orders: tuple[PurchaseOrder, ...]) -> Finding:
    what = one.line.description or ", ".join(one.line.codes)
    names = ", ".join(o.name for o in orders[:4])
    return case.find(
        Code.SHP_OVER,
        f"{what} is on this {case.paper} but not on {names}.",
        line=one.line.index,
        field="description",
        actual=what,
    )


def _entry(
    case: Case, orders: tuple[PurchaseOrder, ...], pickings: tuple[Picking, ...], shipped: tuple[Billed, ...]
) -> ShippingEntry | None:
    """The transfers that hold the paper's lines: done ones of exactly its quantities, else open ones; orders where there are none."""
    if not orders and not pickings:
        return None
    quantities = {s.target.line.id: s.now for s in shipped}
    exact = [p for p in pickings if p.state == "done" and quantities and _holds(p, quantities)]
    waiting = [p for p in pickings if p.state not in ("done", "cancel") and (not quantities or _touches(p, quantities))]
    done = [p for p in pickings if p.state == "done" and (not quantities or _touches(p, quantities))]
    chosen = exact or waiting or done
    targets = tuple(picking_ref(p) for p in chosen) or tuple(order_ref(o) for o in orders)
    document = case.document
    tracking = document.text("pro_number") or document.text("tracking_number") or document.text("bol_number")
    return ShippingEntry(company_id=case.company.id, targets=targets, tracking_reference=tracking)


def _holds(picking: Picking, quantities: dict[int, Decimal]) -> bool:
    return {t.order_line_id: t.done for t in picking.lines if t.done} == quantities


def _touches(picking: Picking, quantities: dict[int, Decimal]) -> bool:
    return any(t.order_line_id in quantities for t in picking.lines)
