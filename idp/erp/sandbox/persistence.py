"""How do the sandbox's records survive its death?

One SQLite file, one row per record, its columns as JSON. A commit is one SQLite transaction, synchronised to disk before the
call is answered, so a killed server has every answered call and no half of another.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from idp.erp.sandbox.store import Row, Saved

_SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    model TEXT NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (model, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counter (model TEXT PRIMARY KEY, last_id INTEGER NOT NULL) WITHOUT ROWID;
"""


class SqliteBacking:
    """The records of one sandbox in one SQLite file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Calls run on many threads, one at a time: the sandbox's lock is what keeps this connection safe.
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(_SCHEMA)

    def load(self) -> tuple[Iterable[tuple[str, int, Row]], Mapping[str, int]]:
        rows = self._connection.execute("SELECT model, id, body FROM record").fetchall()
        counters = dict(self._connection.execute("SELECT model, last_id FROM counter").fetchall())
        return [(model, record_id, json.loads(body)) for model, record_id, body in rows], counters

    def save(self, saved: Saved) -> None:
        kept = [(m, i, json.dumps(row, separators=(",", ":"))) for (m, i), row in saved.rows.items() if row is not None]
        gone = [key for key, row in saved.rows.items() if row is None]
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", kept)
            self._connection.executemany("DELETE FROM record WHERE model = ? AND id = ?", gone)
            self._connection.executemany("INSERT OR REPLACE INTO counter VALUES (?, ?)", saved.counters.items())
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        self._connection.close()
