from __future__ import annotations

import pytest

from idp.domain.code import Code, Severity
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.page import EmbeddedFile, Reading
from idp.extractors import extract
from tests.unit.extractors.pages import page_of
from tests.unit.extractors.test_einvoice import invoice


def printed(
    number: str = "4711", total: str = "119.00", iban: str = "DE89 3704 0044 0532 0130 00"
) -> list[list[tuple[float, str]] | str]:
    return [
        "!Invoice",
        [(0.1, "Muster GmbH"), (0.6, "VAT no. DE136695976")],
        [(0.1, "Invoice number:"), (0.35, number)],
        [(0.1, "Invoice date:"), (0.35, "2026-04-05")],
        [(0.1, "Subtotal:"), (0.35, "100.00 EUR")],
        [(0.1, "VAT 19 %:"), (0.35, "19.00 EUR")],
        [(0.1, "Total:"), (0.35, f"{total} EUR")],
        [(0.1, "IBAN"), (0.2, iban)],
    ]


def read(lines: list[list[tuple[float, str]] | str], xml: str | None = None) -> ExtractedDocument:
    data = EmbeddedFile("factur-x.xml", (xml or invoice()).encode())
    reading = Reading("application/pdf", (page_of(lines),), data)
    (document,) = extract(reading).documents
    return document


def test_values_come_from_the_data_and_boxes_from_the_page() -> None:
    document = read(printed())
    assert document.pages == (0,)
    total = document.fields["total"]
    assert (total.value, total.source, total.page) == ("119.00", "ubl", 0)
    assert total.box is not None
    assert total.box.left > 0.3
    assert document.findings == ()
    assert document.confident


def test_a_page_that_shows_another_total_is_held_for_finance() -> None:
    document = read(printed(total="191.00"))
    (found,) = [f for f in document.findings if f.code is Code.EXT_HYBRID]
    assert (found.field, found.expected, found.actual) == ("total", "119.00", "191.00")
    assert document.text("total") == "119.00"
    assert not document.confident


def test_a_page_that_shows_another_account_is_held_for_finance() -> None:
    document = read(printed(iban="GB82 WEST 1234 5698 7654 32"))
    assert [f.field for f in document.findings if f.code is Code.EXT_HYBRID] == ["supplier_iban"]


def test_data_of_another_paper_gives_way_to_what_people_see() -> None:
    document = read(printed(number="9000", total="77.00", iban="GB82 WEST 1234 5698 7654 32"))
    assert document.text("invoice_number") == "9000"
    assert document.text("total") == "77.00"
    assert {f.field for f in document.findings if f.code is Code.EXT_HYBRID} == {"invoice_number", "total", "supplier_iban"}
    assert document.document_type is DocumentType.INVOICE
    assert not document.confident


@pytest.mark.parametrize("xml", ["<metadata><scanner>7</scanner></metadata>", "<Invoice"])
def test_another_xml_beside_the_page_is_mentioned_and_takes_nothing_from_it(xml: str) -> None:
    document = read(printed(), xml)
    assert document.document_type is DocumentType.INVOICE
    assert (document.text("invoice_number"), document.text("total")) == ("4711", "119.00")
    (aside,) = [f for f in document.findings if f.code is Code.CLS_UNKNOWN]
    assert aside.severity is Severity.INFO
    (alone,) = extract(Reading("application/pdf", (page_of(printed()),))).documents
    assert (document.fields, document.lines, document.confident) == (alone.fields, alone.lines, alone.confident)
