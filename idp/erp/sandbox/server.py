"""How is an Odoo-shaped server started, found and stopped?"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from idp.erp.sandbox.env import Env
from idp.erp.sandbox.http import SandboxServer
from idp.erp.sandbox.persistence import SqliteBacking
from idp.erp.sandbox.registry import registry_for
from idp.erp.sandbox.rpc import Rpc
from idp.erp.sandbox.store import Backing, NoBacking, Store
from idp.erp.sandbox.world import checked_world, load_world
from idp.erp.sandbox.world_load import load_world_into

_FILE = "sandbox.sqlite3"
_SELF = "idp.sandbox"
"""What the store knows about itself, out of the reach of calls: the version that its records belong to."""


def _system_time() -> datetime:
    return datetime.fromtimestamp(time.time(), tz=UTC)


class Sandbox:
    """One emulated Odoo with one database, ``idp``."""

    def __init__(self, rpc: Rpc, store: Store) -> None:
        self._rpc = rpc
        self._store = store
        self._server: SandboxServer | None = None
        self._thread: threading.Thread | None = None

    @classmethod
    def from_world(
        cls,
        world: Mapping[str, Any] | Path | str,
        *,
        data_file: Path | None = None,
        now: Callable[[], datetime] = _system_time,
    ) -> Sandbox:
        """A sandbox that holds ``world`` (its contents, or the path of its file), not yet listening.

        With ``data_file`` (a file, or a directory for it) every answered call is on disk; a file that already holds records
        continues where it was, in the version it was made with; the world is then only checked.

        Raises:
            WorldError: the world is missing, malformed, or refers to something that it does not contain.
        """
        contents = load_world(Path(world)) if isinstance(world, (str, Path)) else dict(world)
        checked = checked_world(contents)
        store = Store(_backing(data_file))
        kept = store.get(_SELF, 1)
        rpc = Rpc(store, registry_for(kept["odoo_version"] if kept else checked.odoo_version), now)
        if kept is None:
            with store.transaction():
                store.insert(_SELF, {"odoo_version": checked.odoo_version})
                # one clock reading for the whole world, and one list of what is still to be recomputed
                views: dict[int, Env] = {}
                load_world_into(lambda uid: views.setdefault(uid, rpc.environment(uid)), checked)
        return cls(rpc, store)

    @property
    def url(self) -> str:
        """Where the server listens, e.g. ``http://127.0.0.1:8069``.

        Raises:
            RuntimeError: it has not been started.
        """
        host, port = self._address()
        return f"http://{host}:{port}"

    @property
    def port(self) -> int:
        """The port; raises as `url` does."""
        return self._address()[1]

    def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Listens in a thread of its own; returns the port, chosen by the system where 0 was asked for.

        Raises:
            OSError: the port is taken.
        """
        self._server = SandboxServer((host, port), self._rpc)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="sandbox", daemon=True)
        self._thread.start()
        return self.port

    def serve_forever(self, host: str, port: int) -> None:
        """Listens in this thread until `stop` or an interrupt."""
        self._server = SandboxServer((host, port), self._rpc)
        try:
            self._server.serve_forever()
        finally:
            self._server.server_close()
            self._store.close()

    def stop(self) -> None:
        """Stops listening and closes the data file; calling it again does nothing."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
        if self._thread is not None:
            self._thread.join()
        if server is not None:
            server.server_close()
        self._store.close()

    def _address(self) -> tuple[str, int]:
        if self._server is None:
            raise RuntimeError("the sandbox has not been started")
        host, port = self._server.server_address[:2]
        return str(host), int(port)


def _backing(data_file: Path | None) -> Backing:
    if data_file is None:
        return NoBacking()
    return SqliteBacking(data_file / _FILE if data_file.is_dir() else data_file)
