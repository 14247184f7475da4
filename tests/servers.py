"""PostgreSQL and Redis for tests: those that the environment names, else throw-away servers that end with the test run.

A throw-away server is one process tree under a guard, which ends it and removes its folder as soon as the test run is gone, however
that ended. All pytest-xdist workers of a run share one server of each kind.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from psycopg import sql
from sqlalchemy.engine import make_url

_READY_SECONDS = 60
_INSTALL_POSTGRES = (
    "these tests need PostgreSQL: install it (apt-get install postgresql), "
    "or set IDP_TEST_DATABASE_URL to a server where a database may be made"
)
_INSTALL_REDIS = "these tests need Redis: install it (apt-get install redis-server), or set IDP_TEST_REDIS_URL"


# --- what tests ask for ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a PostgreSQL server on which databases may be made."""
    named = os.environ.get("IDP_TEST_DATABASE_URL")  # noqa: TID251  the tests' own switch, no setting of the service
    return named or shared(tmp_path_factory, "postgres", _start_postgres)


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Address of an empty database with a random name, dropped when this process has run its tests."""
    with own_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a Redis server. Others may use it too: keep to keys with `redis_prefix`, and never flush it."""
    named = os.environ.get("IDP_TEST_REDIS_URL")  # noqa: TID251  the tests' own switch, no setting of the service
    return named or shared(tmp_path_factory, "redis", _start_redis)


@pytest.fixture
def redis_prefix(redis_url: str) -> Iterator[str]:
    """A random prefix for keys; what was stored under it is removed after the test."""
    prefix = f"idp-test-{secrets.token_hex(8)}"
    yield prefix
    with contextlib.closing(redis.Redis.from_url(redis_url)) as client:
        for key in client.scan_iter(match=f"{prefix}*", count=1000):
            client.delete(key)


@contextlib.contextmanager
def own_database(server: str, *, template: str | None = None) -> Iterator[str]:
    """A database with a random name on the server, empty or a copy of the database at `template`; dropped at the end."""
    name = f"idp_test_{secrets.token_hex(8)}"
    model = sql.Identifier(str(make_url(template).database) if template else "template0")
    _administer(server, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), model))
    try:
        yield make_url(server).set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    finally:
        _administer(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(server: str, statement: sql.Composed) -> None:
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, connect_timeout=10) as connection:
        connection.execute(statement)


# --- one server for all workers of a run -----------------------------------------------------------------------------


def shared(tmp_path_factory: pytest.TempPathFactory, kind: str, start: Callable[[], str]) -> str:
    """The address of the run's server of this kind (what `start` returned), started by whoever asks first."""
    worker = "PYTEST_XDIST_WORKER" in os.environ  # noqa: TID251  set by pytest-xdist
    folder = tmp_path_factory.getbasetemp().parent if worker else tmp_path_factory.getbasetemp()
    note = folder / f"{kind}.json"
    with (folder / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            note.write_text(json.dumps({"url": start()}))
        url: str = json.loads(note.read_text())["url"]
        return url


def _start_postgres() -> str:
    initdb, postgres = _postgres_program("initdb"), _postgres_program("postgres")
    folder = own_folder("idp-pg-")
    data = folder / "data"
    try:
        made = subprocess.run(
            [initdb, "-D", data, "-U", "idp", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            capture_output=True, text=True, cwd=folder, check=False, **_unprivileged(),
        )  # fmt: skip
        if made.returncode != 0:
            pytest.fail(f"initdb failed: {made.stderr.strip().splitlines()[-1]}", pytrace=False)
        start_guarded(folder, [
            postgres, "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off",
            "-c", "full_page_writes=off", "-c", "shared_buffers=64MB", "-c", "max_connections=200",
        ])  # fmt: skip
        url = f"postgresql://idp@/postgres?host={folder}"
        await_start(lambda: psycopg.connect(url, connect_timeout=5).close(), psycopg.OperationalError, folder)
    except BaseException:
        stop(folder)
        raise
    return url


def _start_redis() -> str:
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail(_INSTALL_REDIS, pytrace=False)
    folder = own_folder("idp-redis-")
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    try:
        start_guarded(folder, [
            program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "", "--appendonly", "no",
        ])  # fmt: skip
        with contextlib.closing(redis.Redis.from_url(url)) as client:
            await_start(client.ping, redis.ConnectionError, folder)
            own = client.config_get("dir")["dir"]  # a stranger who took the port meanwhile is not ours
        if Path(own).resolve() != folder.resolve():
            pytest.fail(f"another Redis took port {port}: run the tests again", pytrace=False)
    except BaseException:
        stop(folder)
        raise
    return url


def _postgres_program(name: str) -> str:
    """The newest server program of this machine; Debian keeps them out of PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: float(p.parts[-3]))
    found = shutil.which(name) or (str(installed[-1]) if installed else None)
    if found is None:
        pytest.fail(_INSTALL_POSTGRES, pytrace=False)
    return found


def await_start(try_once: Callable[[], object], not_yet: type[Exception], folder: Path) -> None:
    """Returns once `try_once` no longer raises `not_yet`; fails with the last line of the server's log when it ended or takes too long."""
    deadline = time.monotonic() + _READY_SECONDS
    with (folder / "log").open(errors="replace") as log:  # the guard removes the folder of a server that has ended
        while True:
            try:
                try_once()
            except not_yet:
                if time.monotonic() > deadline or not folder.exists():
                    said = log.read().strip().splitlines()
                    pytest.fail(f"a test server did not start: {said[-1] if said else 'it said nothing'}", pytrace=False)
                time.sleep(0.05)
            else:
                return


def stop(folder: Path) -> None:
    """Tells the guard to end the server."""
    with contextlib.suppress(FileNotFoundError):  # it has ended by itself
        (folder / "stop").touch()


def own_folder(prefix: str) -> Path:
    """A new folder that the server's user owns. Not below pytest's, which is closed to other users."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    if os.geteuid() == 0:
        user = server_user()
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def server_user() -> pwd.struct_passwd:
    """Whom a server runs as: who runs the tests; when that is root, somebody without rights (PostgreSQL refuses to be root)."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("daemon")  # not nobody, whom OpenSSH takes for a locked account where systemd answers for him


def _unprivileged() -> dict[str, object]:
    """Arguments of subprocess that take root's rights away."""
    if os.geteuid() != 0:
        return {}
    user = server_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# --- the guard -------------------------------------------------------------------------------------------------------


def start_guarded(folder: Path, command: list[str]) -> None:
    """Starts `command` under a guard that outlives a killed test run just long enough to clean up after it."""
    worker = "PYTEST_XDIST_WORKER" in os.environ  # noqa: TID251  set by pytest-xdist
    run = os.getppid() if worker else os.getpid()
    with (folder / "log").open("w") as log:
        subprocess.Popen(
            [sys.executable, __file__, str(run), str(folder), *command],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/",
        ).returncode = 0  # fmt: skip  # it is meant to live on: no warning about a child that was not waited for


def _watch(run: int, folder: Path, command: list[str]) -> None:
    """Runs `command` until the test run `run` is gone or the file `stop` appears, then ends it and removes its folder."""
    # Ctrl-C is for the test run; the server is needed until that is over. A handler, since SIG_IGN would be inherited by the server.
    signal.signal(signal.SIGINT, lambda *_: None)
    server = subprocess.Popen(command, cwd=folder, process_group=0, **_unprivileged())
    try:
        while server.poll() is None and _is_alive(run) and not (folder / "stop").exists():
            time.sleep(0.2)
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGINT)  # PostgreSQL: fast shutdown; Redis: end
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    _watch(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
