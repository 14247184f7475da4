"""Invoices: a doubtful date and a price over the order, a changed bank account, a random check, a failure, a done one."""

from __future__ import annotations

from datetime import date, timedelta

from reportlab.lib.colors import Color

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.finding import Finding, RecordRef, finding
from idp.domain.lifecycle import State
from idp.domain.page import Quality
from tests.fakes.paper import Paper, PaperLine, write_business_paper
from tests.fakes.sample import Sample, bill_entry, eur, fields_at, line_matches, lines_at, match_of, record

OTHER_IBAN = "DE75512108001245126199"

_BOLTS = (
    PaperLine("KB-1040", "Hex bolt M10 x 40 zinc plated, box of 100", "24", "box", "18.40", "441.60"),
    PaperLine("KB-1060", "Hex bolt M10 x 60 zinc plated, box of 100", "12", "box", "23.90", "286.80"),
    PaperLine("KN-1000", "Hex nut M10 zinc plated, box of 200", "30", "box", "11.25", "337.50"),
    PaperLine("KW-1000", "Washer M10 DIN 125 A2, box of 500", "8", "box", "14.80", "118.40"),
)
_BOLT_HEAD = (
    ("Invoice no.", "2026-11873", "invoice_number"), ("Invoice date", "09.04.2026", "invoice_date"), ("Due date",
        "09.05.2026", "due_date"),
    ("Your order", "PO00231", "po_number"), ("Customer no.", "48810", ""), ("Currency", "EUR", "currency"),
)  # fmt: skip
_BOLT_TOTALS = (("Subtotal", "1,184.30", "subtotal"), ("VAT 19 %", "225.02", "tax_amount"), ("Total", "1,409.32", "total"))
_KELLER = ("Werkstrasse 4 · 58093 Hagen · Germany", "phone +49 2331 55 120 · invoice@keller-fasteners.example")


def _paper_of_bolts() -> tuple[Paper, bytes]:
    paper = Paper(Color(0.10, 0.30, 0.52))
    content = write_business_paper(
        paper, supplier="Keller Fasteners GmbH", address=_KELLER, title="Invoice", head=_BOLT_HEAD, lines=_BOLTS,
        totals=_BOLT_TOTALS,
        foot=(("VAT ID DE811907980 · HRB 4410 Hagen", "supplier_vat"), ("IBAN DE89370400440532013000 · BIC COBADEFFXXX",
        "supplier_iban")),
    )  # fmt: skip
    return paper, content


def _bolt_document(
    paper: Paper, *, invoice_date: tuple[str, str, float], findings: tuple[Finding, ...] = ()
) -> ExtractedDocument:
    values = {
        "supplier_name": ("Keller Fasteners GmbH", "Keller Fasteners GmbH", 0.993), "supplier_vat": ("DE811907980",
        "DE811907980", 0.998),
        "supplier_iban": ("DE89370400440532013000", "DE89370400440532013000", 0.999), "buyer_name": ("Nordwind Handel GmbH",
        "Nordwind Handel GmbH", 0.97),
        "invoice_number": ("2026-11873", "2026-11873", 0.988), "invoice_date": invoice_date, "due_date": ("2026-05-09",
        "09.05.2026", 0.91),
        "po_number": ("PO00231", "PO00231", 0.999), "currency": ("EUR", "EUR", 0.995), "subtotal": ("1184.30", "1,184.30", 0.992),
        "tax_amount": ("225.02", "225.02", 0.992), "total": ("1409.32", "1,409.32", 0.996),
    }  # fmt: skip
    return ExtractedDocument(
        DocumentType.INVOICE, (0,), Quality.NATIVE,
        fields=fields_at(
            paper, values, invoice_date=("two readings are possible: 9 April and 4 September",),
            total=("subtotal + tax = total", "printed beside “Total”"),
            supplier_iban=("check digits hold", "trusted account of the vendor in Odoo"),
            po_number=("open order of this vendor in Odoo",),
        ),
        lines=lines_at(paper, _BOLTS, ("description", "product_code", "quantity", "uom", "unit_price", "amount")),
        language="en", findings=findings, model_version="rules 1",
    )  # fmt: skip


