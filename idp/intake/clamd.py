"""ClamAV's daemon as the scanner of files: one connection a file, the bytes streamed to it (clamd(8): zINSTREAM)."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from idp.domain.errors import BadUse, ToolUnavailable

_PORT = 3310
_CHUNK = 1 << 16
_MOST_ANSWER = 4096
_TIMEOUT_SECONDS = 60.0
_FOUND = re.compile(r"^stream: (?P<name>.+) FOUND$")


@dataclass(frozen=True, slots=True)
class ClamdAddress:
    """Where clamd listens: `path` is a socket in the file system, else `host` and `port`."""

    path: str = ""
    host: str = ""
    port: int = _PORT


def clamd_address(text: str) -> ClamdAddress:
    """The address `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`. Raises BadUse."""
    if text.startswith("unix:/"):
        return ClamdAddress(path="/" + text.removeprefix("unix:").lstrip("/"))
    with contextlib.suppress(ValueError):
        parts = urlsplit(text)
        if parts.scheme == "tcp" and parts.hostname:
            return ClamdAddress(host=parts.hostname, port=parts.port or _PORT)
    raise BadUse("IDP_CLAMD: write it like unix:/run/clamav/clamd.ctl or tcp://localhost:3310")


class Clamd:
    """Implements ports.Scanner."""

    def __init__(self, address: ClamdAddress, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self._address, self._timeout_seconds = address, timeout_seconds

    def scan(self, content: bytes) -> str | None:
        answer = self._answer(content)
        if answer == "stream: OK":
            return None
        if (found := _FOUND.match(answer)) is not None:
            return found["name"]
        if "size limit exceeded" in answer:
            raise ToolUnavailable("the virus scanner takes no file of this size: raise StreamMaxLength in clamd.conf")
        raise ToolUnavailable(f"the virus scanner answers {answer[:100]!r}")

    def _answer(self, content: bytes) -> str:
        with _told(), self._connected() as line:
            try:
                line.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), _CHUNK):
                    piece = content[start : start + _CHUNK]
                    line.sendall(struct.pack("!I", len(piece)) + piece)
                line.sendall(struct.pack("!I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has stopped reading, and says why
            answer = bytearray()
            while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER and (piece := line.recv(_MOST_ANSWER)):
                answer += piece
            return answer.rstrip(b"\0").decode(errors="replace").strip()

    def _connected(self) -> socket.socket:
        if not self._address.path:
            return socket.create_connection((self._address.host, self._address.port), timeout=self._timeout_seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._timeout_seconds)
        try:
            line.connect(self._address.path)
        except OSError:
            line.close()
            raise
        return line


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise ToolUnavailable(f"the virus scanner does not answer: {trouble.strerror or trouble}") from trouble
