"""What is on the pages of one document? Labels, candidates, habits, type and tables, gathered before fields are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idp.domain.page import Page
from idp.domain.purchase import Company
from idp.extractors.candidate import Candidates, find_candidates
from idp.extractors.classify import Kind, classify
from idp.extractors.habit import Habits, habits_of
from idp.extractors.label import Label, find_labels
from idp.extractors.layout import Layout, arrange
from idp.extractors.printed_sum import Sum
from idp.extractors.relation import Surroundings, surroundings
from idp.extractors.stack import with_stacked
from idp.extractors.table import Table, find_tables


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that was found on the pages of one document before fields are made of it."""

    layout: Layout
    labels: tuple[Label, ...]
    around: Surroundings
    candidates: Candidates
    habits: Habits
    kind: Kind
    tables: tuple[Table, ...]
    own: tuple[Company, ...] = ()
    told_sums: tuple[Sum, ...] = ()
    """Sums where earlier corrections of this supplier found them; the arithmetic decides on them as on all others."""


def look_at(pages: Sequence[Page], own: tuple[Company, ...] = ()) -> Paper:
    """Gathers labels, candidates, habits, type and tables of the pages of one document."""
    layout = arrange(pages)
    labels = with_stacked(find_labels(layout), layout)
    candidates = find_candidates(layout)
    return Paper(
        layout=layout,
        labels=labels,
        around=surroundings(layout, labels),
        candidates=candidates,
        habits=habits_of(layout, candidates),
        kind=classify(layout, labels),
        tables=find_tables(layout, labels),
        own=own,
    )
