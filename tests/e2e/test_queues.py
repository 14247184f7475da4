"""The same way on both queues: threads on SQLite in one process, Celery processes on Redis and PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from idp.bootstrap.service import Service, build_service
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, DocumentRecord
from idp.erp.sandbox import Sandbox
from idp.services.ingest import Delivery, ingest
from idp.settings import Settings

_SAMPLES = Path(__file__).parents[2] / "sample_docs"
_INVOICES = ("20_invoice_nl_ubl.xml", "21_credit_note_dk_ubl.xml", "56_empty.pdf")
_SECONDS = 45


@dataclass(frozen=True)
class Place:
    """A service's state, a sandbox to enter in, and how its workers are started."""

    service: Service
    sandbox: Sandbox
    environment: dict[str, str]

    def start_workers(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "idp", "worker", "--concurrency", "2"]
        return subprocess.Popen(
            command, env=self.environment, start_new_session=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )

    def take(self, name: str) -> DocumentId:
        content = (_SAMPLES / name).read_bytes()
        rows = ingest(self.service.means, Delivery("upload", name, name, content))
        return next(row.document_id for row in rows if row.document_id is not None)

    def record(self, document_id: DocumentId) -> DocumentRecord:
        with self.service.means.store.view() as work:
            return work.documents.require(document_id)

    def wait_for_rest(self, ids: list[DocumentId]) -> list[State]:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            states = [self.record(document_id).state for document_id in ids]
            if all(state in {State.ENTERED, State.IN_REVIEW, State.QUARANTINED, State.REJECTED} for state in states):
                return states
            time.sleep(0.1)
        failures = [self.record(document_id).failure for document_id in ids]
        raise AssertionError(f"documents did not come to rest: {states}, {failures}")


@pytest.fixture(params=["threads", "celery"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    sandbox = Sandbox.from_world(json.loads((_SAMPLES / "world.json").read_text(encoding="utf-8")))
    port = sandbox.start()
    values = {
        "IDP_DATA_DIR": str(tmp_path), "IDP_ODOO_URL": f"http://127.0.0.1:{port}", "IDP_ODOO_DB": "idp",
        "IDP_ODOO_USER": "admin", "IDP_ODOO_PASSWORD": "admin", "IDP_POLL_SECONDS": "1",
    }  # fmt: skip
    if request.param == "celery":
        values |= {
            "IDP_DATABASE_URL": request.getfixturevalue("postgres_url"),
            "IDP_REDIS_URL": request.getfixturevalue("redis_url"),
            "IDP_REDIS_PREFIX": request.getfixturevalue("redis_prefix"),
        }
    settings = Settings(**{name.removeprefix("IDP_").lower(): value for name, value in values.items()})  # type: ignore[arg-type]
    service = build_service(settings)
    yield Place(service, sandbox, {**os.environ, **values})  # noqa: TID251  the workers' own process gets its settings so
    service.close()
    sandbox.stop()


def _stop(workers: subprocess.Popen[bytes], *, by: signal.Signals) -> None:
    os.killpg(workers.pid, by)
    workers.wait(timeout=60)


def test_documents_go_the_whole_way(place: Place) -> None:
    ids = [place.take(name) for name in _INVOICES]
    workers = place.start_workers()
    try:
        assert place.wait_for_rest(ids) == [State.ENTERED, State.ENTERED, State.QUARANTINED]
    finally:
        _stop(workers, by=signal.SIGTERM)
    assert {place.record(document_id).entered is not None for document_id in ids[:2]} == {True}


def test_work_left_over_by_killed_workers_is_picked_up_by_the_next(place: Place) -> None:
    ids = [place.take(name) for name in _INVOICES[:2]]
    first = place.start_workers()
    deadline = time.monotonic() + _SECONDS
    while all(place.record(document_id).state is State.RECEIVED for document_id in ids) and time.monotonic() < deadline:
        time.sleep(0.005)
    _stop(first, by=signal.SIGKILL)
    _expire_leases(place, ids)
    second = place.start_workers()
    try:
        assert place.wait_for_rest(ids) == [State.ENTERED, State.ENTERED]
    finally:
        _stop(second, by=signal.SIGTERM)
    with place.service.means.store.view() as work:
        assert work.audit.verify()[1] == ()


def _expire_leases(place: Place, ids: list[DocumentId]) -> None:
    """What ten minutes would do: the leases of the dead run out, and the sweep announces what is due."""
    means = place.service.means
    with means.store.begin() as work:
        for document_id in ids:
            work.documents.lease(
                document_id, holder="test", now=means.clock.now() + means.lease, until=means.clock.now() + means.lease
            )
            work.documents.release(document_id, holder="test")
    for document_id in ids:
        means.queue.announce(document_id, place.record(document_id).state)
