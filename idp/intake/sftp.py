"""An SFTP server's folder as a place for drops. Host keys are enforced: an unknown server is refused."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import asyncssh

from idp.domain.errors import BadUse, SourceUnavailable
from idp.intake.arrival import END_BYTES, Seen
from idp.intake.drop import FAILED, PROCESSED, WORK, reason_name
from idp.intake.trouble import network_trouble

T = TypeVar("T")
_TIMEOUT_SECONDS = 60.0
_TRIAL, _TRIAL_BYTES = "idp-trial", 100_000
_BLOCK_BYTES = 4_000_000  # what must arrive within the timeout: a big file over a slow line is no dead line


@dataclass(frozen=True, slots=True)
class SftpAddress:
    """Where the drop is and how to sign in: by password, by key file, or both.

    With `subfolders` the folders in it are polled too, one level deep. `settings` are the names under which key and known_hosts are
    set, for the operator who has to correct them.
    """

    host: str
    port: int
    user: str
    password: str | None = field(repr=False)
    folder: str
    key: Path | None
    known_hosts: Path
    subfolders: bool = False
    settings: tuple[str, str] = ("IDP_SFTP_KEY", "IDP_SFTP_KNOWN_HOSTS")


def check_files(address: SftpAddress) -> None:
    """Reads the key and known_hosts files. Raises BadUse naming the setting of the one that cannot be used."""
    _options(address)


def sftp_address(url: str, *, key: Path | None, known_hosts: Path | None) -> SftpAddress:
    """The parts of sftp://user:password@host:22/folder. Raises BadUse without naming the password."""
    parts, port = _split(url)
    if parts.scheme != "sftp" or not parts.hostname or not parts.username:
        raise BadUse("IDP_SFTP_URL: write it like sftp://user:password@files.example.com:22/drop")
    if known_hosts is None:
        raise BadUse("IDP_SFTP_KNOWN_HOSTS: name the file with the server's host key; an unknown host is never trusted")
    if not parts.password and key is None:
        raise BadUse("IDP_SFTP_URL: a password, or IDP_SFTP_KEY, is needed")
    return SftpAddress(
        host=parts.hostname,
        port=port or 22,
        user=unquote(parts.username),
        password=unquote(parts.password) if parts.password else None,
        folder=unquote(parts.path) or ".",
        key=key,
        known_hosts=known_hosts,
    )


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The address and its port. A `/` or `[` in a password that is not encoded ends up in host and port."""
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise BadUse("IDP_SFTP_URL: encode / as %2F, [ as %5B and the like in user and password") from None


class SftpFolder:
    """Implements drop.Place on an SFTP server: one connection a poll. Call it from a thread that runs no event loop."""

    def __init__(self, address: SftpAddress, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self._address, self._timeout_seconds = address, timeout_seconds

    @contextlib.contextmanager
    def visit(self) -> Iterator[SftpVisit]:
        with asyncio.Runner() as runner:
            steps = _Steps(runner, self._address, self._timeout_seconds)
            connection = steps.do(_connected(self._address, _options(self._address)))
            try:
                # names in any encoding go there and back as the bytes they are
                sftp = steps.do(connection.start_sftp_client(path_errors="surrogateescape"))
                visit = SftpVisit(sftp, steps, self._address)
                visit.prepare()
                yield visit
            finally:
                connection.abort()
                runner.run(connection.wait_closed())

    def wait(self, seconds: float, stopping: Event) -> None:
        """SFTP tells nothing of what comes: the next poll is after `seconds`."""
        stopping.wait(seconds)


class SftpVisit:
    """Implements drop.Visit over one connection. Its work folders are made when missing, the folder itself is not."""

    def __init__(self, sftp: asyncssh.SFTPClient, steps: _Steps, address: SftpAddress) -> None:
        self._sftp, self._do, self._folder, self._server = sftp, steps.do, address.folder, f"SFTP {address.host}"
        self._subfolders = address.subfolders

    def prepare(self) -> None:
        """Makes the work folders."""

        async def make() -> None:
            if not await self._sftp.isdir(self._folder):
                raise SourceUnavailable(f"{self._server}: there is no folder {self._folder}")
            for name in (WORK, PROCESSED, FAILED):
                if not await self._sftp.isdir(self._path(name)):
                    with contextlib.suppress(
                        asyncssh.SFTPFailure
                    ):  # made meanwhile by another process; else the next step fails
                        await self._sftp.mkdir(self._path(name))

        self._do(make())

    def listing(self) -> tuple[Seen, ...]:
        async def look() -> tuple[Seen, ...]:
            found = await self._files_in(self._folder)
            for name in await self._own_folders() if self._subfolders else ():
                found += await self._files_in(self._path(name), before=f"{name}/")
            return found

        return self._do(look())

    def ends(self, name: str) -> bytes | None:
        return self._do(self._ends(self._path(name)))

    def claim(self, name: str, claim: str) -> bool:
        async def move() -> bool:
            target = self._path(WORK, claim, name)
            await self._ensure_folder(self._path(WORK, claim))
            if "/" in name:
                await self._ensure_folder(target.rpartition("/")[0])
            if await self._renamed(self._path(name), target):
                return True
            await self._remove(claim)
            return False

        return self._do(move())

    def claims(self) -> tuple[str, ...]:
        return self._do(self._folders_in(self._path(WORK)))

    def claim_again(self, claim: str, new: str) -> bool:
        return self._do(self._renamed(self._path(WORK, claim), self._path(WORK, new)))

    def claimed(self, claim: str) -> tuple[Seen, ...]:
        async def look() -> tuple[Seen, ...]:
            found = await self._files_in(self._path(WORK, claim))
            for name in await self._folders_in(self._path(WORK, claim)):
                found += await self._files_in(self._path(WORK, claim, name), before=f"{name}/")
            return found

        return self._do(look())

    def read(self, claim: str, name: str) -> bytes:
        path, content = self._path(WORK, claim, name), bytearray()
        while block := self._do(self._block(path, len(content), _BLOCK_BYTES)):
            content += block
        return bytes(content)

    def put_away(self, claim: str, name: str, as_name: str) -> None:
        self._do(self._replace(self._path(WORK, claim, name), self._path(PROCESSED, as_name)))

    def put_aside(self, claim: str, name: str, as_name: str, *, reason: str) -> None:
        async def move() -> None:
            await self._write(self._path(FAILED, reason_name(as_name)), f"{reason}\n".encode())
            await self._replace(self._path(WORK, claim, name), self._path(FAILED, as_name))

        self._do(move())

    def end(self, claim: str) -> None:
        self._do(self._remove(claim))

    def try_out(self, claim: str) -> None:
        async def trial() -> None:
            written, put_away = self._path(WORK, claim, _TRIAL), self._path(PROCESSED, claim)
            await self._sftp.mkdir(self._path(WORK, claim))
            try:
                await self._write(written, bytes(_TRIAL_BYTES))
                await self._sftp.rename(written, put_away)
            finally:
                for path in (written, put_away):
                    with contextlib.suppress(asyncssh.SFTPError):
                        await self._sftp.remove(path)
                with contextlib.suppress(asyncssh.SFTPError):
                    await self._sftp.rmdir(self._path(WORK, claim))

        self._do(trial())

    def _path(self, *names: str) -> str:
        return "/".join((self._folder, *names))

    async def _files_in(self, folder: str, *, before: str = "") -> tuple[Seen, ...]:
        """Plain files; a link could lead out of the folder."""
        found = []
        for entry in await self._sftp.readdir(folder):
            if entry.attrs.type == asyncssh.FILEXFER_TYPE_REGULAR:
                found.append(Seen(before + str(entry.filename), entry.attrs.size or 0, float(entry.attrs.mtime or 0)))
        return tuple(sorted(found, key=lambda seen: seen.name))

    async def _folders_in(self, folder: str) -> tuple[str, ...]:
        entries = await self._sftp.readdir(folder)
        names = [str(entry.filename) for entry in entries if entry.attrs.type == asyncssh.FILEXFER_TYPE_DIRECTORY]
        return tuple(sorted(name for name in names if name not in {".", ".."}))

    async def _own_folders(self) -> tuple[str, ...]:
        """The subfolders that people drop into."""
        names = await self._folders_in(self._folder)
        return tuple(name for name in names if name not in {WORK, PROCESSED, FAILED} and not name.startswith("."))

    async def _ensure_folder(self, path: str) -> None:
        if not await self._sftp.isdir(path):
            await self._sftp.mkdir(path)

    async def _remove(self, claim: str) -> None:
        """Removes a claim's folders where they are empty."""
        with contextlib.suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPFailure):
            for name in await self._folders_in(self._path(WORK, claim)):
                with contextlib.suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPFailure):
                    await self._sftp.rmdir(self._path(WORK, claim, name))
            await self._sftp.rmdir(self._path(WORK, claim))

    async def _replace(self, path: str, target: str) -> None:
        if await self._sftp.exists(target):  # the same bytes under the same name came before
            await self._sftp.remove(target)
        await self._sftp.rename(path, target)

    async def _write(self, path: str, content: bytes) -> None:
        async with self._sftp.open(path, "wb") as file:
            await file.write(content)

    async def _renamed(self, path: str, target: str) -> bool:
        """Moves a file or folder in one step; False when it is gone. Not every server has a code of its own for that."""
        try:
            await self._sftp.rename(path, target)
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPFailure):
            if await self._sftp.exists(path):
                raise
            return False
        return True

    async def _ends(self, path: str) -> bytes | None:
        try:
            size = (await self._sftp.stat(path)).size or 0
            head = await self._block(path, 0, END_BYTES)
            return head + await self._block(path, max(len(head), size - END_BYTES), END_BYTES)
        except asyncssh.SFTPNoSuchFile:
            return None

    async def _block(self, path: str, offset: int, size: int) -> bytes:
        async with self._sftp.open(path, "rb") as file:
            return bytes(await file.read(size, offset))  # type: ignore[arg-type]  # in binary mode it is bytes


