from __future__ import annotations

import pytest

from idp.erp.spelling import spellings_of


@pytest.mark.parametrize("printed", ["P00012", " p00012 ", "P 00012", "PO0012", "POO012", "P0001Z", "P000I2", "P0O0l2"])
def test_a_number_is_found_as_printed_and_with_up_to_two_characters_misread(printed: str) -> None:
    assert "P00012" in spellings_of(printed)


def test_a_font_whose_zeros_are_all_misread_is_understood() -> None:
    assert "PO100004" in spellings_of("P0I0OOO4")
    assert "P00012" in spellings_of("POOOl2")


def test_three_characters_misread_each_in_another_way_are_another_number() -> None:
    assert "P8S1Z0" in spellings_of("PB51Z0")
    assert "P8S1Z0" not in spellings_of("PB5LZ0")


def test_what_is_not_alike_is_never_exchanged() -> None:
    assert all(s[:2] == "PX" and s.endswith("7") for s in spellings_of("PX07"))


def test_case_is_kept_beside_capitals() -> None:
    assert {"oc-77a", "OC-77A"} <= spellings_of("oc-77a")


def test_a_long_number_has_a_limited_number_of_spellings() -> None:
    assert len(spellings_of("0123456789012345678901234567890")) <= 300
    assert spellings_of("   ") == frozenset()
