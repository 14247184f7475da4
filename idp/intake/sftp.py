"""An SFTP server's folder as a place for drops. Host keys are enforced: an unknown server is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import asyncssh

from idp.domain.errors import BadUse, SourceUnavailable
from idp.intake.arrival import Seen
from idp.intake.drop import PROCESSED, WORK

T = TypeVar("T")
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SftpAddress:
    """Where the drop is and how to sign in: by password, by key file, or both."""

    host: str
    port: int
    user: str
    password: str | None
    folder: str
    key: Path | None
    known_hosts: Path


def sftp_address(url: str, *, key: Path | None, known_hosts: Path | None) -> SftpAddress:
    """The parts of sftp://user:password@host:22/folder. Raises BadUse without naming the password."""
    parts = urlsplit(url)
    if parts.scheme != "sftp" or not parts.hostname or not parts.username:
        raise BadUse("IDP_SFTP_URL: write it like sftp://user:password@files.example.com:22/drop")
    if known_hosts is None:
        raise BadUse("IDP_SFTP_KNOWN_HOSTS: name the file with the server's host key; an unknown host is never trusted")
    if parts.password is None and key is None:
        raise BadUse("IDP_SFTP_URL: a password, or IDP_SFTP_KEY, is needed")
    return SftpAddress(
        host=parts.hostname,
        port=parts.port or 22,
        user=unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
        folder=unquote(parts.path) or ".",
        key=key,
        known_hosts=known_hosts,
    )


class SftpFolder:
    """Implements drop.Place on an SFTP server; every call is one short connection, so that nothing hangs on a dead one."""

    def __init__(self, address: SftpAddress) -> None:
        self._address = address

    def listing(self) -> tuple[Seen, ...]:
        return self._do(lambda sftp: _files_in(sftp, self._address.folder))

    def left_over(self) -> tuple[Seen, ...]:
        return self._do(self._prepared)

    def read(self, name: str) -> bytes:
        return self._do(lambda sftp: _read(sftp, self._path(name)))

    def read_claimed(self, name: str) -> bytes:
        return self._do(lambda sftp: _read(sftp, self._path(WORK, name)))

    def claim(self, name: str) -> bool:
        async def rename(sftp: asyncssh.SFTPClient) -> bool:
            try:
                await sftp.rename(self._path(name), self._path(WORK, name))
            except asyncssh.SFTPNoSuchFile:
                return False
            return True

        return self._do(rename)

    def put_away(self, name: str, as_name: str) -> None:
        async def move(sftp: asyncssh.SFTPClient) -> None:
            target = self._path(PROCESSED, as_name)
            if await sftp.exists(target):  # the same bytes under the same name came before
                await sftp.remove(target)
            await sftp.rename(self._path(WORK, name), target)

        self._do(move)

    async def _prepared(self, sftp: asyncssh.SFTPClient) -> tuple[Seen, ...]:
        for name in (WORK, PROCESSED):
            await sftp.makedirs(self._path(name), exist_ok=True)
        return await _files_in(sftp, self._path(WORK))

    def _path(self, *names: str) -> str:
        return "/".join((self._address.folder, *names))

    def _do(self, step: Callable[[asyncssh.SFTPClient], Coroutine[Any, Any, T]]) -> T:
        try:
            return asyncio.run(asyncio.wait_for(self._connected(step), _SECONDS))
        except asyncssh.HostKeyNotVerifiable as trouble:
            raise SourceUnavailable(
                f"SFTP {self._address.host}: its host key is not in {self._address.known_hosts}"
            ) from trouble
        except asyncssh.PermissionDenied as trouble:
            raise SourceUnavailable(f"SFTP {self._address.host}: user, password or key is refused") from trouble
        except (OSError, asyncssh.Error, TimeoutError) as trouble:
            raise SourceUnavailable(f"SFTP {self._address.host}: {trouble}") from trouble

    async def _connected(self, step: Callable[[asyncssh.SFTPClient], Coroutine[Any, Any, T]]) -> T:
        options: dict[str, Any] = {"known_hosts": str(self._address.known_hosts), "username": self._address.user}
        if self._address.password is not None:
            options["password"] = self._address.password
        options["client_keys"] = [str(self._address.key)] if self._address.key is not None else None
        async with (
            asyncssh.connect(self._address.host, self._address.port, **options) as connection,
            connection.start_sftp_client() as sftp,
        ):
            return await step(sftp)


async def _files_in(sftp: asyncssh.SFTPClient, folder: str) -> tuple[Seen, ...]:
    found = []
    for entry in await sftp.readdir(folder):
        attributes, name = entry.attrs, entry.filename
        if attributes.type == asyncssh.FILEXFER_TYPE_REGULAR:
            text = name.decode("utf-8", errors="surrogateescape") if isinstance(name, bytes) else name
            found.append(Seen(text, attributes.size or 0, float(attributes.mtime or 0)))
    return tuple(sorted(found, key=lambda seen: seen.name))


async def _read(sftp: asyncssh.SFTPClient, path: str) -> bytes:
    async with sftp.open(path, "rb") as file:
        content = await file.read()
    return bytes(content)  # type: ignore[arg-type]  # in binary mode it is bytes
