"""Fits the forests of fields and cells and the thresholds above which a document passes without a person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from idp.domain.document_json import document_to_json
from idp.evaluation import misses_of
from idp.extractors.calibration.calibrate import SETTLED_BY_ERP, least_alone, least_proven
from idp.extractors.calibration.offer import Offer, choose, with_choices
from idp.extractors.calibration.signal import Signals
from idp.training.calibration.boost import Fit, fit
from idp.training.calibration.example import Example

CERTAINTY = 0.95
"""Of the bound on the false-success rate."""
Weighted = Sequence[tuple[Example, float]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a document when the forests of the other folds choose its readings.

    `alone` and `proven`: how sure its least sure part is, with and without what the ERP may prove. `passes_erp`: an ERP that knows the
    truth would find nothing wrong in what it can prove; `rest_exact`: what it cannot prove is right.
    """

    group: str
    band: str
    is_sound: bool
    exact: bool
    passes_erp: bool
    rest_exact: bool
    alone: float
    proven: float
    choices: Mapping[str, Offer]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration's JSON form, the out-of-fold probabilities of field rows and cells, and what becomes of each document."""

    data: Mapping[str, Any]
    fields: NDArray[np.float64]
    cells: NDArray[np.float64]
    outcomes: tuple[Outcome, ...]


def fit_calibration(gathered: Weighted, *, alpha: float) -> Calibration:
    """The forests, and the thresholds by what they said of documents they had not seen."""
    fields = _fit_rows([(e.group, w, s, r) for e, w in gathered for several in e.fields.values() for s, r in several])
    cells = _fit_rows([(e.group, w / max(1, len(e.cells)) ** 0.5, s, r) for e, w in gathered for s, r in e.cells])
    outcomes = tuple(_outcomes([e for e, _ in gathered], fields.out_of_fold, cells.out_of_fold))
    sound = [o for o in outcomes if o.is_sound]
    alone = _thresholds([(o.band, o.alone, o.exact) for o in sound], alpha)
    proven = _thresholds([(o.band, o.proven, o.rest_exact) for o in sound if o.passes_erp], alpha)
    parts = {"field": fields.data, "cell": cells.data, "alone": alone, "proven": proven}
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:8]
    card = _card(gathered, outcomes, alpha)
    data = {"version": f"calibration-{digest}", "card": card, **parts}
    return Calibration(data, fields.out_of_fold, cells.out_of_fold, outcomes)


def _card(gathered: Weighted, outcomes: Sequence[Outcome], alpha: float) -> dict[str, Any]:
    """What the calibration was fitted on; for people, not read at run time."""
    return {
        "alpha": alpha,
        "certainty": CERTAINTY,
        "documents": len(gathered),
        "exact": sum(o.exact for o in outcomes),
        "groups": len({e.group for e, _ in gathered}),
        "fields": sum(len(e.fields) for e, _ in gathered),
        "cells": sum(len(e.cells) for e, _ in gathered),
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
        yield _outcome(one, choices, sure, table)


def _outcome(one: Example, choices: Mapping[str, Offer], sure: Mapping[str, float], cells: Sequence[float]) -> Outcome:
    document = replace(one.read.document, fields=with_choices(one.read.document.fields, choices))
    misses = misses_of(document_to_json(document), one.truth)
    proven = [miss for miss in misses if _is_proven(miss)]
    return Outcome(
        one.group, one.band, one.is_sound(choices), exact=not misses, passes_erp=not proven, rest_exact=len(proven) == len(misses),
        alone=least_alone(sure, cells), proven=least_proven(sure, document), choices=choices,
    )  # fmt: skip


def _is_proven(miss: str) -> bool:
    """Whether the ERP would find it: a wrong party, order or currency, and a line that is not on the order as printed."""
    return miss.startswith("line") or miss.partition(":")[0] in SETTLED_BY_ERP


def _thresholds(judged: Sequence[tuple[str, float, bool]], alpha: float) -> dict[str, float]:
    """Per quality band the lowest probability above which the bound on the share of wrong documents holds; bands without one are missing.

    Going down from the surest document, the last place at which the Clopper–Pearson bound of the documents so far is within α.
    """
    found = {}
    for band in sorted({band for band, _, _ in judged}):
        ranked = sorted(((p, right) for name, p, right in judged if name == band), reverse=True)
        wrong = 0
        for count, (probability, right) in enumerate(ranked, start=1):
            wrong += not right
            is_last_of_equals = count == len(ranked) or ranked[count][0] < probability
            if is_last_of_equals and upper_bound(wrong, count) <= alpha:
                found[band] = round(probability, 6)
    return found


def upper_bound(wrong: int, count: int) -> float:
    """The Clopper–Pearson upper bound of a share with `wrong` of `count` seen, one-sided at CERTAINTY."""
    return 1.0 if count == 0 or wrong >= count else float(beta.ppf(CERTAINTY, wrong + 1, count - wrong))
