"""Which lines of a page are read again: those that the first engine was not sure of, or read only in part."""

from __future__ import annotations

import numpy as np

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.reading.agreement import on_lines

LINES = np.array([[[10, 10], [90, 10], [90, 30], [10, 30]], [[10, 50], [90, 50], [90, 70], [10, 70]]], np.float32)


def word(text: str, left: float, right: float, top: float, confidence: float = 0.95) -> Word:
    return Word(text=text, box=Box(left, top, right, top + 0.1), confidence=confidence, line=7)


def test_a_surely_read_line_is_kept_with_its_place_among_the_lines() -> None:
    first, second = on_lines((word("Total", 0.1, 0.4, 0.15), word("148.75", 0.6, 0.9, 0.15)), LINES, 100, 100)
    assert first.is_surely_read
    assert [(item.text, item.line, item.box.top, item.box.bottom) for item in first.words] == [
        ("Total", 0, 0.1, 0.3),
        ("148.75", 0, 0.1, 0.3),
    ]
    assert (second.words, second.is_surely_read) == ((), False)


def test_one_unsure_word_makes_its_line_unsure() -> None:
    line = on_lines((word("Total", 0.1, 0.4, 0.15), word("148.75", 0.6, 0.9, 0.15, 0.5)), LINES, 100, 100)[0]
    assert not line.is_surely_read
    assert [item.text for item in line.words] == ["Total", "148.75"]


def test_a_line_of_which_little_was_read_is_unsure() -> None:
    assert not on_lines((word("Total", 0.1, 0.4, 0.15),), LINES, 100, 100)[0].is_surely_read


def test_a_word_belongs_to_one_line() -> None:
    doubled = np.concatenate((LINES[:1], LINES[:1]))
    assert [len(line.words) for line in on_lines((word("Total amount", 0.1, 0.9, 0.15),), doubled, 100, 100)] == [1, 0]
