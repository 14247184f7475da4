"""Evaluates boosted decision trees from plain data, so that no learning library is needed where documents are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree. Node i splits `feature[i]` at `threshold[i]` (≤ goes to `left[i]`, else `right[i]`); a feature of -1 marks a leaf."""

    feature: NDArray[np.int32]
    threshold: Matrix
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Matrix


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose leaf values add up to a log-odds score; `knots` turn the score into a calibrated probability (isotonic)."""

    features: tuple[str, ...]
    trees: tuple[Tree, ...]
    scores: Matrix
    probabilities: Matrix

    def probability(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """The calibrated probability of each row of signals, 0–1. Every feature must be there: a missing one is a programming error."""
        if not rows:
            return []
        score = self.score(np.array([[row[name] for name in self.features] for row in rows], dtype=np.float64))
        return [float(p) for p in np.interp(score, self.scores, self.probabilities)]

    def score(self, matrix: Matrix) -> Matrix:
        """Log-odds of each row; `matrix` is (rows, features)."""
        total = np.zeros(len(matrix))
        for tree in self.trees:
            total += _leaf_values(tree, matrix)
        return total


def _leaf_values(tree: Tree, matrix: Matrix) -> Matrix:
    node = np.zeros(len(matrix), dtype=np.int32)
    rows = np.arange(len(matrix))
    while True:
        feature = tree.feature[node]
        inner = feature >= 0
        if not inner.any():
            return np.asarray(tree.value[node])
        goes_left = matrix[rows, np.maximum(feature, 0)] <= tree.threshold[node]
        node = np.where(inner, np.where(goes_left, tree.left[node], tree.right[node]), node)


def forest_from(data: Mapping[str, Any]) -> Forest:
    """The forest of its JSON form (`idp.training.calibration` writes it)."""
    trees = tuple(
        Tree(
            np.array(tree["feature"], dtype=np.int32),
            np.array(tree["threshold"], dtype=np.float64),
            np.array(tree["left"], dtype=np.int32),
            np.array(tree["right"], dtype=np.int32),
            np.array(tree["value"], dtype=np.float64),
        )
        for tree in data["trees"]
    )
    return Forest(tuple(data["features"]), trees, np.array(data["scores"]), np.array(data["probabilities"]))
