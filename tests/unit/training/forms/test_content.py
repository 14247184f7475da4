"""What forms are filled with: words in six languages, numbers as people write them, shipments that agree with themselves."""

import re
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from idp.training.forms.answer import answer
from idp.training.forms.catalogue import EVERYWHERE
from idp.training.forms.invention import invent_shipment, number
from idp.training.forms.vocabulary import Vocabulary, label_keys, variants
from idp.training.forms.writing import choose_writing
from idp.training.sheet import Mark, Place, Printed


def test_every_label_has_words_in_all_languages() -> None:
    for key in label_keys():
        for language in ("en", "de", "fr", "es", "it", "nl"):
            assert all(word for word in variants(key, language)), (key, language)


def test_a_document_keeps_to_its_wording() -> None:
    words = Vocabulary("de", Random(3))
    assert {words.label("po_no") for _ in range(20)} == {words.label("po_no")}


@pytest.mark.parametrize("region", EVERYWHERE)
def test_a_shipment_agrees_with_itself(region: str) -> None:
    for seed in range(40):
        shipment = invent_shipment(region, (1, 9), Random(seed))
        assert shipment.subtotal + shipment.tax == shipment.total
        assert shipment.ordered_on < shipment.shipped <= shipment.receipt.on
        assert {item.order for item in shipment.items} <= set(shipment.orders)
        for item in shipment.items:
            assert item.ordered >= item.quantity >= item.delivered >= 0
            assert item.net < item.gross
        if shipment.receipt.complaint is None:
            assert all(item.delivered == item.quantity for item in shipment.items)


@pytest.mark.parametrize("region", EVERYWHERE)
def test_written_numbers_read_back_to_themselves(region: str) -> None:
    for seed in range(20):
        writing = choose_writing(region, Random(seed))
        text = writing.number(Decimal("12345.60"))
        plain = text.replace(writing.thousands, "") if writing.thousands else text
        assert Decimal(plain.replace(writing.decimal, ".")) == Decimal("12345.60")


def test_patterns_leave_no_braces() -> None:
    made = number("{AA}-{4}/{yy}.{yyyy} {12}", date(2024, 3, 1), Random(1))
    assert re.fullmatch(r"[A-Z]{2}-\d{4}/24\.2024 \d{12}", made)


def _printed(*marks: Mark) -> Printed:
    return Printed(b"", (), tuple(Place(mark, 0, (0.1, 0.1, 0.2, 0.2)) for mark in marks), 1)


def test_a_promised_week_is_not_asked_for() -> None:
    marks = (
        Mark("description", "Bolt", 0),
        Mark("promised_date", "2026-W48", 0),
        Mark("description", "Nut", 1),
        Mark("promised_date", "2026-11-30", 1),
    )
    first, second = answer("order_confirmation", _printed(*marks), language="en").truth["lines"]
    assert "promised_date" not in first
    assert second["promised_date"] == "2026-11-30"


def test_a_proof_without_signature_is_unsigned_and_a_bill_of_lading_silent() -> None:
    assert answer("proof_of_delivery", _printed(), language="en").truth["signed"] is False
    assert "signed" not in answer("bill_of_lading", _printed(), language="en").truth
    signed = _printed(Mark("signed", True), Mark("received_by", "Henk Smits"))
    truth = answer("bill_of_lading", signed, language="nl").truth
    assert (truth["signed"], truth["received_by"], truth["delivered_date"]) == (True, "Henk Smits", None)
