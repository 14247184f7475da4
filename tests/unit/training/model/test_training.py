"""A whole small training: it learns, the same seed gives the same, and its export answers as the network does."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the training extra is not installed")
pytest.importorskip("onnxscript", reason="the training extra is not installed")

from idp.extractors.tags import tags_of
from idp.layout_model.folder import open_folder
from idp.layout_model.transformer import TransformerModel
from idp.training.model.network import Size
from idp.training.model.recipe import Recipe
from idp.training.model.run import stages_of, train
from idp.training.model.sources import build_shards
from tests.unit.extractors.pages import page_of

SMALL = Recipe(
    pages=900, warm_pages=50, rate=2e-3, size=Size(vocabulary=2000, hidden=64, layers=1, heads=2, inner=128, looks=1)
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    build_shards(folder, "drawn", first_seed=0, count=60, held_out=False)
    build_shards(folder, "drawn", first_seed=0, count=10, held_out=True)
    return folder


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("model")
    train(out, data, SMALL, version="small 1", start=None, say=lambda _: None)
    return out


@pytest.mark.timeout(600)
def test_training_learns_and_its_card_tells_how(trained: Path) -> None:
    model = open_folder(trained)
    assert model.version == "small 1"
    assert model.card["evaluation"]["drawn"]["lines"]["f1"] > 0.3
    (stage,) = model.card["stages"]
    assert stage["pages"] >= SMALL.pages
    assert len(stage["data"]["sha256"]) == 64
    assert model.card["eight_bit_agreement"] > 0.9


@pytest.mark.timeout(600)
def test_the_exported_model_answers_for_any_page(trained: Path) -> None:
    model = TransformerModel(open_folder(trained))
    page = page_of(["Invoice RE-4711", [(0.6, "Total"), (0.8, "48.00")]] * 30)
    tags = tags_of(page, model.regions(page, bytes))
    assert len(tags.words) == len(page.words)
    assert sum(tags.types.values()) == pytest.approx(1.0, abs=0.1)
    assert model.regions(page_of([]), bytes) == ()


@pytest.mark.timeout(600)
def test_the_same_seed_gives_the_same_weights_and_a_training_goes_on_from_another(
    data: Path, trained: Path, tmp_path: Path
) -> None:
    short = Recipe(pages=40, warm_pages=10, size=SMALL.size)
    cards = [train(tmp_path / name, data, short, version="x", start=trained, say=lambda _: None) for name in ("a", "b")]
    assert cards[0]["evaluation"] == cards[1]["evaluation"]
    assert len(stages_of(tmp_path / "a")) == 2
