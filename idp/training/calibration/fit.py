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

from idp.extractors.calibration.offer import Offer, choose
from idp.extractors.calibration.outlook import RISING, outlook
from idp.extractors.calibration.signal import Signals
from idp.extractors.judge import REQUIRED
from idp.training.calibration.boost import Fit, fit
from idp.training.calibration.example import Example

CERTAINTY = 0.95
"""Of the bound on the false-success rate."""
Weighted = Sequence[tuple[Example, float]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a document when the forests of the other folds choose its readings."""

    group: str
    band: str
    is_sound: bool
    exact: bool
    choices: Mapping[str, Offer]
    signals: Signals


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration's JSON form, and the out-of-fold probabilities it was judged by: per field, per cell, per document."""

    data: Mapping[str, Any]
    fields: NDArray[np.float64]
    cells: NDArray[np.float64]
    documents: NDArray[np.float64]
    thresholds: Mapping[str, float]
    outcomes: tuple[Outcome, ...]


def fit_calibration(gathered: Weighted, *, alpha: float) -> Calibration:
    """Field and cell forests first; the document forest learns from what they chose and said of documents they had not seen."""
    fields = _fit_rows([(e.group, w, s, r) for e, w in gathered for several in e.fields.values() for s, r in several])
    cells = _fit_rows([(e.group, w / max(1, len(e.cells)) ** 0.5, s, r) for e, w in gathered for s, r in e.cells])
    outcomes = list(_outcomes([e for e, _ in gathered], fields.out_of_fold, cells.out_of_fold))
    documents = fit(
        [o.signals for o in outcomes], [o.exact for o in outcomes], [e.group for e, _ in gathered], weights=[w for _, w in gathered],
        rising=RISING, rounds=90, leaves=7,
    )  # fmt: skip
    thresholds = _thresholds(outcomes, documents.out_of_fold, alpha)
    forests = {"field": fields.data, "cell": cells.data, "document": documents.data, "thresholds": thresholds}
    digest = hashlib.sha256(json.dumps(forests, sort_keys=True).encode()).hexdigest()[:8]
    card = _card(gathered, outcomes, documents.out_of_fold, thresholds, alpha)
    data = {"version": f"calibration-{digest}", "card": card, **forests}
    return Calibration(data, fields.out_of_fold, cells.out_of_fold, documents.out_of_fold, thresholds, tuple(outcomes))


def _card(
    gathered: Weighted, outcomes: Sequence[Outcome], sure: NDArray[np.float64], thresholds: Mapping[str, float], alpha: float
) -> dict[str, Any]:
    """What the calibration was fitted on and what it measured out of fold; for people, not read at run time."""
    passed = [o for o, p in zip(outcomes, sure, strict=True) if o.is_sound and p >= thresholds[o.band]]
    wrong = sum(not o.exact for o in passed)
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


def _outcomes(listed: Sequence[Example], fields: NDArray[np.float64], cells: NDArray[np.float64]) -> Iterator[Outcome]:
    at_field = at_cell = 0
    for one in listed:
        choices, sure = {}, {}
        for name, several in one.offers.items():
            choices[name], sure[name] = choose(several, [float(p) for p in fields[at_field : at_field + len(several)]])
            at_field += len(several)
        table = [float(p) for p in cells[at_cell : at_cell + len(one.cells)]]
        at_cell += len(one.cells)
        absent = [name for name, offer in choices.items() if offer.value is None]
        required = REQUIRED.get(one.read.document.document_type, ())
        signals = outlook(one.whole, sure, absent, required, table)
        yield Outcome(one.group, one.band, one.is_sound(choices), one.is_exact(choices), choices, signals)


def _thresholds(outcomes: Sequence[Outcome], sure: NDArray[np.float64], alpha: float) -> dict[str, float]:
    """Per quality band the lowest probability above which the bound on the share of wrong documents holds; 1.01 where none does.

    Going down from the surest document, the last place at which the Clopper–Pearson bound of the documents so far is within α.
    """
    found = {}
    for band in sorted({o.band for o in outcomes}):
        ranked = sorted(
            ((p, o.exact) for o, p in zip(outcomes, sure, strict=True) if o.band == band and o.is_sound), reverse=True
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
