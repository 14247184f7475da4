"""How long does the server take for a page of the queue with many documents waiting? Prints milliseconds for each order and filter.

    python benchmarks/queue_page.py [--database URL] [--waiting 10000] [--done 20000]

Documents are written as rows, as the store writes them. The page is asked for through the whole web application, session and
template included; only the network is missing. Every other page is measured beside it, in milliseconds and as a multiple of an
empty page's.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import secrets
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import Connection, insert, text
from sqlalchemy.orm import Session as DatabaseSession

from idp.bootstrap.clock import SystemClock
from idp.domain.code import CODES, Code, Role, Severity
from idp.domain.lifecycle import Event, State
from idp.domain.resolution import Resolution
from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.ports import Session, User
from idp.review import create_app
from idp.services.workbench import Workbench
from idp.store import SqlStore, open_store
from idp.store.engine import is_sqlite, open_engine
from idp.store.people_table import IssueRow
from idp.store.table import DeskRow, DocumentRow, EventRow, FindingRow, OutboxEntryRow, TermRow
from tests.fakes.means import make_means

NOW = datetime.now(UTC)
REPEATS = 15
BATCH = 5000
PAGES = {
    "to review, by urgency": "/queue",
    "  its tenth page": "/queue?at=450",
    "  by supplier": "/queue?sort=supplier",
    "  by due date": "/queue?sort=due",
    "  of buyers": "/queue?owner=buyer",
    "  one code": "/queue?code=PRC-OVER",
    "  one supplier": "/queue?supplier=Supplier+7",
    "  older than a week": "/queue?days=7",
    "  found by number": "/queue?q=00001230",
    "in work": "/queue?tab=work",
    "entered, latest first": "/queue?tab=entered",
    "all, latest first": "/queue?tab=all",
    "dashboard, 30 days": "/dashboard",
    "dashboard, a year": "/dashboard?days=365",
    "audit": "/audit",
    "audit, one actor": "/audit?actor=idp",
    "audit, one code": "/audit?code=PRC-OVER",
    "document": "/documents/{first}",
    "  its history": "/documents/{first}/history",
    "learned": "/learned",
    "sources": "/sources",
    "health": "/health",
    "metrics": "/metrics",
}
EMPTY = "/upload"
"""A page that asks the store for the session alone: what the frame costs."""


def fill(connection: Connection, waiting: int, done: int) -> None:
    """Writes documents with events, findings, desks and terms; the first `waiting` of them wait for a person."""
    dice = random.Random(1)
    for start in range(0, waiting + done, BATCH):
        numbers = range(start, min(start + BATCH, waiting + done))
        ids = {i: uuid.UUID(int=i * 2**64 + 12345).hex for i in numbers}
        came = {i: NOW - timedelta(minutes=dice.randrange(60 * 24 * (20 if i < waiting else 60))) for i in numbers}
        connection.execute(insert(DocumentRow.__table__), [row(i, ids[i], came[i], dice, i < waiting) for i in numbers])
        connection.execute(insert(EventRow.__table__), [event(ids[i], came[i], i < waiting) for i in numbers])
        waits = [i for i in numbers if i < waiting]
        codes = {i: list(Code)[dice.randrange(len(Code))] for i in waits}
        if waits:
            connection.execute(insert(FindingRow.__table__), [finding(codes[i], ids[i], dice) for i in waits])
            desks = [{"role": CODES[codes[i]].owner or Role.CLERK, "document_id": ids[i]} for i in waits]
            connection.execute(insert(DeskRow.__table__), desks)
        connection.execute(insert(IssueRow.__table__), [issue(ids[i], came[i], dice, i < waiting) for i in numbers])
        entered = [outbox_entry(ids[i], came[i], dice) for i in numbers if i >= waiting and i % 20]
        if entered:
            connection.execute(insert(OutboxEntryRow.__table__), entered)
        words = [{"term": term, "document_id": ids[i]} for i in numbers for term in (f"supplier{i % 500}", f"{i:08}")]
        connection.execute(insert(TermRow.__table__), words)


def row(i: int, document_id: str, came: datetime, dice: random.Random, waits: bool) -> dict[str, object]:
    """A document's row."""
    state = (State.FAILED if i % 50 == 0 else State.IN_REVIEW) if waits else (State.REJECTED if i % 20 == 0 else State.ENTERED)
    stake = Decimal(dice.randrange(200_000)) / 100 if waits and dice.random() < 0.7 else None
    touched = "clara" if waits or dice.random() < 0.2 else None
    return dict.fromkeys(column.key for column in DocumentRow.__table__.columns) | {
        "id": document_id, "sha256": f"{i:064x}", "name": f"invoice {i}.pdf", "media_type": "application/pdf", "channel": "mail",
        "received_at": came, "state": state, "version": 0, "part": 0, "attempts": 0, "updated_at": came,
        "document_type": "invoice", "supplier": f"Supplier {i % 500}", "supplier_key": f"supplier{i % 500}", "vendor_id": i % 500,
        "company_id": 1, "number": f"INV-{i:08}", "number_key": f"inv{i:08}",
        "decision": dice.choice(("review", "review", "hold", "reject")) if waits else "touchless", "stake": stake,
        "stake_currency": "EUR" if stake is not None else None, "total": Decimal(dice.randrange(900_000)) / 100, "total_currency": "EUR",
        "due_date": came.date() + timedelta(days=30), "head_hash": "0" * 64, "checkpointed": 0,
        "approved_by": None if waits else touched, "failure": "Odoo cannot be reached." if state is State.FAILED else None,
    }  # fmt: skip


