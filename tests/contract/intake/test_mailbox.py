"""A mailbox on a real Dovecot: every message in, whole, once; and every trouble said in words that cure it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from idp.domain.errors import SourceUnavailable
from idp.intake.mail_settings import mailbox_at
from idp.intake.mailbox import Mailbox
from tests.contract.intake.desk import Desk, DeskIsClosed, refusing
from tests.contract.intake.line import Line
from tests.mail_server import MailAccount

_DONE = "idp done"


def _message(subject: str, body: bytes = b"hello\r\n") -> bytes:
    return b"From: sales@kestrel.example\r\nTo: invoices@brennhoff.example\r\nSubject: %b\r\n\r\n%b" % (subject.encode(), body)


def _big_message(subject: str) -> bytes:
    """About a megabyte, as a mail with scans is."""
    lines = (random.Random(subject).randbytes(38).hex().encode() for _ in range(14_000))
    return _message(subject, b"\r\n".join(lines) + b"\r\n")


def _mailbox(account: MailAccount, desk: Desk, *, folder: str = "INBOX", done: str = _DONE, at_once: int = 50) -> Mailbox:
    return Mailbox(mailbox_at(account.url(folder=folder), done_folder=done), desk.take_mail, at_once=at_once, takers=1)


@pytest.fixture
def line(mail_account: MailAccount) -> Iterator[Line]:
    with Line(mail_account.server.plain_port) as line:
        yield line


# --- whole, and put away afterwards ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(_big_message("big"), id="a megabyte"),
        pytest.param(_message("grüße", "ärger in utf-8\r\n".encode()), id="eight-bit header and body"),
        pytest.param(_message("latin", b"\xe4\xf6\xfc \xff\r\n"), id="bytes that are no UTF-8"),
        pytest.param(_message("dots", b".\r\n..\r\n)\r\n* 1 FETCH (FLAGS ())\r\n"), id="lines that look like IMAP"),
        pytest.param(_message("long", b"x" * 200_000 + b"\r\n"), id="a line of 200,000 bytes"),
        pytest.param(_message("open end", b"no line break at the end"), id="no line break at the end"),
        pytest.param(_message("headers only", b""), id="no body"),
        pytest.param(b"no header at all\r\n", id="no header"),
        pytest.param(b"\r\n", id="nothing but a line break"),
    ],
)
def test_a_message_is_taken_in_byte_for_byte_and_lies_in_the_done_folder_as_it_was(
    mail_account: MailAccount, message: bytes
) -> None:
    desk = Desk()
    mail_account.deliver(message)
    assert _mailbox(mail_account, desk).poll() == 1
    assert desk.contents == [message]
    assert mail_account.messages() == []
    assert mail_account.messages(_DONE) == [message]


def test_a_message_is_moved_only_after_it_was_taken_in(mail_account: MailAccount) -> None:
    seen: list[tuple[list[bytes], list[bytes]]] = []
    desk = Desk(lambda _: seen.append((mail_account.messages(), mail_account.messages(_DONE))))
    mail_account.deliver(_message("one"))
    _mailbox(mail_account, desk).poll()
    assert seen == [([_message("one")], [])]


def test_messages_come_oldest_first_and_a_second_poll_finds_none(mail_account: MailAccount) -> None:
    desk = Desk()
    messages = [_message(f"number {number}") for number in range(12)]
    mail_account.deliver(*messages)
    mailbox = _mailbox(mail_account, desk)
    assert mailbox.poll() == 12
    assert desk.contents == messages
    assert mailbox.poll() == 0


def test_a_message_is_not_marked_as_read(mail_account: MailAccount) -> None:
    mail_account.deliver(_message("unread"))
    _mailbox(mail_account, Desk()).poll()
    with mail_account.signed_in() as client:
        client.select(f'"{_DONE}"', readonly=True)
        assert client.search(None, "UNSEEN") == ("OK", [b"1"])


def test_folders_may_have_names_in_any_language(mail_account: MailAccount) -> None:
    desk = Desk()
    with mail_account.signed_in() as client:
        client.create('"Eing&AOQ-nge 2026"')  # modified UTF-7 (RFC 3501 5.1.3) of Eingänge 2026
    mail_account.deliver(_message("one"), folder='"Eing&AOQ-nge 2026"')
    assert _mailbox(mail_account, desk, folder="Eingänge 2026", done="Übernommen & gebucht").poll() == 1
    assert mail_account.messages("&ANw-bernommen &- gebucht") == [_message("one")]


# --- when something goes wrong on the way ----------------------------------------------------------------------------


def test_a_message_that_is_not_taken_in_stays_and_is_taken_at_the_next_poll(mail_account: MailAccount) -> None:
    desk = Desk(refusing(b"one"))
    mail_account.deliver(_message("one"))
    mailbox = _mailbox(mail_account, desk)
    with pytest.raises(DeskIsClosed):
        mailbox.poll()
    assert mail_account.messages() == [_message("one")]
    desk.while_taking = lambda _: None
    assert mailbox.poll() == 1
    assert desk.contents == [_message("one")]


def test_a_message_that_is_never_taken_in_holds_up_no_other(mail_account: MailAccount) -> None:
    desk = Desk(refusing(b"bad"))
    mail_account.deliver(_message("bad 1"), _message("good 1"), _message("bad 2"), _message("good 2"))
    mailbox = _mailbox(mail_account, desk)
    for _ in range(4):
        with pytest.raises(DeskIsClosed):
            mailbox.poll()
    assert desk.contents == [_message("good 1"), _message("good 2")]
    assert mail_account.messages() == [_message("bad 1"), _message("bad 2")]


def test_trouble_at_our_own_desk_is_not_blamed_on_the_mailbox(mail_account: MailAccount) -> None:
    def disk_is_full(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    mail_account.deliver(_message("one"))
    with pytest.raises(OSError, match="No space left"):
        _mailbox(mail_account, Desk(disk_is_full)).poll()
    assert mail_account.messages() == [_message("one")]


@pytest.mark.parametrize("after", [0, 60, 65_536, 900_000])
def test_a_line_that_is_cut_within_a_message_loses_nothing(mail_account: MailAccount, line: Line, after: int) -> None:
    desk = Desk()
    messages = [_message("small"), _big_message("big"), _message("last")]
    mail_account.deliver(messages[1])
    mailbox = _mailbox(mail_account.through(line.port), desk)
    line.cut_answer(b"BODY.PEEK", after=after)
    with pytest.raises(SourceUnavailable, match="the connection broke"):
        mailbox.poll()
    assert line.cuts == 1
    assert desk.deliveries == []
    assert mail_account.messages() == [messages[1]]
    mail_account.deliver(messages[0], messages[2])
    assert mailbox.poll() == 3
    assert sorted(desk.contents) == sorted(messages)


def test_a_move_whose_answer_is_lost_gives_one_delivery(mail_account: MailAccount, line: Line) -> None:
    desk = Desk()
    mail_account.deliver(_message("one"), _message("two"))
    mailbox = _mailbox(mail_account.through(line.port), desk)
    line.cut_answer(b"UID MOVE", after=0)
    with pytest.raises(SourceUnavailable, match="the connection broke"):
        mailbox.poll()
    mailbox.poll()
    assert list(desk.by_key.values()) == [_message("one"), _message("two")]
    assert mail_account.messages() == []
    assert sorted(mail_account.messages(_DONE)) == [_message("one"), _message("two")]


def test_the_same_message_again_is_the_same_delivery(mail_account: MailAccount) -> None:
    desk = Desk()
    mail_account.deliver(_message("one"), _message("one"), _message("two"))
    assert _mailbox(mail_account, desk).poll() == 3
    assert sorted(desk.by_key.values()) == [_message("one"), _message("two")]


def test_two_processes_at_one_mailbox_lose_nothing_and_every_message_is_one_delivery(mail_account: MailAccount) -> None:
    """Dovecot itself may put a message that is moved twice at the same moment into the done folder twice, once empty even."""
    desk = Desk()
    messages = [_message(f"number {number:02}") for number in range(30)]
    mail_account.deliver(*messages)
    with ThreadPoolExecutor(2) as pollers:
        polls = [pollers.submit(_mailbox(mail_account, desk).poll) for _ in range(2)]
    assert sum(poll.result() for poll in polls) >= len(messages)
    assert sorted(desk.by_key.values()) == messages
    assert mail_account.messages() == []
    assert sorted(set(mail_account.messages(_DONE)) - {b""}) == messages


# --- what other clients do -------------------------------------------------------------------------------------------


def test_what_a_person_has_marked_as_deleted_is_left_alone(mail_account: MailAccount) -> None:
    desk = Desk()
    mail_account.deliver(_message("deleted"), flags=r"(\Deleted)")
    mail_account.deliver(_message("one"))
    assert _mailbox(mail_account, desk).poll() == 1
    assert desk.contents == [_message("one")]
    assert mail_account.messages() == [_message("deleted")]


def test_what_another_client_takes_away_meanwhile_is_passed_over(mail_account: MailAccount) -> None:
    """Both messages are listed; while the first is taken in, a person throws both away."""

    def throw_away(_: bytes) -> None:
        with mail_account.signed_in() as client:
            client.select("INBOX")
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()

    desk = Desk(throw_away)
    mail_account.deliver(_message("one"), _message("two"))
    assert _mailbox(mail_account, desk, at_once=1).poll() == 1
    assert desk.contents == [_message("one")]


@pytest.mark.parametrize("hidden", [b" MOVE", b" UIDPLUS"])
def test_a_server_that_lacks_an_ability_does_as_well(mail_account: MailAccount, hidden: bytes) -> None:
    desk = Desk()
    mail_account.deliver(_message("deleted by a person"), flags=r"(\Deleted)")
    mail_account.deliver(_message("one"))
    with Line(mail_account.server.plain_port, hide=hidden) as line:
        mailbox = _mailbox(mail_account.through(line.port), desk)
        assert [mailbox.poll(), mailbox.poll()] == [1, 0]
    assert mail_account.messages() == [_message("deleted by a person")]
    assert mail_account.messages(_DONE) == [_message("one")]


def test_a_server_that_can_neither_move_nor_expunge_one_message_keeps_it_marked_as_deleted(mail_account: MailAccount) -> None:
    desk = Desk()
    mail_account.deliver(_message("deleted by a person"), flags=r"(\Deleted)")
    mail_account.deliver(_message("one"))
    with (
        Line(mail_account.server.plain_port, hide=b" MOVE") as first,
        Line(first.port, hide=b" UIDPLUS") as line,
    ):
        mailbox = _mailbox(mail_account.through(line.port), desk)
        assert [mailbox.poll(), mailbox.poll()] == [1, 0]
    assert mail_account.messages() == [_message("deleted by a person"), _message("one")]
    assert mail_account.messages(_DONE) == [_message("one")]
