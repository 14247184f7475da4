"""What does the comparison show, and what would be written to Odoo? Printed beside ordered, received and billed, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from idp.domain.choice import Choice, Topic, chosen
from idp.domain.coding import Coding
from idp.domain.document import ExtractedLine
from idp.domain.entry import BillEntry, ConfirmationEntry, Entry, ShippingEntry
from idp.domain.finding import Finding
from idp.domain.match import LineMatch, PaperTrail
from idp.domain.record import DocumentRecord
from idp.review.display import amount_text, moment_text, money_text, quantity_text
from idp.review.text import text


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure; `codes` are the findings it is part of, `note` is told below it, `paper` is the document that says so."""

    shown: str
    codes: tuple[str, ...] = ()
    note: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One printed line beside its order line; quantities in the order line's unit, prices for one of it.

    `booked` is the account suggested where there is no order line, `why` what speaks for it. `chosen` says who put
    the line here, or chose how it is booked, each with the topic by which that is taken back. `taxes` are those that the entry gives it.
    """

    number: int
    description: str
    order: str
    how: str
    quantity: Cell
    ordered: Cell
    confirmed: Cell
    received: Cell
    billed: Cell
    price: Cell
    order_price: Cell
    difference: str
    codes: tuple[str, ...]
    booked: str = ""
    why: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    taxes: str = ""

    @property
    def line(self) -> int:
        """The line from 0, as forms name it."""
        return self.number - 1


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
        _row(matched, lines[matched.line] if matched.line < len(lines) else ExtractedLine({}), record)
        for matched in record.match.lines
    )


def _row(matched: LineMatch, line: ExtractedLine, record: DocumentRecord) -> ComparisonRow:
    match = record.match
    findings = tuple(f for f in match.findings if f.line == matched.line) if match is not None else ()
    codings = match.codings if match is not None else ()
    coding = next((c for c in codings if c.line == matched.line), None)
    told = matched.told or PaperTrail()
    return ComparisonRow(
        number=matched.line + 1,
        description=line.text("description") or line.text("product_code") or "",
        order=matched.record.name if matched.record else matched.order_name or "",
        how=text("match.how", how=matched.how, score=round(matched.score * 100)) if matched.record else "",
        quantity=_printed_quantity(matched, line, _codes(findings, "QTY", "SHP", "CNF-SHORT")),
        ordered=Cell(quantity_text(matched.ordered), _codes(findings, "QTY-OVERORD", "CNF-SHORT")),
        confirmed=Cell(quantity_text(told.confirmed), note=_confirmed_price(told), paper=told.confirmed_by or ""),
        received=Cell(quantity_text(matched.received), _codes(findings, "QTY-OVERREC", "QTY-NOREC", "QTY-QUALITY", "SHP")),
        billed=Cell(quantity_text(matched.billed_before)),
        price=_printed_price(matched, line, _codes(findings, "PRC", "CNF-PRICE")),
        order_price=Cell(amount_text(_near(matched.order_price)), _codes(findings, "PRC", "CNF-PRICE"), _per(matched.unit)),
        difference=_sum_text(findings),
        codes=tuple(dict.fromkeys(f.code.value for f in findings)),
        booked=_booked(coding) if coding is not None else "",
        why=coding.reason if coding is not None else "",
        chosen=tuple((_by(choice), choice.topic.value) for choice in record.choices if choice.line == matched.line),
        papers=_papers(told),
        taxes=", ".join(tax.name for tax in matched.taxes),
    )


def _printed_quantity(matched: LineMatch, line: ExtractedLine, codes: tuple[str, ...]) -> Cell:
    """In the order line's unit; where the paper counts otherwise, what it prints is told below: "100 pcs = 1 Box"."""
    printed, delivered = line.number("quantity"), line.number("quantity_delivered")
    # What a proof of delivery says was taken over is what the receipt is compared with.
    shown, meant = (printed, matched.quantity) if delivered is None else (delivered, matched.delivered)
    if meant is None or shown is None or meant == shown:
        return Cell(quantity_text(shown), codes)
    written = f"{quantity_text(shown)} {line.text('uom') or ''}".strip()
    return Cell(
        quantity_text(_near(meant)),
        codes,
        text("match.converted", printed=written, converted=f"{quantity_text(_near(meant))} {matched.unit}"),
    )


def _printed_price(matched: LineMatch, line: ExtractedLine, codes: tuple[str, ...]) -> Cell:
    """For one unit of the order line, as the order's price is; what is printed otherwise is told below, and how far it is off."""
    printed, price = line.number("unit_price"), matched.price
    if price is None:
        return Cell(amount_text(printed), codes)
    notes = []
    base = line.number("price_base") or Decimal(1)
    if printed is not None and (printed != _near(price) or base != 1):
        per = f"{quantity_text(base)} {line.text('uom') or ''}".strip() if base != 1 else line.text("uom") or "1"
        notes.append(text("match.printed_price", price=amount_text(printed), per=per))
    if matched.order_price and codes:
        off = price - matched.order_price
        sign = "▲" if off > 0 else "▼"
        notes.append(
            f"{sign} {amount_text(_near(abs(off)))} ({quantity_text(round(abs(off) / matched.order_price * 100, 1))} %)"
        )
    return Cell(amount_text(_near(price)), codes, " · ".join(notes))


def _near(number: Decimal | None) -> Decimal | None:
    """Four digits after the point are enough to look at."""
    return None if number is None else round(number, 4).normalize()


def _per(unit: str) -> str:
    return text("match.per", unit=unit) if unit else ""


def _confirmed_price(told: PaperTrail) -> str:
    return (
        text("match.confirmed_price", price=amount_text(_near(told.confirmed_price)))
        if told.confirmed_price is not None
        else ""
    )


def _papers(told: PaperTrail) -> tuple[tuple[str, str], ...]:
    """The other papers about the order line: what they say, and which they are."""
    papers = []
    if told.confirmed_by is not None and told.promised is not None:
        papers.append((text("match.promised", day=told.promised.isoformat()), told.confirmed_by))
    if told.shipped_by is not None and (told.shipped is not None or told.delivered is not None):
        papers.append(
            (
                text("match.shipped", quantity=quantity_text(told.delivered if told.delivered is not None else told.shipped)),
                told.shipped_by,
            )
        )
    return tuple(papers)


_BY = {Topic.BOOKING: "choice.booked_by", Topic.TAX: "choice.taxed_by"}


def _by(choice: Choice) -> str:
    key = _BY.get(choice.topic, "choice.by")
    return text(key, name=choice.name, at=moment_text(choice.at))


def view_chosen(record: DocumentRecord) -> Mapping[str, str]:
    """Who chose the document's vendor and orders, and when; "" where nobody did."""
    choices = {topic: chosen(record.choices, topic) for topic in (Topic.VENDOR, Topic.ORDERS)}
    return {topic.value: _by(choice) if choice is not None else "" for topic, choice in choices.items()}


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
