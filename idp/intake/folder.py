"""A local folder as a place for drops."""

from __future__ import annotations

import os
from pathlib import Path

from idp.intake.arrival import Seen
from idp.intake.drop import PROCESSED, WORK


class LocalFolder:
    """Implements drop.Place on a folder of this machine; its work folders are made when missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in (WORK, PROCESSED):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def listing(self) -> tuple[Seen, ...]:
        return _files_in(self._folder)

    def left_over(self) -> tuple[Seen, ...]:
        return _files_in(self._folder / WORK)

    def read(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def read_claimed(self, name: str) -> bytes:
        return (self._folder / WORK / name).read_bytes()

    def claim(self, name: str) -> bool:
        try:
            os.rename(self._folder / name, self._folder / WORK / name)  # noqa: PTH104  the atomic call itself is the point
        except FileNotFoundError:
            return False
        return True

    def put_away(self, name: str, as_name: str) -> None:
        (self._folder / WORK / name).replace(self._folder / PROCESSED / as_name)


def _files_in(folder: Path) -> tuple[Seen, ...]:
    found = []
    for entry in sorted(folder.iterdir()):
        if entry.is_file():
            status = entry.stat()
            found.append(Seen(entry.name, status.st_size, status.st_mtime))
    return tuple(found)
