"""A local folder as a place for drops."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from idp.domain.errors import SourceUnavailable
from idp.intake.arrival import END_BYTES, Seen
from idp.intake.drop import PROCESSED, WORK


class LocalFolder:
    """Implements drop.Place on a folder of this machine; its work folders are made when missing, the folder itself is not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextlib.contextmanager
    def visit(self) -> Iterator[LocalVisit]:
        visit = LocalVisit(self._folder)
        visit.prepare()
        yield visit


class LocalVisit:
    """Implements drop.Visit."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._work, self._processed = folder, folder / WORK, folder / PROCESSED

    def prepare(self) -> None:
        """Makes the work folders."""
        with self._told():
            for folder in (self._work, self._processed):
                folder.mkdir(exist_ok=True)

    def listing(self) -> tuple[Seen, ...]:
        with self._told():
            return _files_in(self._folder)

    def ends(self, name: str) -> bytes | None:
        with self._told():
            try:
                return _ends(self._folder / name)
            except FileNotFoundError:
                return None

    def claim(self, name: str, claim: str) -> bool:
        with self._told():
            (self._work / claim).mkdir()
            if _renamed(self._folder / name, self._work / claim / name):
                return True
            (self._work / claim).rmdir()
            return False

    def claims(self) -> tuple[str, ...]:
        with self._told():
            return tuple(sorted(path.name for path in self._work.iterdir() if path.is_dir()))

    def claim_again(self, claim: str, new: str) -> bool:
        with self._told():
            return _renamed(self._work / claim, self._work / new)

    def claimed(self, claim: str) -> tuple[Seen, ...]:
        with self._told():
            return _files_in(self._work / claim)

    def read(self, claim: str, name: str) -> bytes:
        with self._told():
            return (self._work / claim / name).read_bytes()

    def put_away(self, claim: str, name: str, as_name: str) -> None:
        with self._told():
            (self._work / claim / name).replace(self._processed / as_name)
            (self._work / claim).rmdir()

    def end(self, claim: str) -> None:
        with self._told(), contextlib.suppress(FileNotFoundError):
            (self._work / claim).rmdir()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as trouble:
            if not self._folder.is_dir():
                raise SourceUnavailable(f"folder {self._folder}: there is no such folder") from trouble
            raise SourceUnavailable(f"folder {self._folder}: {trouble.strerror or trouble}") from trouble


def _files_in(folder: Path) -> tuple[Seen, ...]:
    """Plain files; a link could lead out of the folder."""
    found = []
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(FileNotFoundError):  # claimed by another process meanwhile
            status = path.lstat()
            if S_ISREG(status.st_mode):
                found.append(Seen(path.name, status.st_size, status.st_mtime))
    return tuple(found)


def _ends(path: Path) -> bytes:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(END_BYTES)
        file.seek(max(len(head), size - END_BYTES))
        return head + file.read(END_BYTES)


def _renamed(path: Path, target: Path) -> bool:
    """Moves a file or folder in one step; False when it is gone."""
    try:
        path.rename(target)
    except FileNotFoundError:
        return False
    return True
