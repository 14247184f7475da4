"""How good is the output for a folder of documents with truth files?

A key that a truth lacks is not scored; a key whose truth is null says that the document does not show it: any value read is invented.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from idp.evaluation.agreement import agree
from idp.evaluation.alignment import align
from idp.evaluation.report import FileResult, Report, Score

_SUFFIX = ".truth.json"
_ABOUT_THE_FILE = frozenset(
    {
        "truth_source",
        "license",
        "split",
        "source",
        "notes",
        "lines",
        "language",
        "quality",
        "file",
        "origin",
        "documents",
        "document_type",
    }
)
Documents = Sequence[Mapping[str, Any]]  # JSON documents as `idp extract --json` writes them


def evaluate(outputs: Mapping[str, Documents], truth_dir: Path) -> Report:
    """Scores documents (file name → its documents as JSON) against `NAME.truth.json` anywhere under `truth_dir`."""
    tables = _Tables()
    files = tuple(_score_file(path, truth_dir, outputs, tables) for path in sorted(truth_dir.rglob("*" + _SUFFIX)))
    return Report(
        document_type=tables.types.get("document_type", Score()),
        fields=dict(tables.fields),
        cells=dict(tables.cells),
        source_fields=dict(tables.source_fields),
        source_cells=dict(tables.source_cells),
        files=files,
    )


@dataclass(slots=True)
class _Tables:
    types: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    fields: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    cells: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    source_fields: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    source_cells: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))


def _score_file(path: Path, truth_dir: Path, outputs: Mapping[str, Documents], tables: _Tables) -> FileResult:
    truth_file = json.loads(path.read_text(encoding="utf-8"))
    truths = truth_file.get("documents") or [truth_file]
    documents = _output_of(path.name[: -len(_SUFFIX)], outputs)
    misses: list[str] = [] if len(documents) == len(truths) else [f"documents: {len(documents)} for {len(truths)}"]
    pairs = _pair_documents(documents, truths)
    for index, truth in enumerate(truths):
        document = documents[pairs[index]] if index in pairs else {}
        misses += _score_document(document, truth, path.parent.name, tables)
    confident = bool(documents) and all(d.get("confident") is True for d in documents)
    return FileResult(str(path.relative_to(truth_dir)), exact=not misses, confident=confident, misses=tuple(misses))


def _output_of(stem: str, outputs: Mapping[str, Documents]) -> Documents:
    return next((d for name, d in outputs.items() if name == stem or name.rsplit(".", 1)[0] == stem), [])


def _pair_documents(documents: Documents, truths: Documents) -> dict[int, int]:
    if len(documents) == len(truths) == 1:
        return {0: 0}
    return align([_values(d.get("fields")) for d in documents], [_wanted(truth) for truth in truths])


def _wanted(truth: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in truth.items() if key not in _ABOUT_THE_FILE and not isinstance(value, dict)}


def _values(record: Any) -> dict[str, Any]:
    return {key: _value(cell) for key, cell in record.items()} if isinstance(record, dict) else {}


def _value(cell: Any) -> Any:
    value = cell.get("value") if isinstance(cell, dict) else cell
    return None if value in ("", []) else value


def _score_document(document: Mapping[str, Any], truth: Mapping[str, Any], source: str, tables: _Tables) -> list[str]:
    kind = truth.get("document_type")
    got, misses = _values(document.get("fields")), []
    if kind:
        misses += _score_value("document_type", document.get("document_type"), kind, None, (tables.types,))
    for key, want in _wanted(truth).items():
        misses += _score_value(key, got.get(key), want, kind, (tables.fields,), (tables.source_fields, source))
    if truth.get("lines") is not None:
        misses += _score_lines([_values(line) for line in document.get("lines") or []], truth["lines"], kind, source, tables)
    return misses


def misses_of(document: Mapping[str, Any], truth: Mapping[str, Any]) -> list[str]:
    """What is wrong, missing or invented in one document (its JSON form), a sentence each; empty when it is exact."""
    return _score_document(document, truth, "", _Tables())


def _score_value(key: str, got: Any, want: Any, kind: str | None, *tables: tuple[Any, ...]) -> list[str]:
    score, right = judge(key, got, want, document_type=kind)
    for table, *name in tables:
        table[name[0] if name else key] += score
    return [] if right else [f"{key}: {got!r} for {want!r}"]


def judge(key: str, got: Any, want: Any, *, document_type: str | None = None) -> tuple[Score, bool]:
    """The count that one value adds, and whether it is right. `want` None: nothing is there to be read."""
    if want is None:
        return Score(invented=int(got is not None)), got is None
    if got is None:
        return Score(missed=1), False
    right = agree(key, got, want, document_type=document_type)
    return Score(right=int(right), wrong=int(not right)), right


def _score_lines(
    got: list[dict[str, Any]], want: list[dict[str, Any]], kind: str | None, source: str, tables: _Tables
) -> list[str]:
    pairs, misses = align(got, want, document_type=kind), []
    for index, line in enumerate(want):
        have = got[pairs[index]] if index in pairs else {}
        for key, value in line.items():
            said = _score_value(key, have.get(key), value, kind, (tables.cells,), (tables.source_cells, source))
            misses += [f"line {index} {text}" for text in said]
    known = {key for line in want for key in line}
    for extra in sorted(set(range(len(got))) - set(pairs.values())):
        misses.append(f"line too many: {got[extra]}")
        for key in got[extra]:
            if key in known or not want:
                tables.cells[key] += Score(invented=1)
                tables.source_cells[source] += Score(invented=1)
    return misses
