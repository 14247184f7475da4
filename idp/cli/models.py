"""`idp models`: which layout models there are, how two of them compare, and which one is in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from idp.bootstrap.layout_model import choose_layout_model
from idp.cli.evaluate import report_to_json, score_folder
from idp.cli.files import DONE
from idp.cli.output import print_json
from idp.layout_model.folder import ModelFolder, Shelf
from idp.settings import load_settings

_FIGURES = ("exact_files", "coverage", "false_success", "macro_header_f1", "macro_line_f1")


def list_models(*, as_json: bool, overrides: dict[str, object]) -> int:
    """Prints every model with its evaluation, and which one is in use, or why none is."""
    settings = load_settings(**overrides)
    shelf, choice = Shelf(settings.data_dir), choose_layout_model(settings)
    in_use = choice.model.name if choice.model is not None else None
    for model in shelf.models():
        row = {**_row(model), "in_use": model.version == in_use}
        print_json(row) if as_json else print(_line(row))
    if as_json:
        print_json({"in_use": in_use, "told": choice.told})
    else:
        print(f"in use: {choice.told}")
    return DONE


def compare_models(first: str, second: str, folder: Path, *, as_json: bool, overrides: dict[str, object]) -> int:
    """Scores a folder of documents with truth files with either model. Either may be `off`: rules alone."""
    rows = {
        name: report_to_json(score_folder(folder, overrides={**overrides, "layout_model": name})) for name in (first, second)
    }
    if as_json:
        for name, row in rows.items():
            print_json({"model": name, **row})
        return DONE
    print(f"{'':28}{first:>16}{second:>16}{'difference':>12}")
    for figure, one, two in _pairs(rows[first], rows[second]):
        print(f"{figure:28}{one:16.4f}{two:16.4f}{two - one:+12.4f}")
    return DONE


def promote_model(name: str, *, overrides: dict[str, object]) -> int:
    """Puts a model into use from the next start of the service on."""
    model = Shelf(load_settings(**overrides).data_dir).promote(name)
    print(f"{model.version} is in use from the next start of the service on")
    return DONE


def roll_back_model(*, overrides: dict[str, object]) -> int:
    """Takes the last promotion back."""
    model = Shelf(load_settings(**overrides).data_dir).roll_back()
    print(f"{model.version if model is not None else 'no model'} is in use from the next start of the service on")
    return DONE


def _pairs(one: dict[str, Any], two: dict[str, Any]) -> list[tuple[str, float, float]]:
    figures = [(name, float(one[name]), float(two[name])) for name in _FIGURES]
    both = [
        ("header F1", one["header"]["f1"], two["header"]["f1"]),
        ("line cells F1", one["line_cells"]["f1"], two["line_cells"]["f1"]),
    ]
    fields = [
        (f"  {name}", one["by_field"][name]["f1"], two["by_field"][name]["f1"])
        for name in one["by_field"]
        if name in two["by_field"] and one["by_field"][name] != two["by_field"][name]
    ]
    return figures + both + fields


def _row(model: ModelFolder) -> dict[str, Any]:
    card = model.card
    judged = {
        kind: {"header_f1": row["header"]["f1"], "lines_f1": row["lines"]["f1"]} for kind, row in card["evaluation"].items()
    }
    return {
        "version": model.version,
        "path": str(model.path),
        "shipped": model.shipped,
        "pages_learned_from": sum(stage["pages"] for stage in card["stages"]),
        "size_bytes": card.get("size_bytes"),
        "evaluation": judged,
    }


def _line(row: dict[str, Any]) -> str:
    judged = "  ".join(
        f"{kind}: header {one['header_f1']:.2f}, lines {one['lines_f1']:.2f}" for kind, one in row["evaluation"].items()
    )
    place = "came with the program" if row["shipped"] else row["path"]
    return f"{'* ' if row['in_use'] else '  '}{row['version']:24} {place}\n    held out, F1 of words: {judged}"
