from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from idp.domain.errors import BadUse, ToolUnavailable
from idp.notice.smtp import SmtpMailer, mail_server


class Post:
    """Keeps what comes in; refuses what is for `nobody`."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.encrypted: list[bool] = []

    async def handle_RCPT(  # noqa: N802  aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content))
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


@contextlib.contextmanager
def serving(post: Post, **options: Any) -> Iterator[int]:
    """A real SMTP server on loopback; gives its port. Its loop runs in a thread, since a browser's may run in this one."""
    listener = socket.create_server(("127.0.0.1", 0))
    is_up, is_over = Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        loops.append(loop)
        opened: list[asyncio.BaseTransport] = []

        class Line(SMTP):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                opened.append(transport)
                super().connection_made(transport)

        async with await loop.create_server(lambda: Line(post, loop=loop, hostname="localhost", **options), sock=listener):
            is_up.set()
            await is_over.wait()
            for transport in opened:  # after a refused handshake nobody else closes the line below it
                transport.close()
            await asyncio.sleep(0.01)

    thread = Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert is_up.wait(10)
    try:
        yield listener.getsockname()[1]
    finally:
        loops[0].call_soon_threadsafe(is_over.set)
        thread.join(10)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that vouches for itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


def knows_only(user: str, password: str) -> Any:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        fits = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=fits, handled=False)

    return check


def test_a_mail_arrives_as_it_was_written() -> None:
    post = Post()
    with serving(post) as port:
        mailer = SmtpMailer(mail_server(f"smtp://127.0.0.1:{port}"), sender="idp@example.com")
        mailer.send("ap@example.com", subject="Für Sie:\r\nBcc: evil@example.com", text="Grüße\n…")
    (mail,) = post.mails
    assert (mail["To"], mail["From"], mail["Bcc"]) == ("ap@example.com", "idp@example.com", None)
    assert mail["Auto-Submitted"] == "auto-generated"
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().splitlines() == ["Grüße", "…"]


def test_password_and_mail_go_encrypted_where_the_server_can(certificate: tuple[Path, Path]) -> None:
    post = Post()
    options = {
        "tls_context": tls(certificate),
        "auth_required": True,
        "auth_exclude_mechanism": ["LOGIN"],
        "authenticator": knows_only("idp", "p@ss word"),
    }
    with serving(post, **options) as port:
        server = mail_server(f"smtp://idp:p%40ss%20word@127.0.0.1:{port}")
        SmtpMailer(server, sender="idp@example.com", ca=certificate[0]).send("ap@example.com", subject="s", text="t")
        other = SmtpMailer(mail_server(f"smtp://idp:secret99@127.0.0.1:{port}"), sender="i@example.com", ca=certificate[0])
        with pytest.raises(ToolUnavailable) as wrong:
            other.send("ap@example.com", subject="s", text="t")
    assert post.encrypted == [True]
    assert "secret99" not in str(wrong.value)


def test_a_server_with_a_strange_certificate_gets_nothing(certificate: tuple[Path, Path]) -> None:
    post = Post()
    with serving(post, tls_context=tls(certificate)) as port, pytest.raises(ToolUnavailable, match="certificate"):
        SmtpMailer(mail_server(f"smtp://127.0.0.1:{port}"), sender="i@example.com").send("a@example.com", subject="s", text="t")
    assert post.mails == []


def test_a_refused_recipient_and_a_dead_server_are_trouble_to_be_tried_again() -> None:
    with serving(Post()) as port:
        mailer = SmtpMailer(mail_server(f"smtp://127.0.0.1:{port}"), sender="idp@example.com")
        with pytest.raises(ToolUnavailable, match="no such person"):
            mailer.send("nobody@example.com", subject="s", text="t")
    with pytest.raises(ToolUnavailable, match="does not take the mail"):
        mailer.send("ap@example.com", subject="s", text="t")


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://u:secret@host:port", "mail.example.com"])
def test_a_bad_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadUse) as refused:
        mail_server(url)
    assert "secret" not in str(refused.value)
