"""The documents that the workbench is tested on: a clean-looking invoice with a doubtful date and a price over the order, a
changed bank account, a late confirmation on two pages, a signed delivery with damage, a failure, a quarantined file, a done one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from reportlab.lib.colors import Color

from idp.domain.code import Code
from idp.domain.document import FIELD_KINDS, DocumentType, Extracted, ExtractedDocument, ExtractedLine, Kind
from idp.domain.entry import BillEntry, BillEntryLine, ConfirmationEntry, ExpectedDate, ShippingEntry
from idp.domain.finding import Finding, RecordRef, decide, finding
from idp.domain.lifecycle import State
from idp.domain.match import LineMatch, Match
from idp.domain.money import Money
from idp.domain.page import Quality, Word
from idp.domain.record import DocumentId, DocumentRecord
from tests.fakes.paper import Paper, PaperLine, write_business_paper

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
POLICY = "2026-04-01 / shipped"
OTHER_IBAN = "DE75512108001245126199"


@dataclass(frozen=True)
class Sample:
    record: DocumentRecord
    content: bytes
    words: tuple[tuple[Word, ...], ...]


def samples() -> dict[str, Sample]:
    """The documents by the name that tests use."""
    return {
        "price": _price(), "bank": _bank(), "confirmation": _confirmation(), "delivery": _delivery(),
        "clean": _clean(), "failed": _failed(), "locked": _locked(), "entered": _entered(),
    }  # fmt: skip


def _id(name: str) -> DocumentId:
    return DocumentId(hashlib.sha256(name.encode()).hexdigest()[:32])


def _record(name: str, content: bytes, *, file: str, state: State, age: timedelta, **more: object) -> DocumentRecord:
    return DocumentRecord(
        id=_id(name), sha256=hashlib.sha256(content).hexdigest(), name=file, media_type="application/pdf", channel="mail",
        received_at=NOW - age, state=state, **more,  # type: ignore[arg-type]  # attributes of the record
    )  # fmt: skip


def _fields(paper: Paper, values: Mapping[str, tuple[str, str, float]], **reasons: tuple[str, ...]) -> dict[str, Extracted]:
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


def _lines(paper: Paper, rows: tuple[PaperLine, ...], columns: tuple[str, ...]) -> tuple[ExtractedLine, ...]:
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


def _eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def _match(findings: tuple[Finding, ...], **more: object) -> Match:
    money = [f.money for f in findings if f.money is not None and f.severity.rank >= 2]
    total = sum((m.amount for m in money), Decimal(0))
    return Match(
        decision=decide(findings), findings=findings, company_id=1, policy_version=POLICY,
        money_at_stake=Money(total, "EUR") if money else None, **more,  # type: ignore[arg-type]  # attributes of the match
    )  # fmt: skip


def _bill(number: str, on: date, lines: tuple[PaperLine, ...], *, subtotal: str, tax: str, total: str, order: str, account: int | None) -> BillEntry:
    return BillEntry(
        company_id=1, vendor_id=14, is_refund=False, number=number, bill_date=on, due_date=on + timedelta(days=30), currency="EUR",
        lines=tuple(
            BillEntryLine(f"{n}", line.description, Decimal(line.quantity), Decimal(line.price.replace(",", "")), Decimal(0), 1, 30 + n,
                          100 + n, (3,))
            for n, line in enumerate(lines)
        ),
        subtotal=Decimal(subtotal), tax_amount=Decimal(tax), total=Decimal(total), bank_account_id=account, order_names=(order,),
    )  # fmt: skip


_BOLTS = (
    PaperLine("KB-1040", "Hex bolt M10 x 40 zinc plated, box of 100", "24", "box", "18.40", "441.60"),
    PaperLine("KB-1060", "Hex bolt M10 x 60 zinc plated, box of 100", "12", "box", "23.90", "286.80"),
    PaperLine("KN-1000", "Hex nut M10 zinc plated, box of 200", "30", "box", "11.25", "337.50"),
    PaperLine("KW-1000", "Washer M10 DIN 125 A2, box of 500", "8", "box", "14.80", "118.40"),
)
_BOLT_HEAD = (
    ("Invoice no.", "2026-11873", "invoice_number"), ("Invoice date", "09.04.2026", "invoice_date"), ("Due date", "09.05.2026", "due_date"),
    ("Your order", "PO00231", "po_number"), ("Customer no.", "48810", ""), ("Currency", "EUR", "currency"),
)  # fmt: skip
_BOLT_TOTALS = (("Subtotal", "1,184.30", "subtotal"), ("VAT 19 %", "225.02", "tax_amount"), ("Total", "1,409.32", "total"))
_KELLER = ("Werkstrasse 4 · 58093 Hagen · Germany", "phone +49 2331 55 120 · invoice@keller-fasteners.example")


def _paper_of_bolts() -> tuple[Paper, bytes]:
    paper = Paper(Color(0.10, 0.30, 0.52))
    content = write_business_paper(
        paper, supplier="Keller Fasteners GmbH", address=_KELLER, title="Invoice", head=_BOLT_HEAD, lines=_BOLTS, totals=_BOLT_TOTALS,
        foot=(("VAT ID DE811907980 · HRB 4410 Hagen", "supplier_vat"), ("IBAN DE89370400440532013000 · BIC COBADEFFXXX", "supplier_iban")),
    )  # fmt: skip
    return paper, content


def _bolt_document(paper: Paper, *, invoice_date: tuple[str, str, float], findings: tuple[Finding, ...] = ()) -> ExtractedDocument:
    values = {
        "supplier_name": ("Keller Fasteners GmbH", "Keller Fasteners GmbH", 0.993), "supplier_vat": ("DE811907980", "DE811907980", 0.998),
        "supplier_iban": ("DE89370400440532013000", "DE89370400440532013000", 0.999), "buyer_name": ("Nordwind Handel GmbH", "Nordwind Handel GmbH", 0.97),
        "invoice_number": ("2026-11873", "2026-11873", 0.988), "invoice_date": invoice_date, "due_date": ("2026-05-09", "09.05.2026", 0.91),
        "po_number": ("PO00231", "PO00231", 0.999), "currency": ("EUR", "EUR", 0.995), "subtotal": ("1184.30", "1,184.30", 0.992),
        "tax_amount": ("225.02", "225.02", 0.992), "total": ("1409.32", "1,409.32", 0.996),
    }  # fmt: skip
    return ExtractedDocument(
        DocumentType.INVOICE, (0,), Quality.NATIVE,
        fields=_fields(
            paper, values, invoice_date=("two readings are possible: 9 April and 4 September",), total=("subtotal + tax = total", "printed beside “Total”"),
            supplier_iban=("check digits hold", "trusted account of the vendor in Odoo"), po_number=("open order of this vendor in Odoo",),
        ),
        lines=_lines(paper, _BOLTS, ("description", "product_code", "quantity", "uom", "unit_price", "amount")),
        language="en", findings=findings, model_version="rules 1",
    )  # fmt: skip


def _line_matches(order: str, figures: tuple[tuple[str, str, str, str], ...]) -> tuple[LineMatch, ...]:
    return tuple(
        LineMatch(n, RecordRef("purchase.order.line", 100 + n, f"{order} line {n + 1}"), order, 0.97, "vendor code, price",
                  ordered=Decimal(o), received=Decimal(r), billed_before=Decimal(b), order_price=Decimal(p))
        for n, (o, r, b, p) in enumerate(figures)
    )  # fmt: skip


def _price() -> Sample:
    """A doubtful date, and a price over the order: two questions, a clerk may correct and approve."""
    paper, content = _paper_of_bolts()
    place = paper.places
    findings = (
        finding(Code.EXT_AMBIG, "The invoice date can be read as 9 April or 4 September 2026.", field="invoice_date", actual="09.04.2026",
                page=0, box=place["invoice_date"][1]),
        finding(Code.PRC_OVER, "Hex bolt M10 x 60 costs 23.90, the order says 21.50.", line=1, field="unit_price", expected="21.50 EUR",
                actual="23.90 EUR", money=_eur("28.80"), page=0, box=place["lines.1.unit_price"][1],
                record=RecordRef("purchase.order.line", 101, "PO00231 line 2")),
        finding(Code.QTY_UNDER, "Washer M10: 8 billed, 10 received.", line=3, field="quantity", expected="10 box", actual="8 box"),
    )  # fmt: skip
    extraction = _bolt_document(paper, invoice_date=("2026-04-09", "09.04.2026", 0.62), findings=findings[:1])
    match = _match(
        findings, vendor=RecordRef("res.partner", 14, "Keller Fasteners GmbH"), orders=(RecordRef("purchase.order", 231, "PO00231"),),
        lines=_line_matches("PO00231", (("24", "24", "0", "18.40"), ("12", "12", "0", "21.50"), ("30", "30", "0", "11.25"), ("10", "10", "0", "14.80"))),
        entry=_bill("2026-11873", date(2026, 4, 9), _BOLTS, subtotal="1184.30", tax="225.02", total="1409.32", order="PO00231", account=5),
    )  # fmt: skip
    record = _record("price", content, file="Keller_2026-11873.pdf", state=State.IN_REVIEW, age=timedelta(hours=26), version=4, extraction=extraction, match=match)
    return Sample(record, content, tuple(map(tuple, paper.words)))


_PUMPS = (
    PaperLine("CP-32-160", "Centrifugal pump 32-160, 1.5 kW, cast iron", "2", "pcs", "684.00", "1,368.00"),
    PaperLine("MS-32", "Mechanical seal set for series 32", "6", "pcs", "41.50", "249.00"),
)  # fmt: skip


def _bank() -> Sample:
    """A bank account that Odoo does not trust: only finance may let it pass."""
    paper = Paper(Color(0.55, 0.16, 0.12))
    content = write_business_paper(
        paper, supplier="Adria Pumpe d.o.o.", address=("Industrijska 18 · 51000 Rijeka · Croatia",), title="INVOICE 1204/26",
        head=(("Invoice", "1204/26", "invoice_number"), ("Date", "2026-04-14", "invoice_date"), ("Due", "2026-05-14", "due_date"),
              ("PO", "PO00240", "po_number"), ("Currency", "EUR", "currency")),
        lines=_PUMPS, totals=(("Net", "1,617.00", "subtotal"), ("VAT reverse charge", "0.00", "tax_amount"), ("Total", "1,617.00", "total")),
        foot=(("OIB HR33392005961", "supplier_vat"), (f"NEW BANK ACCOUNT: {OTHER_IBAN}", "supplier_iban")),
    )  # fmt: skip
    values = {
        "supplier_name": ("Adria Pumpe d.o.o.", "Adria Pumpe d.o.o.", 0.99), "supplier_vat": ("HR33392005961", "HR33392005961", 0.99),
        "supplier_iban": (OTHER_IBAN, OTHER_IBAN, 0.998), "buyer_name": ("Nordwind Handel GmbH", "Nordwind Handel GmbH", 0.97),
        "invoice_number": ("1204/26", "1204/26", 0.98), "invoice_date": ("2026-04-14", "2026-04-14", 0.995), "due_date": ("2026-05-14", "2026-05-14", 0.99),
        "po_number": ("PO00240", "PO00240", 0.999), "currency": ("EUR", "EUR", 0.99), "subtotal": ("1617.00", "1,617.00", 0.99),
        "tax_amount": ("0.00", "0.00", 0.97), "total": ("1617.00", "1,617.00", 0.995),
    }  # fmt: skip
    findings = (
        finding(Code.FRD_BANK, f"The printed account {OTHER_IBAN} is not among the vendor's trusted accounts.", field="supplier_iban",
                expected="HR1210010051863000160", actual=OTHER_IBAN, money=_eur("1617.00"), page=0, box=paper.places["supplier_iban"][1]),
    )  # fmt: skip
    extraction = ExtractedDocument(
        DocumentType.INVOICE, (0,), Quality.NATIVE, fields=_fields(paper, values), language="en",
        lines=_lines(paper, _PUMPS, ("description", "product_code", "quantity", "uom", "unit_price", "amount")), confident=True,
    )  # fmt: skip
    match = _match(
        findings, vendor=RecordRef("res.partner", 22, "Adria Pumpe d.o.o."), orders=(RecordRef("purchase.order", 240, "PO00240"),),
        lines=_line_matches("PO00240", (("2", "2", "0", "684.00"), ("6", "6", "0", "41.50"))),
        entry=_bill("1204/26", date(2026, 4, 14), _PUMPS, subtotal="1617.00", tax="0.00", total="1617.00", order="PO00240", account=None),
    )  # fmt: skip
    record = _record("bank", content, file="1204-26.pdf", state=State.IN_REVIEW, age=timedelta(hours=5), version=4, extraction=extraction, match=match)
    return Sample(record, content, tuple(map(tuple, paper.words)))


def _confirmation() -> Sample:
    """Two pages; one line comes late."""
    rows = tuple(
        PaperLine(f"LV-{200 + n}", f"Brass ball valve DN {15 + 5 * n} full bore, PN 40", str(10 + n), "pcs", f"{8 + n}.40", f"{(10 + n) * (8.4 + n):,.2f}")
        for n in range(26)
    )  # fmt: skip
    total = sum((Decimal(r.amount.replace(",", "")) for r in rows), Decimal(0))
    paper = Paper(Color(0.13, 0.42, 0.30))
    content = write_business_paper(
        paper, supplier="Valvoline Armaturen AG", address=("Seestrasse 88 · 8002 Zürich · Switzerland",), title="Order confirmation AB-77120",
        head=(("Confirmation", "AB-77120", "confirmation_number"), ("Date", "2026-04-16", "confirmation_date"), ("Your order", "PO00252", "po_number"), ("Currency", "EUR", "currency")),
        lines=rows, totals=(("Total", f"{total:,.2f}", "total"),), foot=(("Delivery 2026-05-04, item LV-203 2026-05-29", ""),),
    )  # fmt: skip
    values = {
        "supplier_name": ("Valvoline Armaturen AG", "Valvoline Armaturen AG", 0.99), "confirmation_number": ("AB-77120", "AB-77120", 0.98),
        "confirmation_date": ("2026-04-16", "2026-04-16", 0.98), "po_number": ("PO00252", "PO00252", 0.999), "currency": ("EUR", "EUR", 0.98),
        "total": (str(total), f"{total:,.2f}", 0.93),
    }  # fmt: skip
    findings = (
        finding(Code.CNF_LATE, "Ball valve DN 30 is confirmed for 2026-05-29, ordered for 2026-05-04: 25 days late.", line=3, field="promised_date",
                expected="2026-05-04", actual="2026-05-29", money=_eur("148.20")),
    )  # fmt: skip
    extraction = ExtractedDocument(
        DocumentType.ORDER_CONFIRMATION, (0, 1), Quality.NATIVE, fields=_fields(paper, values), language="en",
        lines=_lines(paper, rows, ("description", "product_code", "quantity", "uom", "unit_price", "amount")),
    )  # fmt: skip
    match = _match(
        findings, vendor=RecordRef("res.partner", 30, "Valvoline Armaturen AG"), orders=(RecordRef("purchase.order", 252, "PO00252"),),
        lines=_line_matches("PO00252", tuple((r.quantity, "0", "0", r.price) for r in rows)),
        entry=ConfirmationEntry(1, (RecordRef("purchase.order", 252, "PO00252"),), "AB-77120", (ExpectedDate(103, date(2026, 5, 29)),)),
    )  # fmt: skip
    record = _record("confirmation", content, file="AB-77120.pdf", state=State.IN_REVIEW, age=timedelta(hours=70), version=4, extraction=extraction, match=match)
    return Sample(record, content, tuple(map(tuple, paper.words)))


def _delivery() -> Sample:
    """A scanned delivery note that was signed with an exception."""
    rows = (PaperLine("CP-32-160", "Centrifugal pump 32-160", "2", "pcs", "", ""), PaperLine("MS-32", "Mechanical seal set", "6", "pcs", "", ""))
    paper = Paper(Color(0.25, 0.25, 0.28))
    content = write_business_paper(
        paper, supplier="Adria Logistika", address=("Luka 3 · 51000 Rijeka",), title="Proof of delivery",
        head=(("Reference", "POD-55310", "reference"), ("Delivered", "2026-04-17", "delivered_date"), ("Received by", "M. Brandt", "received_by"), ("Order", "PO00240", "po_number")),
        lines=rows, totals=(), foot=(("Remarks: 1 seal set damaged, packaging wet", "exceptions"),),
    )  # fmt: skip
    values = {
        "reference": ("POD-55310", "POD-55310", 0.95), "delivered_date": ("2026-04-17", "2026-04-17", 0.94), "received_by": ("M. Brandt", "M. Brandt", 0.71),
        "exceptions": ("1 seal set damaged, packaging wet", "1 seal set damaged, packaging wet", 0.83), "po_number": ("PO00240", "PO00240", 0.97),
    }  # fmt: skip
    fields = _fields(paper, values)
    fields["signed"] = Extracted(True, "", 0.88, source="ink 1", reasons=("handwriting near “Received by”",))
    findings = (
        finding(Code.SHP_DAMAGE, "The receiver noted damage: 1 seal set damaged, packaging wet.", field="exceptions", actual="1 seal set damaged", page=0, box=paper.places["exceptions"][1]),
    )  # fmt: skip
    extraction = ExtractedDocument(
        DocumentType.PROOF_OF_DELIVERY, (0,), Quality.POOR_SCAN, fields=fields, language="en",
        lines=_lines(paper, rows, ("description", "product_code", "quantity")),
    )  # fmt: skip
    match = _match(
        findings, vendor=RecordRef("res.partner", 22, "Adria Pumpe d.o.o."), orders=(RecordRef("purchase.order", 240, "PO00240"),),
        lines=_line_matches("PO00240", (("2", "2", "0", "684.00"), ("6", "6", "0", "41.50"))),
        entry=ShippingEntry(1, (RecordRef("stock.picking", 71, "WH/IN/00071"),), "POD-55310"),
    )  # fmt: skip
    record = _record("delivery", content, file="scan_0417.pdf", state=State.IN_REVIEW, age=timedelta(minutes=40), version=4, extraction=extraction, match=match)
    return Sample(record, content, tuple(map(tuple, paper.words)))


def _clean() -> Sample:
    """Nothing is wrong but an audit sample was drawn: a clerk approves with two keys."""
    paper, content = _paper_of_bolts()
    content += b"\n% second copy"
    findings = (finding(Code.GOV_SAMPLE, "Drawn at random for a check."),)
    match = _match(
        findings, vendor=RecordRef("res.partner", 14, "Keller Fasteners GmbH"), orders=(RecordRef("purchase.order", 231, "PO00231"),),
        lines=_line_matches("PO00231", tuple((line.quantity, line.quantity, "0", line.price) for line in _BOLTS)),
        entry=_bill("2026-11873", date(2026, 4, 9), _BOLTS, subtotal="1184.30", tax="225.02", total="1409.32", order="PO00231", account=5),
    )  # fmt: skip
    extraction = _bolt_document(paper, invoice_date=("2026-04-09", "09.04.2026", 0.985))
    record = _record("clean", content, file="Keller_copy.pdf", state=State.IN_REVIEW, age=timedelta(minutes=12), version=4, extraction=extraction, match=match)
    return Sample(record, content, tuple(map(tuple, paper.words)))


def _failed() -> Sample:
    paper, content = _paper_of_bolts()
    content += b"\n% third copy"
    record = _record(
        "failed", content, file="<img src=x onerror=alert(1)>.pdf", state=State.FAILED, age=timedelta(days=2), version=7, attempts=6,
        failure="Odoo cannot be reached: connection refused (6 tries).", failure_code="PST-OFFLINE", failed_in=State.EXTRACTED,
        extraction=_bolt_document(paper, invoice_date=("2026-04-09", "09.04.2026", 0.985)),
    )  # fmt: skip
    return Sample(record, content, tuple(map(tuple, paper.words)))


def _locked() -> Sample:
    record = _record(
        "locked", b"%PDF-1.7 encrypted", file="statement-protected.pdf", state=State.QUARANTINED, age=timedelta(hours=3), version=1,
        failure="The file needs a password.", failure_code="ING-ENCRYPTED",
    )  # fmt: skip
    return Sample(record, b"%PDF-1.7 encrypted", ())


def _entered() -> Sample:
    paper, content = _paper_of_bolts()
    content += b"\n% fourth copy"
    match = _match(
        (), vendor=RecordRef("res.partner", 14, "Keller Fasteners GmbH"), orders=(RecordRef("purchase.order", 231, "PO00231"),),
        entry=_bill("2026-11801", date(2026, 4, 9), _BOLTS, subtotal="1184.30", tax="225.02", total="1409.32", order="PO00231", account=5),
    )  # fmt: skip
    record = _record(
        "entered", content, file="Keller_2026-11801.pdf", state=State.ENTERED, age=timedelta(days=4), version=6, match=match,
        extraction=_bolt_document(paper, invoice_date=("2026-04-09", "09.04.2026", 0.985)), entered=RecordRef("account.move", 812, "BILL/2026/04/0031"),
    )  # fmt: skip
    return Sample(record, content, tuple(map(tuple, paper.words)))
