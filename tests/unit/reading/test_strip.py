"""Words on a strip of print: recognised blanks, gaps in the ink, figures that are set wide, and where each word stands."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from idp.reading.strip import Letter, pieces


def strip_of(text: str, *, pitch: int = 20, blank: int = 20, height: int = 48) -> tuple[list[Letter], Any]:
    """A strip with a bar for each letter of `text` and nothing at blanks; blanks are not among the recognised letters."""
    picture = np.full((height, 40 + pitch * len(text) + blank, 3), 255, np.uint8)
    letters: list[Letter] = []
    x = 10
    for letter in text:
        if letter == " ":
            x += blank
            continue
        cv2.rectangle(picture, (x, 9), (x + pitch - 6, 38), (0, 0, 0), -1)
        letters.append(Letter(letter, x + (pitch - 5) / 2, 0.9))
        x += pitch
    return letters, picture


def texts(letters: list[Letter], picture: Any) -> list[str]:
    return [piece.text for piece in pieces(letters, picture)]


def test_a_wide_gap_in_the_ink_parts_words_that_were_recognised_as_one() -> None:
    assert texts(*strip_of("Order nr AB", blank=40)) == ["Order", "nr", "AB"]


def test_figures_set_wide_stay_one_number() -> None:
    assert texts(*strip_of("1 234 5")) == ["12345"]


def test_letters_set_wide_stay_one_word() -> None:
    letters, picture = strip_of("INVOICE", pitch=20)
    wide = cv2.resize(picture, None, fx=2, fy=1)
    assert texts([Letter(item.text, item.middle * 2, item.score) for item in letters], wide) == ["INVOICE"]


def test_a_recognised_blank_parts_numbers() -> None:
    letters, picture = strip_of("12 34")
    letters.insert(2, Letter(" ", (letters[1].middle + letters[2].middle) / 2, 0.9))
    assert texts(letters, picture) == ["12", "34"]


def test_a_word_stands_where_its_ink_is() -> None:
    letters, picture = strip_of("Total 99", blank=60)
    _, amount = pieces(letters, picture)
    width = picture.shape[1]
    assert amount.start * width == pytest.approx(10 + 5 * 20 + 60, abs=2)
    assert amount.end * width == pytest.approx(10 + 5 * 20 + 60 + 2 * 20 - 5, abs=3)


def test_light_print_on_dark_is_ink_too() -> None:
    letters, picture = strip_of("Order nr", blank=40)
    assert texts(letters, 255 - picture) == ["Order", "nr"]
