"""One reading process as its parent sees it: started, asked, watched, killed. Who asks and what answers mean is left to confinement."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import idp
from idp.domain.errors import ToolUnavailable
from idp.ports import Limits
from idp.reading import protocol

_TICK_SECONDS = 0.05
_END_SECONDS = 2.0
_BUSY_FACTOR = 10  # wall time over processor time from which a machine is too busy to wait any longer
_IDLE_SHARE = 0.02  # of wall time: a process that works less is stuck
_CHUNK = 1 << 20
_PATHS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class ChildDied(Exception):
    """The process ended in the middle of a document."""


class ChildExceeded(Exception):
    """The process was killed because the document took too much; the text says of what."""


class ReadingChild:
    """A running `python -m idp.confined`. Not for two threads at once. Ends when `close` is called or this process is gone."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """`environment` is all that the child sees of ours beside what it needs: no addresses, no passwords.

        Raises ToolUnavailable where no process can be started.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="idp-reading-"))
        self._trouble_file = (self._folder / "stderr.txt").open("w+b")
        package = str(Path(idp.__file__).resolve().parent.parent)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-W", "ignore", "-m", "idp.confined"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._trouble_file,
                cwd=self._folder,
                env={**_child_environment(package, self._folder), **environment},
                start_new_session=True,
                bufsize=0,
            )
        except OSError as exc:
            self._discard_files()
            raise ToolUnavailable(f"The reading process cannot be started: {exc.strerror}.") from exc
        self.documents = 0

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def return_code(self) -> int | None:
        """Exit status; negative for a signal, None while it runs."""
        return self._process.poll()

    @property
    def memory_bytes(self) -> int:
        """Resident memory of the process and its own children; 0 where the system does not tell (no /proc)."""
        return sum(_resident_bytes(pid) for pid in _family(self._process.pid))

    def ask(self, header: bytes, body: bytes, *, limits: Limits) -> tuple[bytes, bytes]:
        """The answer's header and body. Raises ChildDied, ChildExceeded; the process is gone after either."""
        self.documents += 1
        watch = _Watch(self._process.pid, limits)
        answer = bytearray()
        try:
            for piece in self._exchange(protocol.frame(header, body)):
                answer += piece
                while (whole := _cut_frame(answer)) is not None:
                    if not protocol.is_progress(whole[0]):
                        return whole
                    watch.pages_done = min(watch.pages_done + 1, limits.pages)
                watch.check()
        except ChildExceeded:
            self.kill()
            raise
        except (OSError, ValueError) as exc:
            self.kill()
            raise ChildDied(str(exc)) from exc
        self.kill()
        raise ChildDied("the process ended")

    def _exchange(self, request: bytes) -> Iterator[bytes]:
        """Writes the request and gives what comes back, b"" when nothing came for a tick; ends when the process closes its pipe."""
        stdin, stdout = self._descriptors()
        os.set_blocking(stdin, False)
        os.set_blocking(stdout, False)
        unsent = memoryview(request)
        while True:
            readable, writable, _ = select.select([stdout], [stdin] if unsent else [], [], _TICK_SECONDS)
            if writable:
                unsent = unsent[os.write(stdin, unsent[:_CHUNK]) :]
            if readable:
                piece = os.read(stdout, _CHUNK)
                if not piece:
                    return
                yield piece
            else:
                yield b""

    def _descriptors(self) -> tuple[int, int]:
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the process has no pipes")
        return self._process.stdin.fileno(), self._process.stdout.fileno()

    def last_words(self) -> str:
        """The last line on the process's stderr, for the operator; empty where there is none."""
        with contextlib.suppress(OSError, ValueError):
            self._trouble_file.seek(0)
            lines = self._trouble_file.read()[-2000:].decode(errors="replace").strip().splitlines()
            return lines[-1][:300] if lines else ""
        return ""

    def kill(self) -> None:
        """Ends the process and everything it started, at once."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)

    def close(self) -> None:
        """Lets the process end by itself, or kills it; removes its files."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._discard_files()

    def _discard_files(self) -> None:
        self._trouble_file.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _child_environment(package: str, folder: Path) -> dict[str, str]:
    """OMP_THREAD_LIMIT=1 makes Tesseract seven times faster where several processes share the cores (MEASURED)."""
    return {
        "PATH": _PATHS,
        "PYTHONPATH": package,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _cut_frame(answer: bytearray) -> tuple[bytes, bytes] | None:
    """Cuts the first frame off `answer` once all of it is there. Raises ValueError for a frame beyond all reason."""
    start = protocol.LENGTHS.size
    if len(answer) < start:
        return None
    header_length, body_length = protocol.lengths(bytes(answer[:start]))
    end = start + header_length + body_length
    if len(answer) < end:
        return None
    body_start = start + header_length
    frame = bytes(answer[start:body_start]), bytes(answer[body_start:end])
    del answer[:end]
    return frame


class _Watch:
    """What one document has cost so far. Time is processor time, so that a busy machine refuses nothing that a quiet one reads."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self._pid = pid
        self._limits = limits
        self._started = time.monotonic()
        self._checked = self._started
        self._before = _family_seconds(pid)
        self.pages_done = 0

    def check(self) -> None:
        """Raises ChildExceeded for too much processor time, wall time without work, or memory. Looks once a tick."""
        now = time.monotonic()
        if now - self._checked < _TICK_SECONDS:
            return
        self._checked = now
        allowed = protocol.most_seconds(self._limits, self.pages_done)
        waited = now - self._started
        if waited > allowed:
            worked = _family_seconds(self._pid) - self._before
            if worked > allowed or waited > _BUSY_FACTOR * max(allowed, worked) or worked < _IDLE_SHARE * waited:
                raise ChildExceeded("takes too long to be read")
        if sum(map(_resident_bytes, _family(self._pid))) > self._limits.memory_bytes:
            raise ChildExceeded("needs too much memory to be read")


def _family(pid: int) -> Iterator[int]:
    """The process and those it started, as far as they are still there."""
    pending = [pid]
    while pending:
        member = pending.pop()
        yield member
        with contextlib.suppress(OSError, ValueError):
            for task in Path(f"/proc/{member}/task").iterdir():
                pending += [int(child) for child in (task / "children").read_text().split()]


def _resident_bytes(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _family_seconds(pid: int) -> float:
    """Processor time of the process and of those it started; 0 where the system does not tell, so that wall time decides."""
    return sum(map(_processor_seconds, _family(pid)))


def _processor_seconds(pid: int) -> float:
    """User and system time, of ended children too (proc(5): stat fields 14 to 17, counted after the name's bracket)."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0
