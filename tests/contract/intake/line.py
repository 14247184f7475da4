"""A TCP line to a server on loopback that can be cut at a chosen byte, as lines are."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self


class Line:
    """Passes bytes both ways. `hide` is taken out of what the server says, so that it seems to have an ability less."""

    def __init__(self, target_port: int, *, hide: bytes = b"") -> None:
        self._target, self._hide = ("127.0.0.1", target_port), hide
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0
        self._asked, self._left = b"", -1

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def cut_answer(self, asked: bytes, *, after: int) -> None:
        """Cuts the line once, `after` bytes into what the server says after the client has said `asked`."""
        self._asked, self._left = asked, after

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        asked = threading.Event()
        with client, socket.create_connection(self._target) as server:
            up = threading.Thread(target=self._pass_up, args=(client, server, asked), daemon=True)
            up.start()
            self._pass_down(server, client, asked)
            for end in (client, server):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            up.join()

    def _pass_up(self, client: socket.socket, server: socket.socket, asked: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while said := client.recv(65536):
                if self._left >= 0 and self._asked in said:
                    asked.set()
                server.sendall(said)
            server.shutdown(socket.SHUT_WR)

    def _pass_down(self, server: socket.socket, client: socket.socket, asked: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while said := server.recv(65536):
                if asked.is_set() and self._left >= 0:
                    if len(said) > self._left:
                        client.sendall(said[: self._left])
                        self._left = -1
                        self.cuts += 1
                        return
                    self._left -= len(said)
                client.sendall(said.replace(self._hide, b"") if self._hide else said)


class SilentServer:
    """Takes connections and never says a word."""

    def __enter__(self) -> int:
        self._listener = socket.create_server(("127.0.0.1", 0))
        port: int = self._listener.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self._listener.close()
