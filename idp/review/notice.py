"""Which mails go out, and what do they say? Few words, no bank accounts, a link to each document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from idp.domain.code import Role
from idp.domain.errors import IdpError
from idp.insight.digest import Digest, PutTo, read_digest, read_put_to
from idp.insight.insight import Insight
from idp.ports import Clock, DocumentSummary, Mailer, Store
from idp.review.display import age_text, due_text, hide_accounts, printed_money
from idp.review.language import Language, speaking
from idp.review.text import DOCUMENT_TYPES, ROLES, text


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """To whom (by role), in which language, when (of the day, UTC), and where the workbench is."""

    addresses: Mapping[Role, str]
    language: Language
    digest_at: time
    base: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is due. `key` says what it is about: it goes out once."""

    key: str
    to: str
    subject: str
    text: str


class Notices:
    """The chore that sends what is due; a mail that the server does not take is tried again in the next round."""

    def __init__(self, store: Store, insight: Insight, mailer: Mailer, *, clock: Clock, rules: NoticeRules) -> None:
        self._store, self._insight, self._mailer, self._clock, self._rules = store, insight, mailer, clock, rules

    def send_due(self) -> int:
        """Sends every mail that is due and has not gone out; returns how many went. Raises what the mail server said last."""
        sent, trouble = 0, None
        for mail in due_mails(self._store, self._insight, rules=self._rules, now=self._clock.now()):
            try:
                sent += self._send_once(mail)
            except IdpError as refused:
                trouble = refused
        if trouble is not None:
            raise trouble
        return sent

    def _send_once(self, mail: Mail) -> bool:
        """Claimed first: whatever dies in between, nobody gets a mail twice."""
        with self._store.begin() as work:
            if not work.notices.claim(mail.key, at=self._clock.now()):
                return False
        try:
            self._mailer.send(mail.to, subject=mail.subject, text=mail.text)
        except IdpError:
            with self._store.begin() as work:
                work.notices.withdraw(mail.key)
            raise
        return True


def due_mails(store: Store, insight: Insight, *, rules: NoticeRules, now: datetime) -> tuple[Mail, ...]:
    """Everything that is due at this moment, whether or not it went out: the digests of today, and what was put to a role lately."""
    mails = []
    with speaking(rules.language):
        if now.time() >= rules.digest_at:
            for role, address in rules.addresses.items():
                digest = read_digest(store, role, limits=insight.limits, now=now)
                if digest.documents:
                    mails.append(_digest_mail(digest, address, rules, now))
        for put in read_put_to(store, now=now):
            if put.role in rules.addresses:
                mails.append(_put_mail(put, rules.addresses[put.role], rules))
    return tuple(mails)


def _digest_mail(digest: Digest, address: str, rules: NoticeRules, now: datetime) -> Mail:
    role = ROLES[digest.role.value]
    lines = [
        text("mail.digest.hello", role=role, count=digest.documents),
        text("mail.digest.over", count=digest.over_limit) if digest.over_limit else "",
        "",
        *(_row(row, rules, now) for row in digest.first),
        text("mail.digest.more", count=digest.documents - len(digest.first)) if digest.documents > len(digest.first) else "",
        f"{rules.base}/queue?owner={digest.role.value}",
    ]
    subject = text("mail.digest.subject", role=role, count=digest.documents)
    return Mail(f"digest:{digest.role.value}:{now.date()}", address, subject, _joined(lines))


def _row(row: DocumentSummary, rules: NoticeRules, now: datetime) -> str:
    facts = [
        DOCUMENT_TYPES.get(row.document_type or "", ""), row.number or row.name, row.supplier or "", printed_money(row.money_at_stake),
        ", ".join(row.codes[:4]), age_text(now - row.received_at), due_text(row.due_date, today=now.date()),
    ]  # fmt: skip
    return hide_accounts(" · ".join(fact for fact in facts if fact)) + f"\n  {rules.base}/documents/{row.id}\n"


def _put_mail(put: PutTo, address: str, rules: NoticeRules) -> Mail:
    event, name = put.line.event, put.line.number or put.line.name
    lines = [
        text("mail.put.hello", who=event.actor, role=ROLES[put.role.value], name=name), "", hide_accounts(event.why), "",
        f"{rules.base}/documents/{event.document_id}",
    ]  # fmt: skip
    return Mail(f"put:{event.document_id}:{event.sequence}", address, text("mail.put.subject", name=name), _joined(lines))


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip() + "\n"
