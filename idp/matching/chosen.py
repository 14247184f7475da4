"""What did a person choose for this document, and does Odoo still have it? What is gone is told, never silently dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from idp.domain.choice import Choice, Topic, chosen
from idp.domain.code import Code
from idp.domain.finding import Finding, RecordRef
from idp.domain.history import History
from idp.domain.purchase import Facts, OrderLine, PurchaseOrder, Tax, Vendor
from idp.matching.case import Case
from idp.matching.line import PrintedLine


def chosen_vendor(history: History, facts: Facts) -> tuple[Vendor, str] | None:
    """The vendor that a person chose and that person's name; None where nobody did, or Odoo has the vendor no more."""
    choice = chosen(history.choices, Topic.VENDOR)
    if choice is None:
        return None
    vendor = next((v for v in facts.vendors if v.id == choice.records[0].id), None)
    return None if vendor is None else (vendor, choice.name)


def chosen_orders(history: History, facts: Facts) -> tuple[PurchaseOrder, ...]:
    """The orders that a person chose for the document, as far as Odoo has them."""
    choice = chosen(history.choices, Topic.ORDERS)
    if choice is None:  # of thousands of orders none is looked at
        return ()
    wanted = {record.id for record in choice.records}
    return tuple(order for order in facts.orders if order.id in wanted)


def chosen_charges(lines: Iterable[PrintedLine], history: History) -> tuple[PrintedLine, ...]:
    """The lines, each a charge of the kind that a person said it is."""
    return tuple(_with_charge(line, _of_line(history, line)) for line in lines)


def _with_charge(line: PrintedLine, choice: Choice | None) -> PrintedLine:
    return line if choice is None or choice.charge is None else replace(line, charge=choice.charge)


def line_choice(case: Case, line: PrintedLine) -> Choice | None:
    """What a person said about where the line belongs, None where nobody did."""
    return _of_line(case.history, line)


def _of_line(history: History, line: PrintedLine) -> Choice | None:
    return None if line.index is None else chosen(history.choices, Topic.LINE, line.index)


def chosen_order_line(case: Case, choice: Choice) -> tuple[PurchaseOrder, OrderLine] | None:
    """The order line that was chosen, with its order; None for another choice, and where Odoo has the line no more."""
    if choice.topic is not Topic.LINE or not choice.records:
        return None
    line_id = choice.records[-1].id
    return next(((order, line) for order in case.facts.orders for line in order.lines if line.id == line_id), None)


def chosen_taxes(case: Case, line: PrintedLine) -> tuple[Tax, ...] | None:
    """The taxes that a person chose for the line (none: it has no tax); None where nobody did, or Odoo has one of them no more."""
    choice = None if line.index is None else chosen(case.history.choices, Topic.TAX, line.index)
    if choice is None:
        return None
    known = {tax.id: tax for tax in case.facts.taxes}
    ids = [record.id for record in choice.records]
    return tuple(known[i] for i in ids) if all(i in known for i in ids) else None


def pinned_orders(case: Case) -> tuple[PurchaseOrder, ...]:
    """The orders on which a person placed lines, each once, in the order of the facts."""
    used = {found[0].id for choice in case.history.choices if (found := chosen_order_line(case, choice)) is not None}
    return tuple(order for order in case.facts.orders if order.id in used) if used else ()


def with_pinned(orders: Iterable[PurchaseOrder], case: Case) -> tuple[PurchaseOrder, ...]:
    """The orders and those on which a person placed lines."""
    return tuple({order.id: order for order in (*orders, *pinned_orders(case))}.values())


def gone_findings(case: Case) -> tuple[Finding, ...]:
    """GOV-CHOICE for each record that a person chose and Odoo has no more, or not for us."""
    return tuple(
        case.find(
            Code.GOV_CHOICE, f"{record.name}, which {choice.name} chose, is not in Odoo any more.", line=choice.line, expected=record.name
        )
        for choice in case.history.choices
        for record in _looked_up(choice)
        if not _exists(case, choice, record.id)
    )  # fmt: skip


def _looked_up(choice: Choice) -> tuple[RecordRef, ...]:
    """The records that the facts can tell of: accounts are not among them."""
    if choice.topic is Topic.BOOKING:
        return ()
    return choice.records[-1:] if choice.topic is Topic.LINE else choice.records


def _exists(case: Case, choice: Choice, record_id: int) -> bool:
    if choice.topic is Topic.VENDOR:
        return any(vendor.id == record_id for vendor in case.facts.vendors)
    if choice.topic is Topic.ORDERS:
        return any(order.id == record_id for order in case.facts.orders)
    if choice.topic is Topic.TAX:
        return any(tax.id == record_id for tax in case.facts.taxes)
    return chosen_order_line(case, choice) is not None


def chooser_finding(case: Case) -> tuple[Finding, ...]:
    """GOV-POLICY where a person chose anything: who chooses leaves it to a person to let it pass."""
    choices = case.history.choices
    if not choices:
        return ()
    names = " and ".join(dict.fromkeys(choice.name for choice in choices))
    return (case.find(Code.GOV_POLICY, f"{names} chose what this {case.paper} is compared with; somebody has to approve it."),)
