"""`idp models` and `idp train`: what there is, what is in use, and one clear line where something is missing."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from idp.cli import main
from tests.fakes.means import ubl_invoice
from tests.unit.layout_model.test_folder import put_model


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["idp", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_a_promotion_is_listed_and_rolled_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_model(tmp_path / "models", "a", "own 1")
    assert run(capsys, monkeypatch, "models", "promote", "own 1", "--data", tmp_path)[0] == 0
    _, out, _ = run(capsys, monkeypatch, "models", "list", "--json", "--data", tmp_path)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["version"] for row in rows if row.get("version") == "own 1"] == ["own 1"]
    assert "cannot be loaded" in rows[-1]["told"]  # it is no real model, and the service says so and goes on
    assert run(capsys, monkeypatch, "models", "roll-back", "--data", tmp_path)[0] == 0
    code, _, err = run(capsys, monkeypatch, "models", "roll-back", "--data", tmp_path)
    assert (code, err.strip()) == (2, "idp: no model was promoted, so there is nothing to roll back")


def test_two_models_are_compared_on_documents_with_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.xml").write_bytes(ubl_invoice())
    (tmp_path / "one.truth.json").write_text(json.dumps({"document_type": "invoice", "total": "121.00"}))
    code, out, _ = run(capsys, monkeypatch, "models", "compare", "off", "shipped", tmp_path, "--json")
    assert code == 0
    first, second = (json.loads(line) for line in out.splitlines())
    assert (first["model"], second["model"]) == ("off", "shipped")
    assert first["by_field"]["total"]["f1"] == second["by_field"]["total"]["f1"] == 1.0


def test_an_unknown_model_is_bad_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDP_LAYOUT_MODEL", "no such model")
    path = tmp_path / "one.xml"
    path.write_bytes(ubl_invoice())
    code, _, err = run(capsys, monkeypatch, "extract", path)
    assert code == 2
    assert err.startswith("idp: there is no model no such model; known: ")
    assert err.count("\n") == 1


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="the training extra is installed")
def test_training_without_its_extra_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = run(capsys, monkeypatch, "train", tmp_path / "model")
    assert code == 2
    assert "pip install 'idp[train,generate]'" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "model").exists()
