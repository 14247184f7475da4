"""How the sample documents of the workbench are put together: records, fields at their places, matches, entries."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from idp.domain.document import FIELD_KINDS, Extracted, ExtractedLine, Kind
from idp.domain.entry import BillEntry, BillEntryLine
from idp.domain.finding import Finding, RecordRef, decide
from idp.domain.lifecycle import State
from idp.domain.match import LineMatch, Match
from idp.domain.money import Money
from idp.domain.page import Word
from idp.domain.record import DocumentId, DocumentRecord
from tests.fakes.paper import Paper, PaperLine

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
POLICY = "2026-04-01 / shipped"


@dataclass(frozen=True)
class Sample:
    record: DocumentRecord
    content: bytes
    words: tuple[tuple[Word, ...], ...]


def id_of(name: str) -> DocumentId:
    return DocumentId(hashlib.sha256(name.encode()).hexdigest()[:32])


def record(name: str, content: bytes, *, file: str, state: State, age: timedelta, **more: object) -> DocumentRecord:
    return DocumentRecord(
        id=id_of(name), sha256=hashlib.sha256(content).hexdigest(), name=file, media_type="application/pdf", channel="mail",
        received_at=NOW - age, state=state, **more,  # type: ignore[arg-type]  # attributes of the record
    )  # fmt: skip


def fields_at(paper: Paper, values: Mapping[str, tuple[str, str, float]], **reasons: tuple[str, ...]) -> dict[str, Extracted]:
    """Extracted values at the places where the paper printed them: name → (value, raw, confidence)."""
    found: dict[str, Extracted] = {}
    for name, (value, raw, confidence) in values.items():
        page, box = paper.places.get(name, (None, None))
        canonical = tuple(value.split(",")) if FIELD_KINDS.get(name) is Kind.IDENTIFIERS else value
        found[name] = Extracted(
            canonical, raw, confidence, page=page, box=box, source="pypdfium2 5.15",
            reasons=reasons.get(name, ("label stands beside it", "printed once")),
        )  # fmt: skip
    return found


def lines_at(paper: Paper, rows: tuple[PaperLine, ...], columns: tuple[str, ...]) -> tuple[ExtractedLine, ...]:
    lines = []
    for n, row in enumerate(rows):
        texts = {
            "description": row.description, "product_code": row.code, "quantity": row.quantity, "uom": row.unit,
            "unit_price": row.price, "amount": row.amount,
        }  # fmt: skip
        cells = {}
        for column in columns:
            place = paper.places.get(f"lines.{n}.{column}")
            if place is None:
                continue
            raw = texts[column]
            number = FIELD_KINDS[column] in {Kind.AMOUNT, Kind.QUANTITY}
            cells[column] = Extracted(
                raw.replace(",", "") if number else raw, raw, 0.985, page=place[0], box=place[1], source="pypdfium2 5.15",
                reasons=("quantity × price = amount",) if number else ("column of the table",),
            )  # fmt: skip
        lines.append(ExtractedLine(cells, page=paper.places[f"lines.{n}.description"][0]))
    return tuple(lines)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def match_of(findings: tuple[Finding, ...], **more: object) -> Match:
    money = [f.money for f in findings if f.money is not None and f.severity.rank >= 2]
    total = sum((m.amount for m in money), Decimal(0))
    return Match(
        decision=decide(findings), findings=findings, company_id=1, policy_version=POLICY,
        money_at_stake=Money(total, "EUR") if money else None, **more,  # type: ignore[arg-type]  # attributes of the match
    )  # fmt: skip


def bill_entry(
    number: str, on: date, lines: tuple[PaperLine, ...], *, subtotal: str, tax: str, total: str, order: str, account: int | None
) -> BillEntry:
    return BillEntry(
        company_id=1, vendor_id=14, is_refund=False, number=number, bill_date=on, due_date=on + timedelta(days=30), currency="EUR",
        lines=tuple(
            BillEntryLine(f"{n}", line.description, Decimal(line.quantity), Decimal(line.price.replace(",", "")),
            Decimal(0), 1, 30 + n,
                          100 + n, (3,))
            for n, line in enumerate(lines)
        ),
        subtotal=Decimal(subtotal), tax_amount=Decimal(tax), total=Decimal(total), bank_account_id=account, order_names=(order,),
    )  # fmt: skip


def line_matches(order: str, figures: tuple[tuple[str, str, str, str], ...]) -> tuple[LineMatch, ...]:
    return tuple(
        LineMatch(n, RecordRef("purchase.order.line", 100 + n, f"{order} line {n + 1}"), order, 0.97, "vendor code, price",
                  ordered=Decimal(o), received=Decimal(r), billed_before=Decimal(b), order_price=Decimal(p))
        for n, (o, r, b, p) in enumerate(figures)
    )  # fmt: skip
