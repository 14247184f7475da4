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
    judged = np.array([o.alone for o in fitted.outcomes])
    parts += ["documents by their least sure part, out of fold", *_reliability(judged, [o.exact for o in fitted.outcomes])]
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
    """By band and source: how many documents pass alone, and how many of those in which an ERP finds nothing wrong pass with its proof."""
    sources = sorted({_source(o) for o in fitted.outcomes})
    for band in sorted({o.band for o in fitted.outcomes}):
        for source in ["", *sources]:
            chosen = [o for o in fitted.outcomes if o.band == band and source in ("", _source(o))]
            if chosen:
                alone = [o.exact for o in chosen if o.is_sound and o.alone >= fitted.data["alone"].get(band, 2)]
                known = [o for o in chosen if o.is_sound and o.passes_erp]
                proven = [o.rest_exact for o in known if o.proven >= fitted.data["proven"].get(band, 2)]
                exact = sum(o.exact for o in chosen)
                name = f"  {band:11} {source or 'all':24} {len(chosen)} documents, {exact} exact"
                yield f"{name}; alone {_told(alone)}; proven {_told(proven)}"


def _told(passed: Sequence[bool]) -> str:
    wrong = list(passed).count(False)
    return f"{len(passed)} pass, {wrong} wrong, bound {upper_bound(wrong, len(passed)):.4f}"


def _source(outcome: Outcome) -> str:
    return outcome.group.split("/")[-2] if "/" in outcome.group else ""


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
