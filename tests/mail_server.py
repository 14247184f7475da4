"""A throw-away Dovecot for tests: IMAP in the clear and over TLS on loopback, and as many mailboxes as there are tests."""

from __future__ import annotations

import base64
import contextlib
import grp
import hmac
import imaplib
import ipaddress
import json
import os
import pwd
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.servers import await_start, free_port, own_folder, server_user, shared, start_guarded, stop

_INSTALL = "these tests need Dovecot 2.3: install it (apt-get install dovecot-imapd)"
_HOST = "127.0.0.1"
PASSWORD = "corréct:hørse/batt@ry"  # what must be encoded in an address and is not ASCII

_CONFIGURATION = """\
protocols = imap
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/run
log_path = /dev/stderr
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 100
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""

_OAUTH2 = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
"""
_TOKEN_KEY = b"what the authorization server and the mail server know"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where it listens, and the certificate that it made itself: for 127.0.0.1, not for localhost."""

    plain_port: int
    tls_port: int
    certificate: Path


def access_token(user: str, *, seconds: float = 600) -> str:
    """An OAuth2 access token (a signed JWT, RFC 7519) that lets `user` in for so long."""
    now = time.time()
    claims = {"sub": user, "iat": int(now - 5), "exp": int(now + seconds)}
    signed = b".".join(_encoded(json.dumps(one).encode()) for one in ({"typ": "JWT", "alg": "HS256"}, claims))
    return (signed + b"." + _encoded(hmac.digest(_TOKEN_KEY, signed, "sha256"))).decode()


def _encoded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


@dataclass(frozen=True, slots=True)
class MailAccount:
    """A mailbox of one test's own. `port` may be that of a proxy before the server."""

    server: MailServer
    user: str
    port: int

    def url(self, *, password: str = PASSWORD, folder: str = "INBOX") -> str:
        return f"imap://{quote(self.user)}:{quote(password, safe='')}@{_HOST}:{self.port}/{quote(folder)}"

    def tls_url(self, *, host: str = _HOST) -> str:
        return f"imaps://{quote(self.user)}:{quote(PASSWORD, safe='')}@{host}:{self.server.tls_port}/INBOX"

    def through(self, port: int) -> MailAccount:
        """The same mailbox behind a proxy."""
        return replace(self, port=port)

    def deliver(self, *messages: bytes, folder: str = "INBOX", flags: str = "") -> None:
        """Puts messages into a folder. Lines end in CRLF, as in every mail on its way."""
        with self.signed_in() as client:
            for message in messages:
                answer, words = client.append(folder, flags, "", message)
                assert answer == "OK", words

    def messages(self, folder: str = "INBOX") -> list[bytes]:
        """The bytes of what is in the folder; nothing where there is no such folder."""
        with self.signed_in() as client:
            answer, count = client.select(f'"{folder}"', readonly=True)
            if answer != "OK" or count == [b"0"]:
                return []
            _, data = client.fetch("1:*", "(BODY.PEEK[])")
            return [bytes(part[1]) for part in data if isinstance(part, tuple)]

    @contextlib.contextmanager
    def signed_in(self) -> Iterator[imaplib.IMAP4]:
        """Another client of the same mailbox, straight at the server."""
        with imaplib.IMAP4(_HOST, self.server.plain_port, timeout=30) as client:
            client.authenticate("PLAIN", lambda _: f"\0{self.user}\0{PASSWORD}".encode())
            yield client


@pytest.fixture(scope="session")
def mail_server(tmp_path_factory: pytest.TempPathFactory) -> MailServer:
    """The run's Dovecot."""
    return _server_in(Path(shared(tmp_path_factory, "dovecot", _start)))


@contextlib.contextmanager
def throw_away_server() -> Iterator[MailServer]:
    """A Dovecot for a program that is no test run."""
    folder = Path(_start())
    try:
        yield _server_in(folder)
    finally:
        stop(folder)


def _server_in(folder: Path) -> MailServer:
    ports = json.loads((folder / "ports.json").read_text())
    return MailServer(ports["plain"], ports["tls"], folder / "certificate.pem")


@pytest.fixture
def mail_account(mail_server: MailServer) -> MailAccount:
    """An empty mailbox."""
    return MailAccount(mail_server, f"invoices-{secrets.token_hex(6)}@example.com", mail_server.plain_port)


def _start() -> str:
    program = _program()
    folder = own_folder("idp-dovecot-")
    plain_port, tls_port = free_port(), free_port()
    user = server_user()
    try:
        _write_certificate(folder, user)
        (folder / "dovecot.conf").write_text(_CONFIGURATION.format(
            host=_HOST, folder=folder, user=user.pw_name, group=grp.getgrgid(user.pw_gid).gr_name,
            password=PASSWORD, plain_port=plain_port, tls_port=tls_port,
        ))  # fmt: skip
        (folder / "oauth2.conf").write_text(_OAUTH2.format(folder=folder))
        start_guarded(folder, [program, "-F", "-c", str(folder / "dovecot.conf")])
        await_start(lambda: imaplib.IMAP4(_HOST, plain_port, timeout=5).logout(), OSError, folder)
        (folder / "ports.json").write_text(json.dumps({"plain": plain_port, "tls": tls_port}))
    except BaseException:
        stop(folder)
        raise
    return str(folder)


def _program() -> str:
    found = shutil.which("dovecot", path=f"{os.defpath}:/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.fail(_INSTALL, pytrace=False)
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
    if not version.startswith("2.3."):
        pytest.fail(f"{_INSTALL}; here is {version}, whose configuration is another", pytrace=False)
    return found


def _write_certificate(folder: Path, user: pwd.struct_passwd) -> None:
    """A certificate that signs itself, as a firm's own mail server often has, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail server of the tests")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(_HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").touch(mode=0o600)
    (folder / "key.pem").write_bytes(secret)
    keys = folder / "keys" / "default" / "HS256"
    for made in (folder / "run", folder / "mail", keys):
        made.mkdir(parents=True)
    (keys / "default").write_bytes(base64.b64encode(_TOKEN_KEY))
    for path in folder.iterdir():
        os.chown(path, user.pw_uid, user.pw_gid)
