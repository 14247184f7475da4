"""How does a mail leave? By SMTP, encrypted to any other machine, or not at all."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from idp.domain.errors import BadUse, ToolUnavailable

_SECONDS = 30
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over. `smtps` speaks TLS from the start, `smtp` after STARTTLS; only to this machine itself in the clear."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    @property
    def is_own(self) -> bool:
        """Whether it is this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def mail_server(url: str) -> MailServer:
    """The server of `smtp://` or `smtps://user:password@host:port`. Raises BadUse, without the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadUse("IDP_SMTP_URL is no address: smtps://USER:PASSWORD@HOST:465 or smtp://…:587") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadUse("IDP_SMTP_URL has to be smtps://USER:PASSWORD@HOST:465 or smtp://…:587")
    return MailServer(
        parts.scheme, parts.hostname, port or _PORTS[parts.scheme], unquote(parts.username or ""), unquote(parts.password or "")
    )


class SmtpMailer:
    """Sends plain-text mails. `ca` are certificates (PEM) that the server is trusted by besides the system's."""

    def __init__(self, server: MailServer, *, sender: str, ca: Path | None = None) -> None:
        self._server, self._sender = server, sender
        self._tls = ssl.create_default_context(cafile=str(ca) if ca is not None else None)

    def send(self, to: str, *, subject: str, text: str) -> None:
        """Hands one mail over. Raises ToolUnavailable where the server does not take it."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, to, " ".join(subject.split())
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain="idp.invalid")
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
        mail.set_content(text)
        try:
            with self._connected() as connection:
                connection.send_message(mail)
        except (OSError, smtplib.SMTPException) as trouble:
            told = str(trouble).replace(self._server.password, "…") if self._server.password else str(trouble)
            raise ToolUnavailable(f"the mail server {self._server.host} does not take the mail: {told}") from trouble

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=self._tls)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
        try:
            self._sign_in(connection)
        except (OSError, smtplib.SMTPException):
            connection.close()
            raise
        return connection

    def _sign_in(self, connection: smtplib.SMTP) -> None:
        server = self._server
        if server.scheme != "smtps":
            connection.ehlo()
            if connection.has_extn("starttls") or not server.is_own:
                # raises where the server offers none: a password never goes in the clear
                connection.starttls(context=self._tls)
        if server.user:
            connection.login(server.user, server.password)
