"""A layout model looks at every page; whatever becomes of it, the document goes its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from idp.domain.errors import ToolUnavailable
from idp.domain.geometry import Box
from idp.domain.page import Page, Reading, Word
from idp.ports import Limits, Region
from idp.services.extract import read_documents
from idp.services.health import check_health
from idp.services.layout import look_at_layout
from tests.fakes.means import make_means
from tests.unit.extractors.pages import page_of, reading_of

READING = reading_of(page_of(["Invoice RE-4711", "Total 12.50 EUR"]), page_of([], index=1), page_of(["Terms"], index=2))


class PagesThatRender:
    """Implements ports.Confined for files whose pages are wanted as pictures only."""

    def __init__(self) -> None:
        self.rendered: list[int] = []

    def read(self, content: bytes, *, name: str, limits: Limits | None = None) -> Reading:
        raise NotImplementedError

    def render(self, content: bytes, *, page_index: int, dpi: int = 110) -> bytes:
        self.rendered.append(page_index)
        return b"picture"

    def reread(self, content: bytes, *, page_index: int, box: Box) -> tuple[Word, ...]:
        return ()

    def close(self) -> None:
        """Nothing to end."""


class ModelThatSeesTotals:
    name = "totals 3"

    def regions(self, page: Page, picture: Callable[[], bytes]) -> tuple[Region, ...]:
        if page.index == 2:
            picture()
        return tuple(Region("total", word.box, 0.9, (i,)) for i, word in enumerate(page.words) if word.text == "12.50")


class ModelWithoutBackend:
    name = "broken 1"

    def regions(self, page: Page, picture: Callable[[], bytes]) -> tuple[Region, ...]:
        raise ToolUnavailable("no backend")


def test_pages_with_words_are_looked_at_and_pictures_made_only_where_asked_for() -> None:
    confined = PagesThatRender()
    tags = look_at_layout(ModelThatSeesTotals(), confined, b"", READING)
    assert tags is not None
    assert (tags.model, sorted(tags.pages)) == ("totals 3", [0, 2])
    assert [word.labels.get("total") for word in tags.pages[0].words] == [None, None, None, 0.9, None]
    assert confined.rendered == [2]


def test_the_model_that_was_asked_stands_on_the_document_and_so_on_the_decision() -> None:
    (document,) = read_documents(PagesThatRender(), b"", READING, layout_model=ModelThatSeesTotals())
    (without,) = read_documents(PagesThatRender(), b"", READING)
    assert document.model_version == f"{without.model_version} + totals 3"


def test_a_model_that_fails_is_told_and_leaves_the_document_to_the_rules() -> None:
    with capture_logs() as told:
        (document,) = read_documents(PagesThatRender(), b"", READING, layout_model=ModelWithoutBackend())
    assert [(row["log_level"], row["page"], row["reason"]) for row in told] == [
        ("warning", 0, "no backend"),
        ("warning", 2, "no backend"),
    ]
    assert (document,) == read_documents(PagesThatRender(), b"", READING)


@pytest.mark.parametrize("model", [None, ModelThatSeesTotals()])
def test_health_says_which_model_is_in_use_and_is_ready_without_one(tmp_path: Path, model: ModelThatSeesTotals | None) -> None:
    told = "none: switched off" if model is None else model.name
    health = check_health(replace(make_means(tmp_path), layout_model=model, layout_model_told=told))
    part = next(part for part in health.parts if part.name == "layout model")
    assert (part.ok, part.detail) == (model is not None, told)
    assert health.ready
