"""Boxes are page fractions and stay within the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.domain.geometry import Box

_side = st.floats(-2, 3, allow_nan=False)
_box = st.builds(Box.clamped, _side, _side, _side, _side)


@given(_side, _side, _side, _side)
def test_a_clamped_box_lies_on_the_page(left: float, top: float, right: float, bottom: float) -> None:
    box = Box.clamped(left, top, right, bottom)
    assert 0 <= box.left <= box.right <= 1
    assert 0 <= box.top <= box.bottom <= 1


def test_an_inverted_box_is_refused() -> None:
    with pytest.raises(ValueError, match="not a box"):
        Box(0.5, 0.1, 0.4, 0.2)


@given(_box, _box)
def test_the_box_around_two_boxes_holds_both(one: Box, two: Box) -> None:
    around = Box.around([one, two])
    assert around.left <= min(one.left, two.left)
    assert around.bottom >= max(one.bottom, two.bottom)


def test_overlap_is_one_for_the_same_box_and_zero_for_strangers() -> None:
    box = Box(0.1, 0.1, 0.3, 0.2)
    assert box.overlap(box) == pytest.approx(1.0)
    assert box.overlap(Box(0.5, 0.5, 0.6, 0.6)) == 0.0
