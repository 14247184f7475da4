from __future__ import annotations

from decimal import Decimal

import pytest

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.purchase import Company
from idp.extractors import extract
from idp.extractors.paper_document import read_paper
from tests.unit.extractors.pages import page_of, reading_of

HEAD = [
    [(0.1, "!Muster Metallbau GmbH")],
    [(0.1, "Werkstrasse 5"), (0.6, "www.muster-metallbau.de")],
    [(0.1, "70173 Stuttgart")],
    "",
    [(0.1, "Muster Metallbau GmbH - Werkstrasse 5 - 70173 Stuttgart")],
    [(0.1, "Kunde Nord AG")],
    [(0.1, "Hafenweg 1")],
    [(0.1, "20457 Hamburg")],
    "",
    [(0.1, "!Rechnung")],
    [(0.1, "Rechnungsnummer:"), (0.35, "R-2026-118")],
    [(0.1, "Rechnungsdatum:"), (0.35, "05.04.2026")],
    [(0.1, "Fällig am:"), (0.35, "05.05.2026")],
    [(0.1, "Bestellnummer:"), (0.35, "P00042")],
    "",
]
TABLE = [
    [(0.1, "Pos"), (0.16, "Bezeichnung"), (0.55, "Menge"), (0.68, "Einzelpreis"), (0.85, "Betrag")],
    [(0.1, "1"), (0.16, "Winkel 50x50 verzinkt"), (0.55, "100 Stk"), (0.7, "2,50"), (0.86, "250,00")],
    [(0.1, "2"), (0.16, "Blech 2 mm"), (0.55, "4 Stk"), (0.7, "75,00"), (0.86, "300,00")],
]
SUMS = [
    [(0.6, "Summe netto"), (0.86, "550,00")],
    [(0.6, "zzgl. 19 % MwSt"), (0.86, "104,50")],
    [(0.6, "Gesamtbetrag EUR"), (0.86, "654,50")],
]
FOOT = ["", [(0.1, "USt-IdNr. DE136695976")], [(0.1, "IBAN DE89 3704 0044 0532 0130 00")]]


def only(*pages: object, own: tuple[Company, ...] = ()) -> ExtractedDocument:
    (document,) = extract(reading_of(*pages), own=own).documents  # type: ignore[arg-type]
    return document


def test_an_invoice_is_read_with_header_lines_and_sums() -> None:
    document = only(page_of([*HEAD, *TABLE, *SUMS, *FOOT]))
    assert document.document_type is DocumentType.INVOICE
    assert document.language == "de"
    assert {
        name: document.fields[name].value for name in ("invoice_number", "invoice_date", "due_date", "po_number", "currency")
    } == {
        "invoice_number": "R-2026-118",
        "invoice_date": "2026-04-05",
        "due_date": "2026-05-05",
        "po_number": "P00042",
        "currency": "EUR",
    }
    assert [document.text(name) for name in ("subtotal", "tax_amount", "total")] == ["550.00", "104.50", "654.50"]
    assert document.text("supplier_name") == "Muster Metallbau GmbH"
    assert document.text("buyer_name") == "Kunde Nord AG"
    assert document.text("supplier_vat") == "DE136695976"
    assert document.text("supplier_iban") == "DE89370400440532013000"
    assert [(line.text("description"), line.number("quantity"), line.number("amount")) for line in document.lines] == [
        ("Winkel 50x50 verzinkt", Decimal(100), Decimal("250.00")),
        ("Blech 2 mm", Decimal(4), Decimal("300.00")),
    ]


def test_a_document_whose_sums_close_from_the_lines_is_sound_and_has_no_findings() -> None:
    document = read_paper([page_of([*HEAD, *TABLE, *SUMS, *FOOT])]).document
    assert document.findings == ()
    assert document.sound


def test_every_value_says_where_it_stands_and_why_it_was_taken() -> None:
    document = only(page_of([*HEAD, *TABLE, *SUMS, *FOOT]))
    for name, value in document.fields.items():
        assert value.page == 0, name
        assert value.box is not None or value.boxes, name
        assert value.reasons, name
        assert value.source == "test 1.0", name


def test_a_line_that_does_not_multiply_is_reported_and_ends_confidence() -> None:
    wrong = [TABLE[0], TABLE[1], [(0.1, "2"), (0.16, "Blech 2 mm"), (0.55, "4 Stk"), (0.7, "70,00"), (0.86, "300,00")]]
    document = only(page_of([*HEAD, *wrong, *SUMS, *FOOT]))
    assert [(f.code, f.line) for f in document.findings] == [(Code.VAL_LINE, 1)]
    assert not document.confident


def test_sums_that_do_not_close_are_reported() -> None:
    wrong = [SUMS[0], SUMS[1], [(0.6, "Gesamtbetrag EUR"), (0.86, "655,50")]]
    document = only(page_of([*HEAD, *TABLE, *wrong, *FOOT]))
    assert Code.VAL_TOTAL in {f.code for f in document.findings}
    assert not document.confident


def test_a_printed_account_that_fails_its_check_digits_is_shown_and_reported() -> None:
    wrong = [FOOT[1], [(0.1, "IBAN DE89 3704 0044 0532 0130 01")]]
    document = only(page_of([*HEAD, *TABLE, *SUMS, *wrong]))
    assert document.text("supplier_iban") == "DE89370400440532013001"
    assert Code.VAL_CHECKDIGIT in {f.code for f in document.findings}


def test_a_date_with_two_readings_stays_absent_and_is_reported() -> None:
    lines = [
        "!Invoice",
        [(0.1, "Invoice number:"), (0.35, "A-10047")],
        [(0.1, "Invoice date:"), (0.35, "04/05/2026")],
        [(0.1, "Total:"), (0.35, "120.50")],
    ]
    document = only(page_of(lines))
    assert "invoice_date" not in document.fields
    (doubt,) = [f for f in document.findings if f.code is Code.EXT_AMBIG]
    assert doubt.expected == "2026-05-04 or 2026-04-05"


