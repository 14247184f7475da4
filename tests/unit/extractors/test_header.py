from __future__ import annotations

from idp.domain.document import ExtractedDocument
from idp.extractors import extract
from idp.extractors.confidence import STRONG_FOR
from tests.unit.extractors.pages import page_of, reading_of

SENDER = ["!Muster Metallbau GmbH", "Werkstrasse 5", "70173 Stuttgart", ""]
BODY = [
    "",
    [(0.1, "Pos"), (0.16, "Bezeichnung"), (0.55, "Menge"), (0.68, "Einzelpreis"), (0.85, "Betrag")],
    [(0.1, "1"), (0.16, "Winkel 50x50 verzinkt"), (0.55, "100 Stk"), (0.7, "2,50"), (0.86, "250,00")],
    [(0.6, "Gesamtbetrag EUR"), (0.86, "250,00")],
]


def read(*lines: object) -> ExtractedDocument:
    (document,) = extract(reading_of(page_of([*SENDER, *lines, *BODY]))).documents  # type: ignore[list-item]
    return document


def test_a_title_that_holds_nothing_but_the_number_is_a_strong_label() -> None:
    number = read("!Rechnung 91184-26").fields["invoice_number"]
    assert number.value == "91184-26"
    assert number.confidence >= STRONG_FOR["invoice_number"]


def test_a_title_of_several_words_is_followed_by_its_number() -> None:
    number = read("!Facture de vente FC2610-0772").fields["invoice_number"]
    assert number.value == "FC2610-0772"
    assert number.confidence >= STRONG_FOR["invoice_number"]


def test_a_year_beside_a_title_is_no_strong_number() -> None:
    number = read("!Rechnung 2026").fields.get("invoice_number")
    assert number is None or number.confidence < STRONG_FOR["invoice_number"]


def test_an_abbreviation_of_number_with_an_ordinal_sign_is_understood() -> None:
    cells = [
        [(0.1, "Factura n.º"), (0.3, "Fecha"), (0.5, "Pedido")],
        [(0.1, "FV260-02218"), (0.3, "22-10-2026"), (0.5, "P00107")],
    ]
    number = read("!FACTURA", "", *cells).fields["invoice_number"]
    assert number.value == "FV260-02218"
    assert number.confidence >= STRONG_FOR["invoice_number"]


def test_what_a_better_placed_label_of_another_kind_names_is_not_taken() -> None:
    cells = [[(0.1, "Rechnung"), (0.4, "Kundennummer: 80211")], [(0.4, "Lieferschein: LS27430")]]
    assert "invoice_number" not in read(*cells).fields


def test_a_wording_of_any_number_does_not_outvote_the_invoice_number() -> None:
    document = read(
        "Rechnungsnummer R-2026-118",
        [(0.1, "Nummer"), (0.3, "4304171000002")],
        [(0.1, "Nummer"), (0.3, "4304171000002")],
        [(0.1, "Nummer"), (0.3, "4304171000002")],
    )
    assert document.fields["invoice_number"].value == "R-2026-118"


def test_a_dash_after_an_order_number_is_no_part_of_it() -> None:
    document = read("Rechnungsnummer: R-2026-118", "Ihre Bestellung P00114 - Lieferschein LS27482")
    assert document.fields["po_number"].value == "P00114"


def test_the_day_behind_another_papers_number_is_not_the_invoice_date() -> None:
    document = read("Rechnung Nr. 471102 vom 05.06.2026", "Rechnung gemäß Bestellung Nr. 2018-471331 vom 01.03.2026.")
    assert document.fields["invoice_date"].value == "2026-06-05"


def test_a_day_of_the_service_in_a_sentence_is_not_the_invoice_date() -> None:
    document = read("Rechnung Nr. TX-471102 vom 30.10.2026", "Rechnung gemäß Taxifahrt vom 29.10.2026")
    assert document.fields["invoice_date"].value == "2026-10-30"


def test_a_long_label_ends_at_its_colon() -> None:
    document = read("Invoice no.: 4711", "Date of invoice, subject to article 106 of the VAT act: 31.10.2026")
    assert document.fields["invoice_date"].value == "2026-10-31"


def test_a_date_below_another_key_belongs_to_that_key() -> None:
    document = read("Invoice no.: 4711", "Due date", "Date of the delivery of all goods and services:", "03.10.2026")
    assert "due_date" not in document.fields


def test_the_number_of_a_law_numbers_no_paper() -> None:
    law = read("!Documento di trasporto (D.P.R. 472 del 14/08/1996)", "Numero: 2026/0815")
    assert "472" not in str(law.fields.get("delivery_note_number"))
