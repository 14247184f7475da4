"""A mailbox as a source: every message is taken in whole, then moved to the done folder."""

from __future__ import annotations

import hashlib
import imaplib
import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailboxLoginError, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from idp.domain.errors import BadUse, SourceUnavailable
from idp.intake.source import Take

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Where the mailbox is. `encrypted` is False for imap://, which only loopback may use."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    encrypted: bool


def mail_address(url: str) -> MailAddress:
    """The parts of imaps://user:password@host/FOLDER. Raises BadUse without naming the password."""
    parts = urlsplit(url)
    if parts.scheme not in {"imaps", "imap"} or not parts.hostname or not parts.username or parts.password is None:
        raise BadUse("IDP_MAIL_URL: write it like imaps://user:password@mail.example.com/INBOX")
    encrypted = parts.scheme == "imaps"
    if not encrypted and parts.hostname not in _LOOPBACK:
        raise BadUse("IDP_MAIL_URL: imap:// without encryption is for this machine only; use imaps://")
    return MailAddress(
        host=parts.hostname,
        port=parts.port or (993 if encrypted else 143),
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
        encrypted=encrypted,
    )


class Mailbox:
    """Polls one folder. A message that dies half-way is fetched again and found in the ledger by its bytes."""

    channel = "mail"

    def __init__(self, address: MailAddress, take: Take, *, done_folder: str) -> None:
        self._address, self._take, self._done_folder = address, take, done_folder

    def poll(self) -> int:
        try:
            with self._connect().login(self._address.user, self._address.password, self._address.folder) as box:
                if not box.folder.exists(self._done_folder):
                    box.folder.create(self._done_folder)
                return self._drain(box)
        except MailboxLoginError as trouble:
            raise SourceUnavailable(f"mailbox {self._address.host}: user or password is refused") from trouble
        except (OSError, ssl.SSLError, imaplib.IMAP4.error, ImapToolsError) as trouble:
            raise SourceUnavailable(f"mailbox {self._address.host}: {trouble}") from trouble

    def _connect(self) -> BaseMailBox:
        if self._address.encrypted:
            return MailBox(self._address.host, port=self._address.port, timeout=_SECONDS)
        return MailBoxUnencrypted(self._address.host, port=self._address.port, timeout=_SECONDS)

    def _drain(self, box: BaseMailBox) -> int:
        taken = 0
        for uid in box.uids():
            content = self._fetch(box, uid)
            if content is None:
                continue  # another client took it away meanwhile
            self._take(hashlib.sha256(content).hexdigest(), f"mail-{uid}.eml", content)
            box.move([uid], self._done_folder)
            taken += 1
        return taken

    def _fetch(self, box: BaseMailBox, uid: str) -> bytes | None:
        """The whole message without marking it as seen; imap-tools would parse it, the ledger wants its bytes."""
        _, data = box.client.uid("fetch", uid, "(BODY.PEEK[])")
        for part in data or ():
            if isinstance(part, tuple):
                return bytes(part[1])
        return None
