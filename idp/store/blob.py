"""Bytes by their hash: in a folder of this machine, or wherever fsspec reaches (S3, memory)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Any

import fsspec

from idp.domain.errors import NotFound
from idp.ports import Blobs

_HASH = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"[a-z0-9+.-]+://", re.IGNORECASE)


def open_blobs(url_or_path: str | Path) -> Blobs:
    """Blobs at a path of this machine, or at an address of fsspec such as `s3://bucket/folder`."""
    if isinstance(url_or_path, Path) or not _ADDRESS.match(url_or_path):
        return FolderBlobs(Path(url_or_path))
    if url_or_path.lower().startswith("file://"):
        return FolderBlobs(Path(url_or_path[len("file://") :]))
    return RemoteBlobs(url_or_path)


class FolderBlobs:
    """Blobs as files `ab/cd/abcd…` below `root`. What `put` returned for survives a power cut."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._root.mkdir(parents=True, exist_ok=True)
        self._durable: set[Path] = set()

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._root / _place(sha256)
        if _read(path) == content:
            # Somebody may have died between writing it and making it durable.
            _sync(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        _sync(path.parent)
        self._make_durable(path.parent)
        return sha256

    def _make_durable(self, folder: Path) -> None:
        """The names of the folders above; once is enough, since nothing is ever renamed or removed there."""
        while folder != self._root and folder not in self._durable:
            _sync(folder.parent)
            self._durable.add(folder)
            folder = folder.parent

    def get(self, sha256: str) -> bytes:
        content = _read(self._root / _place(sha256)) if _HASH.fullmatch(sha256) else None
        return _verified(content, sha256)

    def has(self, sha256: str) -> bool:
        return _HASH.fullmatch(sha256) is not None and (self._root / _place(sha256)).is_file()


class RemoteBlobs:
    """Blobs in an object store, which shows an object only once it is whole."""

    def __init__(self, url: str) -> None:
        self._files: Any  # fsspec is untyped
        self._files, self._root = fsspec.core.url_to_fs(url)

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        if self._read(sha256) != content:
            path = self._path(sha256)
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        return _verified(self._read(sha256) if _HASH.fullmatch(sha256) else None, sha256)

    def has(self, sha256: str) -> bool:
        return _HASH.fullmatch(sha256) is not None and bool(self._files.isfile(self._path(sha256)))

    def _read(self, sha256: str) -> bytes | None:
        try:
            return bytes(self._files.cat_file(self._path(sha256)))
        except FileNotFoundError:
            return None

    def _path(self, sha256: str) -> str:
        return f"{self._root.rstrip('/')}/{_place(sha256)}"


def _place(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _verified(content: bytes | None, sha256: str) -> bytes:
    if content is None:
        raise NotFound(f"no bytes are stored under {sha256}")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFound(f"the bytes stored under {sha256} are damaged: restore them from a backup or take the file in again")
    return content


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write_whole(path: Path, content: bytes) -> None:
    """Under its name the file is complete or not there: written beside, made durable, then renamed."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
