from __future__ import annotations

import pytest

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.page import Quality, Reading
from idp.extractors import extract
from tests.unit.extractors.pages import page_of, reading_of

SHOP = ["Gerai Maju Sdn Bhd", "Lot 4, Jalan Besar 2", "40000 Shah Alam", ""]
GOODS = [[(0.1, "Padlock 40 mm"), (0.5, "1 x"), (0.6, "RM17.45")], ""]


def read(*lines: object, quality: Quality = Quality.NATIVE) -> ExtractedDocument:
    (document,) = extract(reading_of(page_of([*SHOP, *lines], quality=quality))).documents  # type: ignore[list-item]
    return document


def test_change_due_belongs_to_a_till_and_is_no_due_date() -> None:
    document = read(
        *GOODS, [(0.1, "Total"), (0.6, "17.45")], [(0.1, "Cash"), (0.6, "20.00")], [(0.1, "Change Due"), (0.6, "2.55")]
    )
    assert document.document_type is DocumentType.RECEIPT
    assert document.fields["total"].value == "17.45"


@pytest.mark.parametrize("printed", ["RM17.45", "EUR17.45", "Rs.17.45"])
def test_a_currency_right_before_the_amount_belongs_to_it_and_not_to_the_number(printed: str) -> None:
    document = read("Tax Invoice", *GOODS, [(0.1, "Total Amount:"), (0.6, printed)])
    assert document.fields["total"].value == "17.45"


def test_a_till_prints_the_day_last() -> None:
    blank = [""] * 16
    sums = [[(0.1, "Total"), (0.6, "RM17.45")], [(0.1, "Cash"), (0.6, "RM20.00")]]
    document = read("Tax Invoice", *GOODS, *sums, *blank, "25-06-18 11:25 T1")
    assert document.fields["invoice_date"].value == "2018-06-25"


def test_malay_papers_write_the_day_first() -> None:
    document = read("Tax Invoice", "Date: 02/03/2018", *GOODS, [(0.1, "Total"), (0.6, "17.45")])
    assert document.fields["invoice_date"].value == "2018-03-02"


def test_a_currency_in_the_heading_of_a_column_counts() -> None:
    document = read("Tax Invoice", [(0.1, "GST Summary"), (0.5, "Amount(RM)")], [(0.1, "Total"), (0.5, "17.45")])
    assert document.fields["currency"].value == "MYR"


def test_a_paper_that_prints_no_currency_has_none_whatever_its_country() -> None:
    document = read("Tax Invoice", [(0.1, "Total"), (0.5, "17.45")])
    assert "currency" not in document.fields


def test_a_short_name_by_customer_gives_way_to_the_company_in_full_over_its_address() -> None:
    lines = [
        "!Larsen Draht AG",
        "",
        "Larsen Draht AG, Werkstr. 5, 70173 Stuttgart",
        "Bianchi Ferramenta S.r.l.",
        "Piazza Grande 19",
        "20121 Milano",
        "",
        "!Rechnung 90538",
        "Kunde: BIAN",
        "",
        [(0.6, "Gesamtbetrag EUR"), (0.8, "250,00")],
    ]
    (document,) = extract(Reading("application/pdf", (page_of(lines),))).documents
    assert document.fields["buyer_name"].value == "Bianchi Ferramenta S.r.l."
