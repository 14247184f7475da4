"""What is set for a mailbox: where it is, how to sign in, which folders are polled and what becomes of their messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from idp.domain.errors import BadUse
from idp.intake.mail_rule import AfterTaking, MailRule

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Encryption(StrEnum):
    """How the line to the server is protected. `NONE` is for loopback only."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Password:
    """Signs in with a password."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenFile:
    """Signs in with the OAuth2 access token in a file that another program keeps fresh; read anew at every sign-in."""

    path: Path


@dataclass(frozen=True, slots=True)
class TokenGrant:
    """Signs in with OAuth2 access tokens from `endpoint`.

    With a `refresh_token_file` by the refresh grant (RFC 6749 6; a new refresh token is written back to the file), without one by the
    client's own credentials (RFC 6749 4.4), which then need a `client_secret`. Raises BadUse where neither is possible.
    """

    endpoint: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    refresh_token_file: Path | None = None
    scope: str | None = None
    authority: Path | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.endpoint)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise BadUse(f"the token endpoint {self.endpoint} must begin with https://")
        if self.refresh_token_file is None and self.client_secret is None:
            raise BadUse("the token endpoint needs a refresh token file or a client secret")


Credential = Password | TokenFile | TokenGrant


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """A mailbox as an operator sets it.

    `authority` is a file of certificates (PEM) to trust instead of those that the system trusts. `folders` are polled one after the
    other. `done_folder` takes messages where the action is to move them, `failed_folder` those that are too large to be taken in.
    `receivers` are the names (authserv-id, RFC 8601) under which our own mail servers report how a sender was authenticated; no
    other server's word counts. Raises BadUse for what cannot be meant.
    """

    name: str
    host: str
    user: str
    credential: Credential
    encryption: Encryption = Encryption.TLS
    port: int | None = None
    authority: Path | None = None
    folders: tuple[str, ...] = ("INBOX",)
    done_folder: str = "idp-done"
    failed_folder: str = "idp-failed"
    after: AfterTaking = AfterTaking.MOVE
    rules: tuple[MailRule, ...] = ()
    receivers: tuple[str, ...] = ()
    max_message_bytes: int = 50_000_000
    idle: bool = True
    timeout_seconds: float = 60.0

    def __post_init__(self) -> None:
        if self.encryption is Encryption.NONE and self.host not in _LOOPBACK:
            raise BadUse("a mailbox without encryption is for this machine only; use TLS or STARTTLS")
        if not self.folders:
            raise BadUse("a mailbox needs a folder that is polled")
        polled = [canonical(folder) for folder in self.folders]
        if len(set(polled)) < len(polled):
            raise BadUse("a mailbox's folders must differ from each other")
        for what, folder in (("done", self.done_folder), ("failed", self.failed_folder)):
            if canonical(folder) in polled:
                raise BadUse(f"the {what} folder must be another folder than those that are polled")

    @property
    def server_port(self) -> int:
        """The port given, else the usual one: 993 for TLS from the first byte, else 143."""
        return self.port or (993 if self.encryption is Encryption.TLS else 143)


def canonical(folder: str) -> str:
    """INBOX alone may be written in any case (RFC 3501 5.1)."""
    return "INBOX" if folder.upper() == "INBOX" else folder


def mailbox_at(url: str, *, authority: Path | None = None, done_folder: str = "idp-done") -> MailboxSettings:
    """The mailbox at imaps://user:password@host/FOLDER. Raises BadUse without naming the password."""
    parts, port = _split(url)
    if parts.scheme not in {"imaps", "imap"} or not parts.hostname or not parts.username or not parts.password:
        raise BadUse("IDP_MAIL_URL: write it like imaps://user:password@mail.example.com/INBOX")
    encrypted = parts.scheme == "imaps"
    if not encrypted and parts.hostname not in _LOOPBACK:
        raise BadUse("IDP_MAIL_URL: imap:// without encryption is for this machine only; use imaps://")
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    if canonical(done_folder) == canonical(folder):
        raise BadUse("IDP_MAIL_DONE_FOLDER: it must be another folder than the one that is polled")
    return MailboxSettings(
        name="mail",
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        credential=Password(unquote(parts.password)),
        encryption=Encryption.TLS if encrypted else Encryption.NONE,
        authority=authority,
        folders=(folder,),
        done_folder=done_folder,
    )


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The address and its port. A `/` or `[` in a password that is not encoded ends up in host and port."""
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise BadUse("IDP_MAIL_URL: encode / as %2F, [ as %5B and the like in user and password") from None
