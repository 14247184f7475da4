"""What our own store knows that bears on a document, as values for matching."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.entry import BillEntry, BillEntryLine
from idp.domain.history import ConfirmedLine, History, Sender, ShippedLine, Twin
from idp.domain.match import Match
from idp.domain.purchase import Bill, BillLine, Facts, OrderLine, PurchaseOrder
from idp.domain.record import DocumentRecord, OutboxRow
from idp.ports import UnitOfWork

_SHIPPING = frozenset({DocumentType.BILL_OF_LADING, DocumentType.DELIVERY_NOTE, DocumentType.PROOF_OF_DELIVERY})


def history_of(work: UnitOfWork, record: DocumentRecord, document: ExtractedDocument, *, match: Match | None = None) -> History:
    """Twins, confirmations, shipping papers and sender. `match` is a first match that names vendor and orders, where there is one."""
    current = replace(record, extraction=document, match=match or record.match)
    twins = tuple(_twin(other) for other in work.documents.twins(current) if _is_earlier(other, record))
    papers = work.documents.about_orders(tuple(order.id for order in match.orders)) if match is not None else ()
    others = [paper for paper in papers if paper.id != record.id]
    return History(
        own_document_id=record.id,
        same_bytes=record.same_as,
        page_hash=_page_hash(record),
        content_hash=f"{record.sha256}:{record.part}",
        twins=twins,
        confirmed=tuple(line for paper in others for line in _confirmed(paper)),
        shipped=tuple(line for paper in others for line in _shipped(paper)),
        sender=_sender(record),
        choices=record.choices,
        company_hint=record.company_hint,
    )


def with_pending(facts: Facts, rows: tuple[OutboxRow, ...]) -> Facts:
    """Facts as they will be once Odoo has our pending bills: added to the bills and to what is billed of their order lines.

    A pending bill that the facts already hold (`Bill.ours`) is not counted twice. Entry quantities are in the entry line's unit.
    """
    known = {bill.ours for bill in facts.bills if bill.ours is not None}
    pending = [(row, row.order.entry) for row in rows if row.document_id not in known]
    bills = [(row, entry) for row, entry in pending if isinstance(entry, BillEntry)]
    if not bills:
        return facts
    billed: dict[int, Decimal] = {}
    for _, entry in bills:
        for line in entry.lines:
            if line.order_line_id is not None:
                sign = -1 if entry.is_refund else 1
                billed[line.order_line_id] = billed.get(line.order_line_id, Decimal(0)) + sign * _in_order_unit(facts, line)
    orders = tuple(_with_billed(order, billed) for order in facts.orders)
    return replace(facts, orders=orders, bills=facts.bills + tuple(_pending_bill(row, entry) for row, entry in bills))


def _with_billed(order: PurchaseOrder, billed: dict[int, Decimal]) -> PurchaseOrder:
    return replace(
        order,
        lines=tuple(replace(line, billed=line.billed + billed[line.id]) if line.id in billed else line for line in order.lines),
    )


def _in_order_unit(facts: Facts, line: BillEntryLine) -> Decimal:
    order_line = _order_line(facts, line.order_line_id)
    unit = next((u for u in facts.units if u.id == line.unit_id), None)
    if order_line is None or unit is None or unit.category != order_line.unit.category:
        return line.quantity
    return line.quantity * unit.factor / order_line.unit.factor


def _order_line(facts: Facts, line_id: int | None) -> OrderLine | None:
    return next((line for order in facts.orders for line in order.lines if line.id == line_id), None)


def _pending_bill(row: OutboxRow, entry: BillEntry) -> Bill:
    return Bill(
        id=0, name="(on its way to Odoo)", vendor_id=entry.vendor_id, company_id=entry.company_id, number=entry.number,
        bill_date=entry.bill_date, currency=entry.currency, total=entry.total, is_refund=entry.is_refund, state="draft",
        lines=tuple(BillLine(line.order_line_id, line.quantity, line.unit_price) for line in entry.lines), ours=row.document_id,
    )  # fmt: skip


def _is_earlier(other: DocumentRecord, record: DocumentRecord) -> bool:
    """Of two equal documents the one that came first is the original; part and id settle what came at once."""
    return (other.received_at, other.part, other.id) < (record.received_at, record.part, record.id)


def _twin(record: DocumentRecord) -> Twin:
    document = record.extraction
    if document is None:
        return Twin(record.id, DocumentType.OTHER)
    return Twin(
        document_id=record.id,
        document_type=document.document_type,
        vendor_id=record.match.vendor.id if record.match is not None and record.match.vendor is not None else None,
        supplier_vat=document.text("supplier_vat"),
        supplier_name=document.text("supplier_name"),
        number=document.text("invoice_number") or document.text("confirmation_number"),
        currency=document.text("currency"),
        total=document.number("total"),
        document_date=document.date("invoice_date"),
        page_hash=_page_hash(record),
        billed=_quantities(record.match),
    )


def _quantities(match: Match | None) -> tuple[tuple[int, Decimal], ...]:
    pairs = match.lines if match is not None else ()
    return tuple((p.record.id, p.quantity) for p in pairs if p.record is not None and p.quantity is not None)


def _page_hash(record: DocumentRecord) -> str | None:
    """Equal where the same words stand at the same places: a file that was exported again, not scanned again."""
    if record.reading_sha256 is None or record.extraction is None or not record.extraction.pages:
        return None
    return f"{record.reading_sha256}:{','.join(map(str, record.extraction.pages))}"


def _confirmed(paper: DocumentRecord) -> tuple[ConfirmedLine, ...]:
    document, match = paper.extraction, paper.match
    if document is None or match is None or document.document_type is not DocumentType.ORDER_CONFIRMATION:
        return ()
    return tuple(
        ConfirmedLine(
            order_line_id=pair.record.id,
            document_id=paper.id,
            number=document.text("confirmation_number"),
            unit_price=pair.price,
            promised_date=document.lines[pair.line].date("promised_date"),
            quantity=pair.quantity,
        )
        for pair in match.lines
        if pair.record is not None and pair.line < len(document.lines)
    )


def _shipped(paper: DocumentRecord) -> tuple[ShippedLine, ...]:
    document, match = paper.extraction, paper.match
    if document is None or match is None or document.document_type not in _SHIPPING:
        return ()
    number = document.text("bol_number") or document.text("delivery_note_number") or document.text("reference")
    return tuple(
        ShippedLine(
            order_line_id=pair.record.id,
            document_id=paper.id,
            document_type=document.document_type,
            number=number,
            shipped=pair.quantity,
            delivered=pair.delivered,
        )
        for pair in match.lines
        if pair.record is not None and pair.line < len(document.lines)
    )


def _sender(record: DocumentRecord) -> Sender | None:
    if record.sender is None or "@" not in record.sender:
        return None
    authenticated = record.mail.authenticated if record.mail is not None else None
    return Sender(domain=record.sender.rsplit("@", 1)[1].lower(), authenticated=authenticated)
