from __future__ import annotations

from idp.extractors import identifier


def test_an_iban_is_checked_with_its_blanks() -> None:
    assert identifier.is_iban("DE89 3704 0044 0532 0130 00")
    assert not identifier.is_iban("DE89 3704 0044 0532 0130 01")


def test_a_vat_number_is_checked_by_its_country() -> None:
    assert identifier.is_vat("DE136695976")
    assert not identifier.is_vat("DE136695977")


def test_a_container_number_is_checked() -> None:
    assert identifier.is_container("CSQU 305438-3")
    assert not identifier.is_container("CSQU3054384")


def test_confusable_characters_are_swapped_one_at_a_time() -> None:
    assert identifier.swaps("1S") == ("IS", "15")
    assert identifier.swaps("79") == ()
