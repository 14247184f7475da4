"""In which order does a search answer?

The client's ``order`` or the model's own; a many2one sorts by its target's own order, as in Odoo.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from typing import Any

from idp.erp.sandbox import fault
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.registry import FieldSpec
from idp.erp.sandbox.store import Row, Value

Term = tuple[FieldSpec, bool]


def ordered(env: Env, model: str, ids: Sequence[int], order: str | None) -> list[int]:
    """``ids`` sorted by ``order`` (``"name desc, id"``), or by the model's own order.

    Raises:
        OdooFault: ValueError, an unknown field in ``order``.
    """
    if len(ids) < 2:
        return list(ids)
    terms = _terms(env, model, order or env.behaviour(model).order)
    keys = {i: _keys(env, model, env.view(model, i), terms) for i in ids}

    def compare(a: int, b: int) -> int:
        for (_, descending), x, y in zip(terms, keys[a], keys[b], strict=True):
            if x != y:
                smaller = -1 if x < y else 1
                return -smaller if descending else smaller
        return a - b

    return sorted(ids, key=cmp_to_key(compare))


def _terms(env: Env, model: str, order: str) -> list[Term]:
    spec = env.spec(model)
    terms: list[Term] = []
    for part in order.split(","):
        words = part.split()
        if not words:
            continue
        field = spec.fields.get(words[0]) or spec.columns.get(words[0])
        if field is None:
            raise fault.value_error(f"Invalid field '{words[0]}' on model '{model}'")
        terms.append((field, len(words) > 1 and words[1].lower() == "desc"))
    return terms


def _keys(env: Env, model: str, row: Row, terms: Sequence[Term]) -> list[Any]:
    return [_key(env, model, row, field) for field, _ in terms]


def _key(env: Env, model: str, row: Row, field: FieldSpec) -> Any:
    value = env.value(model, row, field.column)
    if field.kind == "many2one" and field.relation in env.registry.models:
        return _target_key(env, field.relation or "", value)
    return _comparable(value)


def _target_key(env: Env, relation: str, value: Value) -> Any:
    if not value or not env.exists(relation, value):
        return (1, ())
    terms = _terms(env, relation, env.behaviour(relation).order)
    row = env.view(relation, value)
    keys: list[Any] = []
    for field, descending in terms:
        key = value if field.kind == "many2one" else env.value(relation, row, field.column)
        keys.append(_Reversed(_comparable(key)) if descending else _comparable(key))
    return (0, tuple(keys))


def _comparable(value: Value) -> tuple[int, Value]:
    """Absent sorts last, as NULL does in PostgreSQL."""
    if value is None or value is False or isinstance(value, (list, dict)):
        return (1, 0)
    return (0, value)


class _Reversed:
    """A key that sorts the other way round."""

    __slots__ = ("key",)

    def __init__(self, key: Any) -> None:
        self.key = key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and bool(self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.key < self.key)
