"""What does Odoo's import, ``load``, do? The one call with an idempotency key: the external id.

Rows of text become one record each; continuation rows (head columns empty) add lines to the record above. A record whose
external id exists is updated, else created under it. Errors are answered in ``messages`` with ``ids`` false, and nothing is
changed then; only an unknown column is a fault. A call that began before another one committed the same external id loses, as
under PostgreSQL's snapshots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import Operation, require, require_visible
from idp.erp.sandbox.commands import Command
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.fault import OdooFault
from idp.erp.sandbox.registry import TO_MANY, FieldSpec
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.wire import incoming

_CONFLICT = "could not serialize access due to concurrent update\n"
_NAMELESS_MODULE = "__import__"
Path = tuple[str, ...]


@dataclass(slots=True)
class _Problem(Exception):
    """A row that cannot be loaded, as the answer describes it."""

    message: str
    field_name: str | None = None
    label: str | None = None
    relation: str | None = None


@dataclass(slots=True)
class _Record:
    """One record of the file: its external id, its values by wire name, and its lines by to-many field."""

    rows: tuple[int, int]
    xmlid: str | None = None
    dbid: int | None = None
    vals: Row = field(default_factory=dict)
    lines: dict[str, list[_Record]] = field(default_factory=dict)


def load(env: Env, model: str, fields: Sequence[str], data: Sequence[Sequence[Value]]) -> Value:
    """Imports ``data``; answers ``{"ids": [...] or False, "messages": [...], "nextrow": 0}``.

    Raises:
        OdooFault: ValueError (KeyError in 17), a column that the model does not have.
    """
    paths = [tuple(name.split("/")) for name in fields]
    for path in paths:
        _check_path(env, model, path)
    records = list(_records(env, model, paths, data))
    ids: list[int] = []
    messages: list[dict[str, Any]] = []
    try:
        with env.store.savepoint():
            for number, record in enumerate(records):
                try:
                    ids.append(_save(env, model, record))
                    env.flush()
                except (_Problem, OdooFault) as exc:
                    messages.append(_message(exc, record, number))
                    env.pending.clear()
            if messages:
                raise _Problem("rolled back")
    except _Problem:
        return {"ids": False, "messages": messages, "nextrow": 0}
    return {"ids": ids, "messages": messages, "nextrow": 0}


def _check_path(env: Env, model: str, path: Path) -> None:
    name, *rest = path
    if name in {"id", ".id"}:
        return
    spec = env.spec(model).fields.get(name)
    if spec is None:
        if env.version == 17:
            raise fault.key_error(name)
        raise fault.value_error(f"Invalid field name '{name}'")
    if rest and spec.relation and spec.kind in TO_MANY:
        _check_path(env, spec.relation, tuple(rest))


def _records(env: Env, model: str, paths: Sequence[Path], data: Sequence[Sequence[Value]]) -> Iterator[_Record]:
    """The records of the rows: a row with nothing but lines continues the record above."""
    own = [i for i, path in enumerate(paths) if not _is_line(env, model, path)]
    start = 0
    while start < len(data):
        end = start + 1
        while end < len(data) and not any(data[end][i] for i in own):
            end += 1
        yield _record(env, model, paths, data[start:end], start)
        start = end


def _record(env: Env, model: str, paths: Sequence[Path], data: Sequence[Sequence[Value]], start: int) -> _Record:
    record = _Record((start, start + len(data) - 1))
    nested: dict[str, list[int]] = {}
    for i, path in enumerate(paths):
        value = data[0][i]
        if path == ("id",):
            record.xmlid = value or None
        elif path == (".id",):
            record.dbid = int(value) if value else None
        elif _is_line(env, model, path):
            nested.setdefault(path[0], []).append(i)
        else:
            record.vals["/".join(path)] = value
    for name, places in nested.items():
        inner_paths = [paths[i][1:] for i in places]
        filled = [cells for row in data if any(cells := [row[i] for i in places])]
        relation = env.spec(model).fields[name].relation or ""
        record.lines[name] = list(_records(env, relation, inner_paths, filled))
    return record


def _is_line(env: Env, model: str, path: Path) -> bool:
    spec = env.spec(model).fields.get(path[0])
    return len(path) > 1 and spec is not None and spec.kind == "one2many"


def _save(env: Env, model: str, record: _Record) -> int:
    record_id = record.dbid or _known(env, model, record.xmlid)
    vals, later = _values(env, model, record)
    if record_id is None:
        require(env, model, Operation.CREATE)
        record_id = env.create(model, incoming(env, model, vals))
        _remember(env, model, record.xmlid, record_id)
    else:
        require(env, model, Operation.WRITE)
        require_visible(env, model, [record_id], Operation.WRITE)
        env.write(model, [record_id], incoming(env, model, vals, writing=True))
    _remember_lines(env, model, record_id, later)
    return record_id


def _values(env: Env, model: str, record: _Record) -> tuple[Row, list[tuple[FieldSpec, _Record]]]:
    fields = env.spec(model).fields
    vals: Row = {}
    new_lines: list[tuple[FieldSpec, _Record]] = []
    for key, value in record.vals.items():
        name, _, way = key.partition("/")
        # an empty cell empties the field, as in Odoo
        vals[name] = False if value in ("", None) else _converted(env, fields[name], way, value)
    for name, lines in record.lines.items():
        spec = fields[name]
        steps = [_line_step(env, spec, line) for line in lines]
        new_lines += [(spec, line) for line, step in zip(lines, steps, strict=True) if step[0] == Command.CREATE]
        vals[name] = steps
    return vals, new_lines


def _line_step(env: Env, spec: FieldSpec, line: _Record) -> tuple[int, int, Row]:
    relation = spec.relation or ""
    known = line.dbid or _known(env, relation, line.xmlid)
    vals, _ = _values(env, relation, line)
    return (Command.UPDATE, known, vals) if known else (Command.CREATE, 0, vals)


def _remember_lines(env: Env, model: str, record_id: int, created: Sequence[tuple[FieldSpec, _Record]]) -> None:
    """Gives the lines that were just created, the newest ones of the record, their external ids."""
    by_field: dict[str, list[_Record]] = {}
    for spec, line in created:
        by_field.setdefault(spec.column, []).append(line)
    for column, lines in by_field.items():
        newest = sorted(env.get(model, record_id, column))[-len(lines) :]
        relation = env.spec(model).columns[column].relation or ""
        for line, line_id in zip(lines, newest, strict=True):
            _remember(env, relation, line.xmlid, line_id)


def _converted(env: Env, spec: FieldSpec, way: str, value: Value) -> Value:
    if spec.kind == "many2one":
        return _target(env, spec, way, str(value))
    if spec.kind == "many2many":
        return [(Command.SET, 0, [_target(env, spec, way, part) for part in str(value).split(",") if part])]
    if spec.kind == "boolean":
        return str(value).lower() not in {"", "0", "false", "no"}
    if spec.kind in {"integer", "many2one_reference"}:
        return _number(spec, value, int)
    if spec.kind in {"float", "monetary"}:
        return _number(spec, value, float)
    if spec.kind == "selection":
        return _choice(spec, str(value))
    return value


def _number(spec: FieldSpec, value: Value, kind: type[int] | type[float]) -> float:
    try:
        return kind(value)
    except ValueError as exc:
        what = "an integer" if kind is int else "a number"
        raise _Problem(f"'{value}' does not seem to be {what} for field '{spec.label}'", spec.name, spec.label) from exc


def _choice(spec: FieldSpec, value: str) -> str:
    for key, label in spec.selection or ():
        if value in {key, label}:
            return key
    if spec.selection is None:
        return value
    raise _Problem(f"Value '{value}' not found in selection field '{spec.label}'", spec.name, spec.label)


def _target(env: Env, spec: FieldSpec, way: str, value: str) -> int:
    relation = spec.relation or ""
    found: int | None = None
    if way == ".id":
        found = int(value) if value.isdigit() and env.exists(relation, int(value)) else None
        what = "database id"
    elif way == "id":
        found = _known(env, relation, value)
        what = "external id"
    else:
        found = next((i for i in env.store.ids(relation) if env.label(relation, i) == value), None)
        what = "name"
    if found is None:
        text = f"No matching record found for {what} '{value}' in field '{spec.label}'"
        raise _Problem(text, spec.name, spec.label, relation)
    return found


def _known(env: Env, model: str, xmlid: str | None) -> int | None:
    """The record behind an external id.

    Raises:
        _Problem: another call committed the record or its id after the present one began.
    """
    if not xmlid:
        return None
    module, name = _split(xmlid)
    row = env.first("ir.model.data", name=name, module=module)
    if row is None:
        return None
    if row["model"] != model or not env.exists(model, row["res_id"]):
        return None
    record_id = int(row["res_id"])
    if max(env.store.committed_at("ir.model.data", row["id"]), env.store.committed_at(model, record_id)) > env.snapshot:
        raise _Problem(_CONFLICT)
    return record_id


def _remember(env: Env, model: str, xmlid: str | None, record_id: int) -> None:
    if xmlid:
        module, name = _split(xmlid)
        env.create("ir.model.data", {"module": module, "name": name, "model": model, "res_id": record_id})


def _split(xmlid: str) -> tuple[str, str]:
    module, dot, name = xmlid.partition(".")
    return (module, name) if dot else (_NAMELESS_MODULE, module)


def _message(exc: _Problem | OdooFault, record: _Record, number: int) -> dict[str, Any]:
    rows = {"from": record.rows[0], "to": record.rows[1]}
    answer: dict[str, Any] = {"rows": rows, "type": "error", "record": number, "message": exc.message}
    if isinstance(exc, _Problem) and exc.field_name:
        answer |= {"field": exc.field_name, "field_name": exc.label}
        if exc.relation:
            answer["moreinfo"] = _possible_values(exc.relation)
    return answer


def _possible_values(relation: str) -> dict[str, Any]:
    return {
        "name": "Possible Values",
        "type": "ir.actions.act_window",
        "target": "new",
        "view_mode": "list,form",
        "views": [[False, "list"], [False, "form"]],
        "context": {"create": False},
        "help": "See all possible values",
        "res_model": "ir.model.data",
        "domain": [["model", "=", relation]],
    }
