"""Which records does a search domain choose?

Odoo's prefix notation: leaves ``[path, operator, value]`` joined by ``&``, ``|``, ``!`` (an ``&`` is implied between
neighbours), dotted paths through relations meaning *any* related record. Names are wire names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from idp.erp.sandbox import fault
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.registry import FieldSpec, ModelSpec
from idp.erp.sandbox.store import Row, Value

Test = Callable[[Row], bool]
Leaf = tuple[str, str, Value]

_NEGATIVE = {"!=": "=", "<>": "=", "not in": "in", "not like": "like", "not ilike": "ilike", "not any": "any"}
_PATTERN = {"like", "ilike", "=like", "=ilike"}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_OPERATORS = {"=", "=?", "in", "any", "child_of", "parent_of", *_NEGATIVE, *_PATTERN, *_COMPARE}
_TRUE_LEAF, _FALSE_LEAF = (1, "=", 1), (0, "=", 1)


def matching(env: Env, model: str, domain: Sequence[Value]) -> list[int]:
    """Ids of the records of ``model`` that ``domain`` chooses, ascending, archived ones left out unless asked for.

    Raises:
        OdooFault: ValueError, an unknown field or operator, or a malformed domain.
    """
    terms = list(domain)
    spec = env.spec(model)
    test = compiled(env, model, terms)
    hide_archived = "active" in spec.columns and env.context.get("active_test", True) and not _mentions(terms, "active")
    ids = _candidates(env, spec, terms)
    found: list[int] = []
    for record_id in env.store.ids(model) if ids is None else ids:
        row = env.store.get(model, record_id)
        if row is None or (hide_archived and not row.get("active", True)):
            continue
        if test({**row, "__model__": model}):
            found.append(record_id)
    return found


def compiled(env: Env, model: str, terms: Sequence[Value]) -> Test:
    """One predicate over rows of ``model``."""
    stack: list[Test] = []
    for term in reversed(list(terms)):
        if term in ("&", "|", "!"):
            _combine(stack, term)
        else:
            stack.append(_leaf(env, env.spec(model), _as_leaf(term)))
    return lambda row: all(test(row) for test in stack)


def _combine(stack: list[Test], operator: str) -> None:
    if len(stack) < (1 if operator == "!" else 2):
        raise fault.value_error("Malformed domain: an operator lacks its operand")
    first = stack.pop()
    if operator == "!":
        stack.append(lambda row: not first(row))
        return
    second = stack.pop()
    if operator == "&":
        stack.append(lambda row: first(row) and second(row))
    else:
        stack.append(lambda row: first(row) or second(row))


def _as_leaf(term: Value) -> tuple[Any, Any, Any]:
    if not isinstance(term, (list, tuple)) or len(term) != 3:
        raise fault.value_error(f"Invalid leaf {term!r}")
    return term[0], term[1], term[2]


def _leaf(env: Env, spec: ModelSpec, leaf: tuple[Any, Any, Any]) -> Test:
    if leaf in (_TRUE_LEAF, _FALSE_LEAF):
        return lambda _row: leaf == _TRUE_LEAF
    path, operator, value = leaf
    if operator not in _OPERATORS:
        raise fault.value_error(f"Invalid operator {operator!r} in leaf {leaf!r}")
    head, _, rest = str(path).partition(".")
    if head not in spec.fields:
        raise fault.invalid_leaf(spec.name, head, leaf)
    field = spec.fields[head]
    if rest:
        return _through(env, spec.name, field, (rest, operator, value))
    if operator in {"child_of", "parent_of"}:
        return _hierarchy(env, spec.name, field, operator, value)
    return _test(env, spec.name, field, operator, value)


def _through(env: Env, model: str, field: FieldSpec, leaf: Leaf) -> Test:
    if field.relation is None:
        raise fault.invalid_leaf(model, f"{field.name}.{leaf[0]}", leaf)
    inner = _leaf(env, env.spec(field.relation), leaf)
    relation = field.relation

    def test(row: Row) -> bool:
        targets = _ids(env.value(model, row, field.column))
        return any(inner(env.view(relation, i)) for i in targets if env.exists(relation, i))

    return test


def _test(env: Env, model: str, field: FieldSpec, operator: str, value: Value) -> Test:
    if operator in _NEGATIVE:
        positive = _test(env, model, field, _NEGATIVE[operator], value)
        return lambda row: not positive(row)
    if operator == "=?":
        return (lambda _row: True) if value in (None, False) else _test(env, model, field, "=", value)
    if operator == "any":
        inner = compiled(env, field.relation or model, value)
        relation = field.relation or model
        return lambda row: any(inner(env.view(relation, i)) for i in _ids(env.value(model, row, field.column)))
    if field.relation:
        chosen = _related(env, field, operator, value)
        return lambda row: chosen(_ids(env.value(model, row, field.column)))
    choose = _scalar(field, operator, value)
    return lambda row: choose(_scalar_value(env, model, row, field))


def _scalar_value(env: Env, model: str, row: Row, field: FieldSpec) -> Value:
    if field.column == "display_name":
        return env.behaviour(model).label(env, row)
    return env.value(model, row, field.column)


def _related(env: Env, field: FieldSpec, operator: str, value: Value) -> Callable[[list[int]], bool]:
    relation = field.relation or ""
    if operator in _PATTERN or isinstance(value, str):
        name = _scalar(_NAME, operator, value)
        return lambda ids: any(name(env.label(relation, i)) for i in ids if env.exists(relation, i))
    if operator in _COMPARE:
        compare = _COMPARE[operator]
        return lambda ids: any(compare(i, value) for i in ids)
    wanted = value if isinstance(value, (list, tuple)) else [value]
    ids_wanted = {v for v in wanted if not isinstance(v, bool) and v is not None}
    empty = len(ids_wanted) < len(wanted)
    return lambda ids: bool(ids_wanted.intersection(ids)) or (empty and not ids)


def _scalar(field: FieldSpec, operator: str, value: Value) -> Callable[[Value], bool]:
    if operator in _PATTERN:
        pattern = _regex(operator, str(value or ""))
        return lambda v: bool(pattern.match("" if v is None or v is False else str(v)))
    if operator in _COMPARE:
        compare, bound = _COMPARE[operator], _bound(field, operator, value)
        return lambda v: v is not None and v is not False and compare(v, bound)
    wanted = list(value) if operator == "in" and isinstance(value, (list, tuple)) else [value]
    if field.kind == "boolean":
        return lambda v: bool(v) in {bool(w) for w in wanted}
    if field.kind in {"integer", "float", "monetary"}:
        return lambda v: (v or 0) in [w or 0 for w in wanted]
    blank = any(w in (None, False) for w in wanted)
    wanted = [_bound(field, operator, w) for w in wanted]
    return lambda v: (blank and (v is None or v is False or v == "")) or (v is not None and v in wanted)


def _bound(field: FieldSpec, operator: str, value: Value) -> Value:
    """A date compared with a datetime means the whole day, as in Odoo."""
    if field.kind == "datetime" and isinstance(value, str) and len(value) == len("YYYY-MM-DD"):
        return value + (" 23:59:59" if operator in {">", "<="} else " 00:00:00")
    if field.kind == "date" and isinstance(value, str):
        return value[:10]
    return value


def _regex(operator: str, text: str) -> re.Pattern[str]:
    wrapped = text if operator.startswith("=") else f"%{text}%"
    parts: list[str] = []
    escaped = False
    for char in wrapped:
        if escaped:
            parts.append(re.escape(char))
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            parts.append({"%": ".*", "_": "."}.get(char) or re.escape(char))
    flags = re.DOTALL | (re.IGNORECASE if operator.endswith("ilike") else 0)
    return re.compile("".join(parts) + r"\Z", flags)


def _hierarchy(env: Env, model: str, field: FieldSpec, operator: str, value: Value) -> Test:
    relation = model if field.column == "id" else field.relation or model
    roots = _hierarchy_roots(env, relation, value)
    step = _children if operator == "child_of" else _parents
    reached: set[int] = set()
    frontier = list(roots)
    while frontier:
        current = frontier.pop()
        if current not in reached:
            reached.add(current)
            frontier += step(env, relation, current)
    if field.column == "id":
        return lambda row: row["id"] in reached
    return lambda row: bool(reached.intersection(_ids(env.value(model, row, field.column))))


def _hierarchy_roots(env: Env, relation: str, value: Value) -> list[int]:
    values = value if isinstance(value, (list, tuple)) else [value]
    named = [v for v in values if isinstance(v, str)]
    found = [i for n in named for i in env.store.ids(relation) if n.lower() in env.label(relation, i).lower()]
    return [v for v in values if isinstance(v, int) and not isinstance(v, bool)] + found


def _children(env: Env, model: str, record_id: int) -> list[int]:
    return env.store.find(model, _PARENT.get(model, "parent_id"), record_id)


def _parents(env: Env, model: str, record_id: int) -> list[int]:
    row = env.store.get(model, record_id) or {}
    parent = row.get(_PARENT.get(model, "parent_id"))
    return [parent] if parent else []


def _candidates(env: Env, spec: ModelSpec, terms: Iterable[Value]) -> Iterable[int] | None:
    """The ids that a plain conjunction can choose from, through an index; None where every row must be looked at."""
    leaves = list(terms)
    if any(term in ("|", "!") for term in leaves):
        return None
    for term in leaves:
        if term == "&" or not isinstance(term, (list, tuple)) or len(term) != 3:
            continue
        name, operator, value = term
        field = spec.fields.get(name) if isinstance(name, str) else None
        if field is None or operator not in {"=", "in"} or not _indexed(env, spec, field):
            continue
        wanted = list(value) if isinstance(value, (list, tuple)) else [value]
        if all(isinstance(v, int) and not isinstance(v, bool) for v in wanted):
            return _through_index(env, spec.name, field.column, wanted)
        if field.kind == "char" and all(isinstance(v, str) for v in wanted):
            return _through_index(env, spec.name, field.column, wanted)
    return None


def _through_index(env: Env, model: str, column: str, wanted: Sequence[Value]) -> list[int]:
    if column == "id":
        return sorted({v for v in wanted if env.exists(model, v)})
    return sorted({i for v in wanted for i in env.store.find(model, column, v)})


def _indexed(env: Env, spec: ModelSpec, field: FieldSpec) -> bool:
    if field.column == "id":
        return True
    own = spec.name not in {"product.product", "res.users"} and field.column not in env.behaviour(spec.name).computed
    return own and field.stored and field.kind in {"many2one", "char", "many2one_reference"}


def _ids(value: Value) -> list[int]:
    if value is None or value is False:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _mentions(terms: Iterable[Value], name: str) -> bool:
    return any(isinstance(t, (list, tuple)) and t and t[0] == name for t in terms)


_PARENT = {"stock.location": "location_id"}
_NAME = FieldSpec("display_name", "display_name", "char", "Display Name", False, True, False)