class _Steps:
    """Runs one step after the other, each within the timeout, and says which trouble it is when one fails."""

    def __init__(self, runner: asyncio.Runner, address: SftpAddress, timeout_seconds: float) -> None:
        self._runner, self._address, self._timeout_seconds = runner, address, timeout_seconds

    def do(self, step: Awaitable[T]) -> T:
        with _told(self._address):
            return self._runner.run(asyncio.wait_for(step, self._timeout_seconds))


async def _connected(address: SftpAddress, options: dict[str, Any]) -> asyncssh.SSHClientConnection:
    """A connection. A host key that is not known is named, so that it can be compared with what the server's owner says it is."""
    try:
        return await asyncssh.connect(address.host, address.port, **options)
    except (
        asyncssh.HostKeyNotVerifiable,
        asyncssh.KeyExchangeFailed,
        asyncssh.ConnectionLost,
        ConnectionResetError,
    ) as trouble:
        # a server hangs up, too, when known_hosts has keys of a kind only that it does not have
        key = await asyncssh.get_server_host_key(address.host, address.port, config=None)
        if key is None or key in asyncssh.match_known_hosts(options["known_hosts"], address.host, "", address.port)[0]:
            raise
        sentence = f"its host key {key.get_algorithm()} {key.get_fingerprint()} is not in {address.known_hosts}"
        raise SourceUnavailable(f"SFTP {address.host}: {sentence}") from trouble


