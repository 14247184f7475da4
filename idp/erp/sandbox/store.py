"""Where do the sandbox's records live, and how does a failed call leave no trace?

Rows are dictionaries of columns by model and id, kept in memory with reverse indexes on many2one columns. Every change
inside a transaction leaves its before-image in a journal: rolling back replays it, committing hands the changed rows to the
`Backing` before anybody sees an answer. The caller serialises transactions; the store takes no locks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

Value = Any
"""A wire value: whatever JSON carries. Absent is None inside, ``false`` outside."""
Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Saved:
    """What one commit changes: rows by (model, id), None where deleted, and the id counters."""

    rows: Mapping[tuple[str, int], Row | None]
    counters: Mapping[str, int]


class Backing(Protocol):
    """Durable storage of the records."""

    def load(self) -> tuple[Iterable[tuple[str, int, Row]], Mapping[str, int]]: ...

    def save(self, saved: Saved) -> None: ...

    def close(self) -> None: ...


class NoBacking:
    """Records that live as long as the process."""

    def load(self) -> tuple[Iterable[tuple[str, int, Row]], Mapping[str, int]]:
        return (), {}

    def save(self, saved: Saved) -> None:
        """Nothing outlives the process."""

    def close(self) -> None:
        """Nothing is open."""


class Store:
    """All records of one database."""

    def __init__(self, backing: Backing) -> None:
        self._backing = backing
        self._rows: dict[str, dict[int, Row]] = {}
        self._indexes: dict[tuple[str, str], dict[Value, set[int]]] = {}
        self._journal: list[tuple[str, int, Row | None]] = []
        self._committed_at: dict[tuple[str, int], int] = {}
        self.commits = 0
        rows, counters = backing.load()
        self._counters: dict[str, int] = dict(counters)
        for model, record_id, row in rows:
            self._rows.setdefault(model, {})[record_id] = row

    def close(self) -> None:
        self._backing.close()

    def get(self, model: str, record_id: int) -> Row | None:
        """The stored row itself: read it, change it only through `update`."""
        return self._rows.get(model, {}).get(record_id)

    def ids(self, model: str) -> list[int]:
        """All ids of ``model``, ascending."""
        return sorted(self._rows.get(model, {}))

    def find(self, model: str, column: str, value: Value) -> list[int]:
        """Ids of the rows whose ``column`` equals ``value``, ascending; indexed from the first use on."""
        index = self._indexes.get((model, column))
        if index is None:
            index = self._indexes[model, column] = {}
            for record_id, row in self._rows.get(model, {}).items():
                _index_add(index, row.get(column), record_id)
        return sorted(index.get(value, ()))

    def insert(self, model: str, row: Row) -> int:
        """Adds ``row`` under the next id. Ids are never given twice, not even after a rollback."""
        record_id = self._counters.get(model, 0) + 1
        self._counters[model] = record_id
        self._journal.append((model, record_id, None))
        self._put(model, record_id, {**row, "id": record_id})
        return record_id

    def update(self, model: str, record_id: int, changes: Mapping[str, Value]) -> None:
        row = self._rows[model][record_id]
        self._journal.append((model, record_id, row))
        self._put(model, record_id, {**row, **changes})

    def delete(self, model: str, record_id: int) -> None:
        self._journal.append((model, record_id, self._rows[model][record_id]))
        self._put(model, record_id, None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable before the block is left. Transactions do not nest; see `savepoint`."""
        try:
            yield
            self._commit()
        except BaseException:
            self._undo(0)
            raise
        finally:
            self._journal.clear()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undoes the block's own changes when it raises; the transaction goes on."""
        mark = len(self._journal)
        try:
            yield
        except BaseException:
            self._undo(mark)
            raise

    def _commit(self) -> None:
        touched = {(model, record_id) for model, record_id, _ in self._journal}
        if not touched:
            return
        rows = {(model, record_id): self.get(model, record_id) for model, record_id in touched}
        models = {model for model, _ in touched}
        self._backing.save(Saved(rows, {m: self._counters[m] for m in models if m in self._counters}))
        self.commits += 1
        self._committed_at.update(dict.fromkeys(touched, self.commits))

    def committed_at(self, model: str, record_id: int) -> int:
        """The number of the commit of this process that last changed the record; 0 if none did."""
        return self._committed_at.get((model, record_id), 0)

    def _undo(self, mark: int) -> None:
        while len(self._journal) > mark:
            model, record_id, before = self._journal.pop()
            self._put(model, record_id, before)

    def _put(self, model: str, record_id: int, row: Row | None) -> None:
        rows = self._rows.setdefault(model, {})
        before = rows.get(record_id)
        for (indexed, column), index in self._indexes.items():
            if indexed == model:
                _index_move(index, record_id, before, row, column)
        if row is None:
            rows.pop(record_id, None)
        else:
            rows[record_id] = row


def _index_add(index: dict[Value, set[int]], value: Value, record_id: int) -> None:
    if not isinstance(value, (list, dict)):
        index.setdefault(value, set()).add(record_id)


def _index_move(index: dict[Value, set[int]], record_id: int, before: Row | None, after: Row | None, column: str) -> None:
    old = before.get(column) if before else None
    new = after.get(column) if after else None
    if before is not None and not isinstance(old, (list, dict)):
        index.get(old, set()).discard(record_id)
    if after is not None:
        _index_add(index, new, record_id)
