"""`idp evaluate`: extracts a folder's documents and scores them against the truth files beside them."""

from __future__ import annotations

from pathlib import Path

from idp.cli.extract import extract_given
from idp.cli.files import DONE, open_files
from idp.cli.output import print_json
from idp.domain.document_json import document_to_json
from idp.domain.errors import BadUse
from idp.evaluation import evaluate

_TRUTH = ".truth.json"


def evaluate_folder(folder: Path, *, as_json: bool) -> int:
    """Prints the report; returns the exit code. Raises BadUse where there is nothing to evaluate."""
    if not folder.is_dir():
        raise BadUse(f"{folder} is not a folder")
    files = [path for truth in sorted(folder.rglob(f"*{_TRUTH}")) for path in _documents_of(truth)]
    if not files:
        raise BadUse(f"{folder} holds no document with a truth file (NAME{_TRUTH} beside NAME.pdf)")
    outputs = {
        result.given.path.name: [document_to_json(document) for document in result.documents]
        for result in extract_given(open_files(files))
    }
    report = evaluate(outputs, folder)
    print_json(report.to_json()) if as_json else print(report.to_text())
    return DONE


def _documents_of(truth: Path) -> list[Path]:
    stem = truth.name[: -len(_TRUTH)]
    return sorted(path for path in truth.parent.glob(f"{stem}.*") if not path.name.endswith(".json")) or sorted(
        path for path in truth.parent.glob(stem) if path.is_file()
    )
