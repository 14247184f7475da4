"""Which purchase orders does the document name? Printed numbers are repaired only where exactly one order fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.finding import Finding
from idp.domain.purchase import OrderState, PurchaseOrder, Vendor
from idp.matching.case import Case, order_ref
from idp.matching.chosen import with_pinned
from idp.matching.index import OrderIndex
from idp.matching.number import bare, digits, folded, unlabelled
from idp.matching.target import Target, targets_of

_FEWEST_DIGITS = 4
_SEPARATORS = ("/", ",", ";", "&", "+", " ")
_CONFIRMED = (OrderState.CONFIRMED, OrderState.LOCKED)


@dataclass(frozen=True, slots=True)
class Named:
    """The orders that the document names. `by_number` leads from each printed number to its order's id; `unknown` fit none."""

    orders: tuple[PurchaseOrder, ...]
    by_number: Mapping[str, int]
    unknown: tuple[str, ...]


def named_orders(document: ExtractedDocument, index: OrderIndex, vendor: Vendor | None = None) -> Named:
    """The orders named in the head and on the lines. `vendor` narrows what a misread number may be repaired to."""
    by_number: dict[str, int] = {}
    found: dict[int, PurchaseOrder] = {}
    unknown = []
    for printed in _printed_numbers(document):
        hits = _all(printed, index, vendor)
        if not hits:
            unknown.append(printed)
        for order in hits:
            found.setdefault(order.id, order)
        if len(hits) == 1:
            by_number[printed] = hits[0].id
    return Named(tuple(found.values()), by_number, tuple(unknown))


def as_chosen(named: Named, orders: tuple[PurchaseOrder, ...]) -> Named:
    """What is named, with the orders that a person chose in the place of those printed; printed numbers that lead to one of them count."""
    if not orders:
        return named
    ids = {order.id for order in orders}
    return Named(orders, {number: order_id for number, order_id in named.by_number.items() if order_id in ids}, ())


def _printed_numbers(document: ExtractedDocument) -> tuple[str, ...]:
    numbers = [*document.texts("po_numbers"), *document.texts("po_number")]
    numbers += [number for line in document.lines if (number := line.text("po_number"))]
    return tuple(dict.fromkeys(n for n in numbers if bare(n)))


def _all(printed: str, index: OrderIndex, vendor: Vendor | None) -> tuple[PurchaseOrder, ...]:
    """The order of this number, or the orders where several numbers stand in one text ("P00012 / P00013")."""
    whole = find_order(printed, index, vendor)
    if whole is not None:
        return (whole,)
    for separator in _SEPARATORS:
        parts = [p for p in printed.split(separator) if bare(p)]
        found = [o for p in parts if (o := find_order(p, index, vendor)) is not None]
        if len(parts) > 1 and found:
            return tuple(found)
    return ()


def find_order(printed: str, index: OrderIndex, vendor: Vendor | None) -> PurchaseOrder | None:
    """The order of a printed number: as it is, without a label, as the vendor's own reference, then with OCR slips repaired.

    A repair must leave exactly one order, and with a vendor known, one of that vendor.
    """
    keys = tuple(dict.fromkeys((bare(printed), bare(unlabelled(printed)), bare(printed).removeprefix("PO"))))
    exact = _under(keys, index.by_name)
    ways = [
        exact,
        _of(exact, vendor),
        _of(_under(keys, index.by_reference), vendor),
        _of(_under(tuple({folded(k) for k in keys}), index.by_folded), vendor),
    ]
    if vendor is not None and bare(printed).isdigit() and len(bare(printed)) >= _FEWEST_DIGITS:
        ways.append(_of(index.by_digits.get(digits(printed), ()), vendor))
    return next((found[0] for found in ways if len(found) == 1), None)


def _under(keys: Iterable[str], table: Mapping[str, tuple[PurchaseOrder, ...]]) -> tuple[PurchaseOrder, ...]:
    return tuple({o.id: o for key in keys for o in table.get(key, ())}.values())


def _of(orders: tuple[PurchaseOrder, ...], vendor: Vendor | None) -> tuple[PurchaseOrder, ...]:
    return orders if vendor is None else tuple(o for o in orders if o.vendor_id == vendor.id)


def order_findings(case: Case, named: Named) -> tuple[Finding, ...]:
    """PO-NOTFOUND, PO-DRAFT, PO-CLOSED and PO-OTHERCO for the named orders."""
    findings = [_not_found(case, number) for number in named.unknown]
    for order in with_pinned(named.orders, case):
        findings += _state(case, order)
        if order.company_id != case.company.id:
            findings.append(_other_company(case, order))
    return tuple(findings)


def _not_found(case: Case, number: str) -> Finding:
    line = next((n for n, row in enumerate(case.document.lines) if row.text("po_number") == number), None)
    head = number in (*case.document.texts("po_number"), *case.document.texts("po_numbers"))
    return case.find(
        Code.PO_NOTFOUND, f"There is no purchase order {number} in Odoo.",
        line=None if head else line, field="po_number", actual=number,
    )  # fmt: skip


def _state(case: Case, order: PurchaseOrder) -> list[Finding]:
    if order.state is OrderState.DRAFT:
        return [
            case.find(
                Code.PO_DRAFT, f"Order {order.name} is not confirmed in Odoo.",
                field="po_number", expected="confirmed", actual="draft", record=order_ref(order),
            )
        ]  # fmt: skip
    if order.state is OrderState.CANCELLED:
        return [
            case.find(
                Code.PO_CLOSED, f"Order {order.name} is cancelled.",
                field="po_number", expected="open", actual="cancelled", record=order_ref(order),
            )
        ]  # fmt: skip
    if case.document.document_type is DocumentType.INVOICE and is_fully_billed(targets_of(case, (order,))):
        return [
            case.find(
                Code.PO_CLOSED, f"Order {order.name} has already been billed in full.",
                field="po_number", expected="open", actual="fully billed", record=order_ref(order),
            )
        ]  # fmt: skip
    return []


def is_fully_billed(targets: Iterable[Target]) -> bool:
    """Whether nothing of the order is left to bill: all that was ordered, and all that was received beyond it, is on earlier bills."""
    counted = [t for t in targets if t.line.quantity > 0]
    return bool(counted) and all(t.billed_before >= t.line.quantity and t.billable == 0 for t in counted)


def _other_company(case: Case, order: PurchaseOrder) -> Finding:
    owner = next((c.name for c in case.facts.companies if c.id == order.company_id), "another company")
    return case.find(
        Code.PO_OTHERCO, f"Order {order.name} was placed by {owner}, but this {case.paper} is made out to {case.company.name}.",
        field="po_number", expected=case.company.name, actual=owner, record=order_ref(order),
    )  # fmt: skip


def open_orders(case: Case) -> tuple[PurchaseOrder, ...]:
    """Confirmed orders of the vendor that have something to bill, from which an unnamed order may be inferred; oldest first."""
    if case.vendor is None:
        return ()
    mine = [
        o for o in case.index.by_vendor.get(case.vendor.id, ())
        if o.company_id == case.company.id and o.state in _CONFIRMED
    ]  # fmt: skip
    if case.document.document_type is DocumentType.INVOICE:
        lines: dict[int, list[Target]] = {}
        for target in targets_of(case, mine):
            lines.setdefault(target.order.id, []).append(target)
        mine = [o for o in mine if not is_fully_billed(lines.get(o.id, ()))]
    return tuple(sorted(mine, key=lambda o: (o.order_date.isoformat() if o.order_date else "9999", o.id)))
