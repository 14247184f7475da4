"""One signed-in connection to an IMAP server, and every trouble with it as a sentence.

What is taken in and when is the mailbox's business.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError
from imap_tools.utils import encode_folder

from idp.domain.errors import BadUse, SourceUnavailable
from idp.intake.mail_settings import Encryption, MailboxSettings, Password
from idp.intake.trouble import network_trouble

TAKEN = "IdpTaken"
"""The keyword of messages that stay where they are after they were taken in."""

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_HEAD_BYTES = 262_144
_MOST_UIDS = 500  # of one command, which many servers end at 8,000 bytes


class Tokens(Protocol):
    """Gives the OAuth2 access token that signs in."""

    def token(self) -> str: ...

    def forget(self) -> None:
        """What was given last is refused by the server."""


class ServerRefused(SourceUnavailable):
    """The server said no to one thing; the connection stands."""


@contextlib.contextmanager
def open_mailbox(settings: MailboxSettings, tokens: Tokens | None) -> Iterator[ImapConnection]:
    """A signed-in connection. Raises SourceUnavailable, or BadUse for a bad certificate file."""
    connection = connect(settings, tokens)
    try:
        yield connection
    finally:
        connection.close()


def connect(settings: MailboxSettings, tokens: Tokens | None) -> ImapConnection:
    """A signed-in connection, which the caller closes. `tokens` sign in where no password does."""
    with _told(settings):
        box = _connected(settings)
    try:
        _sign_in(box, settings, tokens)
        return ImapConnection(box, settings)
    except BaseException:
        _leave(box)
        raise


class ImapConnection:
    """A signed-in connection. A message is named by its UID in the folder that is open. Everything raises SourceUnavailable."""

    def __init__(self, box: BaseMailBox, settings: MailboxSettings) -> None:
        self._box, self._settings = box, settings
        with _told(settings):
            # Many servers tell what they can only to those who signed in: imap-tools asked before, and would not know of MOVE.
            _, words = box.client.capability()
        self._abilities = frozenset(words[-1].decode("ascii", errors="replace").upper().split())
        self._keeps_keywords, self._idles = False, False

    def close(self) -> None:
        """Ends the connection, whatever state it is in. In IDLE a server would take any farewell for the end of that."""
        if self._idles:
            with contextlib.suppress(OSError):
                self._box.client.shutdown()
        else:
            _leave(self._box)

    def ensure(self, folder: str) -> None:
        """Makes the folder if it is missing; another process may be making it at the same time."""
        with _told(self._settings, f'the folder "{folder}" cannot be made'):
            if self._box.folder.exists(folder):
                return
            try:
                self._box.folder.create(folder)
            except UnexpectedCommandStatusError:
                if not self._box.folder.exists(folder):
                    raise

    def open(self, folder: str) -> None:
        """Opens a folder for taking messages out of it. Raises ServerRefused where it is missing or may only be read."""
        with _told(self._settings, f'the folder "{folder}" cannot be opened'):
            try:
                self._box.folder.set(folder)
            except imaplib.IMAP4.readonly:
                raise imaplib.IMAP4.error("it may only be read, and so no message can be moved or marked") from None
            _, words = self._box.client.response("PERMANENTFLAGS")
        self._keeps_keywords = any(b"\\*" in word or TAKEN.encode() in word for word in words if word)

    def require_keywords(self) -> None:
        """Raises ServerRefused where messages cannot be told apart by a keyword of ours."""
        if not self._keeps_keywords:
            raise ServerRefused(
                f"mailbox {self._settings.host}: the server keeps no keywords, and so messages that stay could not be told from new "
                "ones; let them be moved or deleted instead"
            )

    def uids(self, *, without_taken: bool) -> list[str]:
        """What lies in the open folder, oldest first, without messages that a person has marked as deleted or that were taken in."""
        criteria = f"UNDELETED UNKEYWORD {TAKEN}" if without_taken else "UNDELETED"
        with _told(self._settings):
            return sorted(self._box.uids(criteria, charset=None), key=int)

    def sizes(self, uids: Sequence[str]) -> dict[str, int]:
        """Bytes of each message as the server tells; one that is gone is left out."""
        found: dict[str, int] = {}
        with _told(self._settings):
            for chunk in _chunks(uids):
                answer, data = self._box.client.uid("FETCH", ",".join(chunk), "(UID RFC822.SIZE)")
                _require_ok(answer, data)
                for line in (item for item in data if isinstance(item, bytes)):
                    uid, size = _UID.search(line), _SIZE.search(line)
                    if uid and size:
                        found[uid[1].decode()] = int(size[1])
        return found

    def fetch(self, uids: Sequence[str]) -> dict[str, bytes]:
        """The messages as they are, not marked as seen; one that another client has taken away meanwhile is left out."""
        return self._bodies(uids, "BODY.PEEK[]")

    def head(self, uid: str) -> bytes | None:
        """The beginning of a message with its header lines; None where it is gone."""
        return self._bodies([uid], f"BODY.PEEK[]<0.{_HEAD_BYTES}>").get(uid)

    def _bodies(self, uids: Sequence[str], section: str) -> dict[str, bytes]:
        with _told(self._settings):  # imap-tools would parse the messages, the ledger wants their bytes
            answer, data = self._box.client.uid("FETCH", ",".join(uids), f"(UID {section})")
            found = _literals(data)
            # some servers say no for a message that is gone, some give nothing or an empty body
            missing = [uid for uid in uids if not found.get(uid)]
            gone = {uid for uid in missing if self._is_gone(uid)}
            if answer != "OK" and len(uids) == 1 and not gone:
                _require_ok(answer, data)
            bodies = {uid: found[uid] for uid in uids if uid in found and uid not in gone}
        for uid in missing:
            if len(uids) > 1 and uid not in gone and uid not in bodies:
                bodies |= self._bodies([uid], section)
        return bodies

    def move(self, uids: Sequence[str], folder: str) -> None:
        """Moves messages, but for those that another client was first at. Without MOVE (RFC 6851) they are copied and deleted."""
        with _told(self._settings, f'a message cannot be moved to the folder "{folder}"'):
            for chunk in _chunks(uids):
                self._unless_gone(chunk, lambda those: self._move(",".join(those), folder))

    def delete(self, uids: Sequence[str]) -> None:
        """Deletes these messages and no others; without UIDPLUS (RFC 4315) they stay, marked as deleted."""
        with _told(self._settings, "a message cannot be deleted"):
            for chunk in _chunks(uids):
                self._unless_gone(chunk, lambda those: self._delete(",".join(those)))

    def mark(self, uids: Sequence[str], flag: str) -> None:
        """Marks messages as taken in, and with a flag such as \\Seen that people see."""
        with _told(self._settings, "a message cannot be marked"):
            for chunk in _chunks(uids):
                self._unless_gone(chunk, lambda those: self._store(",".join(those), f"({flag} {TAKEN})"))

    def _move(self, uids: str, folder: str) -> None:
        if "MOVE" in self._abilities:
            self._command("MOVE", uids, encode_folder(folder))
            return
        self._command("COPY", uids, encode_folder(folder))
        self._delete(uids)

    def _delete(self, uids: str) -> None:
        self._store(uids, r"(\Deleted)")
        if "UIDPLUS" in self._abilities:
            self._command("EXPUNGE", uids)  # EXPUNGE alone would hit others too

    def _store(self, uids: str, flags: str) -> None:
        self._command("STORE", uids, "+FLAGS.SILENT", flags)

    def _unless_gone(self, uids: Sequence[str], act: _Act) -> None:
        """Does it to all at once; where the server refuses, one by one, and passes over those that are gone."""
        try:
            act(uids)
        except UnexpectedCommandStatusError:
            if len(uids) == 1:
                if not self._is_gone(uids[0]):
                    raise
                return
            for uid in uids:
                self._unless_gone([uid], act)

    def _command(self, *words: str | bytes) -> None:
        answer, data = self._box.client.uid(*words)  # type: ignore[arg-type]  # imaplib takes bytes for folder names
        _require_ok(answer, data)

    def _is_gone(self, uid: str) -> bool:
        self._box.client.noop()  # only now does the server tell what other clients have done
        return not self._box.uids(f"UID {uid}", charset=None)

    # --- waiting ---

    @property
    def can_idle(self) -> bool:
        """True where the server tells of new messages by itself (IDLE, RFC 2177)."""
        return "IDLE" in self._abilities

    def begin_idle(self) -> None:
        """From now on the server tells of new messages in the open folder; only `end_idle` may follow."""
        with _told(self._settings, "the server refuses to tell of new messages"):
            self._idles = True
            self._box.idle.start()  # type: ignore[no-untyped-call]  # imap-tools

    def end_idle(self) -> bool:
        """Whether the server told of new messages since `begin_idle`."""
        with _told(self._settings):
            _, said = self._box.idle.stop()  # type: ignore[no-untyped-call]  # imap-tools
            self._idles = False
            return any(b"EXISTS" in line for line in said if isinstance(line, bytes))

    def fileno(self) -> int:
        """The socket, for select; readable when the server has said something."""
        return int(self._box.client.sock.fileno())


class _Act(Protocol):
    def __call__(self, those: Sequence[str], /) -> None: ...


def _chunks(uids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(uids), _MOST_UIDS):
        yield uids[start : start + _MOST_UIDS]


def _require_ok(answer: str, data: object) -> None:
    if answer != "OK":
        raise UnexpectedCommandStatusError((answer, data), "OK")


def _literals(data: Sequence[object]) -> Mapping[str, bytes]:
    """The literal of each message by UID, which servers name before or behind it."""
    found: dict[str, bytes] = {}
    waiting: bytes | None = None
    for item in data:
        if isinstance(item, tuple):
            uid, waiting = _UID.search(item[0]), bytes(item[1])
        elif isinstance(item, bytes):
            uid = _UID.search(item)
        else:
            continue
        if uid and waiting is not None:
            found[uid[1].decode()], waiting = waiting, None
    return found


def _connected(settings: MailboxSettings) -> BaseMailBox:
    host, port, seconds = settings.host, settings.server_port, settings.timeout_seconds
    if settings.encryption is Encryption.NONE:
        return MailBoxUnencrypted(host, port=port, timeout=seconds)
    # imaplib's own default checks neither the certificate nor its name
    trust = _trust(settings)
    if settings.encryption is Encryption.STARTTLS:
        return _StartTls(host, port, seconds, trust)
    return MailBox(host, port=port, timeout=seconds, ssl_context=trust)


class _StartTls(BaseMailBox):
    """As imap-tools' MailBoxStartTls, which leaves the line open where it cannot be protected."""

    def __init__(self, host: str, port: int, seconds: float, trust: ssl.SSLContext) -> None:
        self._host, self._port, self._seconds, self._trust = host, port, seconds, trust
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, timeout=self._seconds)
        try:
            client.starttls(self._trust)
        except BaseException:
            with contextlib.suppress(OSError):
                client.shutdown()
            raise
        return client


