"""What does a piece of business logic see of the database during one call?

`Env` is one call's view: who calls, with which context, at what moment, over which store. It works in columns (18.0's names) and
checks no rights; names, rights and forms of the wire are settled in `orm` before. `Behaviour` is what a business area adds to a
model: defaults, reactions, computed columns, methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from idp.erp.sandbox import commands, fault
from idp.erp.sandbox.registry import CLIENT_REQUIRED, DELEGATED, TO_MANY, FieldSpec, ModelSpec, Registry
from idp.erp.sandbox.store import Row, Store, Value

Compute = Callable[["Env", Row], Value]
Method = Callable[..., Value]
Recompute = Callable[["Env", int], None]


class Void:
    """The answer of a method that answers nothing: neither ``result`` nor ``error`` goes over the wire."""


VOID = Void()


def _as_given(_env: Env, vals: Row) -> Row:
    return vals


def _as_written(_env: Env, _ids: Sequence[int], vals: Row) -> Row:
    return vals


def _ignore(_env: Env, *_: object) -> None:
    return None


def _named(_env: Env, row: Row) -> str:
    return str(row.get("name") or "")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What one model does beyond keeping its columns.

    ``complete`` fills and checks the values of a new record; ``created``, ``written`` and ``deleted`` react afterwards;
    ``writing`` and ``deleting`` may refuse or change beforehand; ``lines`` narrows a one2many column by the row of the line.
    """

    complete: Callable[[Env, Row], Row] = _as_given
    created: Callable[[Env, int, Row], None] = _ignore
    writing: Callable[[Env, Sequence[int], Row], Row] = _as_written
    written: Callable[[Env, Sequence[int], Row], None] = _ignore
    deleting: Callable[[Env, Sequence[int]], None] = _ignore
    deleted: Callable[[Env, Sequence[Row]], None] = _ignore
    computed: Mapping[str, Compute] = field(default_factory=dict)
    lines: Mapping[str, Callable[[Row], bool]] = field(default_factory=dict)
    label: Callable[[Env, Row], str] = _named
    methods: Mapping[str, Method] = field(default_factory=dict)
    order: str = "id"


PLAIN = Behaviour()


def related(*path: str) -> Compute:
    """A computed column that shows the column at the end of a many2one path."""

    def compute(env: Env, row: Row) -> Value:
        model = row["__model__"]
        for step in path[:-1]:
            target = env.value(model, row, step)
            if not target:
                return None
            model = env.spec(model).columns[step].relation or ""
            row = env.view(model, int(target))
        return env.value(model, row, path[-1])

    return compute


