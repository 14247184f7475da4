"""Waits until something changes in folders of this machine, by inotify where the system has it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from inotify_simple import INotify, flags

_TICK_SECONDS = 0.25  # how soon stopping is noticed
_CHANGES = flags.CREATE | flags.CLOSE_WRITE | flags.MOVED_TO | flags.ATTRIB


class FolderWatch:
    """Watches folders from the first wait on, so that what comes between two waits ends the second at once."""

    def __init__(self) -> None:
        self._watch: INotify | None = None
        self._folders: tuple[Path, ...] = ()

    def wait(self, folders: Sequence[Path], seconds: float, stopping: Event) -> None:
        """Returns when a file came into one of `folders` or was closed there, after `seconds` at the latest, at once when `stopping`.

        Where the system cannot watch them (another system, no such folder, too many watches) it waits for `seconds`.
        """
        try:
            self._look_at(tuple(folders))
        except OSError:
            self._forget()
        if self._watch is None:
            stopping.wait(seconds)
            return
        deadline = time.monotonic() + seconds
        while not stopping.is_set() and (left := deadline - time.monotonic()) > 0:
            if self._watch.read(timeout=int(1000 * min(left, _TICK_SECONDS))):
                return

    def __del__(self) -> None:
        self._forget()

    def _look_at(self, folders: tuple[Path, ...]) -> None:
        if self._watch is not None and folders == self._folders:
            return
        self._forget()
        if not folders:
            return
        self._watch = INotify()
        for folder in folders:
            self._watch.add_watch(str(folder), _CHANGES)
        self._folders = folders

    def _forget(self) -> None:
        if self._watch is not None:
            self._watch.close()
        self._watch, self._folders = None, ()
