"""Layout models of layoutparser behind our port."""

from __future__ import annotations

from typing import Any

import pytest

from idp.domain.errors import ToolUnavailable
from idp.domain.geometry import Box
from idp.extractors.tags import probability, tags_of
from idp.layout_model.detector import LayoutParserModel, regions_as_layout
from idp.ports import LayoutModel, Region
from tests.unit.extractors.pages import page_of
from tests.unit.reading import paper

layoutparser = pytest.importorskip("layoutparser", reason="layoutparser is not installed: pip install layoutparser")

PAGE = page_of(["Invoice 4711", "Total 12.50"])


def picture(dpi: int = 50) -> bytes:
    return paper.picture_bytes(paper.picture(dpi=dpi))


class DetectorThatFindsATable:
    """Answers as a layoutparser model does: a Layout of TextBlocks in pixels."""

    def __init__(self) -> None:
        self.seen: tuple[int, ...] = ()

    def detect(self, image: Any) -> Any:
        self.seen = image.shape
        height, width = image.shape[:2]
        table = layoutparser.TextBlock(
            layoutparser.Rectangle(0.1 * width, 0.5 * height, 0.9 * width, 0.75 * height), type="table", score=0.9
        )
        tilted = layoutparser.TextBlock(
            layoutparser.Quadrilateral([[10, 10], [width / 2, 12], [width / 2, 40], [10, 38]]), type="title", score=0.95
        )
        beyond = layoutparser.TextBlock(layoutparser.Rectangle(-20, 0, width + 50, 30))
        return layoutparser.Layout([table, tilted, beyond])


def test_blocks_become_regions_in_page_fractions_best_first() -> None:
    detector = DetectorThatFindsATable()
    model: LayoutModel = LayoutParserModel(detector, name="stand-in 1")
    beyond, title, table = model.regions(PAGE, picture)
    assert detector.seen == (585, 413, 3)
    assert (table.label, table.score) == ("table", 0.9)
    assert table.box.as_list() == pytest.approx([0.1, 0.5, 0.9, 0.75], abs=1e-4)
    assert (title.label, title.box.bottom) == ("title", pytest.approx(40 / 585))
    assert (beyond.label, beyond.score, beyond.box.left, beyond.box.right) == ("region", 1.0, 0.0, 1.0)


def test_a_region_holds_the_words_whose_middle_it_holds() -> None:
    class DetectorOfTheUpperHalf:
        def detect(self, image: Any) -> Any:
            height, width = image.shape[:2]
            upper = layoutparser.Rectangle(0, 0, width, PAGE.words[2].box.top * height)
            return layoutparser.Layout([layoutparser.TextBlock(upper, type="title", score=0.8)])

    regions = LayoutParserModel(DetectorOfTheUpperHalf(), name="half").regions(PAGE, picture)
    assert [PAGE.words[index].text for index in regions[0].words] == ["Invoice", "4711"]
    tags = tags_of(PAGE, regions)
    assert probability(tags, "title", PAGE.words[1].box) == pytest.approx(0.8)
    assert probability(tags, "title", PAGE.words[3].box) == 0.0


def test_regions_survive_the_way_to_layoutparser_and_back() -> None:
    regions = (Region("table", Box(0.1, 0.2, 0.8, 0.9), 0.75), Region("text", Box(0.0, 0.0, 1.0, 0.1), 0.5))

    class DetectorThatRepeats:
        def detect(self, image: Any) -> Any:
            return regions_as_layout(regions, width=image.shape[1], height=image.shape[0])

    found = LayoutParserModel(DetectorThatRepeats(), name="repeat").regions(PAGE, lambda: picture(100))
    assert [region.label for region in found] == ["table", "text"]
    assert found[0].box.as_list() == pytest.approx(regions[0].box.as_list())


def test_a_model_whose_backend_is_missing_says_so_in_one_line() -> None:
    with pytest.raises(ToolUnavailable) as trouble:
        LayoutParserModel.from_zoo("lp://efficientdet/PubLayNet/tf_efficientdet_d0")
    assert "\n" not in str(trouble.value)
    assert "efficientdet" in str(trouble.value)
