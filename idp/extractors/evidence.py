"""What speaks for one reading of a field? Options with their points and reasons, and the choice among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from idp.domain.document import Value
from idp.extractors.candidate import Spot


@dataclass(frozen=True, slots=True)
class Option:
    """One reading. `points` ≥ 0 add up over places that say the same; `reasons` are sentences for a clerk."""

    value: Value
    spot: Spot | None
    points: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The reading chosen. `margin` is its lead in points over the best different reading, `places` how often it was found."""

    option: Option
    margin: float
    places: int
    runner_up: Option | None = None


def choose(options: Iterable[Option]) -> Choice | None:
    """The reading with most points; equal values in several places support each other with half of what each adds."""
    merged: dict[str, tuple[Option, int]] = {}
    for option in sorted(options, key=lambda o: -o.points):
        key = _key(option.value)
        if key in merged:
            best, places = merged[key]
            reasons = best.reasons + tuple(r for r in option.reasons if r not in best.reasons)
            merged[key] = (replace(best, points=best.points + 0.5 * option.points, reasons=reasons[:4]), places + 1)
        else:
            merged[key] = (option, 1)
    ranked = sorted(merged.values(), key=lambda found: -found[0].points)
    if not ranked:
        return None
    (first, places), second = ranked[0], ranked[1][0] if len(ranked) > 1 else None
    return Choice(first, first.points - (second.points if second else 0.0), places, second)


def _key(value: Value) -> str:
    return "".join(c for c in str(value).lower() if c.isalnum())
