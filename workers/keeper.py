"""Runs the chores that nobody announces: polling sources, sweeping, second matching, outcomes, checkpoints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event, Thread
from traceback import format_exception

import structlog

from idp.domain.errors import IdpError

_AFTER_A_BUG_SECONDS = 5.0
_log = structlog.get_logger()


class Keeper:
    """One thread that runs every chore at start and then every `poll_seconds`. A chore that fails is tried again in the next round."""

    def __init__(
        self,
        chores: Sequence[Callable[[], object]],
        *,
        poll_seconds: float,
        wait: Callable[[float, Event], object] | None = None,
        name: str = "idp-keeper",
    ) -> None:
        """`wait` waits for the next round: it is given the seconds, and the event that tells that the keeper is stopping."""
        self._chores, self._poll_seconds = tuple(chores), poll_seconds
        self._wait = wait or _sleep
        self._stopping = Event()
        self._thread = Thread(target=self._keep, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, seconds: float = 30.0) -> None:
        """Lets the present chore finish; waits at most `seconds`."""
        self.stop_soon()
        self._thread.join(timeout=seconds)

    def stop_soon(self) -> None:
        """Begins no further chore; does not wait for the present one."""
        self._stopping.set()

    def _keep(self) -> None:
        self.run_once()
        while not self._stopping.is_set():
            self._run(partial(self._wait, self._poll_seconds, self._stopping))
            if not self._stopping.is_set():
                self.run_once()

    def run_once(self) -> None:
        """Runs every chore; one that fails does not keep the others from running."""
        for chore in self._chores:
            if self._stopping.is_set():
                return
            self._run(chore)

    def _run(self, chore: Callable[[], object]) -> None:
        try:
            chore()
        except (IdpError, OSError) as trouble:
            _log.warning("chore failed", chore=_name(chore), trouble=str(trouble))
        except Exception as trouble:  # noqa: BLE001  the edge of a thread that nobody restarts
            _log.error("chore failed", chore=_name(chore), traceback="".join(format_exception(trouble)))
            self._stopping.wait(min(self._poll_seconds, _AFTER_A_BUG_SECONDS))


def _sleep(seconds: float, stopping: Event) -> None:
    stopping.wait(seconds)


def _name(chore: Callable[[], object]) -> str:
    inner = getattr(chore, "func", chore)
    return str(getattr(inner, "__qualname__", inner))
