"""A mailbox as a source: every message is taken in whole, then moved, marked or deleted as the operator wants it."""

from __future__ import annotations

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

from idp.domain.document import DocumentType
from idp.domain.errors import IdpError
from idp.domain.mail import MailEvidence
from idp.intake.imap import ImapConnection, ServerRefused, Tokens, open_mailbox
from idp.intake.mail_evidence import evidence_of, letterhead_of
from idp.intake.mail_header import parse_head
from idp.intake.mail_rule import AfterTaking, rule_for
from idp.intake.mail_settings import MailboxSettings, Password, TokenFile
from idp.intake.mail_watch import MailWatch
from idp.intake.oauth import FileToken, GrantedToken

_AT_ONCE = 50
_TAKERS = 4
_BYTES_AT_ONCE = 8_000_000
_TROUBLES_AT_ONCE = 5
_NAME_CHARACTERS = 80
_FLAGS = {AfterTaking.FLAG: r"\Flagged", AfterTaking.READ: r"\Seen"}


@dataclass(frozen=True, slots=True)
class MailDelivery:
    """A message as it is handed over: its key within the channel, its name, its bytes, and what the operator's rules say of it.

    `refused` are the ING-* code and sentence of a message of which `content` holds the head alone; `skipped` is why a message is
    to give no document.
    """

    key: str
    name: str
    content: bytes
    mail: MailEvidence
    company_hint: str | None = None
    type_hint: DocumentType | None = None
    refused: tuple[str, str] | None = None
    skipped: str | None = None


TakeMail = Callable[[MailDelivery], None]
"""Takes a message in durably. Once it returns the server may be told."""


