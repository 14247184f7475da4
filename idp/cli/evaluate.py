"""`idp evaluate`: extracts a folder's documents and scores them against the truth files beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from idp.cli.extract import extract_given
from idp.cli.files import DONE, open_files
from idp.cli.output import print_json
from idp.domain.document_json import document_to_json
from idp.domain.errors import BadUse
from idp.evaluation import Report, Score, evaluate, render

_TRUTH = ".truth.json"


def evaluate_folder(folder: Path, *, as_json: bool) -> int:
    """Prints the report; returns the exit code. Raises BadUse where there is nothing to evaluate."""
    report = score_folder(folder)
    print_json(report_to_json(report)) if as_json else print(render(report))
    return DONE


def score_folder(folder: Path, *, overrides: Mapping[str, object] | None = None) -> Report:
    """Extracts and scores; `overrides` of the settings may name another layout model. Raises BadUse."""
    if not folder.is_dir():
        raise BadUse(f"{folder} is not a folder")
    files = [path for truth in sorted(folder.rglob(f"*{_TRUTH}")) for path in _documents_of(truth)]
    if not files:
        raise BadUse(f"{folder} holds no document with a truth file (NAME{_TRUTH} beside NAME.pdf)")
    outputs = {
        result.given.path.name: [document_to_json(document) for document in result.documents]
        for result in extract_given(open_files(files), overrides=overrides)
    }
    return evaluate(outputs, folder)


def _documents_of(truth: Path) -> list[Path]:
    stem = truth.name[: -len(_TRUTH)]
    return sorted(path for path in truth.parent.glob(f"{stem}.*") if not path.name.endswith(".json")) or sorted(
        path for path in truth.parent.glob(stem) if path.is_file()
    )


def report_to_json(report: Report) -> dict[str, Any]:
    """The report as `idp evaluate --json` prints it."""
    return {
        "files": len(report.files),
        "exact_files": round(report.exact_share, 4),
        "coverage": round(report.coverage, 4),
        "false_success": round(report.false_success, 4),
        "header": _row(report.header),
        "line_cells": _row(report.line_cells),
        "macro_header_f1": round(report.macro_header_f1, 4),
        "macro_line_f1": round(report.macro_line_f1, 4),
        "by_field": {name: _row(score) for name, score in report.fields.items()},
    }


def _row(score: Score) -> dict[str, Any]:
    rounded = {name: round(getattr(score, name), 4) for name in ("precision", "recall", "f1")}
    return {"n": score.asked, **rounded}
