"""Fits one forest to signals and verdicts, out of fold first so that its probabilities can be calibrated and judged, then on everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from idp.extractors.calibration.signal import Signals

_FOLDS = 5
_MOST_KNOTS = 60
_EDGE = 5e-4
"""No probability learned from finitely many examples is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A forest in its JSON form, and for every row the probability given by a forest that has not seen the row's group."""

    data: Mapping[str, Any]
    out_of_fold: NDArray[np.float64]


def fit(
    rows: Sequence[Signals], verdicts: Sequence[bool], groups: Sequence[str], *, weights: Sequence[float] | None = None,
    rising: Sequence[str] = (), rounds: int = 160, leaves: int = 15, seed: int = 1,
) -> Fit:  # fmt: skip
    """Boosted trees on `rows`; the probability never falls with a signal named in `rising`. Folds keep groups whole."""
    features = tuple(rows[0])
    matrix = np.array([[row[name] for name in features] for row in rows])
    right = np.array(verdicts, dtype=np.float64)
    mass = np.array(weights if weights is not None else np.ones(len(rows)))
    fold_of = _folds(groups, seed)
    scores = np.zeros(len(rows))
    for fold in range(_FOLDS):
        inside = fold_of == fold
        if inside.any():
            booster = _boost(matrix[~inside], right[~inside], mass[~inside], features, rising, rounds, leaves, seed)
            scores[inside] = _scores(booster, matrix[inside])
    curve = IsotonicRegression(y_min=_EDGE, y_max=1 - _EDGE, out_of_bounds="clip").fit(scores, right, mass)
    booster = _boost(matrix, right, mass, features, rising, rounds, leaves, seed)
    knots, heights = _knots(curve)
    data = {"features": features, "trees": _trees(booster), "scores": knots, "probabilities": heights}
    return Fit(data, np.interp(scores, knots, heights))


def _scores(booster: lightgbm.Booster, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    found: Any = booster.predict(matrix, raw_score=True)  # its type depends on what is asked
    return np.asarray(found, dtype=np.float64)


def _folds(groups: Sequence[str], seed: int) -> NDArray[np.int64]:
    names = sorted(set(groups))
    order = np.random.default_rng(seed).permutation(len(names))
    fold_of = {names[place]: rank % _FOLDS for rank, place in enumerate(order)}
    return np.array([fold_of[group] for group in groups])


def _boost(
    matrix: NDArray[np.float64], right: NDArray[np.float64], mass: NDArray[np.float64], features: Sequence[str], rising: Sequence[str],
    rounds: int, leaves: int, seed: int,
) -> lightgbm.Booster:  # fmt: skip
    settings = {
        "objective": "binary", "num_leaves": leaves, "learning_rate": 0.06, "min_data_in_leaf": 25, "feature_fraction": 0.7,
        "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3.0, "verbose": -1, "seed": seed, "deterministic": True,
        "force_row_wise": True, "num_threads": 1, "monotone_constraints": [int(name in rising) for name in features],
    }  # fmt: skip
    data = lightgbm.Dataset(matrix, right, weight=mass, feature_name=list(features))
    return lightgbm.train(settings, data, num_boost_round=rounds)


def _knots(curve: IsotonicRegression) -> tuple[list[float], list[float]]:
    """The calibration curve as at most `_MOST_KNOTS` points, rounded."""
    x, y = np.asarray(curve.X_thresholds_), np.asarray(curve.y_thresholds_)
    if len(x) > _MOST_KNOTS:
        kept = np.unique(np.linspace(0, len(x) - 1, _MOST_KNOTS).astype(int))
        x, y = x[kept], y[kept]
    return [round(float(v), 5) for v in x], [round(float(v), 5) for v in y]


def _trees(booster: lightgbm.Booster) -> list[dict[str, list[float]]]:
    trees = []
    for info in booster.dump_model()["tree_info"]:
        columns: dict[str, list[float]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
        _add(info["tree_structure"], columns)
        trees.append(columns)
    return trees


def _add(node: Mapping[str, Any], columns: dict[str, list[float]]) -> int:
    """Adds the node and all below it; returns its place."""
    place = len(columns["feature"])
    is_leaf = "leaf_value" in node
    leaf = (-1, 0.0, 0, 0, round(node.get("leaf_value", 0.0), 6))
    row = leaf if is_leaf else (node["split_feature"], node["threshold"], 0, 0, 0.0)
    for name, value in zip(columns, row, strict=True):
        columns[name].append(value)
    if not is_leaf:
        columns["left"][place] = _add(node["left_child"], columns)
        columns["right"][place] = _add(node["right_child"], columns)
    return place
