"""Whatever dies in between, every message is in the store exactly once and none is left behind: counted by hash at both ends.

IDP_TEST_MAIL_MESSAGES=1000 runs it at full size.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from idp.domain.errors import SourceUnavailable
from idp.intake.mail_settings import mailbox_at
from idp.intake.mailbox import Mailbox, MailDelivery
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from tests.contract.intake.line import Line
from tests.contract.intake.mail_poller import STEPS
from tests.fakes.means import make_means, ubl_invoice
from tests.golden.mail.mime import attachment, mixed, text
from tests.mail_server import MailAccount

_MESSAGES = int(os.environ.get("IDP_TEST_MAIL_MESSAGES", "60"))  # noqa: TID251  the tests' own switch
_KILLS_PER_STEP = max(1, _MESSAGES // 60)


def _messages(count: int = _MESSAGES, *, padding: int = 0) -> list[bytes]:
    return [
        mixed(
            text(f"Invoice {number}"),
            attachment(f"{number}.xml", ubl_invoice(f"KA-{number}") + b" " * padding),
            subject=f"Invoice {number}",
        )
        for number in range(count)
    ]


def _sums(messages: list[bytes]) -> Counter[str]:
    return Counter(hashlib.sha256(message).hexdigest() for message in messages)


def _stored(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """How often each message is in the ledger, and each file a document."""
    with contextlib.closing(sqlite3.connect(folder / "idp.sqlite")) as database:
        messages = database.execute("SELECT DISTINCT delivery_id, message FROM ledger").fetchall()
        documents = database.execute("SELECT sha256 FROM documents").fetchall()
    return Counter(message for _, message in messages), Counter(sha256 for (sha256,) in documents)


def _require_each_once(account: MailAccount, folder: Path, messages: list[bytes]) -> None:
    ledger, documents = _stored(folder)
    assert ledger == _sums(messages)
    assert set(documents.values()) == {1}
    assert sum(documents.values()) == len(messages)
    assert account.messages() == []
    assert _sums(account.messages("idp-done")) == _sums(messages)


def _polled(account: MailAccount, folder: Path, *arguments: str) -> list[str]:
    command = [sys.executable, "-m", "tests.contract.intake.mail_poller", account.url(), str(folder), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3], timeout=3000)
    ends: list[str] = json.loads(ran.stdout)
    return ends


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Holds an empty store."""
    make_means(tmp_path).store.close()
    return tmp_path


@pytest.mark.timeout(3000)
def test_a_process_that_is_killed_at_every_step_loses_nothing_and_enters_nothing_twice(
    mail_account: MailAccount, folder: Path
) -> None:
    messages = _messages()
    mail_account.deliver(*messages)
    chance = random.Random(7)
    kills = [f"{step}:{chance.randint(1, 2 if 'fetch' in step or 'move' in step else 15)}" for step in STEPS * _KILLS_PER_STEP]
    ends = _polled(mail_account, folder, "--killed", *kills)
    assert ends.count("killed") >= len(STEPS) // 2
    assert ends[-1] == "done"
    _require_each_once(mail_account, folder, messages)


@pytest.mark.timeout(3000)
def test_a_disk_that_is_full_keeps_messages_where_they_are_until_it_is_not(mail_account: MailAccount, folder: Path) -> None:
    small, large = _messages(6), _messages(8, padding=2_200_000)[6:]
    mail_account.deliver(*small, *large)
    (trouble,) = _polled(mail_account, folder, "--largest-file", "2000000")
    assert "File too large" in trouble
    assert len(mail_account.messages()) >= len(large)
    assert _polled(mail_account, folder) == ["done"]
    _require_each_once(mail_account, folder, small + large)


def _mailbox(account: MailAccount, means: Means) -> Mailbox:
    def take(message: MailDelivery) -> None:
        ingest(means, Delivery(channel="mail", key=message.key, name=message.name, content=message.content, mail=message.mail))

    return Mailbox(mailbox_at(account.url()), take, at_once=10)


@pytest.mark.timeout(3000)
def test_a_line_that_is_cut_again_and_again_loses_nothing(mail_account: MailAccount, tmp_path: Path) -> None:
    messages = _messages()
    mail_account.deliver(*messages)
    means, chance = make_means(tmp_path), random.Random(7)
    with Line(mail_account.server.plain_port) as line:
        mailbox = _mailbox(mail_account.through(line.port), means)
        for _ in range(_MESSAGES // 5):
            said = chance.choice([b"BODY.PEEK", b"UID MOVE", b"SEARCH", b"RFC822.SIZE"])
            line.cut_answer(said, after=chance.randint(0, 20_000 if said == b"BODY.PEEK" else 20))
            with contextlib.suppress(SourceUnavailable):
                mailbox.poll()
        line.cut_answer(b"\0never said", after=0)
        mailbox.poll()
        assert line.cuts >= 5
    means.store.close()
    _require_each_once(mail_account, tmp_path, messages)


@pytest.mark.timeout(3000)
def test_other_clients_at_work_in_the_mailbox_take_nothing_from_the_store(mail_account: MailAccount, tmp_path: Path) -> None:
    """A person reads, flags, and puts messages into a folder of their own while they are polled: each is there or in the store."""
    messages = _messages()
    mail_account.deliver(*messages)
    over = threading.Event()

    def work() -> None:
        chance = random.Random(7)
        with mail_account.signed_in() as client:
            client.create("Private")
            while not over.is_set():
                client.select("INBOX")
                uids = client.uid("SEARCH", "ALL")[1][0].split()
                if uids:
                    uid = chance.choice(uids).decode()
                    client.uid("STORE", uid, "+FLAGS", chance.choice([r"(\Seen)", r"(\Flagged)", "(Work)"]))
                    client.uid("MOVE", chance.choice(uids).decode(), "Private")

    person = threading.Thread(target=work)
    means = make_means(tmp_path)
    mailbox = _mailbox(mail_account, means)
    person.start()
    try:
        while mail_account.messages():
            with contextlib.suppress(SourceUnavailable):
                mailbox.poll()
    finally:
        over.set()
        person.join()
    mailbox.poll()
    means.store.close()
    ledger, documents = _stored(tmp_path)
    private, done = _sums(mail_account.messages("Private")), _sums(mail_account.messages("idp-done"))
    assert set(ledger) | set(private) == set(_sums(messages))
    assert set(done) <= set(ledger)
    assert set(ledger.values()) == set(documents.values()) == {1}
