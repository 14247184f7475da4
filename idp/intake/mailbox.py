"""A mailbox as a source: every message is taken in whole, then moved to the done folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from idp.domain.errors import BadUse
from idp.intake.imap import ImapFolder, MailAddress, open_folder
from idp.intake.source import Take

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_TIMEOUT_SECONDS = 60.0


def mail_address(url: str, *, authority: Path | None = None) -> MailAddress:
    """The parts of imaps://user:password@host/FOLDER. Raises BadUse without naming the password."""
    parts, port = _split(url)
    if parts.scheme not in {"imaps", "imap"} or not parts.hostname or not parts.username or not parts.password:
        raise BadUse("IDP_MAIL_URL: write it like imaps://user:password@mail.example.com/INBOX")
    encrypted = parts.scheme == "imaps"
    if not encrypted and parts.hostname not in _LOOPBACK:
        raise BadUse("IDP_MAIL_URL: imap:// without encryption is for this machine only; use imaps://")
    return MailAddress(
        host=parts.hostname,
        port=port or (993 if encrypted else 143),
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
        encrypted=encrypted,
        authority=authority,
    )


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The address and its port. A `/` or `[` in a password that is not encoded ends up in host and port."""
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise BadUse("IDP_MAIL_URL: encode / as %2F, [ as %5B and the like in user and password") from None


def _canonical(folder: str) -> str:
    """INBOX alone may be written in any case (RFC 3501 5.1)."""
    return "INBOX" if folder.upper() == "INBOX" else folder


class Mailbox:
    """Polls one folder. A message that dies half-way is fetched again and found in the ledger by its bytes."""

    channel = "mail"

    def __init__(
        self, address: MailAddress, take: Take, *, done_folder: str, timeout_seconds: float = _TIMEOUT_SECONDS
    ) -> None:
        if _canonical(done_folder) == _canonical(address.folder):
            raise BadUse("IDP_MAIL_DONE_FOLDER: it must be another folder than the one that is polled")
        self._address, self._take, self._done_folder = address, take, done_folder
        self._timeout_seconds = timeout_seconds
        self._failed: set[str] = set()

    def poll(self) -> int:
        """Takes in every message, one after the other; what failed at the last poll comes last, so that it holds up no other."""
        taken = 0
        with open_folder(self._address, timeout_seconds=self._timeout_seconds) as folder:
            folder.ensure_other(self._done_folder)
            uids = folder.uids()
            self._failed.intersection_update(uids)
            for uid in sorted(uids, key=self._failed.__contains__):
                self._failed.add(uid)
                taken += self._bring_in(folder, uid)
                self._failed.discard(uid)
        return taken

    def _bring_in(self, folder: ImapFolder, uid: str) -> int:
        content = folder.fetch(uid)
        if content is None:
            return 0
        self._take(hashlib.sha256(content).hexdigest(), f"mail-{uid}.eml", content)
        folder.move(uid, self._done_folder)
        return 1
