"""From a mailbox on a real Dovecot to documents in the store: fates, skipped and oversize messages, and what is told of the sender."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from idp.bootstrap.sources import make_sources
from idp.domain.code import Code
from idp.domain.lifecycle import State
from idp.domain.mail import Check, CheckResult
from idp.domain.record import DocumentRecord, LedgerRow
from idp.ports import DocumentQuery
from idp.reading.confinement import ConfinedProcess
from idp.services.advance import settle_document
from idp.services.means import Means
from idp.settings import load_settings
from tests.fakes.means import make_means, ubl_invoice
from tests.golden.mail.corpus import CASES
from tests.golden.mail.mime import attachment, mixed, text
from tests.golden.mail.test_corpus import fates
from tests.mail_server import PASSWORD, MailAccount

_LARGE = 10_000_000
_NO_MAIL_LINE = re.compile(rb"(?<!\r)\n|\r(?!\n)|\0")  # which no server hands on as it is


@pytest.fixture(scope="module")
def unpacker() -> Iterator[ConfinedProcess]:
    with ConfinedProcess(children=1) as unpacker:
        yield unpacker


@pytest.fixture
def means(tmp_path: Path, unpacker: ConfinedProcess) -> Means:
    return replace(make_means(tmp_path), unpacker=unpacker)


def _poll(account: MailAccount, means: Means, folder: Path, **keys: object) -> int:
    """Polls the mailbox once as a sources file with these keys sets it."""
    (folder / "password").write_text(PASSWORD)
    entry = {
        "name": "AP", "kind": "mailbox", "host": "127.0.0.1", "port": account.port, "encryption": "none", "user": account.user,
        "password_file": str(folder / "password"), **keys,
    }  # fmt: skip
    (folder / "sources.yaml").write_text(yaml.safe_dump({"sources": [entry]}))
    (source,) = make_sources(load_settings(data_dir=folder, sources=folder / "sources.yaml"), means)
    return source.poll()


def _documents(means: Means) -> list[DocumentRecord]:
    with means.store.view() as work:
        return [work.documents.require(summary.id) for summary in work.documents.list(DocumentQuery())]


def _ledger(means: Means, message: bytes) -> tuple[LedgerRow, ...]:
    with means.store.view() as work:
        rows = work.deliveries.find("mail", f"AP/{hashlib.sha256(message).hexdigest()}")
    assert rows is not None
    return rows


def test_awkward_mails_come_through_a_mailbox_as_they_do_from_files(
    mail_account: MailAccount, means: Means, tmp_path: Path
) -> None:
    """A message a case, each alone in its store's eyes: those whose files no other case has."""
    seen: set[bytes] = set()
    chosen = []
    for case in CASES[::5]:
        message = case.message()
        if len(message) < _LARGE and not _NO_MAIL_LINE.search(message) and message not in seen:
            chosen.append((case, message))
            seen.add(message)
    mail_account.deliver(*(message for _, message in chosen))
    assert _poll(mail_account, means, tmp_path) == len(chosen) >= 10
    for case, message in chosen:
        got = fates(_ledger(means, message))
        assert [name for name, _ in got] == [name for name, _ in case.fates], case.name
        again = [fate for (_, fate), (_, usual) in zip(got, case.fates, strict=True) if fate != usual]
        assert set(again) <= {"document"}, case.name  # bytes that came before are a document that is linked to the first
    assert mail_account.messages() == []


def test_a_message_that_a_rule_skips_has_its_row_and_no_document(
    mail_account: MailAccount, means: Means, tmp_path: Path
) -> None:
    message = mixed(text(), attachment("KA-1.xml", ubl_invoice()), subject="Newsletter")
    mail_account.deliver(message)
    _poll(mail_account, means, tmp_path, rules=[{"subject": "newsletter*", "skip": "newsletter"}])
    assert _documents(means) == []
    assert [(row.name, row.fate, row.reason, row.review) for row in _ledger(means, message)] == [
        ("Newsletter.eml", "skipped:newsletter", "newsletter", None)
    ]
    assert means.blobs.get(hashlib.sha256(message).hexdigest()) == message


def test_a_rules_hints_stand_on_the_document(mail_account: MailAccount, means: Means, tmp_path: Path) -> None:
    mail_account.deliver(mixed(text(), attachment("KA-1.xml", ubl_invoice())))
    _poll(
        mail_account,
        means,
        tmp_path,
        rules=[{"sender": "*@kestrel.example", "company": "Süd GmbH", "document_type": "invoice"}],
    )
    (document,) = _documents(means)
    assert (document.source, document.company_hint, document.type_hint) == ("AP", "Süd GmbH", "invoice")


def test_a_message_that_is_too_large_is_a_document_in_quarantine_once(
    mail_account: MailAccount, means: Means, tmp_path: Path
) -> None:
    message = mixed(text(), attachment("KA-1.xml", ubl_invoice() + b" " * 50_000))
    mail_account.deliver(message, message)
    _poll(mail_account, means, tmp_path, max_message_bytes=20_000)
    (document,) = _documents(means)
    assert (document.state, document.failure_code, document.sender) == (
        State.QUARANTINED,
        "ING-SIZE",
        "billing@kestrel.example",
    )
    assert "idp-failed" in (document.failure or "")
    assert means.blobs.get(document.sha256).startswith(b"From: Kestrel Billing")
    assert mail_account.messages("idp-failed") == [message, message]


def test_a_mail_of_words_alone_waits_for_a_person_with_its_words(
    mail_account: MailAccount, means: Means, tmp_path: Path
) -> None:
    mail_account.deliver(mixed(text("We confirm order P00021:\r\n  100 discs at 2.50")))
    _poll(mail_account, means, tmp_path)
    (document,) = _documents(means)
    assert (document.failure_code, document.failure) == (
        "ING-NOATT", "Invoice.eml has no part that could be a document; it says: “We confirm order P00021: 100 discs at 2.50”",
    )  # fmt: skip


def test_what_our_mail_server_found_goes_with_the_document_and_a_senders_own_claim_does_not(
    mail_account: MailAccount, means: Means, tmp_path: Path
) -> None:
    ours = "Authentication-Results: mx.brennhoff.example; dmarc=fail header.from=kestrel.example\r\n"
    forged = "Authentication-Results: mx.kestrel.example; dmarc=pass header.from=kestrel.example\r\n"
    mail = mixed(text(), attachment("KA-1.xml", ubl_invoice()))
    mail_account.deliver((ours + forged + "Reply-To: pay@kestrel-billing.example\r\n").encode() + mail)
    _poll(mail_account, means, tmp_path, receivers=["mx.brennhoff.example"])
    (document,) = _documents(means)
    assert document.mail is not None
    assert document.mail.checks == (CheckResult(Check.DMARC, "fail", "kestrel.example"),)
    assert document.mail.reply_to == "pay@kestrel-billing.example"
    with means.store.view() as work:
        (first, *_) = work.documents.events(document.id)
        assert "mx.brennhoff.example found DMARC fail for kestrel.example; answers go elsewhere" in first.why
    settle_document(means, document.id, holder="test")
    (document,) = _documents(means)
    assert document.match is not None
    assert Code.FRD_DOMAIN in {finding.code for finding in document.match.findings}
