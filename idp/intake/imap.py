"""One signed-in connection to a folder of an IMAP server, and every trouble with it as a sentence.

What is taken in and when is the mailbox's business.
"""

from __future__ import annotations

import contextlib
import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError
from imap_tools.utils import encode_folder

from idp.domain.errors import BadUse, SourceUnavailable
from idp.intake.trouble import network_trouble


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Where the mailbox is. `encrypted` is False for imap://, which only loopback may use.

    `authority` is a file of certificates (PEM) to trust instead of those that the system trusts.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    encrypted: bool
    authority: Path | None = None


@contextlib.contextmanager
def open_folder(address: MailAddress, *, timeout_seconds: float) -> Iterator[ImapFolder]:
    """The address's folder, opened for moving messages out of it. Raises SourceUnavailable, or BadUse for a bad certificate file."""
    with _told(address):
        box = _connected(address, timeout_seconds)
    try:
        _sign_in(box, address)
        with _told(address, f'the folder "{address.folder}" cannot be opened'):
            box.folder.set(address.folder)
        yield ImapFolder(box, address)
    finally:
        _leave(box)


class ImapFolder:
    """The folder of an open connection. A message is named by its UID. Everything raises SourceUnavailable."""

    def __init__(self, box: BaseMailBox, address: MailAddress) -> None:
        self._box, self._address = box, address
        with _told(address):
            # Many servers tell what they can only to those who signed in: imap-tools asked before, and would not know of MOVE.
            _, words = box.client.capability()
        self._abilities = frozenset(words[-1].decode("ascii", errors="replace").upper().split())

    def ensure_other(self, folder: str) -> None:
        """Makes the other folder if it is missing; another process may be making it at the same time."""
        with _told(self._address, f'the folder "{folder}" cannot be made'):
            if self._box.folder.exists(folder):
                return
            try:
                self._box.folder.create(folder)
            except UnexpectedCommandStatusError:
                if not self._box.folder.exists(folder):
                    raise

    def uids(self) -> list[str]:
        """What lies in the folder, oldest first, without messages that a person has marked as deleted."""
        with _told(self._address):
            return sorted(self._box.uids("UNDELETED", charset=None), key=int)

    def fetch(self, uid: str) -> bytes | None:
        """The message as it is, not marked as seen; None if another client has taken it away meanwhile."""
        with _told(self._address):  # imap-tools would parse the message, the ledger wants its bytes
            answer, data = self._box.client.uid("FETCH", uid, "(BODY.PEEK[])")
            content = next((bytes(part[1]) for part in data if isinstance(part, tuple)), b"")
            if not content and self._is_gone(uid):  # some servers say no then, some give nothing or an empty body
                return None
            if answer != "OK":
                raise UnexpectedCommandStatusError((answer, data), "OK")
            return content

    def move(self, uid: str, folder: str) -> None:
        """Moves a message, unless another client was first. Without MOVE (RFC 6851) it is copied and deleted, and no other with it."""
        with _told(self._address, f'a message cannot be moved to the folder "{folder}"'):
            try:
                self._move(uid, folder)
            except UnexpectedCommandStatusError:
                if not self._is_gone(uid):
                    raise

    def _move(self, uid: str, folder: str) -> None:
        if "MOVE" in self._abilities:
            self._command("MOVE", uid, encode_folder(folder))
            return
        self._command("COPY", uid, encode_folder(folder))
        self._command("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._abilities:
            self._command("EXPUNGE", uid)  # without UIDPLUS it stays, marked as deleted: EXPUNGE alone would hit others too

    def _command(self, *words: str | bytes) -> None:
        answer = self._box.client.uid(*words)  # type: ignore[arg-type]  # imaplib takes bytes for folder names
        if answer[0] != "OK":
            raise UnexpectedCommandStatusError(answer, "OK")

    def _is_gone(self, uid: str) -> bool:
        self._box.client.noop()  # only now does the server tell what other clients have done
        return not self._box.uids(f"UID {uid}", charset=None)


def _connected(address: MailAddress, timeout_seconds: float) -> BaseMailBox:
    if not address.encrypted:
        return MailBoxUnencrypted(address.host, port=address.port, timeout=timeout_seconds)
    # imaplib's own default checks neither the certificate nor its name
    return MailBox(address.host, port=address.port, timeout=timeout_seconds, ssl_context=_trust(address.authority))


def _trust(authority: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as trouble:
        raise BadUse(f"IDP_MAIL_CA: {authority} is no file of certificates in PEM ({trouble.strerror or trouble})") from trouble


def _sign_in(box: BaseMailBox, address: MailAddress) -> None:
    plain = address.user.isascii() and address.password.isascii()
    sign_in = box.login if plain else box.login_utf8  # LOGIN takes ASCII only (RFC 3501 6.2.3)
    with _told(address, "user or password is refused"):
        sign_in(address.user, address.password, initial_folder=None)


def _leave(box: BaseMailBox) -> None:
    """Ends the connection, whatever state it is in."""
    try:
        box.client.logout()
    except (OSError, imaplib.IMAP4.error):
        with contextlib.suppress(OSError):
            box.client.shutdown()


@contextlib.contextmanager
def _told(address: MailAddress, refusal: str = "the server refuses") -> Iterator[None]:
    """Turns what goes wrong into SourceUnavailable. `refusal` is what it means when the server says no."""
    try:
        yield
    except OSError as trouble:
        sentence = network_trouble(trouble, port=address.port)
    except imaplib.IMAP4.abort as trouble:
        sentence = f"the connection broke ({trouble})"
    except (imaplib.IMAP4.error, ImapToolsError) as trouble:
        sentence = f"{refusal} ({_words(trouble).replace(address.password, '…')})"
    else:
        return
    # not chained: what the server says to a refused command may repeat the password
    raise SourceUnavailable(f"mailbox {address.host}: {sentence}") from None


def _words(trouble: Exception) -> str:
    """What the server said."""
    said = trouble.command_result[1] if isinstance(trouble, UnexpectedCommandStatusError) else trouble.args
    return " ".join(word.decode(errors="replace") if isinstance(word, bytes) else str(word) for word in said)
