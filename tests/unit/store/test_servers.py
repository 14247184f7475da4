"""The guard of the throw-away servers: nothing of a test run stays behind, however the run ended."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.servers

SERVER = ["/bin/sh", "-c", "echo up; exec sleep 600"]


def guarded(run: subprocess.Popen[str], folder: Path) -> subprocess.Popen[str]:
    """A guard over a sleeping server; returns once the server is up."""
    guard = subprocess.Popen(
        [sys.executable, tests.servers.__file__, str(run.pid), str(folder), *SERVER],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert guard.stdout is not None
    assert guard.stdout.readline() == "up\n"
    return guard


@contextlib.contextmanager
def a_run() -> Iterator[subprocess.Popen[str]]:
    """A process that stands for the test run."""
    run = subprocess.Popen(SERVER, stdout=subprocess.DEVNULL, text=True)
    try:
        yield run
    finally:
        run.kill()
        run.wait(timeout=30)


def test_a_killed_run_takes_its_server_and_folder_with_it() -> None:
    folder = tests.servers.own_folder("idp-guard-")
    with a_run() as run, guarded(run, folder) as guard:
        run.kill()
        run.wait(timeout=30)
        assert guard.wait(timeout=30) == 0
        assert guard.stdout is not None
        assert guard.stdout.read() == ""  # closed: the server that had it open too is gone
    assert not folder.exists()


def test_a_server_can_be_stopped_before_its_run_ends() -> None:
    folder = tests.servers.own_folder("idp-guard-")
    with a_run() as run, guarded(run, folder) as guard:
        (folder / "stop").touch()
        assert guard.wait(timeout=30) == 0
    assert not folder.exists()


def test_a_server_that_ends_at_once_is_reported_with_what_it_said_last() -> None:
    folder = tests.servers.own_folder("idp-guard-")
    tests.servers.start_guarded(folder, ["/bin/sh", "-c", "echo reading; echo no such option; exit 1"])

    def is_up() -> None:
        raise ConnectionRefusedError

    with pytest.raises(pytest.fail.Exception, match="a test server did not start: no such option"):
        tests.servers.await_start(is_up, OSError, folder)
    tests.servers.stop(folder)
