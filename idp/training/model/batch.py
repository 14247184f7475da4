"""How do samples become tensors? Windows of like length together, padded to the longest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import torch

from idp.layout_model.encoding import UNKNOWN as UNKNOWN_PIECE
from idp.layout_model.encoding import Encoded, Encoder
from idp.training.model.labels import LABELS, UNKNOWN
from idp.training.model.sample import Sample


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs of the network in its order, and what is true: `labels` and `begins` (B, N), `types` (B,), UNKNOWN where padded.

    `silent` (B, 1, L) is True for labels that nobody looked for on the page.
    """

    inputs: tuple[Any, ...]
    labels: Any
    begins: Any
    types: Any
    silent: Any
    size: int

    def heard(self, labels: Any) -> Any:
        """Logits `(B, N, L)` without the labels that nobody looked for: they are neither right nor wrong."""
        return labels.masked_fill(self.silent, -1e4)


@dataclass(frozen=True, slots=True)
class Example:
    """One encoded window with its truth; row 0 is the page."""

    encoded: Encoded
    labels: Any
    begins: Any
    document_type: int
    silent: tuple[int, ...]


def examples_of(sample: Sample, encoder: Encoder) -> tuple[Example, ...]:
    """All windows of a page."""
    return tuple(_example(sample, window) for window in encoder.windows(sample.texts, sample.boxes))


def one_example(sample: Sample, encoder: Encoder, rng: Random) -> Example | None:
    """One window of the page at random, some of its words made unreadable; None for an empty page."""
    windows = encoder.windows(sample.texts, sample.boxes)
    if not windows:
        return None
    example = _example(sample, rng.choice(windows))
    if rng.random() < 0.3:
        _forget(example.encoded.pieces, rng)
    return example


def batches_of(examples: Iterable[Example], *, words: int) -> Iterator[Batch]:
    """Batches of at most `words` words, padding counted, in order of length."""
    group: list[Example] = []
    for example in sorted(examples, key=lambda example: len(example.labels)):
        if group and (len(group) + 1) * len(example.labels) > words:
            yield collate(group)
            group = []
        group.append(example)
    if group:
        yield collate(group)


def collate(group: Sequence[Example]) -> Batch:
    """One batch."""
    longest = max(len(example.labels) for example in group)
    encoded = [example.encoded for example in group]
    inputs = (
        _padded([one.pieces for one in encoded], longest, 0),
        _padded([one.shapes for one in encoded], longest, 0),
        _padded([one.boxes for one in encoded], longest, 0),
        _padded([one.near for one in encoded], longest, 0),
        _padded([np.ones(len(one.shapes), dtype=np.int64) for one in encoded], longest, 0),
    )
    return Batch(
        inputs=inputs,
        labels=_padded([example.labels for example in group], longest, UNKNOWN),
        begins=_padded([example.begins for example in group], longest, UNKNOWN),
        types=torch.tensor([example.document_type for example in group]),
        silent=torch.tensor([[[n in example.silent for n in range(len(LABELS))]] for example in group]),
        size=len(group),
    )


def _example(sample: Sample, window: Encoded) -> Example:
    labels = np.array([UNKNOWN, *(sample.labels[i] for i in window.order)], dtype=np.int64)
    begins = np.array([UNKNOWN, *(sample.begins[i] for i in window.order)], dtype=np.int64)
    return Example(window, labels, begins, sample.document_type, sample.silent)


def _forget(pieces: Any, rng: Random) -> None:
    """A tenth of the words cannot be read: where they stand must do."""
    for row in range(1, len(pieces)):
        if rng.random() < 0.1:
            pieces[row] = 0
            pieces[row, 0] = UNKNOWN_PIECE


def _padded(arrays: Sequence[Any], longest: int, filling: int) -> Any:
    shape = (len(arrays), longest, *arrays[0].shape[1:])
    full = np.full(shape, filling, dtype=np.int64)
    for row, array in enumerate(arrays):
        full[row, : len(array)] = array
    return torch.from_numpy(full)
