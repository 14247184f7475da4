"""What an operator's rules do, and what becomes of messages at the server afterwards; on a real Dovecot."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from idp.domain.document import DocumentType
from idp.domain.errors import SourceUnavailable
from idp.intake.mail_rule import AfterTaking, MailRule, Pattern
from idp.intake.mail_settings import mailbox_at
from idp.intake.mailbox import Mailbox, MailDelivery
from tests.contract.intake.desk import Desk, DeskIsClosed, refusing
from tests.contract.intake.line import Line
from tests.mail_server import MailAccount


def _message(
    subject: str, *, sender: str = "sales@kestrel.example", to: str = "invoices@brennhoff.example", size: int = 0
) -> bytes:
    head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n\r\n".encode()
    return head + (b"x" * 70 + b"\r\n") * (size // 72)


class _Taken(list[MailDelivery]):
    """Remembers what was handed over."""

    @property
    def subjects(self) -> list[str | None]:
        return [message.mail.subject for message in self]


def _mailbox(account: MailAccount, take: Any, **changed: Any) -> Mailbox:
    return Mailbox(replace(mailbox_at(account.url()), **changed), take, takers=1)


def _flags(account: MailAccount, folder: str = "INBOX") -> list[tuple[bytes, ...]]:
    with account.signed_in() as client:
        client.select(folder, readonly=True)
        _, data = client.fetch("1:*", "(FLAGS)")
        return [tuple(sorted(line.partition(b"(FLAGS (")[2].rstrip(b")").split())) for line in data if isinstance(line, bytes)]


def _rules(*rules: MailRule) -> dict[str, Sequence[MailRule]]:
    return {"rules": rules}


# --- folders ---------------------------------------------------------------------------------------------------------


def test_several_folders_are_polled_one_after_the_other(mail_account: MailAccount) -> None:
    taken = _Taken()
    for folder in ("Rechnungen", "Lieferscheine"):
        with mail_account.signed_in() as client:
            client.create(folder)
        mail_account.deliver(_message(folder), folder=folder)
    assert _mailbox(mail_account, taken.append, folders=("INBOX", "Rechnungen", "Lieferscheine")).poll() == 2
    assert taken.subjects == ["Rechnungen", "Lieferscheine"]
    assert len(mail_account.messages("idp-done")) == 2


def test_a_folder_that_is_missing_holds_up_no_other(mail_account: MailAccount) -> None:
    taken = _Taken()
    mail_account.deliver(_message("one"))
    with pytest.raises(SourceUnavailable, match='the folder "Gone" cannot be opened'):
        _mailbox(mail_account, taken.append, folders=("Gone", "INBOX")).poll()
    assert taken.subjects == ["one"]


def test_a_folder_that_was_made_anew_is_nothing_special(mail_account: MailAccount) -> None:
    """Its UIDVALIDITY is another and the same UID names another message: what was remembered of the first harms nobody."""
    desk = Desk(refusing(b"never mind"))

    def make() -> None:
        with mail_account.signed_in() as client:
            client.delete("In")
            client.create("In")

    make()
    mail_account.deliver(_message("never mind"), folder="In")
    mailbox = _mailbox(mail_account, desk.take_mail, folders=("In",))
    with pytest.raises(DeskIsClosed):
        mailbox.poll()
    make()
    mail_account.deliver(_message("another"), folder="In")
    assert mailbox.poll() == 1
    assert desk.contents == [_message("another")]


# --- what is done afterwards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "flag"), [(AfterTaking.FLAG, b"\\Flagged"), (AfterTaking.READ, b"\\Seen")])
def test_a_message_that_stays_is_marked_and_taken_once(mail_account: MailAccount, after: AfterTaking, flag: bytes) -> None:
    taken = _Taken()
    mail_account.deliver(_message("one"), flags=r"(\Seen \Flagged)")  # what a person did before says nothing about us
    mail_account.deliver(_message("two"))
    mailbox = _mailbox(mail_account, taken.append, after=after)
    assert [mailbox.poll(), mailbox.poll()] == [2, 0]
    assert taken.subjects == ["one", "two"]
    assert [set(flags) >= {flag, b"IdpTaken"} for flags in _flags(mail_account)] == [True, True]


def test_a_server_without_keywords_cannot_keep_messages_where_they_are(mail_account: MailAccount) -> None:
    taken = _Taken()
    mail_account.deliver(_message("one"))
    with Line(mail_account.server.plain_port, hide=b" \\*") as line:
        account = mail_account.through(line.port)
        with pytest.raises(SourceUnavailable, match="let them be moved or deleted instead"):
            _mailbox(account, taken.append, after=AfterTaking.READ).test()
        assert _mailbox(account, taken.append, after=AfterTaking.MOVE).poll() == 1


@pytest.mark.parametrize("hidden", [b"", b" UIDPLUS"])
def test_a_message_is_deleted_after_it_was_taken_in_and_no_other_with_it(mail_account: MailAccount, hidden: bytes) -> None:
    taken = _Taken()
    mail_account.deliver(_message("deleted by a person"), flags=r"(\Deleted)")
    mail_account.deliver(_message("one"))
    with Line(mail_account.server.plain_port, hide=hidden) as line:
        mailbox = _mailbox(mail_account.through(line.port), taken.append, after=AfterTaking.DELETE)
        assert [mailbox.poll(), mailbox.poll()] == [1, 0]
    left = [
        message for message, flags in zip(mail_account.messages(), _flags(mail_account), strict=True) if b"\\Deleted" in flags
    ]
    assert left == [_message("deleted by a person")] + ([_message("one")] if hidden else [])
    assert taken.subjects == ["one"]


def test_nothing_is_done_to_a_message_that_was_not_taken_in(mail_account: MailAccount) -> None:
    mail_account.deliver(_message("one"))
    with pytest.raises(DeskIsClosed):
        _mailbox(mail_account, Desk(refusing(b"one")).take_mail, after=AfterTaking.DELETE).poll()
    assert mail_account.messages() == [_message("one")]
    assert _flags(mail_account) in ([()], [(b"\\Recent",)])


# --- rules -----------------------------------------------------------------------------------------------------------


def test_the_first_rule_that_fits_gives_hints_and_says_what_is_done(mail_account: MailAccount) -> None:
    taken = _Taken()
    mail_account.deliver(
        _message("Auftragsbestätigung 77", sender="Kestrel <sales@kestrel.example>"),
        _message("=?utf-8?q?Rechnung_M=C3=A4rz?=", to="a@x.example, Süd <sued@brennhoff.example>"),
        _message("anything else"),
    )
    rules = _rules(
        MailRule(sender=Pattern("*@kestrel.example"), subject=Pattern("/bestätigung|confirmation/"),
                 document_type=DocumentType.ORDER_CONFIRMATION, after=AfterTaking.FLAG),
        MailRule(recipient=Pattern("SUED@*"), company="Brennhoff Süd GmbH"),
        MailRule(sender=Pattern("*"), company="Brennhoff GmbH"),
    )  # fmt: skip
    assert _mailbox(mail_account, taken.append, **rules).poll() == 3
    assert [(one.type_hint, one.company_hint) for one in taken] == [
        (DocumentType.ORDER_CONFIRMATION, None), (None, "Brennhoff Süd GmbH"), (None, "Brennhoff GmbH"),
    ]  # fmt: skip
    assert len(mail_account.messages()) == 1
    assert len(mail_account.messages("idp-done")) == 2


def test_a_message_that_a_rule_skips_is_handed_over_with_the_reason(mail_account: MailAccount) -> None:
    taken = _Taken()
    mail_account.deliver(_message("Out of office"))
    rule = MailRule(subject=Pattern("out of office*"), skip="an automatic reply")
    assert _mailbox(mail_account, taken.append, **_rules(rule)).poll() == 1
    assert [(one.skipped, one.content) for one in taken] == [("an automatic reply", _message("Out of office"))]


# --- what is too large -----------------------------------------------------------------------------------------------


def test_a_message_that_is_too_large_is_taken_by_its_head_and_lies_in_the_failed_folder(mail_account: MailAccount) -> None:
    taken = _Taken()
    large = _message("too large", size=3_000_000)
    mail_account.deliver(_message("one"), large, _message("two"))
    mailbox = _mailbox(mail_account, taken.append, max_message_bytes=2_000_000)
    assert [mailbox.poll(), mailbox.poll()] == [3, 0]
    assert taken.subjects == ["one", "two", "too large"]
    assert taken[2].refused == (
        "ING-SIZE",
        (
            "The message has 3 MB; at most 2 MB are taken in. "
            "Only its head is kept here; all of it lies in the folder “idp-failed” of the mailbox."
        ),
    )
    head = large.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert (taken[2].content, taken[2].key) == (head, f"head:{hashlib.sha256(head).hexdigest()}")
    assert mail_account.messages("idp-failed") == [large]
    assert len(mail_account.messages("idp-done")) == 2


def test_messages_are_named_by_their_subject(mail_account: MailAccount) -> None:
    taken = _Taken()
    mail_account.deliver(_message("Rechnung 4711/26: März \u202e<fdp>"), b"\r\n")
    _mailbox(mail_account, taken.append).poll()
    assert [one.name for one in taken] == ["Rechnung 4711 26 März fdp.eml", "mail-2.eml"]