def price() -> Sample:
    """A doubtful date, and a price over the order: two questions, a clerk may correct and approve."""
    paper, content = _paper_of_bolts()
    place = paper.places
    findings = (
        finding(Code.EXT_AMBIG, "The invoice date can be read as 9 April or 4 September 2026.", field="invoice_date",
            actual="09.04.2026",
                page=0, box=place["invoice_date"][1]),
        finding(Code.PRC_OVER, "Hex bolt M10 x 60 costs 23.90, the order says 21.50.", line=1, field="unit_price",
            expected="21.50 EUR",
                actual="23.90 EUR", money=eur("28.80"), page=0, box=place["lines.1.unit_price"][1],
                record=RecordRef("purchase.order.line", 101, "PO00231 line 2")),
        finding(Code.QTY_UNDER, "Washer M10: 8 billed, 10 received.", line=3, field="quantity", expected="10 box", actual="8 box"),
    )  # fmt: skip
    extraction = _bolt_document(paper, invoice_date=("2026-04-09", "09.04.2026", 0.62), findings=findings[:1])
    match = match_of(
        findings, vendor=RecordRef("res.partner", 14, "Keller Fasteners GmbH"), orders=(RecordRef("purchase.order", 231,
            "PO00231"),),
        lines=line_matches("PO00231", (("24", "24", "0", "18.40"), ("12", "12", "0", "21.50"), ("30", "30", "0", "11.25"),
        ("10", "10", "0", "14.80"))),
        entry=bill_entry("2026-11873", date(2026, 4, 9), _BOLTS, subtotal="1184.30", tax="225.02", total="1409.32",
        order="PO00231", account=5),
    )  # fmt: skip
    stored = record(
        "price",
        content,
        file="Keller_2026-11873.pdf",
        state=State.IN_REVIEW,
        age=timedelta(hours=26),
        version=4,
        extraction=extraction,
        match=match,
    )
    return Sample(stored, content, tuple(map(tuple, paper.words)))


_PUMPS = (
    PaperLine("CP-32-160", "Centrifugal pump 32-160, 1.5 kW, cast iron", "2", "pcs", "684.00", "1,368.00"),
    PaperLine("MS-32", "Mechanical seal set for series 32", "6", "pcs", "41.50", "249.00"),
)  # fmt: skip


def bank() -> Sample:
    """A bank account that Odoo does not trust: only finance may let it pass."""
    paper = Paper(Color(0.55, 0.16, 0.12))
    content = write_business_paper(
        paper, supplier="Adria Pumpe d.o.o.", address=("Industrijska 18 · 51000 Rijeka · Croatia",), title="INVOICE 1204/26",
        head=(("Invoice", "1204/26", "invoice_number"), ("Date", "2026-04-14", "invoice_date"), ("Due", "2026-05-14", "due_date"),
              ("PO", "PO00240", "po_number"), ("Currency", "EUR", "currency")),
        lines=_PUMPS, totals=(("Net", "1,617.00", "subtotal"), ("VAT reverse charge", "0.00", "tax_amount"), ("Total",
        "1,617.00", "total")),
        foot=(("OIB HR33392005961", "supplier_vat"), (f"NEW BANK ACCOUNT: {OTHER_IBAN}", "supplier_iban")),
    )  # fmt: skip
    values = {
        "supplier_name": ("Adria Pumpe d.o.o.", "Adria Pumpe d.o.o.", 0.99), "supplier_vat": ("HR33392005961",
        "HR33392005961", 0.99),
        "supplier_iban": (OTHER_IBAN, OTHER_IBAN, 0.998), "buyer_name": ("Nordwind Handel GmbH", "Nordwind Handel GmbH", 0.97),
        "invoice_number": ("1204/26", "1204/26", 0.98), "invoice_date": ("2026-04-14", "2026-04-14", 0.995),
        "due_date": ("2026-05-14", "2026-05-14", 0.99),
        "po_number": ("PO00240", "PO00240", 0.999), "currency": ("EUR", "EUR", 0.99), "subtotal": ("1617.00", "1,617.00", 0.99),
        "tax_amount": ("0.00", "0.00", 0.97), "total": ("1617.00", "1,617.00", 0.995),
    }  # fmt: skip
    findings = (
        finding(Code.FRD_BANK, f"The printed account {OTHER_IBAN} is not among the vendor's trusted accounts.",
            field="supplier_iban",
                expected="HR1210010051863000160", actual=OTHER_IBAN, money=eur("1617.00"), page=0,
                box=paper.places["supplier_iban"][1]),
    )  # fmt: skip
    extraction = ExtractedDocument(
        DocumentType.INVOICE, (0,), Quality.NATIVE, fields=fields_at(paper, values), language="en",
        lines=lines_at(paper, _PUMPS, ("description", "product_code", "quantity", "uom", "unit_price", "amount")), confident=True,
    )  # fmt: skip
    match = match_of(
        findings, vendor=RecordRef("res.partner", 22, "Adria Pumpe d.o.o."), orders=(RecordRef("purchase.order", 240, "PO00240"),),
        lines=line_matches("PO00240", (("2", "2", "0", "684.00"), ("6", "6", "0", "41.50"))),
        entry=bill_entry("1204/26", date(2026, 4, 14), _PUMPS, subtotal="1617.00", tax="0.00", total="1617.00", order="PO00240",
        account=None),
    )  # fmt: skip
    stored = record(
        "bank",
        content,
        file="1204-26.pdf",
        state=State.IN_REVIEW,
        age=timedelta(hours=5),
        version=4,
        extraction=extraction,
        match=match,
    )
    return Sample(stored, content, tuple(map(tuple, paper.words)))


