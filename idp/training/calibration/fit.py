"""Fits the three forests (field, cell, document) and the threshold above which a document passes without a person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from idp.domain.document import DocumentType
from idp.extractors.calibration.outlook import RISING, outlook
from idp.extractors.calibration.signal import Signals
from idp.extractors.judge import REQUIRED
from idp.training.calibration.boost import Fit, fit
from idp.training.calibration.example import Example

CERTAINTY = 0.95
"""Of the bound on the false-success rate."""
Weighted = Sequence[tuple[Example, float]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration's JSON form, and the out-of-fold probabilities it was judged by: per field, per cell, per document."""

    data: Mapping[str, Any]
    fields: NDArray[np.float64]
    cells: NDArray[np.float64]
    documents: NDArray[np.float64]
    thresholds: Mapping[str, float]


def fit_calibration(gathered: Weighted, *, alpha: float) -> Calibration:
    """Field and cell forests first; the document forest learns from their out-of-fold probabilities."""
    fields = _fit_rows([(e.group, w, s, r) for e, w in gathered for s, r in e.fields.values()])
    cells = _fit_rows([(e.group, w / max(1, len(e.cells)) ** 0.5, s, r) for e, w in gathered for s, r in e.cells])
    rows = list(_outlooks([e for e, _ in gathered], fields.out_of_fold, cells.out_of_fold))
    documents = fit(
        rows, [e.exact for e, _ in gathered], [e.group for e, _ in gathered], weights=[w for _, w in gathered], rising=RISING,
        rounds=90, leaves=7,
    )  # fmt: skip
    thresholds = _thresholds(gathered, documents.out_of_fold, alpha)
    forests = {"field": fields.data, "cell": cells.data, "document": documents.data, "thresholds": thresholds}
    digest = hashlib.sha256(json.dumps(forests, sort_keys=True).encode()).hexdigest()[:8]
    data = {"version": f"calibration-{digest}", "card": _card(gathered, documents.out_of_fold, thresholds, alpha), **forests}
    return Calibration(data, fields.out_of_fold, cells.out_of_fold, documents.out_of_fold, thresholds)


def _card(gathered: Weighted, sure: NDArray[np.float64], thresholds: Mapping[str, float], alpha: float) -> dict[str, Any]:
    """What the calibration was fitted on and what it measured out of fold; for people, not read at run time."""
    passed = [
        (e, e.exact) for (e, _), p in zip(gathered, sure, strict=True) if e.is_sound and p >= thresholds.get(e.band, 1.01)
    ]
    wrong = sum(not exact for _, exact in passed)
    return {
        "alpha": alpha,
        "certainty": CERTAINTY,
        "documents": len(gathered),
        "groups": len({e.group for e, _ in gathered}),
        "fields": sum(len(e.fields) for e, _ in gathered),
        "cells": sum(len(e.cells) for e, _ in gathered),
        "passed": len(passed),
        "passed_wrong": wrong,
        "bound": round(upper_bound(wrong, len(passed)), 5),
    }


def _fit_rows(rows: Sequence[tuple[str, float, Signals, bool]]) -> Fit:
    groups, weights, signals, verdicts = zip(*rows, strict=True)
    return fit(signals, verdicts, groups, weights=weights)


def _outlooks(listed: Sequence[Example], fields: NDArray[np.float64], cells: NDArray[np.float64]) -> Iterator[Signals]:
    at_field = at_cell = 0
    for one in listed:
        sure = dict(zip(one.fields, fields[at_field : at_field + len(one.fields)], strict=True))
        table = list(cells[at_cell : at_cell + len(one.cells)])
        at_field, at_cell = at_field + len(one.fields), at_cell + len(one.cells)
        absent = [name for name, (signals, _) in one.fields.items() if not signals["present"]]
        kind = tuple(DocumentType)[int(one.whole["type"])]
        yield outlook(one.whole, sure, absent, REQUIRED.get(kind, ()), table)


def _thresholds(gathered: Weighted, sure: NDArray[np.float64], alpha: float) -> dict[str, float]:
    """Per quality band the lowest probability above which the bound on the share of wrong documents holds; 1.01 where none does.

    Going down from the surest document, the last place at which the Clopper–Pearson bound of the documents so far is within α.
    """
    found = {}
    for band in sorted({e.band for e, _ in gathered}):
        ranked = sorted(
            ((p, e.exact) for (e, _), p in zip(gathered, sure, strict=True) if e.band == band and e.is_sound), reverse=True
        )
        threshold, wrong = 1.01, 0
        for count, (probability, exact) in enumerate(ranked, start=1):
            wrong += not exact
            is_last_of_equals = count == len(ranked) or ranked[count][0] < probability
            if is_last_of_equals and upper_bound(wrong, count) <= alpha:
                threshold = probability
        found[band] = round(float(threshold), 6)
    return found


def upper_bound(wrong: int, count: int) -> float:
    """The Clopper–Pearson upper bound of a share with `wrong` of `count` seen, one-sided at CERTAINTY."""
    return 1.0 if count == 0 or wrong >= count else float(beta.ppf(CERTAINTY, wrong + 1, count - wrong))
