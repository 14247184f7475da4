"""Which read line belongs to which true line? A one-to-one pairing by the number of agreeing values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from idp.evaluation.agreement import agree

_LEAST = 0.5
"""A pair shares at least one value; 1e-4 for each place they lie apart decides between equals."""
Row = Mapping[str, object]


def align(got: Sequence[Row], want: Sequence[Row], *, document_type: str | None = None) -> dict[int, int]:
    """Index in `want` → index in `got`. Greedy, then improved by swaps."""
    table = [[_agreements(g, w, document_type) - abs(i - j) * 1e-4 for j, w in enumerate(want)] for i, g in enumerate(got)]
    pairs = _greedy(table)
    while _improve(pairs, table):
        pass
    return {j: i for i, j in sorted(pairs.items())}


def _agreements(got: Row, want: Row, document_type: str | None) -> float:
    return sum(
        agree(key, got.get(key), value, document_type=document_type)
        for key, value in want.items()
        if value is not None and got.get(key) is not None
    )


def _greedy(table: list[list[float]]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    ranked = sorted(((score, i, j) for i, row in enumerate(table) for j, score in enumerate(row)), reverse=True)
    for score, i, j in ranked:
        if score > _LEAST and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _improve(pairs: dict[int, int], table: list[list[float]]) -> bool:
    """Applies swaps that raise the sum; False when there was none."""
    improved = False
    for a in list(pairs):
        for b in range(len(table)):
            if a != b and _swap_pays(pairs, table, a, b):
                if b in pairs:
                    pairs[a], pairs[b] = pairs[b], pairs[a]
                else:
                    pairs[b] = pairs.pop(a)
                improved = True
                break
    return improved


def _swap_pays(pairs: dict[int, int], table: list[list[float]], a: int, b: int) -> bool:
    now = table[a][pairs[a]] + (table[b][pairs[b]] if b in pairs else 0)
    then = table[b][pairs[a]] + (table[a][pairs[b]] if b in pairs else 0)
    return then > now + 1e-9 and table[b][pairs[a]] > _LEAST and (b not in pairs or table[a][pairs[b]] > _LEAST)
