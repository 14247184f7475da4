"""A post office box is an address, not an order."""

from __future__ import annotations

from idp.domain.geometry import Box
from idp.domain.page import Page, Quality, Reading, Word
from idp.extractors import extract


def _page(rows: list[str]) -> Page:
    words = []
    for number, row in enumerate(rows):
        left = 0.1
        for text in row.split():
            width = 0.011 * len(text)
            words.append(
                Word(text, Box(left, 0.05 + 0.03 * number, left + width, 0.065 + 0.03 * number), line=number, size=0.012)
            )
            left += width + 0.008
    return Page(0, 595, 842, tuple(words), Quality.NATIVE, "test")


def test_a_post_office_box_is_no_order_number() -> None:
    rows = ["Acme Supplies Ltd", "PO Box 13225", "INVOICE", "Invoice No: 4711", "Date: 12 June 2026", "Total: 100.00 GBP"]
    [document] = extract(Reading("application/pdf", (_page(rows),))).documents
    assert "po_number" not in document.fields


def test_an_order_number_beside_its_label_is_read_in_spite_of_the_box() -> None:
    rows = [
        "Acme Supplies Ltd",
        "PO Box 13225",
        "INVOICE",
        "Invoice No: 4711",
        "PO Number: PO98137",
        "Date: 12 June 2026",
        "Total: 100.00 GBP",
    ]
    [document] = extract(Reading("application/pdf", (_page(rows),))).documents
    assert document.text("po_number") == "PO98137"
