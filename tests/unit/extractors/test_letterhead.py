from __future__ import annotations

import pytest

from idp.domain.document import Extracted, ExtractedDocument
from idp.extractors import extract
from idp.extractors.name import is_legal_form, looks_like_name, without_register
from tests.unit.extractors.pages import page_of, reading_of

BODY = [
    "",
    "!Invoice",
    [(0.1, "Invoice no.:"), (0.3, "INV-4711")],
    [(0.1, "Description"), (0.55, "Qty"), (0.68, "Unit price"), (0.85, "Amount")],
    [(0.1, "Angle bracket"), (0.55, "100"), (0.7, "2.50"), (0.86, "250.00")],
    [(0.6, "Total USD"), (0.86, "250.00")],
]


def read(*head: object) -> ExtractedDocument:
    (document,) = extract(reading_of(page_of([*head, *BODY]))).documents  # type: ignore[list-item]
    return document


def supplier(*head: object) -> Extracted:
    return read(*head).fields["supplier_name"]


def test_a_name_over_its_address_beats_a_larger_word_without_one() -> None:
    found = supplier([(0.75, "!LOGO")], "", "East Repair Ltd", "1912 Harvest Lane", "New York, NY 12210")
    assert found.value == "East Repair Ltd"
    assert "stands over an address" in found.reasons


def test_a_town_before_its_postcode_is_no_name() -> None:
    assert supplier("Hartwell Fasteners", "Unit 6 Cinder Hill", "Dudley DY2 9AX, United Kingdom").value == "Hartwell Fasteners"


def test_the_number_in_the_register_is_no_part_of_the_name() -> None:
    assert supplier("GARDENIA BAKERIES SDN BHD (139386 X)", "Lot 3, Jalan Pelabur 23/1").value == "GARDENIA BAKERIES SDN BHD"


def test_a_legal_form_alone_in_its_line_ends_the_name_above() -> None:
    assert supplier("PASARAYA BORONG PINTAR", "SDN BHD", "No 19 Jalan Tasik").value == "PASARAYA BORONG PINTAR SDN BHD"


def test_headings_of_a_strip_are_no_names() -> None:
    head = [
        [(0.1, "Details"), (0.4, "Check In"), (0.6, "Check Out"), (0.8, "Rooms")],
        [(0.1, "Hotel Nord"), (0.4, "1"), (0.6, "2"), (0.8, "1")],
    ]
    assert "supplier_name" not in read("", *head, "www.nordrooms.com").fields


def test_an_address_line_in_wide_print_still_begins_with_the_name() -> None:
    head = [[(0.1, "Bei Spiel GmbH"), (0.28, "●"), (0.32, "Ecke 12"), (0.42, "●"), (0.46, "12345 Stadthausen")]]
    assert supplier("", *head).value == "Bei Spiel GmbH"


@pytest.mark.parametrize(
    "text", ["INGBNL2A", "D.L.NO.: NAL-20", "T ax In voi ce", "No.25, Jalan Metro", "How to read the data of these invoices"]
)
def test_codes_keys_titles_and_sentences_are_no_names(text: str) -> None:
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    ("text", "name"), [("Becon Sdn Bhd (82256-V)", "Becon Sdn Bhd"), ("Studio 2000", "Studio 2000"), ("3M", "3M")]
)
def test_only_a_register_number_is_taken_off(text: str, name: str) -> None:
    assert without_register(text) == name


@pytest.mark.parametrize(
    ("text", "alone"), [("SDN BHD", True), ("GmbH & Co. KG", True), ("Company ABC", False), ("Nord AG", False)]
)
def test_a_legal_form_is_told_from_a_name_with_one(text: str, alone: bool) -> None:
    assert is_legal_form(text) is alone
