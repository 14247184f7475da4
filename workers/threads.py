"""Worker threads of one process: they take whatever the store says is due."""

from __future__ import annotations

import os
import socket
from threading import Event, Thread

import structlog

from idp.domain.errors import IdpError
from idp.domain.lifecycle import WORKING
from idp.domain.record import DocumentId
from idp.queue.local import LocalQueue
from idp.services.advance import advance
from idp.services.means import Means

_BATCH = 20
_LONGEST_SLEEP = 5.0  # seconds; retries that become due are announced by nobody
_log = structlog.get_logger()


class WorkerThreads:
    """Starts `count` workers. Work left over by a killed process is just due work."""

    def __init__(self, means: Means, queue: LocalQueue, *, count: int) -> None:
        self._means, self._queue = means, queue
        self._stopping = Event()
        self._threads = [
            Thread(target=self._work, args=(number,), name=f"idp-worker-{number}", daemon=True) for number in range(count)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, *, seconds: float = 30.0) -> None:
        """Lets every worker finish its present step; waits at most `seconds` for each."""
        self._stopping.set()
        self._queue.wake()
        for thread in self._threads:
            thread.join(timeout=seconds)

    def _work(self, number: int) -> None:
        holder = f"{socket.gethostname()}:{os.getpid()}:{number}"
        while not self._stopping.is_set():
            seen = self._queue.count
            if not self._work_off(holder):
                self._queue.wait(seen, seconds=_LONGEST_SLEEP)

    def _work_off(self, holder: str) -> bool:
        """Advances what is due; False when nothing could be done."""
        try:
            with self._means.store.view() as work:
                due = work.documents.due(now=self._means.clock.now(), limit=_BATCH)
            moved = [self._advance(document_id, holder) for document_id in due if not self._stopping.is_set()]
        except (IdpError, OSError) as trouble:
            _log.error("worker could not go on", trouble=str(trouble))
            return False
        return any(moved)

    def _advance(self, document_id: DocumentId, holder: str) -> bool:
        """Takes one document as far as it goes; False when another worker has it."""
        state = advance(self._means, document_id, holder=holder)
        moved = state is not None
        while state is not None and state in WORKING and not self._stopping.is_set():
            state = advance(self._means, document_id, holder=holder)
        return moved
