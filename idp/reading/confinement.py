"""The `Confined` port as a child process: hostile files are opened where they can do no harm and cost one file at most."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType

from idp.domain.errors import DocumentRefused, NotFound, ToolUnavailable
from idp.domain.geometry import Box
from idp.domain.page import Reading, Word
from idp.ports import Limits, PageOf, Parcel, Part
from idp.reading import protocol
from idp.reading.child import ChildDied, ChildExceeded, ReadingChild
from idp.reading.size import require_size

_DOCUMENTS_PER_CHILD = 500  # then it is replaced, so that a leak in a library stays small
_MEMORY_SHARE = 0.75  # a child that keeps more than this of the allowed memory after a document is replaced
_TRIES = 2
_SINGLE_FILES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"RIFF", b"<?xml", b"\xef\xbb\xbf<?xml")
"""How files begin that are neither mail nor archive; there is nothing to take apart."""


class ConfinedProcess:
    """Reads in up to `children` child processes, each started when first needed and used again; two, so that a page can be
    shown while another is being read.

    Safe in threads, and after a fork (a Celery prefork worker starts children of its own). Nothing of our environment
    reaches the children but `environment`, such as TESSDATA_PREFIX.
    """

    def __init__(
        self, *, limits: Limits | None = None, children: int = 2, environment: Mapping[str, str] | None = None
    ) -> None:
        self._limits = limits or Limits()
        self._children = children
        self._environment = dict(environment or {})
        self._owner = 0
        self._slots: queue.LifoQueue[ReadingChild | None] = queue.LifoQueue()
        self._take_over()

    def read(self, content: bytes, *, name: str, limits: Limits | None = None) -> Reading:
        """Raises DocumentRefused also for a file that takes too long, too much memory (ING-SIZE) or ends the child (ING-CORRUPT)."""
        allowed = limits or self._limits
        require_size(len(content), allowed)
        header, body = self._ask({"call": "read", "name": name[:255]}, content, allowed)
        with _answers_checked():
            return protocol.decode_reading(header, body)

    def unpack(self, content: bytes, *, name: str) -> Parcel:
        """Implements ports.Unpacker. A delivery that takes too long, too much memory or ends the child is one refused part."""
        if content.startswith(_SINGLE_FILES):
            return Parcel((Part(name, content),))
        try:
            header, body = self._ask({"call": "unpack", "name": name[:255]}, content, self._limits)
            with _answers_checked():
                return protocol.decode_parcel(header, body)
        except DocumentRefused as refusal:
            return Parcel((Part(name, content, refused=(refusal.code, str(refusal))),))

    def render(self, content: bytes, *, page_index: int, dpi: int = 110) -> bytes:
        _, png = self._ask({"call": "render", "page_index": page_index, "dpi": dpi}, content, self._limits)
        return png

    def reread(self, content: bytes, *, page_index: int, box: Box) -> tuple[Word, ...]:
        call: protocol.Header = {"call": "reread", "page_index": page_index, "box": protocol.encode_box(box)}
        header, _ = self._ask(call, content, self._limits)
        with _answers_checked():
            return protocol.decode_words(header)

    def compose(self, files: Sequence[bytes], pages: Sequence[PageOf]) -> bytes:
        sizes, content = protocol.encode_files(files)
        require_size(len(content), self._limits, subject="Together the files have")
        call: protocol.Header = {"call": "compose", "sizes": sizes, "pages": protocol.encode_pages(pages)}
        _, composed = self._ask(call, content, self._limits)
        return composed

    @property
    def memory_bytes(self) -> int:
        """Resident memory of the child processes that are idle now."""
        with self._slots.mutex:
            children = [child for child in self._slots.queue if child is not None]
        return sum(child.memory_bytes for child in children)

    def close(self) -> None:
        """Ends the child processes that are idle; a thread still reading ends its own when it is done."""
        self._children = 0
        if self._owner != os.getpid():
            return
        while True:
            try:
                child = self._slots.get_nowait()
            except queue.Empty:
                return
            if child is not None:
                child.close()

    def __enter__(self) -> ConfinedProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _ask(self, call: protocol.Header, content: bytes, limits: Limits) -> tuple[bytes, bytes]:
        """The answer to a call. A child that dies is replaced and the call repeated once: it may have been its turn to die."""
        header = protocol.encode_header({**call, "limits": protocol.encode_limits(limits)})
        for _ in range(_TRIES):
            with self._borrowed(limits) as child:
                try:
                    answer = child.ask(header, content, limits=limits)
                except ChildExceeded as exc:
                    raise DocumentRefused("ING-SIZE", f"The file {exc}.") from exc
                except ChildDied:
                    _raise_if_never_started(child)
                    continue
            _raise_trouble(answer[0])
            return answer
        raise DocumentRefused("ING-CORRUPT", "The file is damaged in a way that stops the program that reads it.")

    @contextmanager
    def _borrowed(self, limits: Limits) -> Iterator[ReadingChild]:
        """A living child for this thread alone; waits while all are at work."""
        if self._owner != os.getpid():
            self._take_over()
        if self._children == 0:
            raise ToolUnavailable("Reading has been closed.")
        slots = self._slots
        child = slots.get()
        try:
            if child is None or not child.alive:
                if child is not None:
                    child.close()
                child = None
                child = ReadingChild(self._environment)
            yield child
        finally:
            slots.put(self._kept(child, limits))

    def _kept(self, child: ReadingChild | None, limits: Limits) -> ReadingChild | None:
        """The child if it can read another document; otherwise it is ended."""
        if child is None:
            return None
        fresh = child.documents < _DOCUMENTS_PER_CHILD and child.memory_bytes < _MEMORY_SHARE * limits.memory_bytes
        if child.alive and fresh and self._children:
            return child
        child.close()
        return None

    def _take_over(self) -> None:
        """Empty slots for this process; after a fork those of the parent process are left to it."""
        slots: queue.LifoQueue[ReadingChild | None] = queue.LifoQueue()
        for _ in range(self._children):
            slots.put(None)
        self._slots, self._owner = slots, os.getpid()


@contextmanager
def _answers_checked() -> Iterator[None]:
    """An answer that is not what the port promises was made by the file, not by us."""
    try:
        yield
    except ValueError as exc:
        raise DocumentRefused("ING-CORRUPT", "The file is damaged in a way that confuses the program that reads it.") from exc


def _raise_if_never_started(child: ReadingChild) -> None:
    """A child that ends by itself before its first answer is an installation at fault, not a file."""
    code = child.return_code
    if child.documents == 1 and code is not None and code > 0:
        raise ToolUnavailable(f"The reading process does not start: {child.last_words() or f'exit status {code}'}")


def _raise_trouble(header: bytes) -> None:
    if not header.startswith(b'{"error":'):
        return
    with _answers_checked():
        trouble = protocol.decode_header(header)
    message = str(trouble.get("message", ""))
    if trouble["error"] == "refused":
        raise DocumentRefused(str(trouble.get("code", "ING-CORRUPT")), message)
    if trouble["error"] == "not_found":
        raise NotFound(message)
    if trouble["error"] == "tool":
        raise ToolUnavailable(message)
    raise DocumentRefused("ING-CORRUPT", f"The file could not be read: it confuses the program that reads it ({message[:60]}).")
