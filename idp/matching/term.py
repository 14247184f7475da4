"""Are the printed payment terms the agreed ones? The due date, or the days that the terms name, against the order's and vendor's terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from idp.domain.code import Code
from idp.domain.document import DocumentType
from idp.domain.finding import Finding
from idp.domain.payment_term import PaymentTerm
from idp.domain.purchase import PurchaseOrder
from idp.matching.case import Case, order_ref
from idp.matching.name import normalise

_DAYS_LATER = 3
"""A day of payment on a weekend or holiday moves to the next working day: that is no other term."""
_DAYS = re.compile(r"\b(\d{1,3}) (?:net |calendar )?(?:days?|tagen?|jours?|dias|giorni|dagen)\b|\bnet(?:to)? (\d{1,3})\b")
_AT_ONCE = re.compile(
    r"\b(?:immediate(?:ly)?|due (?:on|upon) receipt|sofort|a reception|comptant|al contado|a vista|per direct)\b"
)
_LATER_WORDS = re.compile(r"\b(?:end of month|eom|monatsende|fin de mois|fin de mes|fine mese|einde maand)\b")


def term_findings(case: Case, orders: Iterable[PurchaseOrder]) -> tuple[Finding, ...]:
    """TRM-PAYMENT for an invoice that is due on another day than agreed. Without agreed or printed terms there is nothing to say.

    Any part of the agreed terms may be what the paper names; of orders with different terms, any may be meant. A few days later
    are a weekend's.
    """
    dated = case.document.date("invoice_date")
    if case.document.document_type is not DocumentType.INVOICE or dated is None:
        return ()
    printed = _printed_due(case, dated)
    agreed = _agreed(case, tuple(orders))
    if printed is None or printed < dated or not agreed or any(_is_due(term, dated, printed) for _, term in agreed):
        return ()
    order, term = agreed[0]
    due = term.due(dated)
    days = (printed - dated).days
    return (
        case.find(
            Code.TRM_PAYMENT,
            f"It is due on {printed}, {days} {'day' if days == 1 else 'days'} after its date; agreed is {term.name}, "
            f"which makes it {due}.",
            field="due_date" if "due_date" in case.document.fields else "payment_terms", expected=due, actual=printed,
            record=None if order is None else order_ref(order),
        ),
    )  # fmt: skip


def discount_until(case: Case, orders: Iterable[PurchaseOrder]) -> date | None:
    """The last day on which an invoice paid early costs less by the agreed terms; None without such terms, and where orders differ."""
    dated = case.document.date("invoice_date")
    if case.document.document_type is not DocumentType.INVOICE or dated is None:
        return None
    terms = [term for _, term in _agreed(case, tuple(orders))]
    days = {term.discount_days if term.discount_percent > 0 else None for term in terms}
    only = days.pop() if len(days) == 1 else None
    return None if only is None else dated + timedelta(days=only)


def _agreed(case: Case, orders: tuple[PurchaseOrder, ...]) -> list[tuple[PurchaseOrder | None, PaymentTerm]]:
    """The terms of the orders; where none of them says any, the vendor's."""
    of_orders: list[tuple[PurchaseOrder | None, PaymentTerm]] = [
        (o, o.payment_term) for o in orders if o.payment_term is not None
    ]
    usual = case.vendor.payment_term if case.vendor is not None else None
    return of_orders or ([(None, usual)] if usual is not None else [])


def _is_due(term: PaymentTerm, dated: date, printed: date) -> bool:
    days = [part.due(dated) for part in term.parts] or [dated]
    return any(due <= printed <= due + timedelta(days=_DAYS_LATER) for due in days)


def _printed_due(case: Case, dated: date) -> date | None:
    """The printed due date; without one, what the printed terms come to, where they name days and nothing more."""
    due = case.document.date("due_date")
    if due is not None:
        return due
    words = normalise(case.document.text("payment_terms") or "")
    if _LATER_WORDS.search(words):
        return None
    days = [int(a or b) for a, b in _DAYS.findall(words)]
    if days:  # "2 % within 10 days, 30 days net": the longest is when all must be paid
        return dated + timedelta(days=max(days))
    return dated if _AT_ONCE.search(words) else None