class Mailbox:
    """Polls the folders of a mailbox. A message that dies half-way is fetched again and found in the ledger by its bytes."""

    channel = "mail"

    def __init__(self, settings: MailboxSettings, take: TakeMail, *, at_once: int = _AT_ONCE, takers: int = _TAKERS) -> None:
        """`at_once` messages are fetched together and taken in by so many threads: `take` is called from several at a time."""
        self.name = settings.name
        self._settings, self._take, self._at_once, self._takers = settings, take, at_once, takers
        self._tokens = _tokens(settings)
        self._watch = MailWatch(settings, self._tokens)
        self._failed: dict[str, _Failed] = defaultdict(_Failed)
        actions = {settings.after, *(rule.after for rule in settings.rules)}
        self._stays = not actions.isdisjoint(_FLAGS)

    def poll(self) -> int:
        """Takes in every message of every folder; what failed at the last poll comes last, so that it holds up no other.

        Trouble with single messages or folders is raised when the others are done, trouble with the line at once.
        """
        taken = 0
        troubles: list[IdpError | OSError] = []
        with open_mailbox(self._settings, self._tokens) as connection:
            self._prepare(connection)
            for folder in self._settings.folders:
                try:
                    taken += self._poll_folder(connection, folder, troubles)
                except ServerRefused as trouble:
                    troubles.append(trouble)
        if troubles:
            raise troubles[0]
        return taken

    def test(self) -> None:
        """Signs in, opens every folder for writing, and makes those that messages are moved to."""
        with open_mailbox(self._settings, self._tokens) as connection:
            self._prepare(connection)
            for folder in self._settings.folders:
                self._open(connection, folder)

    def wait(self, seconds: float, stopping: Event) -> None:
        """Returns when the server tells of a new message (IDLE), where it does, after `seconds` at the latest."""
        self._watch.wait(seconds, stopping)

    def _prepare(self, connection: ImapConnection) -> None:
        actions = {self._settings.after, *(rule.after for rule in self._settings.rules)}
        if AfterTaking.MOVE in actions:
            connection.ensure(self._settings.done_folder)
        connection.ensure(self._settings.failed_folder)

    def _open(self, connection: ImapConnection, folder: str) -> None:
        connection.open(folder)
        if self._stays:
            connection.require_keywords()

    def _poll_folder(self, connection: ImapConnection, folder: str, troubles: list[IdpError | OSError]) -> int:
        self._open(connection, folder)
        uids = connection.uids(without_taken=self._stays)
        failed = self._failed[folder]
        failed.keep(uids)
        taken = 0
        for batch in self._batches(connection, failed.last(uids), failed):
            taken += self._bring_in(connection, batch, failed, troubles)
            if len(troubles) >= _TROUBLES_AT_ONCE:
                break
        return taken

    def _batches(self, connection: ImapConnection, uids: Sequence[str], failed: _Failed) -> Iterator[dict[str, int]]:
        """Sizes in bytes by UID of what is fetched together: so many, and not more than fits into memory easily.

        What failed before comes alone: a message at which the server hangs up costs no other.
        """
        for start in range(0, len(uids), self._at_once):
            chunk = uids[start : start + self._at_once]
            sizes = connection.sizes(chunk)
            batch: dict[str, int] = {}
            for uid in (uid for uid in chunk if uid in sizes):
                if batch and (uid in failed or sum(batch.values()) + sizes[uid] > _BYTES_AT_ONCE):
                    yield batch
                    batch = {}
                batch[uid] = sizes[uid]
            if batch:
                yield batch

    def _bring_in(
        self, connection: ImapConnection, batch: dict[str, int], failed: _Failed, troubles: list[IdpError | OSError]
    ) -> int:
        """Fetches, takes in, and only then lets the server know; what was taken in before a trouble is put away all the same."""
        largest = self._settings.max_message_bytes
        with failed.unless_done(batch) as done:
            messages = self._fetched(connection, [uid for uid, size in batch.items() if size <= largest])
            messages |= self._heads(connection, {uid: size for uid, size in batch.items() if size > largest})
            for uid in batch:
                done(uid)
        after: dict[AfterTaking | None, list[str]] = defaultdict(list)
        unforeseen: list[BaseException] = []
        with failed.unless_done(messages) as done:
            for uid, outcome in self._taken(messages).items():
                trouble = outcome.exception()
                if trouble is None:
                    done(uid)
                    after[messages[uid][1]].append(uid)
                elif isinstance(trouble, IdpError | OSError):
                    troubles.append(trouble)
                else:
                    unforeseen.append(trouble)
        self._put_away(connection, after)
        if unforeseen:
            raise unforeseen[0]
        return sum(map(len, after.values()))

    def _taken(self, messages: dict[str, _Fetched]) -> dict[str, Future[None]]:
        """Several at once, since making bytes durable is waiting for a disk; all are done when this returns."""
        with ThreadPoolExecutor(self._takers, thread_name_prefix="idp-mail") as takers:
            return {uid: takers.submit(self._take, message) for uid, (message, _) in messages.items()}

    def _fetched(self, connection: ImapConnection, uids: Sequence[str]) -> dict[str, _Fetched]:
        if not uids:
            return {}
        return {uid: self._delivery(content, uid) for uid, content in connection.fetch(uids).items()}

    def _heads(self, connection: ImapConnection, sizes: dict[str, int]) -> dict[str, _Fetched]:
        """What is too large is taken in by its head alone, and lies in the failed folder for a person to look at."""
        heads: dict[str, _Fetched] = {}
        for uid, size in sizes.items():
            content = connection.head(uid)
            if content is None:
                continue
            message, _ = self._delivery(content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", uid)
            most = self._settings.max_message_bytes / 1_000_000
            why = (
                f"The message has {size / 1_000_000:.0f} MB; at most {most:.0f} MB are taken in. "
                f"Only its head is kept here; all of it lies in the folder “{self._settings.failed_folder}” of the mailbox."
            )
            heads[uid] = replace(message, key=f"head:{message.key}", refused=("ING-SIZE", why), skipped=None), None
        return heads

    def _delivery(self, content: bytes, uid: str) -> _Fetched:
        """The message with what its rule says, and what is to be done with it at the server."""
        mail = evidence_of(parse_head(content), receivers=self._settings.receivers)
        rule = rule_for(self._settings.rules, letterhead_of(mail)) or _NO_RULE
        message = MailDelivery(
            key=hashlib.sha256(content).hexdigest(),
            name=_name(mail, uid),
            content=content,
            mail=mail,
            company_hint=rule.company,
            type_hint=rule.document_type,
            skipped=rule.skip,
        )
        return message, rule.after or self._settings.after

    def _put_away(self, connection: ImapConnection, after: dict[AfterTaking | None, list[str]]) -> None:
        for action, uids in after.items():
            if action is None:
                connection.move(uids, self._settings.failed_folder)
            elif action is AfterTaking.MOVE:
                connection.move(uids, self._settings.done_folder)
            elif action is AfterTaking.DELETE:
                connection.delete(uids)
            else:
                connection.mark(uids, _FLAGS[action])


_Fetched = tuple[MailDelivery, AfterTaking | None]
"""A message, and what is done with it at the server; None where it is too large and goes to the failed folder."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """What holds where no rule fits."""

    company: str | None = None
    document_type: DocumentType | None = None
    after: AfterTaking | None = None
    skip: str | None = None


_NO_RULE = _Rule()


class _Failed:
    """Remembers which messages failed, in this order, so that they come last at the next poll."""

    def __init__(self) -> None:
        self._uids: dict[str, None] = {}

    def __contains__(self, uid: str) -> bool:
        return uid in self._uids

    def keep(self, uids: Sequence[str]) -> None:
        """Forgets those that are there no more."""
        there = set(uids)
        self._uids = {uid: None for uid in self._uids if uid in there}

    def last(self, uids: Sequence[str]) -> list[str]:
        """All of them, those that failed behind the others."""
        return [uid for uid in uids if uid not in self._uids] + list(self._uids)

    @contextlib.contextmanager
    def unless_done(self, uids: Iterable[str]) -> Iterator[Callable[[str], None]]:
        """Counts them as failed but for those that are reported as done, however the block ends."""
        for uid in uids:
            self._uids.pop(uid, None)
            self._uids[uid] = None
        yield lambda uid: self._uids.pop(uid, None)


def _name(mail: MailEvidence, uid: str) -> str:
    """A file name that a person recognises."""
    words = "".join(letter if letter.isalnum() or letter in " -_.,#()" else " " for letter in mail.subject or "")
    return f"{' '.join(words.split())[:_NAME_CHARACTERS].strip() or f'mail-{uid}'}.eml"


def _tokens(settings: MailboxSettings) -> Tokens | None:
    if isinstance(settings.credential, Password):
        return None
    return FileToken(settings.credential) if isinstance(settings.credential, TokenFile) else GrantedToken(settings.credential)