@dataclass(slots=True)
class Env:
    """One call: the database as ``uid`` sees it at ``now`` (``YYYY-MM-DD HH:MM:SS``, UTC)."""

    store: Store
    registry: Registry
    behaviours: Mapping[str, Behaviour]
    uid: int
    context: Mapping[str, Any]
    now: str
    snapshot: int = 0
    pending: dict[tuple[Recompute, int], None] = field(default_factory=dict)

    @property
    def version(self) -> int:
        return self.registry.version

    @property
    def today(self) -> str:
        return self.now[:10]

    def spec(self, model: str) -> ModelSpec:
        """Raises: OdooFault: this version has no such model."""
        found = self.registry.models.get(model)
        if found is None:
            raise fault.unknown_model(model)
        return found

    def behaviour(self, model: str) -> Behaviour:
        return self.behaviours.get(model, PLAIN)

    def with_context(self, **extra: Any) -> Env:
        """The same call with more context, sharing everything that is still to be recomputed."""
        return Env(
            self.store,
            self.registry,
            self.behaviours,
            self.uid,
            {**self.context, **extra},
            self.now,
            self.snapshot,
            self.pending,
        )

    # -- reading ------------------------------------------------------------------------------------------------------

    def exists(self, model: str, record_id: int | None) -> bool:
        return record_id is not None and self.store.get(model, record_id) is not None

    def row(self, model: str, record_id: int) -> Row:
        """Raises: OdooFault: MissingError, there is no such record."""
        row = self.store.get(model, record_id)
        if row is None:
            raise fault.missing_record(model, [record_id], self.uid)
        return row

    def view(self, model: str, record_id: int) -> Row:
        """The row with its model's name beside it, as computed columns want it."""
        return {**self.row(model, record_id), "__model__": model}

    def find(self, model: str, column: str, value: Value) -> list[Row]:
        """The rows whose stored ``column`` equals ``value``, by id."""
        return [self.row(model, i) for i in self.store.find(model, column, value)]

    def first(self, model: str, /, **columns: Value) -> Row | None:
        """The first row (by id) with all these stored values."""
        (column, value), *others = columns.items()
        rows = (r for r in self.find(model, column, value) if all(r.get(c) == v for c, v in others))
        return next(rows, None)

    def get(self, model: str, record_id: int, column: str) -> Value:
        """The value of one column, computed or stored."""
        return self.value(model, self.view(model, record_id), column)

    def value(self, model: str, row: Row, column: str) -> Value:
        """The value of ``column`` of a `view`: computed, else the parent's, else the lines, else what is stored."""
        compute = self.behaviour(model).computed.get(column)
        if compute is not None:
            return compute(self, row)
        link = DELEGATED.get(model)
        if link and column not in link[2] and column in self.spec(link[1]).columns and column not in _OWN:
            parent = row.get(link[0])
            return self.get(link[1], parent, column) if parent else None
        spec = self.spec(model).columns.get(column)
        if spec is not None and spec.kind == "one2many":
            return self._lines(model, row, spec)
        stored = row.get(column)
        return [] if stored is None and spec is not None and spec.kind in TO_MANY else stored

    def label(self, model: str, record_id: int) -> str:
        """The display name."""
        return self.behaviour(model).label(self, self.view(model, record_id))

    def _lines(self, model: str, row: Row, spec: FieldSpec) -> list[int]:
        if not spec.inverse or not spec.relation or spec.relation not in self.registry.models:
            return []
        wanted = self.behaviour(model).lines.get(spec.column)
        rows = [r for r in self.find(spec.relation, spec.inverse, row["id"]) if wanted is None or wanted(r)]
        if "active" in self.spec(spec.relation).columns and self.context.get("active_test", True):
            rows = [r for r in rows if r.get("active", True)]
        return [r["id"] for r in sorted(rows, key=lambda r: (r.get("sequence") or 0, r["id"]))]

    # -- changing -----------------------------------------------------------------------------------------------------

    def create(self, model: str, vals: Mapping[str, Value]) -> int:
        """A new record with ``vals`` (columns; to-many columns as x2many commands), and all that follows from it."""
        behaviour = self.behaviour(model)
        full = behaviour.complete(self, dict(vals))
        full = self._delegate(model, full)
        plain, many = self._split(model, full)
        stamps = {"create_date": self.now, "create_uid": self.uid, "write_date": self.now, "write_uid": self.uid}
        columns = self.spec(model).columns
        if "active" in columns:
            plain.setdefault("active", True)
        self._require(model, plain, columns.values())
        record_id = self.store.insert(model, {**plain, **stamps})
        commands.apply_all(self, model, record_id, many)
        behaviour.created(self, record_id, full)
        return record_id

    def write(self, model: str, ids: Sequence[int], vals: Mapping[str, Value]) -> None:
        """Changes records and everything that depends on the changed columns."""
        for record_id in ids:
            self.row(model, record_id)
        behaviour = self.behaviour(model)
        changed = behaviour.writing(self, ids, dict(vals))
        own, parents = self._own_and_parent(model, changed)
        plain, many = self._split(model, own)
        for record_id in ids:
            self.set(model, record_id, plain)
            if parents:
                link = DELEGATED[model]
                self.write(link[1], [self.row(model, record_id)[link[0]]], parents)
            commands.apply_all(self, model, record_id, many)
        behaviour.written(self, ids, changed)

    def set(self, model: str, record_id: int, columns: Mapping[str, Value]) -> None:
        """Stores columns and the change stamp without any reaction."""
        self.store.update(model, record_id, {**columns, "write_date": self.now, "write_uid": self.uid})

    def unlink(self, model: str, ids: Sequence[int]) -> None:
        """Deletes records, what hangs on them, and their external ids."""
        rows = [self.row(model, i) for i in ids]
        behaviour = self.behaviour(model)
        behaviour.deleting(self, ids)
        for record_id in ids:
            for data in self.find("ir.model.data", "res_id", record_id):
                if data["model"] == model:
                    self.store.delete("ir.model.data", data["id"])
            if self.exists(model, record_id):
                self.store.delete(model, record_id)
        behaviour.deleted(self, rows)

    def mark(self, recompute: Recompute, record_id: int | None) -> None:
        """Asks for ``recompute`` of a record once the current change is complete."""
        if record_id:
            self.pending[recompute, record_id] = None

    def flush(self) -> None:
        """Runs what was marked, in order, until nothing is left."""
        while self.pending:
            recompute, record_id = next(iter(self.pending))
            del self.pending[recompute, record_id]
            recompute(self, record_id)

    def next_number(self, code: str, model: str) -> str:
        """The next name of the numbering ``code``, e.g. ``P00012``, that no record of ``model`` has."""
        (row,) = self.find("ir.sequence", "code", code)
        number = row["number_next"]
        while self.store.find(model, "name", name := f"{row['prefix']}{number:0{row['padding']}d}"):
            number += 1
        self.store.update("ir.sequence", row["id"], {"number_next": number + 1})
        return name

    def _split(self, model: str, vals: Mapping[str, Value]) -> tuple[Row, Row]:
        columns = self.spec(model).columns
        many = {c: v for c, v in vals.items() if c in columns and columns[c].kind in TO_MANY}
        # a name with leading underscores is a note from `complete` to `created`, no column
        return {c: v for c, v in vals.items() if c not in many and not c.startswith("__")}, many

    def _own_and_parent(self, model: str, vals: Row) -> tuple[Row, Row]:
        link = DELEGATED.get(model)
        if link is None:
            return vals, {}
        parent_columns = self.spec(link[1]).columns
        parent = {c: v for c, v in vals.items() if c not in link[2] and c in parent_columns and c not in _OWN}
        return {c: v for c, v in vals.items() if c not in parent}, parent

    def _delegate(self, model: str, vals: Row) -> Row:
        link = DELEGATED.get(model)
        if link is None or vals.get(link[0]):
            return vals
        own, parent = self._own_and_parent(model, vals)
        own[link[0]] = self.with_context(__from_child__=True).create(link[1], parent)
        return own

    def _require(self, model: str, vals: Row, specs: Iterable[FieldSpec]) -> None:
        for spec in specs:
            if spec.required and spec.stored and spec.kind not in {"boolean", "integer"}:
                absent = vals.get(spec.column) is None
                if absent and spec.column in CLIENT_REQUIRED.get(model, ()):
                    label = self.spec(model).label
                    raise fault.mandatory_field(label, model, spec.label, spec.name)


_OWN = frozenset({"id", "create_date", "create_uid", "write_date", "write_uid", "display_name"})
