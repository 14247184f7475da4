"""Which models there are, and which one is in use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from idp.domain.errors import BadUse
from idp.layout_model.folder import Shelf, open_folder


def put_model(parent: Path, name: str, version: str) -> Path:
    folder = parent / name
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(b"weights")
    (folder / "tokenizer.json").write_text("{}")
    card = {"version": version, "labels": ["none", "total"], "types": ["invoice"], "stages": [], "evaluation": {}}
    (folder / "card.json").write_text(json.dumps(card))
    return folder


def versions(shelf: Shelf) -> list[str]:
    return [model.version for model in shelf.models() if not model.shipped]


def test_a_promoted_model_stays_in_use_after_a_restart(tmp_path: Path) -> None:
    put_model(tmp_path / "models", "a", "own 1")
    put_model(tmp_path / "models", "b", "own 2")
    assert versions(Shelf(tmp_path)) == ["own 1", "own 2"]
    Shelf(tmp_path).promote("own 2")
    in_use = Shelf(tmp_path).promoted()
    assert in_use is not None
    assert in_use.version == "own 2"


def test_rolling_back_brings_the_one_before_and_at_last_the_shipped_one(tmp_path: Path) -> None:
    put_model(tmp_path / "models", "a", "own 1")
    put_model(tmp_path / "models", "b", "own 2")
    shelf = Shelf(tmp_path)
    shipped = shelf.promoted()
    shelf.promote("a")
    shelf.promote("b")
    back = shelf.roll_back()
    assert back is not None
    assert back.version == "own 1"
    assert shelf.roll_back() == shipped
    with pytest.raises(BadUse, match="nothing to roll back"):
        shelf.roll_back()


def test_a_folder_that_is_not_finished_is_no_model(tmp_path: Path) -> None:
    folder = put_model(tmp_path / "models", "a", "own 1")
    (folder / "card.json").unlink()
    assert versions(Shelf(tmp_path)) == []
    with pytest.raises(BadUse, match=r"card\.json is missing"):
        open_folder(folder)


def test_only_what_the_service_holds_can_be_promoted(tmp_path: Path) -> None:
    elsewhere = put_model(tmp_path, "elsewhere", "own 1")
    with pytest.raises(BadUse, match="copy the folder there first"):
        Shelf(tmp_path / "data").promote(str(elsewhere))
    with pytest.raises(BadUse, match="there is no model nothing"):
        Shelf(tmp_path / "data").promote("nothing")


def test_a_promoted_model_that_is_gone_is_said_by_name(tmp_path: Path) -> None:
    folder = put_model(tmp_path / "models", "a", "own 1")
    Shelf(tmp_path).promote("a")
    (folder / "card.json").unlink()
    with pytest.raises(BadUse, match="own 1"):
        Shelf(tmp_path).promoted()