def _options(address: SftpAddress) -> dict[str, Any]:
    """What asyncssh signs in with: what the settings name, nothing that lies in the home folder or in an agent."""
    options: dict[str, Any] = {"known_hosts": _known_hosts(address.known_hosts, address.settings[1]), "username": address.user}
    options |= {"config": None, "agent_path": None, "gss_host": None, "client_keys": None}
    if address.key is not None:
        options["client_keys"] = [_key(address.key, address.settings[0])]
    if address.password is not None:
        options["password"] = address.password
    return options


def _known_hosts(path: Path, setting: str) -> asyncssh.SSHKnownHosts:
    try:
        return asyncssh.read_known_hosts(str(path))
    except OSError as trouble:
        raise BadUse(f"{setting}: {path} cannot be read ({trouble.strerror or trouble})") from trouble
    except ValueError as trouble:
        raise BadUse(f"{setting}: {path} is no known_hosts file ({trouble})") from trouble


def _key(path: Path, setting: str) -> asyncssh.SSHKey:
    try:
        return asyncssh.read_private_key(path)
    except OSError as trouble:
        raise BadUse(f"{setting}: {path} cannot be read ({trouble.strerror or trouble})") from trouble
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as trouble:
        raise BadUse(f"{setting}: {path} is no private key without a passphrase ({trouble})") from trouble


@contextlib.contextmanager
def _told(address: SftpAddress) -> Iterator[None]:
    where = f"SFTP {address.host}"
    try:
        yield
    except asyncssh.HostKeyNotVerifiable as trouble:
        raise SourceUnavailable(f"{where}: its host key is not trusted by {address.known_hosts} ({trouble})") from trouble
    except asyncssh.PermissionDenied as trouble:
        raise SourceUnavailable(f"{where}: user, password or key is refused") from trouble
    except asyncssh.SFTPNoSuchFile as trouble:
        raise SourceUnavailable(f"{where}: {address.folder} or a file in it was taken away meanwhile") from trouble
    except asyncssh.SFTPFailure as trouble:
        # the protocol's oldest version, which OpenSSH speaks, has one code for a full disk and whatever else went wrong
        sentence = f"a file in {address.folder} cannot be written or moved ({trouble.reason}); is the disk full?"
        raise SourceUnavailable(f"{where}: {sentence}") from trouble
    except asyncssh.SFTPPermissionDenied as trouble:
        raise SourceUnavailable(f"{where}: {address.user} may not read, move or make files in {address.folder}") from trouble
    except (asyncssh.ConnectionLost, asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as trouble:
        raise SourceUnavailable(f"{where}: the connection broke ({trouble})") from trouble
    except (asyncssh.Error, ValueError) as trouble:
        raise SourceUnavailable(f"{where}: {trouble}") from trouble
    except OSError as trouble:
        raise SourceUnavailable(f"{where}: {network_trouble(trouble, port=address.port)}") from trouble
