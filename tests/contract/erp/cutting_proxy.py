"""A TCP proxy before Odoo that can lose an answer: Odoo has done the work, and the client never hears of it."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from typing import Self
from urllib.parse import urlsplit

from tests.contract.erp.counting import CHANGING

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)


class CuttingProxy:
    """Passes one request a connection on to `target` and its answer back, unless it was told to cut it."""

    def __init__(self, target: str, *, port: int = 0) -> None:
        address = urlsplit(target)
        self._target = (address.hostname or "", address.port or 80)
        self._listener = socket.create_server(("127.0.0.1", port))
        self._call: str | None = None
        self._changes_left: int | None = None
        self.holding = threading.Event()
        self._lock = threading.Lock()
        self.cuts = 0
        self._requests: list[bytes] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def cut_next(self, call: str) -> None:
        """The next answer to `call` (model.method) is lost after Odoo has given it."""
        self._call = call

    def hold_after(self, changes: int) -> None:
        """The answer of so many changing calls from now is never passed on; `holding` is set once Odoo has given it."""
        self.holding.clear()
        self._changes_left = changes

    def seen(self, needle: bytes) -> int:
        """How many requests contained `needle`."""
        return sum(needle in request for request in self._requests)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._target) as server, contextlib.suppress(OSError):
            request = _message(client)
            self._requests.append(request)
            server.sendall(request.replace(b"Connection: keep-alive", b"Connection: close"))
            answer = _message(server)
            if self._holds(request):
                self.holding.set()
                client.recv(1)  # until the client is gone
            elif not self._cuts(request):
                client.sendall(answer)

    def _holds(self, request: bytes) -> bool:
        with self._lock:
            if self._changes_left is None or not _changes(request):
                return False
            self._changes_left -= 1
            return self._changes_left == 0

    def _cuts(self, request: bytes) -> bool:
        with self._lock:
            if self._call is None or not _makes(self._call, request):
                return False
            self._call = None
            self.cuts += 1
            return True


def _makes(call: str, request: bytes) -> bool:
    """Whether the request is this call (model.method), by JSON-RPC or by JSON-2."""
    model, _, method = call.rpartition(".")
    by_rpc = f'"{model}"'.encode() in request and f'"{method}"'.encode() in request
    return by_rpc or f"/json/2/{model}/{method} ".encode() in request


def _changes(request: bytes) -> bool:
    """Whether the request changes something, by JSON-RPC or by JSON-2."""
    head, _, body = request.partition(b"\r\n\r\n")
    address = head.split(b" ", 2)[1]
    if address.startswith(b"/json/2/"):
        return address.rpartition(b"/")[2].decode() in CHANGING
    return any(f'"{method}"'.encode() in body for method in CHANGING)


def _message(connection: socket.socket) -> bytes:
    """One HTTP message: its head and as much body as the head says."""
    message = b""
    while b"\r\n\r\n" not in message:
        message += _some(connection)
    head, _, body = message.partition(b"\r\n\r\n")
    found = _LENGTH.search(head)
    length = int(found.group(1)) if found else 0
    while len(body) < length:
        body += _some(connection)
    return head + b"\r\n\r\n" + body


def _some(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    if not part:
        raise ConnectionResetError("closed in the middle of a message")
    return part
