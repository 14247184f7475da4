"""Does a supplier's order confirmation say what was ordered? Quantity, price, date and product of every line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.entry import ConfirmationEntry, ExpectedDate
from idp.domain.finding import Finding
from idp.domain.purchase import PurchaseOrder
from idp.matching.case import Case, line_name, order_line_ref, order_ref, product_name, shown, shown_money
from idp.matching.charge import ambiguous_findings, missing_findings, unplaced_findings
from idp.matching.compared import Compared, line_matches
from idp.matching.impact import Promise, impact_findings
from idp.matching.line import PrintedLine
from idp.matching.order import Named, order_findings
from idp.matching.place import no_order_findings, place
from idp.matching.quantity import Billed, billed_lines, unit_findings
from idp.matching.share import Assigned, Share, price_in_order
from idp.matching.substitute import Substitute, declared, substitutes
from idp.matching.target import targets_of
from idp.matching.total import currency_findings

# UNTDID 1229 "not accepted" (lines), 4343 "rejected", 1225 "not accepted" (Order-X and older Peppol responses as a whole)
_REJECTED_STATUS = frozenset({"7", "RE", "27", "REJECTED"})
# UNTDID 4343 "accepted", 1225 "accepted without amendment"; "acknowledged" (AB) accepts nothing
_ACCEPTED_STATUS = frozenset({"AP", "29", "ACCEPTED"})
_REJECTING_WORDS = (
    "not available", "no longer available", "discontinued", "rejected", "cancelled", "canceled", "nicht lieferbar", "nicht mehr lieferbar",
    "storniert", "entfallt", "ausgelaufen", "annule", "refuse", "indisponible", "epuise", "agotado", "cancelado", "rechazado",
    "no disponible", "annullato", "non disponibile", "esaurito", "geannuleerd", "niet leverbaar", "vervallen",
)  # fmt: skip
ZERO = Decimal(0)


def compare_confirmation(case: Case, named: Named) -> Compared:
    """Everything about a confirmation but who sent it, and the expected dates that it brings."""
    placed = place(case, named)
    replaced = substitutes(case, placed.assigned, targets_of(case, placed.orders))
    instead = {id(s.row) for s in replaced}
    rest = tuple(a for a in placed.assigned if id(a) not in instead) or _accepted_whole(case, placed.orders)
    confirmed = billed_lines(rest)
    unplaced = unplaced_findings(case, rest, placed.orders) if placed.orders else None
    mentioned = (*rest, *(s.as_assigned for s in replaced))
    findings = (
        *order_findings(case, named),
        *no_order_findings(case, named, placed),
        *_all_rejected(case, placed.orders),
        *currency_findings(case, placed.orders),
        *(unplaced.findings if unplaced is not None else ()),
        *ambiguous_findings(case, rest),
        *(f for a in rest for f in unit_findings(case, a)),
        *(_substituted(case, s) for s in replaced),
        *(f for c in confirmed for f in _line(case, c)),
        *missing_findings(case, targets_of(case, placed.orders), mentioned),
        *impact_findings(case, _promises(case, placed.orders, confirmed, replaced)),
    )
    return Compared(findings, placed.orders, line_matches(case, placed.assigned), _entry(case, placed.orders, confirmed))


def _accepted_whole(case: Case, orders: tuple[PurchaseOrder, ...]) -> tuple[Assigned, ...]:
    """Every order line with what is still to come, where the paper accepts the order without naming lines."""
    if case.document.lines or (case.document.text("order_status") or "").upper() not in _ACCEPTED_STATUS:
        return ()
    found = []
    for target in targets_of(case, orders):
        due = target.line.quantity - min(target.line.received, target.line.quantity)
        if due > 0:
            line = PrintedLine(None, product_name(target.line), "", quantity=due)
            found.append(Assigned(line, (Share(target, due, due, target.line.unit),)))
    return tuple(found)


def _promises(
    case: Case, orders: tuple[PurchaseOrder, ...], confirmed: Iterable[Billed], replaced: Iterable[Substitute]
) -> tuple[Promise, ...]:
    """What the paper says of each order line; of one that it replaces or refuses, nothing comes. What it leaves out is not in it."""
    if _is_refused(case):
        return tuple(Promise(t, None, (), is_trouble=True) for t in targets_of(case, orders))
    instead = tuple(Promise(s.target, s.row.line.index, (), is_trouble=True) for s in replaced)
    return (*(_promise(case, one) for one in confirmed), *instead)


def _promise(case: Case, one: Billed) -> Promise:
    if _is_rejected(case, one):
        return Promise(one.target, one.line, (), is_trouble=True)
    parts = tuple(
        (s.quantity, _promised_on(case, a)) for a in one.rows for s in a.shares if s.target.line.id == one.target.line.id
    )
    if any(a.line.quantity is None for a in one.rows):
        parts = ((_due(one), _promised(case, one)),)
    trouble = sum((quantity for quantity, _ in parts), ZERO) < _due(one) or _is_late(case, one)
    return Promise(one.target, one.line, parts, is_trouble=trouble)


def _line(case: Case, one: Billed) -> Iterable[Finding]:
    if _is_rejected(case, one):
        yield _rejected(case, one)
        return
    yield from _quantity(case, one)
    yield from _price(case, one)
    yield from _date(case, one)


def _is_rejected(case: Case, one: Billed) -> bool:
    rows = [case.document.lines[a.line.index] for a in one.rows if a.line.index is not None]
    by_status = any((row.text("line_status") or "").upper() in _REJECTED_STATUS for row in rows)
    by_words = all(any(f" {w} " in f" {a.line.words} " for w in _REJECTING_WORDS) for a in one.rows)
    none_left = one.now == 0 and any(a.line.quantity is not None for a in one.rows)
    return by_status or by_words or none_left


def _rejected(case: Case, one: Billed) -> Finding:
    target = one.target
    return case.find(
        Code.CNF_REJECT,
        f"The supplier will not deliver {product_name(target.line)} ({shown(target.line.quantity)} {target.line.unit.name} on "
        f"{line_name(target.order, target.line)}).",
        line=one.line, field="quantity", expected=shown(target.line.quantity), actual="0",
        money=case.in_company(target.line.quantity * target.net, target.order.currency), record=order_line_ref(target.order, target.line),
    )  # fmt: skip


def _all_rejected(case: Case, orders: tuple[PurchaseOrder, ...]) -> tuple[Finding, ...]:
    """The response code of the whole document says that the order is refused."""
    if not _is_refused(case):
        return ()
    names = ", ".join(o.name for o in orders) or "the order"
    return (case.find(Code.CNF_REJECT, f"The supplier refuses {names} as a whole.", field="order_status", actual="rejected"),)


def _is_refused(case: Case) -> bool:
    return (case.document.text("order_status") or "").upper() in _REJECTED_STATUS


def _quantity(case: Case, one: Billed) -> Iterable[Finding]:
    """Short of what is still to come; more than ordered is as much the buyer's question."""
    target, line, due = one.target, one.target.line, _due(one)
    if any(a.line.quantity is None for a in one.rows):
        return
    if one.now < due:
        yield case.find(
            Code.CNF_SHORT,
            f"Only {shown(one.now)} of {shown(due)} {line.unit.name} of {product_name(line)} are confirmed on "
            f"{line_name(target.order, line)}.",
            line=one.line, field="quantity", expected=shown(due), actual=shown(one.now),
            money=case.in_company((due - one.now) * target.net, target.order.currency), record=order_line_ref(target.order, line),
        )  # fmt: skip
    elif one.now > line.quantity:
        yield case.find(
            Code.QTY_OVERORD,
            f"{shown(one.now)} {line.unit.name} of {product_name(line)} are confirmed, but only {shown(line.quantity)} were ordered on "
            f"{line_name(target.order, line)}.",
            line=one.line, field="quantity", expected=shown(line.quantity), actual=shown(one.now), severity=Severity.REVIEW,
            money=case.in_company((one.now - line.quantity) * target.net, target.order.currency), record=order_line_ref(target.order, line),
        )  # fmt: skip


