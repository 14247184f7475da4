"""What did the calibration measure? Reliability by probability, and the false-success rate at the thresholds, each with its size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from idp.extractors.calibration.signal import FIELDS
from idp.training.calibration.example import Example
from idp.training.calibration.fit import Calibration, upper_bound

_EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.01)


def report(gathered: Sequence[tuple[Example, float]], fitted: Calibration) -> str:
    """All tables as text."""
    listed = [example for example, _ in gathered]
    fields = [(s, r) for e in listed for s, r in e.fields.values()]
    parts = ["fields, out of fold", *_reliability(fitted.fields, [r for _, r in fields])]
    parts += ["cells, out of fold", *_reliability(fitted.cells, [r for e in listed for _, r in e.cells])]
    parts += ["documents, out of fold", *_reliability(fitted.documents, [e.exact for e in listed])]
    parts += ["passed without a person", *_passed(listed, fitted)]
    parts += ["fields by name: count, right, mean probability", *_by_name(fields, fitted.fields)]
    return "\n".join(parts)


def _reliability(sure: NDArray[np.float64], right: Sequence[bool]) -> Iterator[str]:
    verdicts = np.array(right)
    for low, high in pairwise(_EDGES):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            said, was = sure[inside].mean(), verdicts[inside].mean()
            yield f"  {low:5.3f}–{min(high, 1):5.3f}  n={inside.sum():6d}  said {said:.4f}  was {was:.4f}"


def _passed(listed: Sequence[Example], fitted: Calibration) -> Iterator[str]:
    sources = sorted({example.group.split("/")[-2] if "/" in example.group else "" for example in listed})
    for band, threshold in fitted.thresholds.items():
        for source in ["", *sources]:
            chosen = [
                (p, e.exact, e.is_sound)
                for e, p in zip(listed, fitted.documents, strict=True)
                if e.band == band and (not source or f"/{source}/" in f"/{e.group}")
            ]
            passed = [exact for p, exact, sound in chosen if sound and p >= threshold]
            wrong = passed.count(False)
            if chosen:
                yield (
                    f"  {band:11} {source or 'all':24} {len(passed)} of {len(chosen)} pass at {threshold}, {wrong} wrong, "
                    f"bound {upper_bound(wrong, len(passed)):.4f}; exact {sum(e for _, e, _ in chosen)}"
                )


def _by_name(fields: Sequence[tuple[dict[str, float], bool]], sure: NDArray[np.float64]) -> Iterator[str]:
    for number, name in enumerate(FIELDS):
        inside = [place for place, (signals, _) in enumerate(fields) if signals["field"] == number]
        if inside:
            right = sum(fields[place][1] for place in inside)
            yield f"  {name:26} {len(inside):6d}  {right / len(inside):.4f}  {sure[inside].mean():.4f}"
