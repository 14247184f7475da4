"""Every trouble with an SFTP server is said so that an operator knows what to cure; an unknown server is never trusted."""

from __future__ import annotations

import asyncio
import subprocess
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from idp.domain.errors import BadUse, IdpError, SourceUnavailable
from idp.intake.drop import Drop
from idp.intake.sftp import SftpAddress, SftpFolder, sftp_address
from tests.contract.intake.desk import Desk
from tests.contract.intake.line import SilentServer
from tests.contract.intake.poller import AT_ONCE
from tests.servers import free_port
from tests.ssh_server import SftpDrop

_PASSWORD = "corréct:hørse"


@pytest.fixture
def address(sftp_drop: SftpDrop) -> SftpAddress:
    """The right address; the tests spoil it."""
    return sftp_address(sftp_drop.url(), key=sftp_drop.server.key, known_hosts=sftp_drop.server.known_hosts)


def _trouble(address: SftpAddress, *, timeout_seconds: float = 30.0) -> IdpError:
    with pytest.raises(IdpError) as caught:
        Drop(SftpFolder(address, timeout_seconds=timeout_seconds), Desk().take, channel="sftp").poll()
    told = "".join(traceback.format_exception(caught.value)) + repr(address)
    assert address.password is None or address.password not in told
    return caught.value


def test_the_right_address_is_no_trouble(address: SftpAddress) -> None:
    assert Drop(SftpFolder(address), Desk().take, channel="sftp").poll() == 0


def test_a_wrong_password(address: SftpAddress) -> None:
    trouble = _trouble(replace(address, key=None, password="wrong-password"))
    assert isinstance(trouble, SourceUnavailable)
    assert str(trouble) == "SFTP 127.0.0.1: user, password or key is refused"


def test_a_key_that_the_server_does_not_know(address: SftpAddress, tmp_path: Path) -> None:
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(tmp_path / "key")
    trouble = _trouble(replace(address, key=tmp_path / "key"))
    assert isinstance(trouble, SourceUnavailable)
    assert str(trouble) == "SFTP 127.0.0.1: user, password or key is refused"


@pytest.mark.parametrize("known", ["", "another host", "another key", "another kind of key"])
def test_a_host_key_that_is_not_known(address: SftpAddress, tmp_path: Path, known: str) -> None:
    keys = {
        kind: asyncssh.generate_private_key(kind).export_public_key().decode()
        for kind in ("ssh-ed25519", "ecdsa-sha2-nistp256")
    }
    lines = {
        "": "",
        "another host": address.known_hosts.read_text().replace("127.0.0.1", "files.example.com"),
        "another key": f"[127.0.0.1]:{address.port} {keys['ssh-ed25519']}",
        "another kind of key": f"[127.0.0.1]:{address.port} {keys['ecdsa-sha2-nistp256']}",
    }
    (tmp_path / "known_hosts").write_text(lines[known])
    trouble = _trouble(replace(address, known_hosts=tmp_path / "known_hosts"))
    assert isinstance(trouble, SourceUnavailable)
    host_key = asyncssh.read_public_key(address.known_hosts.with_name("host_key.pub"))
    words = f"its host key ssh-ed25519 {host_key.get_fingerprint()} is not in {tmp_path / 'known_hosts'}"
    assert str(trouble) == f"SFTP 127.0.0.1: {words}"


@pytest.mark.parametrize("content", [None, "nonsense"])
def test_a_known_hosts_file_that_is_none(address: SftpAddress, tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "known_hosts").write_text(content)
    trouble = _trouble(replace(address, known_hosts=tmp_path / "known_hosts"))
    assert isinstance(trouble, BadUse)
    assert f"IDP_SFTP_KNOWN_HOSTS: {tmp_path / 'known_hosts'}" in str(trouble)


@pytest.mark.parametrize("kind", ["missing", "public", "passphrase"])
def test_a_key_file_that_cannot_be_used(address: SftpAddress, tmp_path: Path, kind: str) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    if kind == "public":
        key.write_public_key(tmp_path / "key")
    if kind == "passphrase":
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", tmp_path / "key"], check=True)
    trouble = _trouble(replace(address, key=tmp_path / "key"))
    assert isinstance(trouble, BadUse)
    assert f"IDP_SFTP_KEY: {tmp_path / 'key'}" in str(trouble)


def test_a_server_that_is_down(address: SftpAddress) -> None:
    port = free_port()
    trouble = _trouble(replace(address, port=port))
    assert isinstance(trouble, SourceUnavailable)
    assert str(trouble) == f"SFTP 127.0.0.1: nothing answers on port {port}"


def test_a_server_that_says_nothing(address: SftpAddress) -> None:
    with SilentServer() as port:
        trouble = _trouble(replace(address, port=port), timeout_seconds=0.2)
    assert isinstance(trouble, SourceUnavailable)
    assert str(trouble) == f"SFTP 127.0.0.1: it does not answer in time on port {port}"


def test_a_folder_that_is_not_there_is_not_made(address: SftpAddress) -> None:
    trouble = _trouble(replace(address, folder=f"{address.folder}/typo"))
    assert isinstance(trouble, SourceUnavailable)
    assert str(trouble) == f"SFTP 127.0.0.1: there is no folder {address.folder}/typo"
    assert not Path(address.folder, "typo").exists()


def test_a_folder_that_may_not_be_written_in(address: SftpAddress) -> None:
    Path(address.folder).chmod(0o500)
    trouble = _trouble(address)
    assert isinstance(trouble, SourceUnavailable)
    assert f"{address.user} may not read, move or make files in {address.folder}" in str(trouble)


class PasswordServer(asyncssh.SSHServer):
    """Signs in whoever knows the password: the OpenSSH of the tests has no account with one."""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("idp", _PASSWORD)


@pytest.fixture
def password_server(tmp_path: Path) -> Iterator[SftpAddress]:
    """AsyncSSH's own SFTP server on an empty folder, and the address to sign in by password."""
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "drop").mkdir()
    loop = asyncio.new_event_loop()
    listening = asyncssh.listen("127.0.0.1", 0, server_factory=PasswordServer, server_host_keys=[host_key], sftp_factory=True)
    server = loop.run_until_complete(listening)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{server.get_port()} {host_key.export_public_key().decode()}")
    yield sftp_address(
        f"sftp://idp:corr%C3%A9ct%3Ah%C3%B8rse@127.0.0.1:{server.get_port()}{tmp_path}/drop", key=None, known_hosts=known
    )
    asyncio.run_coroutine_threadsafe(_closed(server), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _closed(server: asyncssh.SSHAcceptor) -> None:
    server.close()
    await server.wait_closed()


def test_the_right_password_lets_us_in_and_a_wrong_one_does_not(password_server: SftpAddress) -> None:
    desk = Desk()
    Path(password_server.folder, "a.txt").write_bytes(b"hello")
    drop = Drop(SftpFolder(password_server), desk.take, channel="sftp", patience=AT_ONCE)
    assert [drop.poll(), drop.poll()] == [0, 1]
    assert desk.contents == [b"hello"]
    assert isinstance(_trouble(replace(password_server, password="wrong-password")), SourceUnavailable)
