"""How good is the network, word by word? Precision, recall and F1 of each label on pages it has not learned from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import torch

from idp.layout_model.encoding import Encoder
from idp.training.model.batch import batches_of, examples_of
from idp.training.model.labels import LABELS, UNKNOWN
from idp.training.model.network import LayoutNetwork
from idp.training.model.sample import Sample


@dataclass(slots=True)
class Count:
    """Words given a label, rightly or wrongly, and words that it was missed on."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        told = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / told if told else 0.0

    def as_dict(self) -> dict[str, float | int]:
        given, asked = self.right + self.wrong, self.right + self.missed
        return {
            "words": asked,
            "precision": round(self.right / given, 4) if given else 0.0,
            "recall": round(self.right / asked, 4) if asked else 0.0,
            "f1": round(self.f1, 4),
        }


@dataclass(slots=True)
class Measure:
    """What was counted: per label, rows that begin a line item, and document types of pages."""

    labels: dict[str, Count] = field(default_factory=dict)
    begins: Count = field(default_factory=Count)
    pages: int = 0
    types_right: int = 0
    types_asked: int = 0

    def as_dict(self) -> dict[str, Any]:
        """As it stands in a card. `header` and `lines` count all their labels together, `macro` is the mean of all labels' F1."""
        asked = {label: count for label, count in self.labels.items() if count.right + count.missed}
        return {
            "pages": self.pages,
            "header": _sum(c for label, c in self.labels.items() if not label.startswith("line.")).as_dict(),
            "lines": _sum(c for label, c in self.labels.items() if label.startswith("line.")).as_dict(),
            "macro_f1": round(sum(count.f1 for count in asked.values()) / len(asked), 4) if asked else 0.0,
            "line_begins_f1": round(self.begins.f1, 4),
            "document_type": round(self.types_right / self.types_asked, 4) if self.types_asked else None,
            "by_label": {label: count.as_dict() for label, count in sorted(asked.items())},
        }


def measure(network: LayoutNetwork, encoder: Encoder, samples: Iterable[Sample], *, into: Measure | None = None) -> Measure:
    """Counts over all windows of the pages, on top of `into`; words in two windows count twice."""
    found = into if into is not None else Measure()
    network.eval()
    examples = [example for sample in samples for example in examples_of(sample, encoder)]
    with torch.no_grad():
        for batch in batches_of(examples, words=8192):
            labels, begins, types = network(*batch.inputs)
            known = batch.labels != UNKNOWN
            _count(found, batch.heard(labels).argmax(-1)[known].tolist(), batch.labels[known].tolist())
            rows = batch.begins != UNKNOWN
            _count_begins(found.begins, (begins[rows] > 0).tolist(), batch.begins[rows].tolist())
            asked = batch.types != UNKNOWN
            found.pages += batch.size
            found.types_asked += int(asked.sum())
            found.types_right += int((types.argmax(-1)[asked] == batch.types[asked]).sum())
    network.train()
    return found


def _count(found: Measure, given: list[int], true: list[int]) -> None:
    for got, want in zip(given, true, strict=True):
        if got == want:
            if want:
                found.labels.setdefault(LABELS[want], Count()).right += 1
            continue
        if got:
            found.labels.setdefault(LABELS[got], Count()).wrong += 1
        if want:
            found.labels.setdefault(LABELS[want], Count()).missed += 1


def _count_begins(count: Count, given: list[bool], true: list[int]) -> None:
    for got, want in zip(given, true, strict=True):
        count.right += got and bool(want)
        count.wrong += got and not want
        count.missed += bool(want) and not got


def _sum(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total.right += count.right
        total.wrong += count.wrong
        total.missed += count.missed
    return total
