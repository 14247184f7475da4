"""A throw-away OpenSSH server for tests: SFTP alone, on loopback, with a host key and a user key of its own.

It runs without root's rights and so can sign in its own user only, by key. OpenSSH checks passwords against the accounts of the
machine, which tests must not touch: here it refuses every password.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import pytest

from tests.servers import await_start, free_port, own_folder, server_user, shared, start_guarded, stop

_INSTALL = "these tests need an OpenSSH server: install it (apt-get install openssh-server)"
_HOST = "127.0.0.1"

_CONFIGURATION = """\
ListenAddress {host}
Port {port}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
StrictModes no
UsePAM no
UseDNS no
KbdInteractiveAuthentication no
PasswordAuthentication yes
MaxStartups 100
Subsystem sftp internal-sftp
ForceCommand internal-sftp
"""


@dataclass(frozen=True, slots=True)
class SshServer:
    """Where it listens, who may sign in with `key`, and the known_hosts file that knows its host key."""

    port: int
    user: str
    key: Path
    known_hosts: Path
    drops: Path


@dataclass(frozen=True, slots=True)
class SftpDrop:
    """A folder of one test's own, `folder` as it is on the server's disk."""

    server: SshServer
    folder: Path

    def url(
        self, *, user: str | None = None, password: str | None = None, port: int | None = None, folder: str | None = None
    ) -> str:
        secret = "" if password is None else f":{password}"
        return f"sftp://{user or self.server.user}{secret}@{_HOST}:{port or self.server.port}{folder or self.folder}"


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> SshServer:
    """The run's OpenSSH server."""
    folder = Path(shared(tmp_path_factory, "sshd", _start))
    port = json.loads((folder / "port.json").read_text())
    return SshServer(port, server_user().pw_name, folder / "user_key", folder / "known_hosts", folder / "drops")


@pytest.fixture
def sftp_drop(ssh_server: SshServer) -> SftpDrop:
    """An empty folder that the server's user may write in."""
    folder = ssh_server.drops / secrets.token_hex(6)
    folder.mkdir()
    os.chown(folder, server_user().pw_uid, server_user().pw_gid)
    return SftpDrop(ssh_server, folder)


def _start() -> str:
    program = shutil.which("sshd", path=f"{os.defpath}:/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.fail(_INSTALL, pytrace=False)
    folder = own_folder("idp-sshd-")
    port = free_port()
    try:
        _write_keys(folder, port)
        configuration = folder / "sshd_config"
        configuration.write_text(_CONFIGURATION.format(host=_HOST, port=port, folder=folder))
        start_guarded(folder, [program, "-D", "-e", "-f", str(configuration), *_without_penalties(program, configuration)])
        await_start(lambda: socket.create_connection((_HOST, port), timeout=5).close(), OSError, folder)
        (folder / "port.json").write_text(json.dumps(port))
    except BaseException:
        stop(folder)
        raise
    return str(folder)


def _write_keys(folder: Path, port: int) -> None:
    user = server_user()
    host_key, user_key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    (folder / "drops").mkdir()
    for name, key in (("host_key", host_key), ("user_key", user_key)):
        (folder / name).touch(mode=0o600)
        key.write_private_key(folder / name)
    host_key.write_public_key(folder / "host_key.pub")
    (folder / "authorized_keys").write_bytes(user_key.export_public_key())
    (folder / "known_hosts").write_text(f"[{_HOST}]:{port} {host_key.export_public_key().decode()}")
    for path in folder.iterdir():
        os.chown(path, user.pw_uid, user.pw_gid)


def _without_penalties(program: str, configuration: Path) -> list[str]:
    """Since OpenSSH 9.8 an address that fails to sign in is shut out for a while, and all tests come from one address."""
    option = ["-o", "PerSourcePenalties=no"]
    tried = subprocess.run([program, "-t", "-f", str(configuration), *option], capture_output=True, check=False)
    return option if tried.returncode == 0 else []
