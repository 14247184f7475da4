"""Which lines explain the paper better: those that the rules read or those that the layout model sees? A few signals, weighed together.

The weights are a logistic regression over generated papers in layouts that the model was not trained on and real ones;
`python -m idp.training.calibration.line_choice` fits them again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from idp.extractors.product import Checked
from idp.extractors.tags import Tags, probability
from idp.extractors.totals import Totals

SIGNALS = ("multiply", "fail", "agree", "disagree", "tag", "count", "tag_seen", "none_read", "none_seen")
"""Seen less read, but for the last three: shares of lines that multiply and that fail, whether they make the printed sum or contradict it,
how probably cells print their columns, how many (logarithm); then that probability of the seen lines alone, and whether there are none."""
WEIGHTS = (1.87, 1.15, 1.59, 0.21, 2.68, 3.26, 0.94, 0.26, 1.75)
BIAS = -0.83
LEAST = 0.75
"""The probability from which the seen lines are taken: the rules' ones stand in doubt."""
_COLUMNS = frozenset({"description", "product_code", "quantity", "unit_price", "amount", "uom"})


def are_seen_better(read: Sequence[Checked], seen: Sequence[Checked], *, totals: tuple[Totals, Totals], tags: Tags) -> bool:
    """Whether the lines as seen are to be taken. `totals` are the decisions on the sums with the read and with the seen lines."""
    if not seen:
        return False
    signals = line_signals(read, seen, totals=totals, tags=tags)
    score = BIAS + sum(weight * signal for weight, signal in zip(WEIGHTS, signals, strict=True))
    return 1 / (1 + math.exp(-score)) >= LEAST


def line_signals(
    read: Sequence[Checked], seen: Sequence[Checked], *, totals: tuple[Totals, Totals], tags: Tags
) -> tuple[float, ...]:
    """The SIGNALS of a paper."""
    tag_read, tag_seen = _tag(read, tags), _tag(seen, tags)
    agree = [float(decided.lines_agree is True) for decided in totals]
    disagree = [float(decided.lines_agree is False) for decided in totals]
    return (
        _share(seen, True) - _share(read, True),
        _share(seen, False) - _share(read, False),
        agree[1] - agree[0],
        disagree[1] - disagree[0],
        tag_seen - tag_read,
        math.log1p(len(seen)) - math.log1p(len(read)),
        tag_seen,
        float(not read),
        float(not seen),
    )


def _share(lines: Sequence[Checked], verdict: bool) -> float:
    return sum(checked.multiplies is verdict for checked in lines) / max(1, len(lines))


def _tag(lines: Sequence[Checked], tags: Tags) -> float:
    """How probably the cells print the columns that they are taken for, 0–1."""
    found = [
        probability(tags.pages[checked.line.page], f"line.{column}", cell.box)
        for checked in lines
        if checked.line.page is not None and checked.line.page in tags.pages
        for column, cell in checked.line.cells.items()
        if column in _COLUMNS and cell.box is not None
    ]
    return sum(found) / len(found) if found else 0.0
