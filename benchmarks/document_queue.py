"""Does the queue cost the same with many documents as with few? Prints milliseconds for both, and their ratio.

    python benchmarks/document_queue.py [--database URL] [--few 2000] [--many 100000]

Documents are written as rows, as the store writes them; a tenth of them waits for a person, the rest is done.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, insert, text
from sqlalchemy.orm import Session

from idp.bootstrap.clock import SystemClock
from idp.domain.code import Code, Role, Severity
from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import DocumentQuery
from idp.store import SqlStore, SqlUnitOfWork, open_store
from idp.store.engine import is_sqlite, open_engine
from idp.store.table import DeskRow, DocumentRow, EventRow, FindingRow, TermRow

START = datetime(2026, 1, 1, tzinfo=UTC)
OPEN_STATES = (State.IN_REVIEW, State.QUARANTINED, State.FAILED)
REPEATS = 30
BATCH = 5000


def fill(connection: Connection, first: int, last: int) -> None:
    """Writes documents `first` to `last` with an event, a finding, a desk and four terms each."""
    for start in range(first, last, BATCH):
        numbers = range(start, min(start + BATCH, last))
        ids = {i: uuid.UUID(int=i * 2**64 + 12345).hex for i in numbers}
        connection.execute(insert(DocumentRow.__table__), [document_values(i, ids[i]) for i in numbers])
        connection.execute(insert(EventRow.__table__), [event_values(ids[i]) for i in numbers])
        connection.execute(insert(FindingRow.__table__), [finding_values(i, ids[i]) for i in numbers])
        connection.execute(
            insert(DeskRow.__table__),
            [{"role": role_of(i), "document_id": ids[i]} for i in numbers if state_of(i) in OPEN_STATES],
        )
        words = [
            {"term": term, "document_id": ids[i]}
            for i in numbers
            for term in ("invoice", f"supplier{i % 500}", f"inv{i:08}", f"{i:08}")
        ]
        connection.execute(insert(TermRow.__table__), words)


def role_of(i: int) -> Role:
    return (Role.CLERK, Role.BUYER, Role.WAREHOUSE, Role.FINANCE)[i // 50 % 4]


def state_of(i: int) -> State:
    if i % 10:
        return State.ENTERED
    return (State.IN_REVIEW, State.IN_REVIEW, State.IN_REVIEW, State.FAILED, State.READY)[i // 10 % 5]


def document_values(i: int, document_id: str) -> dict[str, object]:
    state = state_of(i)
    return dict.fromkeys(column.key for column in DocumentRow.__table__.columns) | {
        "id": document_id, "sha256": f"{i:064x}", "name": f"invoice {i}.pdf", "media_type": "application/pdf", "channel": "mail",
        "received_at": START + timedelta(seconds=i), "state": state, "version": 0, "part": 0, "attempts": 0,
        "updated_at": START, "document_type": "invoice", "supplier": f"Supplier {i % 500}", "supplier_key": f"supplier{i % 500}",
        "vendor_id": i % 500, "number": f"INV-{i:08}", "number_key": f"inv{i:08}", "decision": "review",
        "stake": Decimal(i * 7919 % 100_000) / 100 if i % 3 else None, "stake_currency": "EUR", "total": Decimal(i % 9973),
        "total_currency": "EUR", "head_hash": "0" * 64, "checkpointed": 0,
        "go_on_at": START + timedelta(seconds=i) if state is State.READY else None,
        "watch_at": START if state is State.ENTERED and i % 100 == 1 else None,
    }  # fmt: skip


def event_values(document_id: str) -> dict[str, object]:
    return {
        "document_id": document_id, "sequence": 0, "at": START, "actor": "idp", "event": None, "from_state": None,
        "to_state": State.RECEIVED, "why": "came", "details": "{}", "previous_hash": "0" * 64, "hash": "0" * 64,
    }  # fmt: skip


def finding_values(i: int, document_id: str) -> dict[str, object]:
    code = list(Code)[i % len(Code)]
    return {"document_id": document_id, "position": 0, "code": code, "severity": Severity.REVIEW, "owner": role_of(i)}


Question = Callable[[SqlUnitOfWork], object]


def questions() -> dict[str, Question]:
    """What people and workers ask all day."""
    late = START + timedelta(days=400)
    return {
        "list everything": lambda w: w.documents.list(DocumentQuery()),
        "list in review": lambda w: w.documents.list(DocumentQuery(states=(State.IN_REVIEW,))),
        "list open states": lambda w: w.documents.list(DocumentQuery(states=OPEN_STATES)),
        "list a desk": lambda w: w.documents.list(DocumentQuery(states=(State.IN_REVIEW,), owner=Role.BUYER)),
        "list a code": lambda w: w.documents.list(DocumentQuery(codes=(Code.QTY_NOREC.value,))),
        "find a number": lambda w: w.documents.list(DocumentQuery(text="00001230")),
        "find a supplier": lambda w: w.documents.list(DocumentQuery(text="supplier7")),
        "count in review": lambda w: w.documents.count(DocumentQuery(states=(State.IN_REVIEW,))),
        "count entered": lambda w: w.documents.count(DocumentQuery(states=(State.ENTERED,))),
        "due": lambda w: w.documents.due(now=late, limit=50),
        "entered to watch": lambda w: w.documents.entered(limit=50),
        "same bytes": lambda w: w.documents.same_bytes(f"{77:064x}"),
        "one step of a document": one_step,
    }


def one_step(work: SqlUnitOfWork) -> object:
    record = DocumentRecord(DocumentId(uuid.uuid4().hex), "a" * 64, "x.pdf", "application/pdf", "cli", START)
    stored = work.documents.add(record, actor="idp", why="came")
    return work.documents.move(stored, Event.WAS_READ, actor="idp", why="read")


def measure(store: SqlStore) -> dict[str, float]:
    """The median milliseconds of each question, its unit of work included."""
    found = {}
    for name, ask in questions().items():
        took = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            with store.begin() as work:
                ask(work)
            took.append((time.perf_counter() - began) * 1000)
        found[name] = statistics.median(took)
    return found


@contextlib.contextmanager
def database(url: str | None) -> Iterator[str]:
    if url is not None:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/idp.db"


def main() -> None:
    """Fills, measures, fills up, measures again."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--database", help="an empty PostgreSQL database; default a SQLite file")
    arguments.add_argument("--few", type=int, default=2000)
    arguments.add_argument("--many", type=int, default=100_000)
    given = arguments.parse_args()
    with database(given.database) as url:
        store = open_store(url, clock=SystemClock())
        results = []
        for first, last in ((0, given.few), (given.few, given.many)):
            engine = open_engine(url)
            with Session(engine) as session, session.begin():
                fill(session.connection(), first, last)
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("ANALYZE" if is_sqlite(engine) else "VACUUM ANALYZE"))
            engine.dispose()
            results.append(measure(store))
        store.close()
    few, many = results
    print(f"{'':26}{given.few:>10} {given.many:>10}  ratio")
    for name in few:
        print(f"{name:26}{few[name]:7.2f} ms {many[name]:7.2f} ms {many[name] / few[name]:6.1f}")


if __name__ == "__main__":
    main()
