from __future__ import annotations

from idp.extractors.heading import find_headings
from idp.extractors.layout import arrange
from tests.unit.extractors.pages import page_of


def cells_of(heading: list[tuple[float, str]]) -> list[tuple[str, tuple[str, ...]]]:
    (found,) = find_headings(arrange([page_of([heading])]))
    return [(text, names) for _, text, names in found.cells]


def test_unknown_words_at_a_blanks_distance_belong_to_the_heading_before_them() -> None:
    cells = cells_of([(0.1, "Description supplied hereunder"), (0.6, "Quantity"), (0.85, "Amount")])
    assert [text for text, _ in cells] == ["Description supplied hereunder", "Quantity", "Amount"]
    assert "description" in cells[0][1]


def test_unknown_words_further_off_head_a_column_of_their_own() -> None:
    cells = cells_of([(0.1, "Description"), (0.35, "Shelf"), (0.6, "Quantity"), (0.85, "Amount")])
    assert cells[1] == ("Shelf", ())
