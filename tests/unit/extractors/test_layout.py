from __future__ import annotations

from dataclasses import replace

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.heading import find_headings
from idp.extractors.layout import arrange
from tests.unit.extractors.pages import page_of


def rows_with(*more: Word, lines: list[list[tuple[float, str]]]) -> list[str]:
    page = page_of(lines)
    return [row.text for row in arrange([replace(page, words=(*page.words, *more))]).rows]


def test_a_signature_over_two_lines_does_not_make_them_one() -> None:
    signature = Word("mmm", Box(0.7, 0.045, 0.8, 0.085))
    rows = rows_with(signature, lines=[[(0.1, "Name in capitals"), (0.5, "Signature")], [(0.1, "M. Kowalski")]])
    assert rows == ["Name in capitals Signature mmm", "M. Kowalski"]


def test_a_row_that_begins_with_a_dash_takes_the_height_of_its_text() -> None:
    page = page_of([[(0.2, "Rabatt 5 %")], [(0.1, "Summe")]])
    dash = Word("-", Box(0.1, 0.0535, 0.105, 0.0545))
    assert [row.text for row in arrange([replace(page, words=(dash, *page.words))]).rows] == ["- Rabatt 5 %", "Summe"]


def test_a_watermark_across_a_heading_does_not_reach_for_the_rows_below() -> None:
    lines = [
        [(0.1, "Qty"), (0.2, "Service"), (0.6, "Price"), (0.85, "Amount")],
        "",
        "",
        [(0.2, "Web Design")],
        [(0.1, "1"), (0.85, "85.00")],
    ]
    page = page_of(lines)
    watermark = Word("id", Box(0.4, 0.02, 0.5, 0.09))
    (heading,) = find_headings(arrange([replace(page, words=(*page.words, watermark))]))
    assert "Web" not in " ".join(text for _, text, _ in heading.cells)