def _trust(settings: MailboxSettings) -> ssl.SSLContext:
    authority = settings.authority
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as trouble:
        why = f"{authority} is no file of certificates in PEM ({trouble.strerror or trouble})"
        raise BadUse(f"mailbox {settings.host}: {why}") from trouble


def _sign_in(box: BaseMailBox, settings: MailboxSettings, tokens: Tokens | None) -> None:
    if isinstance(settings.credential, Password):
        with _told(settings, "user or password is refused"):
            _sign_in_by_password(box, settings.user, settings.credential.text)
        return
    if tokens is None:
        raise BadUse(f"mailbox {settings.host}: no token signs in")
    try:
        with _told(settings, "user or access token is refused"):
            _sign_in_by_token(box, settings.user, tokens.token())
    except ServerRefused:
        tokens.forget()
        raise


def _sign_in_by_password(box: BaseMailBox, user: str, password: str) -> None:
    plain = user.isascii() and password.isascii()
    sign_in = box.login if plain else box.login_utf8  # LOGIN takes ASCII only (RFC 3501 6.2.3)
    sign_in(user, password, initial_folder=None)


def _sign_in_by_token(box: BaseMailBox, user: str, token: str) -> None:
    """By OAUTHBEARER (RFC 7628) where the server has it, else by XOAUTH2. A server that refuses wants an empty line before it says so."""
    bearer = "AUTH=OAUTHBEARER" in {str(word).upper() for word in box.client.capabilities}
    first = f"n,a={user},\1auth=Bearer {token}\1\1" if bearer else f"user={user}\1auth=Bearer {token}\1\1"
    answers = iter([first.encode()])
    box.client.authenticate("OAUTHBEARER" if bearer else "XOAUTH2", lambda _: next(answers, b"\1" if bearer else b""))


