"""Whole papers: what the truth says is what is printed, where the boxes say."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from idp.training.sheet import Mark, Place
from idp.training.truth import GeneratedDocument
from idp.training.web.__main__ import main
from idp.training.web.family import RESERVED, STRUCTURE
from idp.training.web.generate import generate_web_document, measure_web_document
from idp.training.web.printer import Printer
from tests.unit.training.web.pdfwords import agreement

AMOUNTS = {"total", "subtotal", "tax_amount", "quantity", "unit_price", "amount"}
DATES = {"invoice_date", "due_date", "order_date", "confirmation_date", "promised_date"}
TEXTS = {"invoice_number", "supplier_vat", "supplier_iban", "product_code", "uom", "po_numbers", "supplier_name", "buyer_name"}


@pytest.fixture(scope="module")
def papers(printer: Printer) -> list[GeneratedDocument]:
    return [measure_web_document(seed, printer) for seed in range(40)] + [
        measure_web_document(seed, printer, held_out=True) for seed in range(12)
    ]


def _printed_text(document: GeneratedDocument, place: Place) -> str:
    left, top, right, bottom = place.box
    return "".join(
        word.text
        for word in document.printed.words
        if word.page == place.page
        and word.box[0] < right - 1e-4
        and word.box[2] > left + 1e-4
        and top < (word.box[1] + word.box[3]) / 2 < bottom
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text).strip("0")


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def test_amounts_are_printed_with_the_digits_of_the_truth(papers: list[GeneratedDocument]) -> None:
    for document in papers:
        for mark in _marks(
            document, AMOUNTS
        ):  # a currency may stand on a line of its own: which typefaces a machine has decides
            assert _digits(str(mark.value)) in _digits(_joined(document, mark)), (document.layout, mark)


def _joined(document: GeneratedDocument, mark: Mark) -> str:
    """All printings of one value in one text: long ones wrap."""
    return "".join(_printed_text(document, place) for place in document.printed.places if place.mark == mark)


def _marks(document: GeneratedDocument, fields: set[str]) -> set[Mark]:
    return {place.mark for place in document.printed.places if place.mark.field in fields}


def test_dates_are_printed_with_their_day_and_year(papers: list[GeneratedDocument]) -> None:
    for document in papers:
        for mark in _marks(document, DATES):
            day, text = date.fromisoformat(str(mark.value)), _joined(document, mark)
            assert str(day.day) in text, (text, day)
            assert f"{day.year % 100:02d}" in text, (text, day)


def test_identifiers_and_names_are_printed_as_the_truth_has_them(papers: list[GeneratedDocument]) -> None:
    for document in papers:
        for mark in _marks(document, TEXTS):
            assert _plain(str(mark.value)) in _plain(_joined(document, mark)), (document.layout, mark)


def test_bills_and_orders_have_a_total_and_described_rows(papers: list[GeneratedDocument]) -> None:
    invoices = [d for d in papers if d.truth["document_type"] in {"invoice", "credit_note", "order_confirmation"}]
    assert len(invoices) > 20
    for document in invoices:
        assert document.truth["total"] is not None
        lines = document.truth["lines"]
        assert isinstance(lines, list)
        assert lines
        assert all(line["description"] for line in lines)


def test_other_papers_have_no_rows_in_their_truth(papers: list[GeneratedDocument]) -> None:
    others = [d for d in papers if d.truth["document_type"] in {"other", "statement"}]
    assert others
    assert all("lines" not in d.truth and "total" not in d.truth for d in others)


def test_structures_of_training_and_held_out_papers_are_disjoint(papers: list[GeneratedDocument]) -> None:
    def reserved(document: GeneratedDocument) -> int:
        forms = dict(zip(STRUCTURE, document.layout.split("/")[1:], strict=True))
        return sum(forms[key] in {form.replace(" ", "-") for form in RESERVED[key]} for key in RESERVED)

    assert all(reserved(document) == 0 for document in papers[:40])
    whole = [
        d for d in papers[40:] if d.truth["document_type"] in {"invoice", "credit_note", "order_confirmation", "purchase_order"}
    ]
    assert all(reserved(document) >= 1 for document in whole)
    assert len({d.layout for d in papers}) > 35


@pytest.mark.parametrize("seed", [3, 5, 8])
def test_the_pdf_has_the_words_where_the_browser_says(printer: Printer, seed: int) -> None:
    assert agreement(generate_web_document(seed, printer).printed) >= 0.99


def test_the_command_writes_files_with_their_truth(tmp_path: Path) -> None:
    assert main([str(tmp_path), "--count", "3", "--seed", "40", "--scan-share", "0.5"]) == 0
    truths = sorted(tmp_path.glob("*.truth.json"))
    assert len(truths) == 3
    for path in truths:
        truth = json.loads(path.read_text("utf-8"))
        assert truth["source"]
        assert truth["truth_source"] == "generated"
        papers = [p for p in tmp_path.iterdir() if p.name.startswith(path.name.split(".")[0]) and p != path]
        assert len(papers) == 1


def test_the_same_seed_is_the_same_paper_measured_or_printed(printer: Printer) -> None:
    one, other, printed = measure_web_document(7, printer), measure_web_document(7, printer), generate_web_document(7, printer)
    assert one.truth == other.truth == printed.truth
    assert one.printed.words == other.printed.words == printed.printed.words
    assert one.layout == printed.layout
