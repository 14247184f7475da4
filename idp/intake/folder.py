"""A local folder as a place for drops."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from threading import Event

from idp.domain.errors import SourceUnavailable
from idp.intake.arrival import END_BYTES, Seen
from idp.intake.drop import FAILED, PROCESSED, WORK, reason_name
from idp.intake.watch import FolderWatch

_TRIAL = "idp-trial"
_TRIAL_BYTES = 100_000


class LocalFolder:
    """Implements drop.Place on a folder of this machine; its work folders are made when missing, the folder itself is not.

    With `subfolders` the folders in it are polled too, one level deep.
    """

    def __init__(self, folder: Path, *, subfolders: bool = False) -> None:
        self._folder, self._subfolders = folder, subfolders
        self._watch = FolderWatch()

    @contextlib.contextmanager
    def visit(self) -> Iterator[LocalVisit]:
        visit = LocalVisit(self._folder, subfolders=self._subfolders)
        visit.prepare()
        yield visit

    def wait(self, seconds: float, stopping: Event) -> None:
        """A folder on another machine tells nothing of changes there: the next poll then comes after `seconds`."""
        try:
            folders = (self._folder, *(_own_folders(self._folder) if self._subfolders else ()))
        except OSError:
            folders = ()
        self._watch.wait(folders, seconds, stopping)


class LocalVisit:
    """Implements drop.Visit."""

    def __init__(self, folder: Path, *, subfolders: bool = False) -> None:
        self._folder, self._subfolders = folder, subfolders
        self._work, self._processed, self._failed = folder / WORK, folder / PROCESSED, folder / FAILED

    def prepare(self) -> None:
        """Makes the work folders."""
        with self._told():
            for folder in (self._work, self._processed, self._failed):
                folder.mkdir(exist_ok=True)

    def listing(self) -> tuple[Seen, ...]:
        with self._told():
            found = list(_files_in(self._folder))
            if self._subfolders:
                for folder in _own_folders(self._folder):
                    found += _files_in(folder, before=f"{folder.name}/")
            return tuple(found)

    def ends(self, name: str) -> bytes | None:
        with self._told():
            try:
                return _ends(self._folder / name)
            except FileNotFoundError:
                return None

    def claim(self, name: str, claim: str) -> bool:
        with self._told():
            target = self._work / claim / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if _renamed(self._folder / name, target):
                return True
            self._remove(claim)
            return False

    def claims(self) -> tuple[str, ...]:
        with self._told():
            return tuple(sorted(path.name for path in self._work.iterdir() if path.is_dir()))

    def claim_again(self, claim: str, new: str) -> bool:
        with self._told():
            return _renamed(self._work / claim, self._work / new)

    def claimed(self, claim: str) -> tuple[Seen, ...]:
        with self._told():
            found = list(_files_in(self._work / claim))
            for folder in _folders_in(self._work / claim):
                found += _files_in(folder, before=f"{folder.name}/")
            return tuple(found)

    def read(self, claim: str, name: str) -> bytes:
        with self._told():
            return (self._work / claim / name).read_bytes()

    def put_away(self, claim: str, name: str, as_name: str) -> None:
        with self._told():
            (self._work / claim / name).replace(self._processed / as_name)

    def put_aside(self, claim: str, name: str, as_name: str, *, reason: str) -> None:
        with self._told():
            (self._failed / reason_name(as_name)).write_text(f"{reason}\n", encoding="utf-8")
            (self._work / claim / name).replace(self._failed / as_name)

    def end(self, claim: str) -> None:
        with self._told():
            self._remove(claim)

    def try_out(self, claim: str) -> None:
        written, put_away = self._work / claim / _TRIAL, self._processed / claim
        try:
            with self._told():
                written.parent.mkdir()
                with written.open("wb") as file:
                    file.write(bytes(_TRIAL_BYTES))
                    file.flush()
                    os.fsync(file.fileno())
                written.rename(put_away)
        finally:
            shutil.rmtree(written.parent, ignore_errors=True)
            put_away.unlink(missing_ok=True)

    def _remove(self, claim: str) -> None:
        """Removes a claim's folders where they are empty."""
        with contextlib.suppress(FileNotFoundError):
            for folder in _folders_in(self._work / claim):
                with contextlib.suppress(OSError):
                    folder.rmdir()
            with contextlib.suppress(OSError):
                (self._work / claim).rmdir()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as trouble:
            if not self._folder.is_dir():
                raise SourceUnavailable(f"folder {self._folder}: there is no such folder") from trouble
            raise SourceUnavailable(f"folder {self._folder}: {_words(trouble)}") from trouble


def _words(trouble: OSError) -> str:
    if isinstance(trouble, PermissionError):
        return "this program may not read, move or make files in it"
    return trouble.strerror or str(trouble)


def _files_in(folder: Path, *, before: str = "") -> Iterator[Seen]:
    """Plain files; a link could lead out of the folder."""
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(FileNotFoundError):  # claimed by another process meanwhile
            status = path.lstat()
            if S_ISREG(status.st_mode):
                yield Seen(before + path.name, status.st_size, status.st_mtime)


def _folders_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.is_symlink()]


def _own_folders(folder: Path) -> list[Path]:
    """The subfolders that people drop into."""
    return [
        path for path in _folders_in(folder) if path.name not in {WORK, PROCESSED, FAILED} and not path.name.startswith(".")
    ]


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