def _due(one: Billed) -> Decimal:
    """What is still to come of the order line."""
    line = one.target.line
    return line.quantity - min(line.received, line.quantity)


def _price(case: Case, one: Billed) -> Iterable[Finding]:
    """Any other price is asked about, beyond rounding: a lower one must get into the order, too."""
    for row in one.rows:
        share = next(s for s in row.shares if s.target.line.id == one.target.line.id)
        price = price_in_order(case, row, share)
        if price is not None:
            yield from _price_difference(case, row, one, price, share.quantity)


def _price_difference(case: Case, row: Assigned, one: Billed, price: Decimal, quantity: Decimal) -> Iterable[Finding]:
    target, whole = one.target, (price - one.target.net) * quantity
    if abs(whole) <= case.policy.rounding_line * (case.rate(target.order.currency) or 1):
        return
    yield case.find(
        Code.CNF_PRICE,
        f"{product_name(target.line)} is confirmed at {shown_money(price, target.order.currency)} per {target.line.unit.name}, "
        f"{shown_money(target.net)} was ordered on {line_name(target.order, target.line)}.",
        line=row.line.index, field="unit_price", expected=shown_money(target.net), actual=shown_money(price),
        money=case.in_company(whole, target.order.currency), record=order_line_ref(target.order, target.line),
    )  # fmt: skip


