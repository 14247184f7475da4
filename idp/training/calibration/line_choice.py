"""`python -m idp.training.calibration.line_choice --cache CACHE FOLDER…`: fits the weights of `idp.extractors.line_choice` and judges them.

Prints the weights, and by folder how many cells are wrong with the rules' lines, the seen ones, the better of both and those chosen by
weights that were fitted without the paper's group.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from idp.bootstrap.layout_model import choose_layout_model
from idp.bootstrap.reading import make_confined
from idp.domain.document import DocumentType
from idp.domain.document_json import extracted_to_json
from idp.evaluation.evaluate import misses_of
from idp.extractors.line_choice import LEAST, SIGNALS, line_signals
from idp.extractors.paper_document import read_both_ways
from idp.extractors.product import Checked
from idp.services.layout import look_at_layout
from idp.settings import load_settings
from idp.training.calibration.example import readings


@dataclass(frozen=True, slots=True)
class Case:
    """A paper whose lines may be taken in two ways: its signals, and how many cells are wrong as read and as seen."""

    folder: str
    group: str
    signals: tuple[float, ...]
    read: int
    seen: int


def main() -> int:
    """Fits and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="where readings are kept between runs")
    arguments = parser.parse_args()
    cases = [case for folder in arguments.folders for case in _cases(folder, arguments.cache)]
    chosen = _out_of_fold(cases)
    for folder in dict.fromkeys(case.folder for case in cases):
        inside = [(case, takes) for case, takes in zip(cases, chosen, strict=True) if case.folder == folder]
        read, seen = sum(c.read for c, _ in inside), sum(c.seen for c, _ in inside)
        best, taken = sum(min(c.read, c.seen) for c, _ in inside), sum(c.seen if t else c.read for c, t in inside)
        sys.stdout.write(f"{folder}: {len(inside)} papers, wrong cells read {read} seen {seen} chosen {taken} better {best}\n")
    model = _fit(cases)
    sys.stdout.write(f"{dict(zip(SIGNALS, model.coef_[0].round(2).tolist(), strict=True))} bias {model.intercept_[0]:.2f}\n")
    return 0


def _cases(folder: Path, cache: Path) -> Iterator[Case]:
    settings = load_settings()
    model, confined = choose_layout_model(settings).model, make_confined(settings, children=1)
    if model is None:
        raise SystemExit("There is no layout model to choose lines of.")
    try:
        for path, reading, truth, group in readings(folder, confined, cache=cache):
            tags = look_at_layout(model, confined, path.read_bytes(), reading)
            if tags is not None and truth.get("lines") is not None:
                paper, one, two = read_both_ways(reading.pages, tags)
                if paper.kind.document_type not in (DocumentType.OTHER, DocumentType.STATEMENT):
                    signals = line_signals(one[0], two[0], totals=(one[1], two[1]), tags=tags)
                    yield Case(str(folder), group, signals, _wrong(one[0], truth), _wrong(two[0], truth))
    finally:
        confined.close()


def _wrong(lines: Sequence[Checked], truth: Mapping[str, Any]) -> int:
    rows = [{column: extracted_to_json(cell) for column, cell in checked.line.cells.items()} for checked in lines]
    document: dict[str, Any] = {"document_type": truth.get("document_type"), "fields": {}, "lines": rows}
    return sum(miss.startswith("line") for miss in misses_of(document, truth))


def _fit(cases: Sequence[Case]) -> LogisticRegression:
    """Papers on which both are as wrong say nothing; the others count by the root of how much is at stake."""
    told = [case for case in cases if case.read != case.seen]
    weights = [abs(case.read - case.seen) ** 0.5 for case in told]
    found = LogisticRegression(max_iter=1000)
    found.fit(np.array([case.signals for case in told]), [case.seen < case.read for case in told], sample_weight=weights)
    return found


def _out_of_fold(cases: Sequence[Case]) -> list[bool]:
    chosen = [False] * len(cases)
    groups = [case.group for case in cases]
    for inside, outside in GroupKFold(8).split(cases, groups=groups):
        model = _fit([cases[place] for place in inside])
        for place in outside:
            chosen[place] = bool(model.predict_proba(np.array([cases[place].signals]))[0, 1] >= LEAST)
    return chosen


if __name__ == "__main__":
    sys.exit(main())
