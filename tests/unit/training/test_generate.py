"""The grammar of invented documents: whatever is drawn at random stays consistent, on the page and repeatable."""

from decimal import Decimal

import pypdfium2
import pytest

from idp.training.generate import generate_commercial, generate_document
from idp.training.truth import GeneratedDocument

SEEDS = range(60)


@pytest.fixture(scope="module")
def documents() -> list[GeneratedDocument]:
    return [generate_commercial(seed) for seed in SEEDS]


def test_one_seed_makes_one_document(documents: list[GeneratedDocument]) -> None:
    for seed in (0, 7, 23):
        again = generate_commercial(seed)
        assert again.pdf == documents[seed].pdf
        assert again.truth == documents[seed].truth


def test_invented_bills_add_up_to_the_cent(documents: list[GeneratedDocument]) -> None:
    for document in documents:
        truth = document.truth
        assert sum(Decimal(line["amount"]) for line in truth["lines"]) == Decimal(truth["subtotal"])
        assert Decimal(truth["subtotal"]) + Decimal(truth["tax_amount"]) == Decimal(truth["total"])


def test_no_word_leaves_the_page(documents: list[GeneratedDocument]) -> None:
    for seed, document in enumerate(documents):
        outside = [
            word.text
            for word in document.printed.words
            if not (word.box[0] >= 0 and word.box[2] <= 1 and word.box[1] >= 0 and word.box[3] <= 1)
        ]
        assert outside == [], seed


def test_the_boxes_hold_the_words_that_a_reader_finds_there(documents: list[GeneratedDocument]) -> None:
    for document in documents[:12]:
        with pypdfium2.PdfDocument(document.pdf) as pdf:
            for word in document.printed.words[:: max(1, len(document.printed.words) // 25)]:
                page = pdf[word.page]
                width, height = page.get_size()
                left, top, right, bottom = word.box
                found = page.get_textpage().get_text_bounded(
                    left * width - 1, (1 - bottom) * height - 1, right * width + 1, (1 - top) * height + 1
                )
                assert word.text in found.replace("\xa0", " "), (word, found)


def test_the_grammar_varies_languages_kinds_and_lengths(documents: list[GeneratedDocument]) -> None:
    assert {document.truth["language"] for document in documents} == {"en", "de", "fr", "es"}
    assert {document.truth["document_type"] for document in documents} == {"invoice", "credit_note", "order_confirmation"}
    assert len({document.printed.page_count for document in documents}) > 1


def test_transport_papers_stay_on_the_page_and_are_repeatable() -> None:
    kinds = set()
    for seed in range(40):
        document = generate_document(seed)
        kinds.add(document.truth["document_type"])
        if document.truth["document_type"] in {"bill_of_lading", "delivery_note", "proof_of_delivery"}:
            assert generate_document(seed).pdf == document.pdf
            words = document.printed.words
            assert all(word.box[0] >= 0 and word.box[2] <= 1 and word.box[1] >= 0 and word.box[3] <= 1 for word in words), seed
    assert {"bill_of_lading", "delivery_note", "proof_of_delivery"} <= kinds


def test_a_proof_of_delivery_says_whether_it_is_signed() -> None:
    truths = [generate_document(seed).truth for seed in range(90)]
    proofs = [truth for truth in truths if truth["document_type"] == "proof_of_delivery"]
    assert {proof["signed"] for proof in proofs} == {True, False}
    assert all((proof["received_by"] is None) == (proof["signed"] is False) for proof in proofs)
