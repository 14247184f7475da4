"""What did the calibration measure? Reliability by probability, and the false-success rate at the thresholds, each with its size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from idp.extractors.calibration.offer import Offer
from idp.extractors.calibration.signal import FIELDS
from idp.training.calibration.example import Example
from idp.training.calibration.fit import Calibration, Outcome, upper_bound

_EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.01)


def report(gathered: Sequence[tuple[Example, float]], fitted: Calibration) -> str:
    """All tables as text."""
    listed = [example for example, _ in gathered]
    fields = [(s, r) for e in listed for several in e.fields.values() for s, r in several]
    parts = ["fields, out of fold", *_reliability(fitted.fields, [r for _, r in fields])]
    parts += ["cells, out of fold", *_reliability(fitted.cells, [r for e in listed for _, r in e.cells])]
    parts += ["documents, out of fold", *_reliability(fitted.documents, [o.exact for o in fitted.outcomes])]
    parts += ["passed without a person", *_passed(fitted)]
    parts += ["fields by name: documents, right by the rules, right by choice", *_by_name(listed, fitted)]
    return "\n".join(parts)


def _reliability(sure: NDArray[np.float64], right: Sequence[bool]) -> Iterator[str]:
    verdicts = np.array(right)
    for low, high in pairwise(_EDGES):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            said, was = sure[inside].mean(), verdicts[inside].mean()
            yield f"  {low:5.3f}–{min(high, 1):5.3f}  n={inside.sum():6d}  said {said:.4f}  was {was:.4f}"


def _passed(fitted: Calibration) -> Iterator[str]:
    sources = sorted({outcome.group.split("/")[-2] if "/" in outcome.group else "" for outcome in fitted.outcomes})
    for band, threshold in fitted.thresholds.items():
        for source in ["", *sources]:
            chosen = [
                (p, o.exact, o.is_sound)
                for o, p in zip(fitted.outcomes, fitted.documents, strict=True)
                if o.band == band and (not source or f"/{source}/" in f"/{o.group}")
            ]
            passed = [exact for p, exact, sound in chosen if sound and p >= threshold]
            wrong = passed.count(False)
            if chosen:
                yield (
                    f"  {band:11} {source or 'all':24} {len(passed)} of {len(chosen)} pass at {threshold}, {wrong} wrong, "
                    f"bound {upper_bound(wrong, len(passed)):.4f}; exact {sum(e for _, e, _ in chosen)}"
                )


def _by_name(listed: Sequence[Example], fitted: Calibration) -> Iterator[str]:
    for name in FIELDS:
        asked = [(e, o) for e, o in zip(listed, fitted.outcomes, strict=True) if name in e.fields]
        if asked:
            rules = sum(e.fields[name][0][1] for e, _ in asked) / len(asked)
            chosen = sum(_is_chosen_right(e, o, name) for e, o in asked) / len(asked)
            yield f"  {name:26} {len(asked):6d}  {rules:.4f}  {chosen:.4f}"


def _is_chosen_right(example: Example, outcome: Outcome, name: str) -> bool:
    """Whether the reading chosen is right; it stands among the offers with another confidence."""
    chosen = outcome.choices[name]
    places = zip(example.offers[name], example.fields[name], strict=True)
    return any(right for offer, (_, right) in places if _says(offer) == _says(chosen))


def _says(offer: Offer) -> tuple[object, bool]:
    return (offer.value.value if offer.value is not None else None, offer.by_rules)
