"""Evaluates boosted decision trees from plain data, so that no learning library is needed where documents are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Nodes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose leaf values add up to a log-odds score; `curve` turns the score into a calibrated probability (isotonic).

    The nodes of all trees stand in one row, so that all rows of signals go down all trees at once: node i splits `feature[i]` at
    `threshold[i]` (≤ goes to `left[i]`, else to `right[i]`); a leaf leads to itself and holds `value[i]`. `roots` begin the trees.
    """

    features: tuple[str, ...]
    roots: Nodes
    feature: Nodes
    threshold: Matrix
    left: Nodes
    right: Nodes
    value: Matrix
    curve: tuple[Matrix, Matrix]

    def probability(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """The calibrated probability of each row of signals, 0–1. Every feature must be there: a missing one is a programming error."""
        if not rows:
            return []
        score = self.score(np.array([[row[name] for name in self.features] for row in rows], dtype=np.float64))
        return [float(p) for p in np.interp(score, *self.curve)]

    def score(self, matrix: Matrix) -> Matrix:
        """Log-odds of each row; `matrix` is (rows, features)."""
        rows = np.arange(len(matrix))[:, None]
        node = np.repeat(self.roots[None, :], len(matrix), axis=0)
        while matrix.size:
            goes_left = matrix[rows, self.feature[node]] <= self.threshold[node]
            below = np.where(goes_left, self.left[node], self.right[node])
            if np.array_equal(below, node):
                break
            node = below
        return np.asarray(self.value[node].sum(axis=1))


def forest_from(data: Mapping[str, Any]) -> Forest:
    """The forest of its JSON form (`idp.training.calibration` writes it); in a tree's lists a feature of -1 marks a leaf."""
    roots, columns = [], _Columns([], [], [], [], [])
    for tree in data["trees"]:
        roots.append(len(columns.feature))
        columns.add(tree)
    return Forest(
        tuple(data["features"]),
        np.array(roots, dtype=np.int64),
        np.array(columns.feature, dtype=np.int64),
        np.array(columns.threshold, dtype=np.float64),
        np.array(columns.left, dtype=np.int64),
        np.array(columns.right, dtype=np.int64),
        np.array(columns.value, dtype=np.float64),
        (np.array(data["scores"], dtype=np.float64), np.array(data["probabilities"], dtype=np.float64)),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """The nodes of all trees so far."""

    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    value: list[float]

    def add(self, tree: Mapping[str, Sequence[float]]) -> None:
        """Adds a tree's nodes behind those that are there."""
        first = len(self.feature)
        for place, feature in enumerate(tree["feature"]):
            is_leaf = feature < 0
            self.feature.append(max(0, int(feature)))
            self.left.append(first + (place if is_leaf else int(tree["left"][place])))
            self.right.append(first + (place if is_leaf else int(tree["right"][place])))
        self.threshold.extend(tree["threshold"])
        self.value.extend(tree["value"])
