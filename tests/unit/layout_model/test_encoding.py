"""Words and boxes as numbers for the transformer."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from idp.layout_model.encoding import NEIGHBOURS, SPECIAL, WINDOW, Encoder, reading_order, rows_of
from idp.layout_model.shape import SHAPE_COUNT, SHAPES, has_letters_only, plain, shape_of

HEADING = ("Item", (0.1, 0.10, 0.2, 0.11)), ("Price", (0.7, 0.10, 0.78, 0.11))
ROW = ("Bolt", (0.1, 0.14, 0.18, 0.15)), ("M8", (0.19, 0.1405, 0.22, 0.1505)), ("1.20", (0.72, 0.14, 0.78, 0.15))
PAGE = (*HEADING, *ROW)
TEXTS, BOXES = [text for text, _ in PAGE], [box for _, box in PAGE]
corners = st.tuples(*[st.floats(0, 0.9)] * 2).map(lambda at: (at[0], at[1], at[0] + 0.05, at[1] + 0.01))


def encoder() -> Encoder:
    words = [*SPECIAL, "item", "price", "bolt", "m", "##0", "0", ".", "00", "##00"]
    tokenizer = Tokenizer(models.WordPiece({word: number for number, word in enumerate(words)}, unk_token=SPECIAL[1]))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return Encoder(tokenizer)


def near(index: int) -> dict[str, str | None]:
    """The neighbours of a word of PAGE, by name."""
    (window,) = encoder().windows(TEXTS, BOXES)
    row = window.order.index(index) + 1
    found = [TEXTS[window.order[other - 1]] if other else None for other in window.near[row]]
    return dict(zip(NEIGHBOURS, found, strict=True))


def test_a_number_under_its_heading_has_it_above_and_its_text_on_the_left() -> None:
    price = near(4)
    assert (price["above"], price["letters above"]) == ("Price", "Price")
    assert (price["left"], price["second left"], price["letters left"]) == ("M8", "Bolt", "Bolt")
    assert (price["right"], price["below"]) == (None, None)


def test_numbers_are_seen_as_shapes() -> None:
    first, second = encoder().windows(["1.20", "9.87"], [(0.1, 0.1, 0.2, 0.11), (0.1, 0.2, 0.2, 0.21)])[0].pieces[1:]
    assert first.tolist() == second.tolist()
    assert plain("INV-2026/07") == "INV-0000/00"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1.234,50", "cents"), ("€12.00", "cents"), ("12,5", "decimal"), ("24/11/23", "day"), ("2026-04-05", "iso_day"),
        ("AB-1234", "code_dashed"),
        ("DE89370400440532013000", "iban"), ("DE123456789", "vat"), ("info@example.org", "mail"), ("GmbH", "words"), ("Total:", "title"),
        ("TOTAL", "capitals"), ("100pcs", "glued"), ("4711", "digits4"), ("-", "marks"),
    ],
)  # fmt: skip
def test_a_word_has_the_shape_of_what_it_may_be(text: str, shape: str) -> None:
    assert SHAPES[shape_of(text) // 4] == shape


def test_a_colon_and_a_currency_sign_are_seen_beside_the_shape() -> None:
    assert shape_of("Total:") - shape_of("Total") == 1
    assert shape_of("€12.00") - shape_of("12.00") == 2


@given(st.text(min_size=1, max_size=20))
def test_every_text_has_a_shape(text: str) -> None:
    assert 0 <= shape_of(text) < SHAPE_COUNT
    assert not (has_letters_only(text) and any(char.isdigit() for char in text))


def test_rows_are_read_from_the_top_and_from_the_left_whatever_order_they_came_in() -> None:
    mixed = [3, 1, 4, 0, 2]
    order = reading_order([BOXES[index] for index in mixed])
    assert [TEXTS[mixed[index]] for index in order] == TEXTS
    assert rows_of(BOXES) == (0, 0, 1, 1, 1)


@given(st.lists(corners, min_size=1, max_size=60))
def test_every_word_is_read_once_and_no_word_is_its_own_neighbour(boxes: list[tuple[float, float, float, float]]) -> None:
    (window,) = encoder().windows(["word"] * len(boxes), boxes)
    assert sorted(window.order) == list(range(len(boxes)))
    assert all(row not in window.near[row] for row in range(1, len(boxes) + 1))
    assert (window.near >= 0).all()
    assert (window.near <= len(boxes)).all()


def test_a_long_page_comes_in_windows_that_overlap_and_miss_nothing() -> None:
    rng = Random(1)
    boxes = [(x := rng.random() * 0.9, y := rng.random() * 0.9, x + 0.05, y + 0.005) for _ in range(1200)]
    windows = encoder().windows(["word"] * 1200, boxes)
    assert len(windows) == 3
    assert {index for window in windows for index in window.order} == set(range(1200))
    assert all(len(window.order) <= WINDOW for window in windows)
    assert set(windows[0].order) & set(windows[1].order)


def test_a_page_without_words_has_no_windows() -> None:
    assert encoder().windows([], []) == ()
