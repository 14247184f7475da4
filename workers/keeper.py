"""Runs the chores that nobody announces: polling sources, sweeping, second matching, outcomes, checkpoints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event, Thread

import structlog

from idp.domain.errors import IdpError

_log = structlog.get_logger()


class Keeper:
    """One thread that runs every chore at start and then every `poll_seconds`. A chore that fails is tried again in the next round."""

    def __init__(self, chores: Sequence[Callable[[], object]], *, poll_seconds: float) -> None:
        self._chores, self._poll_seconds = tuple(chores), poll_seconds
        self._stopping = Event()
        self._thread = Thread(target=self._keep, name="idp-keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, seconds: float = 30.0) -> None:
        """Lets the present chore finish; waits at most `seconds`."""
        self._stopping.set()
        self._thread.join(timeout=seconds)

    def _keep(self) -> None:
        self.run_once()
        while not self._stopping.wait(self._poll_seconds):
            self.run_once()

    def run_once(self) -> None:
        """Runs every chore; one that fails does not keep the others from running."""
        for chore in self._chores:
            if self._stopping.is_set():
                return
            try:
                chore()
            except (IdpError, OSError) as trouble:
                _log.warning("chore failed", chore=_name(chore), trouble=str(trouble))


def _name(chore: Callable[[], object]) -> str:
    inner = getattr(chore, "func", chore)
    return str(getattr(inner, "__qualname__", inner))