def event(document_id: str, came: datetime, waits: bool) -> dict[str, object]:
    """Its last event."""
    return {
        "document_id": document_id, "sequence": 0, "at": came, "actor": "idp", "event": Event.NEEDS_PERSON if waits else Event.WAS_ENTERED,
        "from_state": None, "to_state": State.IN_REVIEW if waits else State.ENTERED, "why": "came", "details": "{}",
        "previous_hash": "0" * 64, "hash": "0" * 64,
    }  # fmt: skip


def finding(code: Code, document_id: str, dice: random.Random) -> dict[str, object]:
    """What it waits for."""
    money = Decimal(dice.randrange(200_000)) / 100
    return {
        "document_id": document_id, "position": 0, "code": code.value, "severity": Severity.REVIEW,
        "owner": CODES[code].owner or Role.CLERK, "money": money, "currency": "EUR",
    }  # fmt: skip


def issue(document_id: str, came: datetime, dice: random.Random, waits: bool) -> dict[str, object]:
    """A finding that asked for a person, resolved where the document is done."""
    code = dice.choice(list(Code))
    return {
        "document_id": document_id, "finding_key": "k", "code": code.value, "severity": Severity.REVIEW, "owner": Role.CLERK,
        "opened_at": came, "waited_seconds": dice.choice((0, 0, 3600)),
        "resolved_at": None if waits else came + timedelta(seconds=dice.randrange(4000, 400_000)),
        "resolution": None if waits else Resolution.APPROVED,
    }  # fmt: skip


def outbox_entry(document_id: str, came: datetime, dice: random.Random) -> dict[str, object]:
    """What was entered in Odoo, and when."""
    entered = came + timedelta(seconds=dice.randrange(60, 400_000))
    return {"document_id": document_id, "body": "{}", "created_at": came, "entered_at": entered}


def sign_in(store: SqlStore) -> str:
    """The token of a session with every role."""
    user = User("bench", "Bench", frozenset(Role) - {Role.SYSTEM})
    session = Session(secrets.token_urlsafe(32), user, NOW + timedelta(days=1), secrets.token_urlsafe(32))
    with store.begin() as work:
        work.sessions.add(session)
    return session.token


@contextlib.contextmanager
def database(url: str | None) -> Iterator[str]:
    """The address given, or that of a SQLite file for the time being."""
    if url is not None:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/idp.db"


def filled(url: str, waiting: int, done: int) -> SqlStore:
    """The store at `url`, filled and its statistics gathered."""
    store = open_store(url, clock=SystemClock())
    engine = open_engine(url)
    with DatabaseSession(engine) as session, session.begin():
        fill(session.connection(), waiting, done)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if is_sqlite(engine) else "VACUUM ANALYZE"))
    engine.dispose()
    return store


def times(client: TestClient, address: str) -> list[float]:
    """Milliseconds of each of several answers; the first, which fills caches, is left out."""
    took = []
    for _ in range(REPEATS + 1):
        began = time.perf_counter()
        answer = client.get(address)
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.text[:500]
    return took[1:]


def main() -> None:
    """Fills, asks for every page several times, prints the median and the slowest."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--database", help="an empty PostgreSQL database; default a SQLite file")
    arguments.add_argument("--waiting", type=int, default=10_000)
    arguments.add_argument("--done", type=int, default=20_000)
    given = arguments.parse_args()
    with database(given.database) as url, tempfile.TemporaryDirectory() as folder:
        store = filled(url, given.waiting, given.done)
        clock = SystemClock()
        app = create_app(
            Workbench(replace(make_means(Path(folder)), store=store, clock=clock)),
            Insight(store, clock, limits=AgeLimits()),
            clock=clock,
        )
        with TestClient(app, cookies={"idp_session": sign_in(store)}) as client:
            print(f"{given.waiting} documents wait, {given.done} are done; milliseconds on the server")
            empty = statistics.median(times(client, EMPTY))
            print(f"{'an empty page':26} median {empty:7.1f}")
            for name, address in PAGES.items():
                took = times(client, address.format(first=uuid.UUID(int=2**64 + 12345).hex))
                median = statistics.median(took)
                print(f"{name:26} median {median:7.1f}  slowest {max(took):7.1f}  {median / empty:5.1f} x empty")
        store.close()


if __name__ == "__main__":
    main()