def clean() -> Sample:
    """Nothing is wrong but an audit sample was drawn: a clerk approves with two keys."""
    paper, content = _paper_of_bolts()
    content += b"\n% second copy"
    findings = (finding(Code.GOV_SAMPLE, "Drawn at random for a check."),)
    match = match_of(
        findings, vendor=RecordRef("res.partner", 14, "Keller Fasteners GmbH"), orders=(RecordRef("purchase.order", 231,
            "PO00231"),),
        lines=line_matches("PO00231", tuple((line.quantity, line.quantity, "0", line.price) for line in _BOLTS)),
        entry=bill_entry("2026-11873", date(2026, 4, 9), _BOLTS, subtotal="1184.30", tax="225.02", total="1409.32",
        order="PO00231", account=5),
    )  # fmt: skip
    extraction = _bolt_document(paper, invoice_date=("2026-04-09", "09.04.2026", 0.985))
    stored = record(
        "clean",
        content,
        file="Keller_copy.pdf",
        state=State.IN_REVIEW,
        age=timedelta(minutes=12),
        version=4,
        extraction=extraction,
        match=match,
    )
    return Sample(stored, content, tuple(map(tuple, paper.words)))


def failed() -> Sample:
    paper, content = _paper_of_bolts()
    content += b"\n% third copy"
    stored = record(
        "failed", content, file="<img src=x onerror=alert(1)>.pdf", state=State.FAILED, age=timedelta(days=2), version=7,
        attempts=6,
        failure="Odoo cannot be reached: connection refused (6 tries).", failure_code="PST-OFFLINE", failed_in=State.EXTRACTED,
        extraction=_bolt_document(paper, invoice_date=("2026-04-09", "09.04.2026", 0.985)),
    )  # fmt: skip
    return Sample(stored, content, tuple(map(tuple, paper.words)))


def locked() -> Sample:
    stored = record(
        "locked", b"%PDF-1.7 encrypted", file="statement-protected.pdf", state=State.QUARANTINED, age=timedelta(hours=3), version=1,
        failure="The file needs a password.", failure_code="ING-ENCRYPTED",
    )  # fmt: skip
    return Sample(stored, b"%PDF-1.7 encrypted", ())


def entered() -> Sample:
    paper, content = _paper_of_bolts()
    content += b"\n% fourth copy"
    match = match_of(
        (), vendor=RecordRef("res.partner", 14, "Keller Fasteners GmbH"), orders=(RecordRef("purchase.order", 231, "PO00231"),),
        entry=bill_entry("2026-11801", date(2026, 4, 9), _BOLTS, subtotal="1184.30", tax="225.02", total="1409.32",
        order="PO00231", account=5),
    )  # fmt: skip
    stored = record(
        "entered", content, file="Keller_2026-11801.pdf", state=State.ENTERED, age=timedelta(days=4), version=6, match=match,
        extraction=_bolt_document(paper, invoice_date=("2026-04-09", "09.04.2026", 0.985)),
        entered=RecordRef("account.move", 812, "BILL/2026/04/0031"),
    )  # fmt: skip
    return Sample(stored, content, tuple(map(tuple, paper.words)))
