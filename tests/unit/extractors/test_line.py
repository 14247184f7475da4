from __future__ import annotations

from decimal import Decimal

import pytest

from idp.domain.document import ExtractedDocument
from idp.domain.page import Quality
from idp.extractors import Extraction, confidence, extract
from idp.extractors.confidence import LINE_SETTLED
from idp.extractors.paper_document import read_paper
from idp.extractors.reread import BY_LANGUAGE, BY_SUM, BY_UNIT
from tests.unit.extractors.pages import page_of, reading_of
from tests.unit.extractors.test_paper import FOOT, HEAD, SUMS

HEADING = [(0.1, "Pos"), (0.16, "Bezeichnung"), (0.55, "Menge"), (0.68, "Einzelpreis"), (0.85, "Betrag")]
NOTE = [
    [(0.1, "!Muster Metallbau GmbH")],
    [(0.1, "Werkstrasse 5")],
    [(0.1, "70173 Stuttgart")],
    "",
    [(0.1, "!Lieferschein")],
    [(0.1, "Lieferscheinnummer:"), (0.35, "LS-448190")],
    [(0.1, "Wir liefern Ihnen mit Dank für Ihren Auftrag und gemäß unseren Bedingungen:")],
]


def read(*lines: object, quality: Quality = Quality.NATIVE) -> Extraction:
    return extract(reading_of(page_of(list(lines), quality=quality)))  # type: ignore[arg-type]


def document(*lines: object) -> ExtractedDocument:
    return read(*lines).documents[0]


def test_the_language_tells_thousands_from_decimals_in_a_quantity_that_nothing_else_decides() -> None:
    heading = [(0.1, "Pos"), (0.16, "Bezeichnung"), (0.55, "Menge"), (0.68, "Einheit")]
    row = [(0.1, "1"), (0.16, "Winkel verzinkt"), (0.55, "3.000"), (0.68, "Stk")]
    read = read_paper([page_of([*NOTE, heading, row])])
    cell = read.document.lines[0].cells["quantity"]
    assert (cell.value, cell.confidence, cell.reasons) == ("3000", LINE_SETTLED, (BY_LANGUAGE,))


@pytest.mark.parametrize("sign", ["Tel. +41 52 555 16 00", "MWST CHE-123.456.788"])
def test_a_swiss_paper_leaves_that_quantity_open(sign: str) -> None:
    heading = [(0.1, "Pos"), (0.16, "Bezeichnung"), (0.55, "Menge"), (0.68, "Einheit")]
    lines = document(*NOTE, sign, heading, [(0.1, "1"), (0.16, "Winkel verzinkt"), (0.55, "3.000"), (0.68, "Stk")]).lines
    assert "quantity" not in lines[0].cells


def test_the_amount_tells_which_reading_of_a_quantity_is_meant() -> None:
    heading = [(0.1, "Pos"), (0.16, "Description"), (0.55, "Qty"), (0.68, "Unit price"), (0.85, "Amount")]
    rows = [[(0.1, "1"), (0.16, "Angle bracket"), (0.55, "3,000"), (0.7, "2"), (0.86, "6000")]]
    cell = document("!Invoice", "Invoice no.: 4711", heading, *rows).lines[0].cells["quantity"]
    assert (Decimal(str(cell.value)), cell.reasons) == (Decimal(3000), (BY_SUM,))


def test_a_litre_read_as_a_digit_is_taken_off_where_the_sum_closes_without_it() -> None:
    rows = [[(0.1, "1"), (0.16, "Hydrauliköl lose"), (0.55, "9001"), (0.7, "2,14"), (0.86, "1.926,00")]]
    extraction = read(*HEAD, HEADING, *rows, *SUMS, *FOOT, quality=Quality.CLEAN_SCAN)
    cells = extraction.documents[0].lines[0].cells
    assert (cells["quantity"].value, cells["uom"].value) == ("900", "l")
    assert cells["quantity"].reasons == (BY_UNIT,)
    assert cells["quantity"].confidence < confidence.GATE
    assert not extraction.documents[0].confident
    assert any(
        doubt.box.top < cells["quantity"].box.middle_y < doubt.box.bottom
        for doubt in extraction.doubts
        if cells["quantity"].box
    )


def test_a_quantity_that_ends_in_one_stays_where_the_sum_closes_with_it() -> None:
    rows = [[(0.1, "1"), (0.16, "Schrauben"), (0.55, "101"), (0.7, "2,00"), (0.86, "202,00")]]
    assert document(*HEAD, HEADING, *rows, *SUMS).lines[0].cells["quantity"].value == "101"


def test_a_size_at_the_end_of_the_text_is_not_the_quantity() -> None:
    rows = [
        [(0.1, "1"), (0.16, "Schrauben Senkkopf Torx verzinkt 5,0 x 60/36"), (0.56, "40 Stk"), (0.7, "2,00"), (0.86, "80,00")]
    ]
    cells = document(*HEAD, HEADING, *rows, *SUMS).lines[0].cells
    assert (cells["quantity"].value, cells["description"].value) == ("40", "Schrauben Senkkopf Torx verzinkt 5,0 x 60/36")


def test_a_sentence_below_the_table_does_not_cut_wrapped_text() -> None:
    rows = [
        [(0.1, "1"), (0.16, "Sechskantschraube 8 x 40 galvanisch"), (0.55, "40 Stk"), (0.7, "2,00"), (0.86, "80,00")],
        [(0.16, "verzinkt")],
        "",
        "",
        [(0.1, "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum und wird verwahrt")],
    ]
    assert document(*HEAD, HEADING, *rows).lines[0].cells["description"].value == "Sechskantschraube 8 x 40 galvanisch verzinkt"
