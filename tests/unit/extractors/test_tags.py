"""What the layout model saw, asked by label and by place."""

from __future__ import annotations

import pytest

from idp.domain.geometry import Box
from idp.extractors.tags import best_label, best_spans, probability, probability_of_words, tags_of
from idp.ports import Region
from tests.unit.extractors.pages import page_of, words_at

PAGE = page_of([[(0.1, "Invoice no. RE 4711"), (0.6, "Page 1")], "Total 12.50"])
WHOLE = Box(0.0, 0.0, 1.0, 1.0)


def region(label: str, index: int, score: float) -> Region:
    return Region(label, PAGE.words[index].box, score, (index,))


TAGS = tags_of(
    PAGE,
    (
        region("invoice_number", 2, 0.9), region("invoice_number", 3, 0.7), region("po_number", 3, 0.2), region("invoice_number", 5, 0.3),
        region("total", 7, 0.95), Region("type:invoice", WHOLE, 0.8), Region("table", Box(0.0, 0.06, 1.0, 0.2), 0.6, (6, 7)),
    ),
)  # fmt: skip


def test_words_side_by_side_are_one_span_and_those_far_away_another() -> None:
    best, second = best_spans(TAGS, "invoice_number")
    assert (best.text, best.score) == ("RE 4711", pytest.approx(0.8))
    assert best.box == Box.around([PAGE.words[2].box, PAGE.words[3].box])
    assert (second.text, second.score) == ("1", pytest.approx(0.3))
    assert best_spans(TAGS, "due_date") == ()


def test_a_spot_is_as_probable_as_its_words_on_average() -> None:
    spot = Box.around([PAGE.words[2].box, PAGE.words[3].box])
    assert probability(TAGS, "invoice_number", spot) == pytest.approx(0.8)
    assert probability(TAGS, "po_number", spot) == pytest.approx(0.1)
    assert best_label(TAGS, spot) == ("invoice_number", pytest.approx(0.8))
    assert probability(TAGS, "invoice_number", Box(0.9, 0.9, 1.0, 1.0)) == 0.0
    assert best_label(TAGS, Box(0.9, 0.9, 1.0, 1.0)) is None


def test_words_that_a_second_look_put_in_their_place_have_the_tags_of_the_place() -> None:
    box = PAGE.words[3].box
    again = words_at(box.left, box.top, "4771")
    assert probability_of_words(TAGS, "invoice_number", again) == pytest.approx(0.7)


def test_document_types_and_wide_regions_are_kept_apart_from_words() -> None:
    assert TAGS.types == {"invoice": 0.8}
    assert [region.label for region in TAGS.regions] == ["table"]
    assert probability(TAGS, "table", PAGE.words[7].box) == pytest.approx(0.6)
