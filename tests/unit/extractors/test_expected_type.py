"""The type that a source's settings name: it settles doubt, fills silence with a question, and gives way to the page."""

from __future__ import annotations

import pytest

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.extractors import extract
from idp.extractors.classify import QUOTATION, Kind, classify, with_expected
from idp.extractors.label import find_labels
from idp.extractors.layout import arrange
from tests.unit.extractors.pages import page_of, reading_of

SILENT = ["Kestrel Abrasives B.V.", "", "Goods as agreed with Mr Meyer", "4 boxes of discs"]
CONFIRMATION = ["Kestrel Abrasives B.V.", "", "!ORDER CONFIRMATION", "Confirmation No. OC-5512", "Order No. P00021", ""]


def read(lines: list[str], expected: DocumentType | None) -> ExtractedDocument:
    (document,) = extract(reading_of(page_of(lines)), expected=expected).documents
    return document


def doubts(document: ExtractedDocument) -> list[str]:
    return [found.message for found in document.findings if found.code is Code.CLS_LOWCONF]


def test_a_page_that_says_nothing_is_taken_for_what_its_source_sends_and_somebody_is_asked() -> None:
    assert read(SILENT, None).document_type is DocumentType.OTHER
    document = read(SILENT, DocumentType.PROOF_OF_DELIVERY)
    assert document.document_type is DocumentType.PROOF_OF_DELIVERY
    assert doubts(document) == ["Taken for a proof of delivery by its source's settings, but the evidence is thin."]
    assert not document.confident


def test_a_page_that_clearly_says_another_type_wins_and_somebody_is_asked() -> None:
    document = read(CONFIRMATION, DocumentType.INVOICE)
    assert document.document_type is DocumentType.ORDER_CONFIRMATION
    (doubt,) = doubts(document)
    assert doubt.startswith("Its source's documents are of type invoice, but this one is a order confirmation, titled")
    assert not document.sound


def test_a_page_of_the_expected_type_is_read_as_without_settings() -> None:
    assert read(CONFIRMATION, DocumentType.ORDER_CONFIRMATION) == read(CONFIRMATION, None)


def test_what_page_and_settings_say_alike_is_no_doubt() -> None:
    unsure = Kind(DocumentType.DELIVERY_NOTE, 0.9, 0.2, "by the labels it prints")
    assert not unsure.is_sure
    assert with_expected(unsure, DocumentType.DELIVERY_NOTE).is_sure
    assert with_expected(unsure, None) == unsure


def test_an_unsure_reading_gives_way_to_the_settings_and_stays_unsure() -> None:
    kind = with_expected(Kind(DocumentType.INVOICE, 0.9, 0.2, "by the labels it prints"), DocumentType.DELIVERY_NOTE)
    assert (kind.document_type, kind.is_sure) == (DocumentType.DELIVERY_NOTE, False)


@pytest.mark.parametrize("expected", [DocumentType.INVOICE, DocumentType.ORDER_CONFIRMATION])
def test_a_quotation_becomes_nothing_else(expected: DocumentType) -> None:
    layout = arrange((page_of(["Kestrel Abrasives B.V.", "", f"!{QUOTATION.upper()}", "Quotation No. Q-17", ""]),))
    kind = classify(layout, find_labels(layout))
    assert with_expected(kind, expected).document_type is DocumentType.OTHER
