"""What does the comparison show, and what would be written to Odoo? Printed beside ordered, received and billed, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from idp.domain.coding import Coding
from idp.domain.document import ExtractedLine
from idp.domain.entry import BillEntry, ConfirmationEntry, Entry, ShippingEntry
from idp.domain.finding import Finding
from idp.domain.match import LineMatch, Match
from idp.domain.record import DocumentRecord
from idp.review.display import amount_text, money_text, quantity_text
from idp.review.text import text


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure; `codes` are the findings it is part of."""

    shown: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One printed line beside its order line. `booked` is the account suggested where there is none, `why` what speaks for it."""

    number: int
    description: str
    order: str
    how: str
    quantity: Cell
    ordered: Cell
    received: Cell
    billed: Cell
    price: Cell
    order_price: Cell
    difference: str
    codes: tuple[str, ...]
    booked: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """What would be written: a title and labelled facts."""

    title: str
    facts: tuple[tuple[str, str], ...]
    by_hand: str = ""


def view_comparison(record: DocumentRecord) -> tuple[ComparisonRow, ...]:
    """A row for each line that was matched or tried."""
    if record.match is None or record.extraction is None:
        return ()
    lines = record.extraction.lines
    return tuple(
        _row(matched, lines[matched.line] if matched.line < len(lines) else ExtractedLine({}), record.match)
        for matched in record.match.lines
    )


def _row(matched: LineMatch, line: ExtractedLine, match: Match) -> ComparisonRow:
    findings = tuple(f for f in match.findings if f.line == matched.line)
    quantity, delivered = line.number("quantity"), line.number("quantity_delivered")
    coding = next((c for c in match.codings if c.line == matched.line), None)
    return ComparisonRow(
        number=matched.line + 1,
        description=line.text("description") or line.text("product_code") or "",
        order=matched.order_name or "",
        how=text("match.how", how=matched.how, score=round(matched.score * 100)) if matched.record else "",
        # What a proof of delivery says was taken over is what the receipt is compared with.
        quantity=Cell(
            quantity_text(quantity if delivered is None else delivered),
            _codes(findings, "QTY", "SHP", "CNF-SHORT"),
        ),
        ordered=Cell(quantity_text(matched.ordered), _codes(findings, "QTY-OVERORD", "CNF-SHORT")),
        received=Cell(quantity_text(matched.received), _codes(findings, "QTY-OVERREC", "QTY-NOREC", "QTY-QUALITY", "SHP")),
        billed=Cell(quantity_text(matched.billed_before)),
        price=Cell(amount_text(line.number("unit_price")), _codes(findings, "PRC", "CNF-PRICE")),
        order_price=Cell(amount_text(matched.order_price), _codes(findings, "PRC", "CNF-PRICE")),
        difference=_sum_text(findings),
        codes=tuple(dict.fromkeys(f.code.value for f in findings)),
        booked=_booked(coding) if coding is not None else "",
        why=coding.reason if coding is not None else "",
    )


def _booked(coding: Coding) -> str:
    """ "600100 Freight in · Warehouse 100 %"."""
    shares = (f"{' / '.join(share.names)} {quantity_text(share.percent)} %" for share in coding.analytic)
    return " · ".join((coding.account, *shares))


def _codes(findings: tuple[Finding, ...], *starts: str) -> tuple[str, ...]:
    return tuple(f.code.value for f in findings if f.code.startswith(starts))


def _sum_text(findings: tuple[Finding, ...]) -> str:
    """The money of a line's findings; all of them are in company currency."""
    amounts = [f.money for f in findings if f.money is not None]
    return money_text(reduce(lambda a, b: a + b, amounts)) if amounts else ""


def view_entry(record: DocumentRecord) -> EntryView | None:
    """What the match would write to Odoo; None where nothing can be."""
    if record.match is None or record.match.entry is None:
        return None
    return _entry(record.match.entry, record)


def _entry(entry: Entry, record: DocumentRecord) -> EntryView:
    if isinstance(entry, BillEntry):
        return _bill(entry, record)
    if isinstance(entry, ConfirmationEntry):
        return _confirmation(entry, record)
    return _shipping(entry, record)


def _bill(entry: BillEntry, record: DocumentRecord) -> EntryView:
    vendor = record.match.vendor.name if record.match and record.match.vendor else ""
    linked = sum(1 for line in entry.lines if line.order_line_id is not None)
    account = "entry.account.trusted" if entry.bank_account_id else "entry.account.none"
    return EntryView(
        title=text("entry.refund" if entry.is_refund else "entry.bill"),
        facts=(
            (text("match.vendor"), vendor),
            (text("entry.number"), entry.number),
            (text("entry.date"), entry.bill_date.isoformat()),
            (text("entry.due"), entry.due_date.isoformat() if entry.due_date else "–"),
            (text("entry.subtotal"), amount_text(entry.subtotal) or "–"),
            (text("entry.tax"), amount_text(entry.tax_amount) or "–"),
            (text("entry.total"), f"{amount_text(entry.total)} {entry.currency}"),
            (text("entry.orders"), ", ".join(entry.order_names) or "–"),
            (text("entry.lines"), text("entry.lines.linked", count=len(entry.lines), linked=linked)),
            (text("entry.account"), text(account)),
            (text("entry.paper"), text("entry.paper.attached")),
        ),
        by_hand=text("entry.by_hand"),
    )


def _confirmation(entry: ConfirmationEntry, record: DocumentRecord) -> EntryView:
    dates = sorted(e.expected for e in entry.expected)
    shown = text("entry.dates.count", count=len(dates), first=dates[0].isoformat()) if dates else "–"
    return EntryView(
        title=text("entry.confirmation"),
        facts=(
            (text("match.vendor"), record.match.vendor.name if record.match and record.match.vendor else ""),
            (text("entry.targets"), ", ".join(order.name for order in entry.orders) or "–"),
            (text("entry.number"), entry.confirmation_number or "–"),
            (text("entry.dates"), shown),
            (text("entry.paper"), text("entry.paper.attached")),
        ),
    )


def _shipping(entry: ShippingEntry, record: DocumentRecord) -> EntryView:
    return EntryView(
        title=text("entry.shipping"),
        facts=(
            (text("match.vendor"), record.match.vendor.name if record.match and record.match.vendor else ""),
            (text("entry.targets"), ", ".join(target.name for target in entry.targets) or "–"),
            (text("entry.tracking"), entry.tracking_reference or "–"),
            (text("entry.paper"), text("entry.paper.attached")),
        ),
    )
