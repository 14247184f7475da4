"""The demo is held to its table: on a fresh folder, again on the same one, and after a kill in the middle."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from idp.bootstrap.clock import SystemClock
from idp.services.replay import replay
from idp.store import open_store
from idp.store.body import MATCH

_SECONDS = 600
_KILL_AFTER_DOCUMENTS = 12


def _command(data: Path) -> list[str]:
    return [sys.executable, "-m", "idp", "demo", "--exit", "--data", str(data)]


def _demo(data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(data), capture_output=True, text=True, timeout=_SECONDS, check=False)


def _verify(data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "idp", "audit", "verify", "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)


def _stored(data: Path) -> int:
    """Documents in the database so far; 0 before there is one."""
    try:
        return _count(data, "select count(*) from documents")
    except sqlite3.OperationalError:
        return 0


def _count(data: Path, question: str) -> int:
    with sqlite3.connect(f"file:{data / 'idp.sqlite'}?mode=ro", uri=True) as database:
        return int(database.execute(question).fetchone()[0])


def _bills(data: Path) -> list[str]:
    """The external ids of all bills in the sandbox."""
    with sqlite3.connect(f"file:{data / 'sandbox.sqlite'}?mode=ro", uri=True) as database:
        rows = database.execute("select model, body from record").fetchall()
    return [body for model, body in rows if model == "ir.model.data" and '"bill_' in body and "line" not in body]


@pytest.mark.timeout(_SECONDS * 2)
def test_the_table_is_right_on_a_fresh_folder_and_again_on_the_same(tmp_path: Path) -> None:
    first = _demo(tmp_path)
    assert first.returncode == 0, first.stdout[-6000:] + first.stderr[-2000:]
    started = time.monotonic()
    second = _demo(tmp_path)
    assert second.returncode == 0, second.stdout[-6000:]
    assert second.stdout == first.stdout
    assert time.monotonic() - started < 60, "stored results are shown, not made again"
    assert _verify(tmp_path).returncode == 0
    _every_decision_comes_out_again_to_the_bit(tmp_path)


def _every_decision_comes_out_again_to_the_bit(data: Path) -> None:
    with contextlib.closing(open_store(f"sqlite:///{data / 'idp.sqlite'}", clock=SystemClock())) as store:
        replayed = list(replay(store))
        matched = _count(data, "select count(distinct document_id) from matches")
        turned_away = _count(data, "select count(*) from findings where code = 'DUP-FILE'")
    assert len(replayed) == matched - turned_away, "only identical bytes are turned away without a comparison"
    for one in replayed:
        assert one.now is not None
        assert MATCH.write(one.now) == MATCH.write(one.decided.match), one.decided.name


@pytest.mark.timeout(_SECONDS * 2)
def test_after_a_kill_in_the_middle_the_next_run_ends_right(tmp_path: Path) -> None:
    running = subprocess.Popen(_command(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + _SECONDS
    while _stored(tmp_path) < _KILL_AFTER_DOCUMENTS and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert 0 < _stored(tmp_path) < 50, "it was killed in the middle"
    after = _demo(tmp_path)
    assert after.returncode == 0, after.stdout[-6000:] + after.stderr[-2000:]
    assert _verify(tmp_path).returncode == 0
    bills = _bills(tmp_path)
    assert len(bills) == len(set(bills))
