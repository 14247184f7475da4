"""The model that comes with the program: what it sees on pages that it has not learned from, and how it is chosen."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from idp.bootstrap.layout_model import choose_layout_model
from idp.domain.errors import BadUse
from idp.domain.geometry import Box
from idp.domain.page import Page, Quality, Word
from idp.extractors.tags import best_spans, tags_of
from idp.layout_model.folder import Shelf
from idp.layout_model.transformer import TransformerModel
from idp.ports import LINE_BEGINS, LayoutModel
from idp.settings import Settings
from idp.training.generate import generate_commercial
from idp.training.truth import GeneratedDocument
from tests.unit.layout_model.test_folder import put_model

_NEVER_LEARNED = range(2_000_000, 2_000_012)


def settings(tmp_path: Path, layout_model: str = "shipped") -> Settings:
    return Settings(data_dir=tmp_path, layout_model=layout_model)


@pytest.fixture(scope="module")
def shipped() -> TransformerModel:
    folder = Shelf(None).promoted()
    assert folder is not None
    return TransformerModel(folder)


def first_page(document: GeneratedDocument) -> Page:
    words = tuple(Word(word.text, Box.clamped(*word.box)) for word in document.printed.words if word.page == 0)
    return Page(0, 595.0, 842.0, words, Quality.NATIVE, "test 1.0")


def test_it_finds_the_number_of_papers_that_it_has_not_seen(shipped: LayoutModel) -> None:
    right = asked = typed = 0
    for seed in _NEVER_LEARNED:
        document = generate_commercial(seed)
        page = first_page(document)
        tags = tags_of(page, shipped.regions(page, bytes))
        kind = str(document.truth["document_type"])
        name = "confirmation_number" if kind == "order_confirmation" else "invoice_number"
        asked += 1
        right += [span.text for span in best_spans(tags, name, count=1)] == [document.truth[name]]
        typed += max(tags.types, key=lambda one: tags.types[one]) == kind
    assert right >= 0.75 * asked
    assert typed >= 0.75 * asked


def test_a_line_item_begins_where_its_first_row_is(shipped: LayoutModel) -> None:
    document = generate_commercial(_NEVER_LEARNED[0])
    page = first_page(document)
    begins = {region.words[0]: region.score for region in shipped.regions(page, bytes) if region.label == LINE_BEGINS}
    words = [word for word in document.printed.words if word.page == 0]
    codes = [index for index, word in enumerate(words) if word.mark is not None and word.mark.field == "amount"]
    assert sum(begins.get(index, 0.0) > 0.5 for index in codes) >= 0.8 * len(codes) > 0


def test_probabilities_of_a_long_page_are_told_once_for_each_word(shipped: LayoutModel) -> None:
    rng = Random(1)
    words = tuple(
        Word(
            rng.choice(("Total", "12.50", "Bolt", "RE-4711")),
            Box(x := rng.random() * 0.9, y := rng.random() * 0.9, x + 0.05, y + 0.005),
        )
        for _ in range(1300)
    )
    page = Page(0, 595.0, 842.0, words, Quality.NATIVE, "test 1.0")
    told = [(region.words[0], region.label) for region in shipped.regions(page, bytes) if region.words]
    assert len(told) == len(set(told))
    assert {index for index, _ in told} <= set(range(1300))


def test_it_is_small_and_its_card_says_where_it_comes_from() -> None:
    (folder, *_) = Shelf(None).models()
    assert sum(path.stat().st_size for path in folder.path.iterdir()) < 12_000_000
    assert all(len(stage["data"]["sha256"]) == 64 and stage["recipe"]["seed"] for stage in folder.card["stages"])
    assert {"web", "forms", "drawn"} <= set(folder.card["evaluation"])


def test_the_shipped_model_is_in_use_unless_another_one_or_none_is_wanted(tmp_path: Path, shipped: TransformerModel) -> None:
    assert choose_layout_model(settings(tmp_path)).told == shipped.name
    off = choose_layout_model(settings(tmp_path, "off"))
    assert (off.model, off.told) == (None, "none: switched off, rules read alone")
    missing = choose_layout_model(settings(tmp_path, "lp://efficientdet/PubLayNet/tf_efficientdet_d0"))
    assert missing.model is None
    assert missing.told.startswith("none: The layout model lp://efficientdet")
    with pytest.raises(BadUse, match="there is no model mine 7"):
        choose_layout_model(settings(tmp_path, "mine 7"))


def test_a_model_that_cannot_be_loaded_costs_only_itself(tmp_path: Path) -> None:

    choice = choose_layout_model(settings(tmp_path, str(put_model(tmp_path / "models", "a", "own 1"))))
    assert choice.model is None
    assert "cannot be loaded" in choice.told
