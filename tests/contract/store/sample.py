"""Documents to store, and a clock that stands until it is told to go on."""

from __future__ import annotations

import itertools
import uuid
from collections import deque
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from idp.domain.code import CODES, Code
from idp.domain.document import DocumentType, Extracted, ExtractedDocument, ExtractedLine
from idp.domain.entry import BillEntry, BillEntryLine, EntryFile, EntryOrder
from idp.domain.finding import Finding, RecordRef, decide
from idp.domain.geometry import Box
from idp.domain.lifecycle import TRANSITIONS, Event, State
from idp.domain.match import LineMatch, Match
from idp.domain.money import Money
from idp.domain.page import Quality
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import UnitOfWork

NOON = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)


class SetClock:
    """Stands at `moment`; every look moves it on by a microsecond, so that no two moments are equal."""

    def __init__(self) -> None:
        self.moment = NOON
        self._ticks = itertools.count(1)

    def now(self) -> datetime:
        return self.moment + timedelta(microseconds=next(self._ticks))

    def today(self) -> date:
        return self.moment.date()


def a_document(*, minutes: int = 0, **details: object) -> DocumentRecord:
    """A document as it comes, `minutes` after noon."""
    record = DocumentRecord(
        id=DocumentId(uuid.uuid4().hex), sha256=uuid.uuid4().hex * 2, name="Rechnung März.pdf", media_type="application/pdf",
        channel="mail", received_at=NOON + timedelta(minutes=minutes), sender="ar@acme.example",
    )  # fmt: skip
    return replace(record, **details)  # type: ignore[arg-type]  # the class's own fields


def an_extraction(
    *, number: str | None = "INV-2026-0815", total: str | None = "1234.50", currency: str = "EUR", supplier: str = "Acme Pumpen GmbH",
    kind: DocumentType = DocumentType.INVOICE, orders: tuple[str, ...] = ("P00042",), findings: tuple[Finding, ...] = (),
) -> ExtractedDocument:  # fmt: skip
    fields = {"supplier_name": supplier, "currency": currency, "due_date": "2026-05-05"}
    if number is not None:
        fields["invoice_number"] = number
    if total is not None:
        fields["total"] = total
    box = Box(0.1, 0.2, 0.30000000000000004, 0.4)
    found = {name: Extracted(text, text, 0.93, 0, box, (), "pypdfium2 5") for name, text in fields.items()}
    found["po_numbers"] = Extracted(orders, ", ".join(orders), 0.9, 0, None, (box,) * len(orders))
    found["signed"] = Extracted(True, "signed", 0.5)
    cells = {
        "description": Extracted('Dichtung 1/2" \u2013 blau', "x", 1.0),
        "quantity": Extracted("3.000", "3,000", 0.1 + 0.2),
    }
    return ExtractedDocument(
        kind, (0, 1), Quality.CLEAN_SCAN, found, (ExtractedLine(cells, 1),), "de", findings=findings, model_version="m1"
    )  # fmt: skip


def a_finding(code: Code, *, money: str | None = None) -> Finding:
    row = CODES[code]
    worth = Money(Decimal(money), "EUR") if money is not None else None
    return Finding(code, row.severity, row.owner, row.meaning, money=worth, record=RecordRef("purchase.order", 42, "P00042"))


def a_match(*codes: Code, stake: str | None = None, vendor_id: int = 7, order_ids: tuple[int, ...] = (42,)) -> Match:
    findings = tuple(a_finding(code, money=stake) for code in codes)
    orders = tuple(RecordRef("purchase.order", i, f"P{i:05}") for i in order_ids)
    return Match(
        decision=decide(findings), findings=findings, vendor=RecordRef("res.partner", vendor_id, "Acme Pumpen GmbH"), company_id=1,
        orders=orders, lines=(LineMatch(0, RecordRef("purchase.order.line", 5), "P00042", 0.75, "vendor code", Decimal("3.000")),),
        entry=a_bill(vendor_id), money_at_stake=Money(Decimal(stake), "EUR") if stake is not None else None, policy_version="p1",
    )  # fmt: skip


def a_bill(vendor_id: int = 7) -> BillEntry:
    line = BillEntryLine("0", "Dichtung", Decimal(3), Decimal("411.500000"), Decimal(0), 1, 9, 5, (2,))
    return BillEntry(
        1, vendor_id, False, "INV-2026-0815", date(2026, 4, 1), None, "EUR", (line,), None, Decimal("0.00"), Decimal("1234.50"), None
    )  # fmt: skip


def an_order(document_id: str, vendor_id: int = 7) -> EntryOrder:
    return EntryOrder(
        document_id, a_bill(vendor_id), EntryFile("x.pdf", "a" * 64, "application/pdf"), "note", "approver", "look"
    )


def way_to(state: State) -> tuple[Event, ...]:
    """The shortest way from RECEIVED to `state`."""
    ways: dict[State, tuple[Event, ...]] = {State.RECEIVED: ()}
    ahead = deque([State.RECEIVED])
    while ahead:
        here = ahead.popleft()
        for (source, event), target in TRANSITIONS.items():
            if source is here and target not in ways:
                ways[target] = (*ways[here], event)
                ahead.append(target)
    return ways[state]


def bring_to(work: UnitOfWork, state: State, record: DocumentRecord | None = None) -> DocumentRecord:
    """Adds a document and moves it to `state`; it keeps the extraction and match it has."""
    moved = work.documents.add(record or a_document(), actor="idp", why="came by mail")
    for event in way_to(state):
        moved = work.documents.move(moved, event, actor="idp", why=f"on the way: {event}")
    return moved