def _date(case: Case, one: Billed) -> Iterable[Finding]:
    promised, wanted = _promised(case, one), one.target.line.planned_date
    if promised is None or wanted is None or not _is_late(case, one):
        return
    target, days = one.target, (promised - wanted).days
    yield case.find(
        Code.CNF_LATE,
        f"{product_name(target.line)} on {line_name(target.order, target.line)} is promised for {promised}, {days} "
        f"{'day' if days == 1 else 'days'} later than ordered ({wanted}).",
        line=one.line, field="promised_date", expected=wanted, actual=promised, record=order_line_ref(target.order, target.line),
        money=case.in_company(one.now * target.net, target.order.currency),
    )  # fmt: skip


def _is_late(case: Case, one: Billed) -> bool:
    """Whether the last of it is promised later than ordered by more than the policy allows."""
    promised, wanted = _promised(case, one), one.target.line.planned_date
    return promised is not None and wanted is not None and promised > wanted + timedelta(days=case.policy.late_days)


def _promised(case: Case, one: Billed) -> date | None:
    """The latest date that any of its lines promises, else the document's."""
    dates = [day for row in one.rows if (day := _stated_day(case, row)) is not None]
    return max(dates) if dates else _day_of_all(case)


def _promised_on(case: Case, row: Assigned) -> date | None:
    return _stated_day(case, row) or _day_of_all(case)


def _stated_day(case: Case, row: Assigned) -> date | None:
    return None if row.line.index is None else case.document.lines[row.line.index].date("promised_date")


def _day_of_all(case: Case) -> date | None:
    return case.document.date("promised_date") or case.document.date("delivery_date")


def _substituted(case: Case, found: Substitute) -> Finding:
    target, line = found.target, found.row.line
    printed = declared(case, found.row) or line.description or ", ".join(line.codes)
    return case.find(
        Code.CNF_SUBST,
        f"{printed} is confirmed instead of {product_name(target.line)} on {line_name(target.order, target.line)}.",
        line=line.index, field="description", expected=product_name(target.line), actual=printed,
        money=case.in_company(target.line.quantity * target.net, target.order.currency), record=order_line_ref(target.order, target.line),
    )  # fmt: skip


def _entry(case: Case, orders: tuple[PurchaseOrder, ...], confirmed: Iterable[Billed]) -> ConfirmationEntry | None:
    """Expected dates of the lines that will be delivered; None where no order is known."""
    if not orders:
        return None
    dates = [
        ExpectedDate(one.target.line.id, promised)
        for one in confirmed
        if not _is_rejected(case, one) and (promised := _promised(case, one)) is not None
    ]
    return ConfirmationEntry(
        company_id=case.company.id,
        orders=tuple(order_ref(o) for o in orders),
        confirmation_number=case.document.text("confirmation_number"),
        expected=tuple(dates),
    )
