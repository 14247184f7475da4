"""A mailbox that waits is woken by the server (IDLE), whatever becomes of the line; on a real Dovecot."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from idp.intake.mail_settings import mailbox_at
from idp.intake.mail_watch import MailWatch
from idp.intake.mailbox import Mailbox
from tests.contract.intake.line import Line
from tests.mail_server import MailAccount
from tests.servers import free_port
from workers.keeper import Keeper

_MESSAGE = b"Subject: one\r\n\r\n"
_LONG = 60.0


@pytest.fixture
def stopping() -> threading.Event:
    return threading.Event()


def _watch(account: MailAccount, *, renew_seconds: float = 1500.0, folders: tuple[str, ...] = ("INBOX",)) -> MailWatch:
    return MailWatch(replace(mailbox_at(account.url()), folders=folders), None, renew_seconds=renew_seconds)


def _seconds(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


@contextmanager
def _after(seconds: float, act: Callable[[], object]) -> Iterator[None]:
    """Does it while the block waits."""
    timer = threading.Timer(seconds, act)
    timer.start()
    yield
    timer.join()


def test_the_first_wait_ends_at_once_since_something_may_have_come_before(
    mail_account: MailAccount, stopping: threading.Event
) -> None:
    watch = _watch(mail_account)
    assert _seconds(lambda: watch.wait(_LONG, stopping)) < 10
    watch.close()


@pytest.mark.parametrize("renew_seconds", [1500.0, 0.05], ids=["within one IDLE", "renewing it all the time"])
def test_a_new_message_ends_the_wait(mail_account: MailAccount, stopping: threading.Event, renew_seconds: float) -> None:
    watch = _watch(mail_account, renew_seconds=renew_seconds)
    watch.wait(_LONG, stopping)
    with _after(0.3, lambda: mail_account.deliver(_MESSAGE)):
        assert _seconds(lambda: watch.wait(_LONG, stopping)) < 30
    watch.close()


def test_a_message_that_comes_during_a_poll_ends_the_next_wait(mail_account: MailAccount, stopping: threading.Event) -> None:
    watch = _watch(mail_account)
    watch.wait(_LONG, stopping)
    mail_account.deliver(_MESSAGE)
    assert _seconds(lambda: watch.wait(_LONG, stopping)) < 30
    watch.close()


def test_every_folder_is_watched(mail_account: MailAccount, stopping: threading.Event) -> None:
    with mail_account.signed_in() as client:
        client.create("Second")
    watch = _watch(mail_account, folders=("INBOX", "Second"))
    watch.wait(_LONG, stopping)
    with _after(0.3, lambda: mail_account.deliver(_MESSAGE, folder="Second")):
        assert _seconds(lambda: watch.wait(_LONG, stopping)) < 30
    watch.close()


def test_nothing_new_lets_the_time_run_out(mail_account: MailAccount, stopping: threading.Event) -> None:
    watch = _watch(mail_account)
    watch.wait(_LONG, stopping)
    assert 0.4 <= _seconds(lambda: watch.wait(0.4, stopping)) < 10
    watch.close()


def test_who_is_stopped_waits_no_longer(mail_account: MailAccount, stopping: threading.Event) -> None:
    watch = _watch(mail_account)
    watch.wait(_LONG, stopping)
    with _after(0.1, stopping.set):
        assert _seconds(lambda: watch.wait(_LONG, stopping)) < 30


def test_a_line_that_is_cut_costs_one_wait_and_is_made_anew(mail_account: MailAccount, stopping: threading.Event) -> None:
    with Line(mail_account.server.plain_port) as line:
        watch = _watch(mail_account.through(line.port))
        line.cut_answer(b"DONE", after=0)
        watch.wait(_LONG, stopping)
        mail_account.deliver(_MESSAGE)
        assert 0.5 <= _seconds(lambda: watch.wait(0.5, stopping)) < 10
        assert line.cuts == 1
        assert _seconds(lambda: watch.wait(_LONG, stopping)) < 10  # a new line: there may be something
        with _after(0.3, lambda: mail_account.deliver(_MESSAGE)):
            assert _seconds(lambda: watch.wait(_LONG, stopping)) < 30
        watch.close()


def test_a_server_without_idle_is_asked_when_the_time_is_up(mail_account: MailAccount, stopping: threading.Event) -> None:
    with Line(mail_account.server.plain_port, hide=b" IDLE") as line:
        watch = _watch(mail_account.through(line.port))
        assert [0.2 <= _seconds(lambda: watch.wait(0.2, stopping)) < 10 for _ in range(2)] == [True, True]


def test_a_server_that_is_down_is_asked_when_the_time_is_up(mail_account: MailAccount, stopping: threading.Event) -> None:
    watch = _watch(mail_account.through(free_port()))
    assert 0.2 <= _seconds(lambda: watch.wait(0.2, stopping)) < 10


def test_a_keeper_brings_a_message_in_at_once_though_it_polls_every_hour(mail_account: MailAccount) -> None:
    came = threading.Event()
    mailbox = Mailbox(mailbox_at(mail_account.url()), lambda _: came.set())
    keeper = Keeper([mailbox.poll], poll_seconds=3600.0, wait=mailbox.wait)
    keeper.start()
    try:
        mail_account.deliver(_MESSAGE)
        assert came.wait(60)
        came.clear()
        mail_account.deliver(_MESSAGE)
        assert came.wait(60)
    finally:
        keeper.stop()
        stopped = threading.Event()
        stopped.set()
        mailbox.wait(
            0, stopped
        )  # ends the connection in IDLE, which a keeper that stops during a poll leaves to the process's end
    assert mail_account.messages() == []
