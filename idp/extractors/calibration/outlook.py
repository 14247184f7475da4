"""How sure is the whole document? Signals made of the probabilities of its fields and cells, for the forest that judges documents."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from idp.extractors.calibration.signal import Signals

RISING = (
    "least_field",
    "second_field",
    "all_fields",
    "least_cell",
    "second_cell",
    "all_cells",
    "least_required",
    "least_absent",
)
"""Signals with which the document's probability never falls, so that a field made sure never makes a document doubtful."""
_FLOOR = 1e-4


def outlook(
    whole: Signals, fields: Mapping[str, float], absent: Sequence[str], required: Sequence[str], cells: Sequence[float]
) -> Signals:
    """`fields`: the probability, 0–1, that each field is right, also of those in `absent`; `cells`: the same for each cell."""
    ranked, weakest = sorted(fields.values()), sorted(cells)[:2]
    return whole | {
        "least_field": ranked[0] if ranked else 1.0,
        "second_field": ranked[1] if len(ranked) > 1 else 1.0,
        "all_fields": _together(ranked),
        "least_required": min((fields[name] for name in required if name in fields), default=1.0),
        "least_absent": min((fields[name] for name in absent), default=1.0),
        "absent": float(len(absent)),
        "required_absent": float(sum(name in absent for name in required)),
        "least_cell": weakest[0] if weakest else 1.0,
        "second_cell": weakest[1] if len(weakest) > 1 else 1.0,
        "all_cells": _together(cells),
    }


def _together(probabilities: Sequence[float]) -> float:
    """Logarithm of the probability that all are right, as if they were independent."""
    return sum(math.log(max(_FLOOR, p)) for p in probabilities)
