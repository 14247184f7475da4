"""Papers that are no bills: a late confirmation on two pages, a scanned proof of delivery with damage."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from reportlab.lib.colors import Color

from idp.domain.code import Code
from idp.domain.document import DocumentType, Extracted, ExtractedDocument
from idp.domain.entry import ConfirmationEntry, ExpectedDate, ShippingEntry
from idp.domain.finding import RecordRef, finding
from idp.domain.lifecycle import State
from idp.domain.page import Quality
from tests.fakes.paper import Paper, PaperLine, write_business_paper
from tests.fakes.sample import Sample, eur, fields_at, line_matches, lines_at, match_of, record


def confirmation() -> Sample:
    """Two pages; one line comes late."""
    rows = tuple(
        PaperLine(f"LV-{200 + n}", f"Brass ball valve DN {15 + 5 * n} full bore, PN 40", str(10 + n), "pcs", f"{8 + n}.40",
        f"{(10 + n) * (8.4 + n):,.2f}")
        for n in range(26)
    )  # fmt: skip
    total = sum((Decimal(r.amount.replace(",", "")) for r in rows), Decimal(0))
    paper = Paper(Color(0.13, 0.42, 0.30))
    content = write_business_paper(
        paper, supplier="Limmat Armaturen AG", address=("Seestrasse 88 · 8002 Zürich · Switzerland",),
        title="Order confirmation AB-77120",
        head=(("Confirmation", "AB-77120", "confirmation_number"), ("Date", "2026-04-16", "confirmation_date"),
        ("Your order", "PO00252", "po_number"), ("Currency", "EUR", "currency")),
        lines=rows, totals=(("Total", f"{total:,.2f}", "total"),), foot=(("Delivery 2026-05-04, item LV-203 2026-05-29", ""),),
    )  # fmt: skip
    values = {
        "supplier_name": ("Limmat Armaturen AG", "Limmat Armaturen AG", 0.99), "confirmation_number": ("AB-77120",
        "AB-77120", 0.98),
        "confirmation_date": ("2026-04-16", "2026-04-16", 0.98), "po_number": ("PO00252", "PO00252", 0.999),
        "currency": ("EUR", "EUR", 0.98),
        "total": (str(total), f"{total:,.2f}", 0.93),
    }  # fmt: skip
    findings = (
        finding(Code.CNF_LATE, "Ball valve DN 30 is confirmed for 2026-05-29, ordered for 2026-05-04: 25 days late.",
            line=3, field="promised_date",
                expected="2026-05-04", actual="2026-05-29", money=eur("148.20")),
    )  # fmt: skip
    extraction = ExtractedDocument(
        DocumentType.ORDER_CONFIRMATION, (0, 1), Quality.NATIVE, fields=fields_at(paper, values), language="en",
        lines=lines_at(paper, rows, ("description", "product_code", "quantity", "uom", "unit_price", "amount")),
    )  # fmt: skip
    match = match_of(
        findings, vendor=RecordRef("res.partner", 30, "Limmat Armaturen AG"), orders=(RecordRef("purchase.order", 252,
            "PO00252"),),
        lines=line_matches("PO00252", tuple((r.quantity, "0", "0", r.price) for r in rows)),
        entry=ConfirmationEntry(1, (RecordRef("purchase.order", 252, "PO00252"),), "AB-77120", (ExpectedDate(103, date(2026,
        5, 29)),)),
    )  # fmt: skip
    stored = record(
        "confirmation",
        content,
        file="AB-77120.pdf",
        state=State.IN_REVIEW,
        age=timedelta(hours=70),
        version=4,
        extraction=extraction,
        match=match,
    )
    return Sample(stored, content, tuple(map(tuple, paper.words)))


def delivery() -> Sample:
    """A scanned delivery note that was signed with an exception."""
    rows = (
        PaperLine("CP-32-160", "Centrifugal pump 32-160", "2", "pcs", "", ""),
        PaperLine("MS-32", "Mechanical seal set", "6", "pcs", "", ""),
    )
    paper = Paper(Color(0.25, 0.25, 0.28))
    content = write_business_paper(
        paper, supplier="Adria Logistika", address=("Luka 3 · 51000 Rijeka",), title="Proof of delivery",
        head=(("Reference", "POD-55310", "reference"), ("Delivered", "2026-04-17", "delivered_date"), ("Received by",
        "M. Brandt", "received_by"), ("Order", "PO00240", "po_number")),
        lines=rows, totals=(), foot=(("Remarks: 1 seal set damaged, packaging wet", "exceptions"),),
    )  # fmt: skip
    values = {
        "reference": ("POD-55310", "POD-55310", 0.95), "delivered_date": ("2026-04-17", "2026-04-17", 0.94),
        "received_by": ("M. Brandt", "M. Brandt", 0.71),
        "exceptions": ("1 seal set damaged, packaging wet", "1 seal set damaged, packaging wet", 0.83),
        "po_number": ("PO00240", "PO00240", 0.97),
    }  # fmt: skip
    fields = fields_at(paper, values)
    fields["signed"] = Extracted(True, "", 0.88, source="ink 1", reasons=("handwriting near “Received by”",))
    findings = (
        finding(Code.SHP_DAMAGE, "The receiver noted damage: 1 seal set damaged, packaging wet.", field="exceptions",
            actual="1 seal set damaged", page=0, box=paper.places["exceptions"][1]),
    )  # fmt: skip
    extraction = ExtractedDocument(
        DocumentType.PROOF_OF_DELIVERY, (0,), Quality.POOR_SCAN, fields=fields, language="en",
        lines=lines_at(paper, rows, ("description", "product_code", "quantity")),
    )  # fmt: skip
    match = match_of(
        findings, vendor=RecordRef("res.partner", 22, "Adria Pumpe d.o.o."), orders=(RecordRef("purchase.order", 240, "PO00240"),),
        lines=line_matches("PO00240", (("2", "2", "0", "684.00"), ("6", "6", "0", "41.50"))),
        entry=ShippingEntry(1, (RecordRef("stock.picking", 71, "WH/IN/00071"),), "POD-55310"),
    )  # fmt: skip
    stored = record(
        "delivery",
        content,
        file="scan_0417.pdf",
        state=State.IN_REVIEW,
        age=timedelta(minutes=40),
        version=4,
        extraction=extraction,
        match=match,
    )
    return Sample(stored, content, tuple(map(tuple, paper.words)))
