from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.domain.purchase import Unit
from idp.matching.fraud import masked
from idp.matching.name import company_name, is_same_company, mentions_company, name_likeness, normalise
from idp.matching.number import folded, is_same_document_number, is_same_vat, unlabelled
from idp.matching.unit import ratio, resolve_unit

UNITS = Unit(1, "Units", "count", Decimal(1))
DOZENS = Unit(2, "Dozens", "count", Decimal(12))
KG = Unit(3, "kg", "weight", Decimal(1))
BOX = Unit(4, "Box of 12", "count", Decimal(12))
ALL = (UNITS, DOZENS, KG)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("INV-2026-0417", "inv 2026/417", True),
        ("INV-2026-0417", "INV20260417", True),
        ("INV-0001", "INV-1", True),
        ("R1-11", "R11-1", False),
        ("1-11", "11-1", False),
        ("INV-1", "INV-2", False),
        ("A-1", "B-1", False),
        ("100", "10", False),
        ("2026/17", "2026/170", False),
        ("", "", False),
    ],
)
def test_document_numbers_are_equal_but_for_spelling(one: str, other: str, same: bool) -> None:
    assert is_same_document_number(one, other) is same
    assert is_same_document_number(other, one) is same


@given(st.from_regex(r"[A-Z]{1,3}-?[0-9]{1,8}(/[0-9]{1,4})?", fullmatch=True))
def test_case_blanks_and_punctuation_never_make_another_number(number: str) -> None:
    assert is_same_document_number(number, f" {number.lower().replace('-', ' ')} ")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("DE 811 569 869", "DE811569869", True),
        ("811569869", "DE811569869", True),
        ("USt-IdNr. DE811569869", "DE811569869", True),
        ("DE811569869", "DE811569868", False),
        ("DE811569869", "AT811569869", False),
        ("869", "DE811569869", False),
        ("", "", False),
    ],
)
def test_vat_numbers_are_equal_with_or_without_country(one: str, other: str, same: bool) -> None:
    assert is_same_vat(one, other) is same


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("PO No. P00012", "P00012"),
        ("Order #4711", "4711"),
        ("Bestellung Nr.: 4711", "4711"),
        ("P00012", "P00012"),
        ("PO12345", "PO12345"),
    ],
)
def test_a_label_is_taken_off_an_order_number(printed: str, number: str) -> None:
    assert unlabelled(printed) == number


def test_characters_that_ocr_confuses_fold_together() -> None:
    assert folded("P0OO12") == folded("P00012") == folded("p-OOOl2")
    assert folded("P00012") != folded("P00013")


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("Azure Interior GmbH & Co. KG", "azure interior", "gmbh kg"),
        ("AZURE INTERIOR, S.à r.l.", "azure interior", "sarl"),
        ("Deco Addict S.A.S.", "deco addict", "sas"),
        ("Müller & Söhne", "muller sohne", ""),
        ("AG Insurance", "ag insurance", ""),
        ("Acme Pty Ltd", "acme", "ltd"),
    ],
)
def test_a_company_name_is_taken_apart(name: str, core: str, form: str) -> None:
    taken = company_name(name)
    assert (taken.core, taken.form) == (core, form)


def test_another_legal_form_is_another_company() -> None:
    assert is_same_company("Acme GmbH", "ACME")
    assert is_same_company("Acme GmbH", "acme g.m.b.h.") or company_name("acme g.m.b.h.").form == ""
    assert not is_same_company("Acme GmbH", "Acme AG")
    assert not is_same_company("", "")


def test_likeness_of_an_absent_name_is_nothing() -> None:
    assert name_likeness("", "") == 0
    assert name_likeness("GmbH", "Acme") < 0.5


def test_an_address_line_mentions_a_company() -> None:
    assert mentions_company("Nordwind Handel GmbH, z. Hd. Frau Weber", "Nordwind Handel GmbH")
    assert mentions_company("NORDWlND HANDEL GMBH", "Nordwind Handel GmbH")
    assert not mentions_company("Südwind Logistik GmbH", "Nordwind Handel GmbH")


def test_normalised_text_has_no_accents_and_single_blanks() -> None:
    assert normalise("  Größe: Ø 5 m²  ") == "grosse o 5 m2"


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("C62", UNITS),
        ("Stk.", UNITS),
        ("pcs", UNITS),
        ("DZN", DOZENS),
        ("Dutzend", DOZENS),
        ("KGM", KG),
        ("units", UNITS),
        (None, UNITS),
        (" ", UNITS),
    ],
)
def test_a_printed_word_means_a_unit(word: str | None, unit: Unit) -> None:
    assert resolve_unit(word, UNITS, ALL) == unit


def test_an_unknown_word_means_no_unit() -> None:
    assert resolve_unit("Gebinde", UNITS, ALL) is None
    assert resolve_unit("box", UNITS, ALL) is None


def test_a_box_beside_a_box_of_twelve_is_the_same() -> None:
    assert resolve_unit("carton", BOX, (*ALL, BOX)) == BOX


def test_units_convert_within_their_category_only() -> None:
    assert ratio(DOZENS, UNITS) == 12
    assert ratio(UNITS, DOZENS) * 12 == 1  # type: ignore[operator]
    assert ratio(KG, UNITS) is None


def test_an_account_is_shown_by_its_ends_only() -> None:
    assert masked("DE89 3704 0044 0532 0130 00") == "DE…3000"
    assert masked("12345") == "…"
