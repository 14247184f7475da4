"""The queue of one process: the store already knows what is due, so all it takes is waking the threads."""

from __future__ import annotations

from threading import Condition

from idp.domain.lifecycle import WORKING, State
from idp.domain.record import DocumentId


class LocalQueue:
    """Implements ports.Queue with a condition that worker threads wait on. Durable because nothing is kept here."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._count = 0

    def announce(self, document_id: DocumentId, state: State) -> None:  # noqa: ARG002  the store says which
        if state in WORKING:
            self.wake()

    def wake(self) -> None:
        """Wakes all waiting workers."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    @property
    def count(self) -> int:
        """Number of announcements so far; pass it to `wait` to miss none."""
        with self._changed:
            return self._count

    def wait(self, seen: int, *, seconds: float) -> None:
        """Returns when there was an announcement after `seen`, at the latest after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._count != seen, timeout=seconds)