def _leave(box: BaseMailBox) -> None:
    try:
        box.client.logout()
    except (OSError, imaplib.IMAP4.error):
        with contextlib.suppress(OSError):
            box.client.shutdown()


@contextlib.contextmanager
def _told(settings: MailboxSettings, refusal: str = "the server refuses") -> Iterator[None]:
    """Turns what goes wrong into SourceUnavailable. `refusal` is what it means when the server says no."""
    kind: type[SourceUnavailable] = SourceUnavailable
    try:
        yield
    except OSError as trouble:
        sentence = network_trouble(trouble, port=settings.server_port)
    except imaplib.IMAP4.abort as trouble:
        sentence = f"the connection broke ({trouble})"
    except (imaplib.IMAP4.error, ImapToolsError) as trouble:
        kind, sentence = ServerRefused, f"{refusal} ({_hidden(settings, _words(trouble))})"
    else:
        return
    # not chained: what the server says to a refused command may repeat the password
    raise kind(f"mailbox {settings.host}: {sentence}") from None


def _hidden(settings: MailboxSettings, words: str) -> str:
    return words.replace(settings.credential.text, "…") if isinstance(settings.credential, Password) else words


def _words(trouble: Exception) -> str:
    """What the server said."""
    said = trouble.command_result[1] if isinstance(trouble, UnexpectedCommandStatusError) else trouble.args
    return " ".join(word.decode(errors="replace") if isinstance(word, bytes) else str(word) for word in said)