def test_the_same_date_is_read_where_another_date_shows_the_order() -> None:
    lines = [
        "!Invoice",
        [(0.1, "Invoice number:"), (0.35, "A-10047")],
        [(0.1, "Invoice date:"), (0.35, "04/05/2026")],
        [(0.1, "Due date:"), (0.35, "04/30/2026")],
        [(0.1, "Total:"), (0.35, "120.50")],
    ]
    assert only(page_of(lines)).text("invoice_date") == "2026-04-05"


def test_wrapped_descriptions_belong_to_the_line_above_them() -> None:
    table = [
        TABLE[0],
        [(0.1, "1"), (0.16, "Sechskantschraube mit Schaft DIN 931"), (0.55, "100 Stk"), (0.7, "2,50"), (0.86, "250,00")],
        [(0.16, "feuerverzinkt")],
        TABLE[2],
    ]
    document = only(page_of([*HEAD, *table, *SUMS, *FOOT]))
    assert document.lines[0].text("description") == "Sechskantschraube mit Schaft DIN 931 feuerverzinkt"
    assert len(document.lines) == 2


def test_lines_go_on_over_the_page_and_carried_amounts_are_no_lines() -> None:
    first = page_of([*HEAD, TABLE[0], TABLE[1], [(0.6, "Übertrag"), (0.86, "250,00")]])
    second = page_of([TABLE[0], [(0.6, "Übertrag"), (0.86, "250,00")], TABLE[2], *SUMS, *FOOT], index=1)
    document = only(first, second)
    assert document.pages == (0, 1)
    assert [line.number("amount") for line in document.lines] == [Decimal("250.00"), Decimal("300.00")]
    assert [line.page for line in document.lines] == [0, 1]


def test_a_price_for_a_hundred_is_checked_with_its_base() -> None:
    table = [
        [(0.1, "Pos"), (0.16, "Bezeichnung"), (0.5, "Menge"), (0.62, "Einzelpreis"), (0.76, "PE"), (0.85, "Betrag")],
        [(0.1, "1"), (0.16, "Scheibe M8"), (0.5, "5.000 Stk"), (0.64, "1,94"), (0.76, "100"), (0.86, "97,00")],
    ]
    sums = [
        [(0.6, "Summe netto"), (0.86, "97,00")],
        [(0.6, "19 % MwSt"), (0.86, "18,43")],
        [(0.6, "Gesamtbetrag EUR"), (0.86, "115,43")],
    ]
    (line,) = only(page_of([*HEAD, *table, *sums, *FOOT])).lines
    assert (line.number("quantity"), line.number("unit_price"), line.number("price_base")) == (
        Decimal(5000),
        Decimal("1.94"),
        Decimal(100),
    )


def test_two_invoices_in_one_file_become_two_documents_that_a_person_confirms() -> None:
    def invoice(number: str, index: int) -> object:
        head = [*HEAD[:10], [(0.1, "Rechnungsnummer:"), (0.35, number)], *HEAD[11:]]
        return page_of([*head, *TABLE, *SUMS, *FOOT, "Seite 1 von 1"], index=index)

    documents = extract(reading_of(invoice("R-1001", 0), invoice("R-1002", 1))).documents  # type: ignore[arg-type]
    assert [d.text("invoice_number") for d in documents] == ["R-1001", "R-1002"]
    assert [d.pages for d in documents] == [(0,), (1,)]
    assert all(Code.CLS_MULTI in {f.code for f in d.findings} and not d.confident for d in documents)


def test_our_own_company_is_never_the_supplier() -> None:
    own = (Company(1, "Muster Metallbau GmbH", "EUR", vat="DE136695976", ibans=("DE89370400440532013000",)),)
    document = only(page_of([*HEAD, *TABLE, *SUMS, *FOOT]), own=own)
    assert document.text("supplier_name") != "Muster Metallbau GmbH"
    assert "supplier_vat" not in document.fields
    assert "supplier_iban" not in document.fields


def test_a_statement_is_no_bill() -> None:
    document = only(page_of(["!Kontoauszug", [(0.1, "Rechnung R-1"), (0.5, "100,00")], [(0.1, "Saldo"), (0.5, "100,00")]]))
    assert document.document_type is DocumentType.STATEMENT
    assert [f.code for f in document.findings] == [Code.CLS_STATEMENT]
    assert not document.confident


def test_a_letter_is_of_no_known_type() -> None:
    document = only(page_of(["Dear colleagues,", "we wish you a pleasant summer and thank you for the visit.", "Kind regards"]))
    assert document.document_type is DocumentType.OTHER
    assert [f.code for f in document.findings] == [Code.CLS_UNKNOWN]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Credit note", DocumentType.CREDIT_NOTE),
        ("Auftragsbestätigung", DocumentType.ORDER_CONFIRMATION),
        ("Bon de commande", DocumentType.PURCHASE_ORDER),
        ("Albarán", DocumentType.DELIVERY_NOTE),
        ("Bill of Lading", DocumentType.BILL_OF_LADING),
        ("Proof of delivery", DocumentType.PROOF_OF_DELIVERY),
        ("Factuur", DocumentType.INVOICE),
        ("Nota di credito", DocumentType.CREDIT_NOTE),
    ],
)
def test_the_title_tells_the_type(title: str, kind: DocumentType) -> None:
    assert only(page_of([f"!{title}", "No. 4711-2026"])).document_type is kind


def test_an_empty_page_gives_one_unknown_document() -> None:
    assert only(page_of([])).document_type is DocumentType.OTHER
