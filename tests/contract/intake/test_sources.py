"""From the settings to documents in the store: a mailbox, an SFTP drop and a folder, each on the real thing."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from idp.bootstrap.sources import make_sources
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord, LedgerRow
from idp.ports import DocumentQuery
from idp.services.means import Means
from idp.settings import Settings, load_settings
from tests.fakes.means import make_means, ubl_invoice
from tests.mail_server import MailAccount
from tests.ssh_server import SftpDrop

_SENDER = "rechnungen@kestrel.example"


@pytest.fixture
def settings(mail_account: MailAccount, sftp_drop: SftpDrop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What an operator sets for the three sources."""
    (tmp_path / "drop").mkdir()
    for name, value in {
        "IDP_MAIL_URL": mail_account.tls_url(),
        "IDP_MAIL_CA": mail_account.server.certificate,
        "IDP_SFTP_URL": sftp_drop.url(),
        "IDP_SFTP_KEY": sftp_drop.server.key,
        "IDP_SFTP_KNOWN_HOSTS": sftp_drop.server.known_hosts,
        "IDP_DROP_FOLDER": tmp_path / "drop",
    }.items():
        monkeypatch.setenv(name, str(value))
    return load_settings(data_dir=tmp_path / "data")


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return make_means(tmp_path)


def _mail(*attachments: tuple[str, bytes]) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"Kestrel <{_SENDER}>", "invoices@brennhoff.example", "Rechnung"
    message.set_content("Anbei unsere Rechnung.")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def _poll(settings: Settings, means: Means) -> list[int]:
    """Polls every source twice, for a dropped file must rest over two polls; how many deliveries each gave."""
    sources = make_sources(settings, means)
    assert [source.channel for source in sources] == ["mail", "sftp", "folder"]
    return [source.poll() + source.poll() for source in sources]


def _documents(means: Means) -> list[DocumentRecord]:
    with means.store.view() as work:
        return [work.documents.require(summary.id) for summary in work.documents.list(DocumentQuery())]


def _ledger_of_mail(means: Means, message: bytes) -> tuple[LedgerRow, ...]:
    with means.store.view() as work:
        rows = work.deliveries.find("mail", hashlib.sha256(message).hexdigest())
    assert rows is not None
    return rows


def test_what_came_by_mail_sftp_and_folder_are_documents_and_the_sources_are_empty(
    settings: Settings, means: Means, mail_account: MailAccount, sftp_drop: SftpDrop
) -> None:
    mail = _mail(("KA-1.xml", ubl_invoice("KA-1")))
    mail_account.deliver(mail)
    (sftp_drop.folder / "Rechnung März 2.xml").write_bytes(ubl_invoice("KA-2"))
    assert settings.drop_folder is not None
    (settings.drop_folder / "KA-3.xml").write_bytes(ubl_invoice("KA-3"))
    assert _poll(settings, means) == [1, 1, 1]
    assert {(d.channel, d.name, d.sender, d.state) for d in _documents(means)} == {
        ("mail", "KA-1.xml", _SENDER, State.RECEIVED),
        ("sftp", "Rechnung März 2.xml", None, State.RECEIVED),
        ("folder", "KA-3.xml", None, State.RECEIVED),
    }
    assert {means.blobs.get(d.sha256) for d in _documents(means)} == {ubl_invoice(f"KA-{n}") for n in (1, 2, 3)}
    assert mail_account.messages() == []
    assert mail_account.messages(settings.mail_done_folder) == [mail]
    assert not [path for folder in (sftp_drop.folder, settings.drop_folder) for path in folder.iterdir() if path.is_file()]


def test_every_part_of_a_mail_has_its_row_in_the_ledger(settings: Settings, means: Means, mail_account: MailAccount) -> None:
    mail = _mail(("KA-1.xml", ubl_invoice("KA-1")), ("Anhang ü.bin", b"what is this?"))
    mail_account.deliver(mail)
    _poll(settings, means)
    rows = _ledger_of_mail(means, mail)
    assert [(row.position, row.name, row.fate) for row in rows] == [
        (0, "part.plain", "skipped:text of the mail"),
        (1, "KA-1.xml", "document"),
        (2, "Anhang ü.bin", "document"),
    ]
    assert {row.document_id for row in rows if row.document_id} == {document.id for document in _documents(means)}
    assert means.blobs.get(rows[0].message) == mail


def test_the_same_mail_again_and_the_same_bytes_by_another_way_are_linked_to_the_first(
    settings: Settings, means: Means, mail_account: MailAccount, sftp_drop: SftpDrop
) -> None:
    mail = _mail(("KA-1.xml", ubl_invoice("KA-1")))
    mail_account.deliver(mail)
    _poll(settings, means)
    mail_account.deliver(mail)
    (sftp_drop.folder / "again.xml").write_bytes(ubl_invoice("KA-1"))
    assert _poll(settings, means) == [1, 1, 0]
    (first,) = [document for document in _documents(means) if document.channel == "mail"]
    (again,) = [document for document in _documents(means) if document.channel == "sftp"]
    assert (first.same_as, again.same_as) == (None, first.id)
    assert len(_documents(means)) == 2


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"\r\n", id="nothing"),
        pytest.param(b"no header at all\r\n", id="no header"),
        pytest.param(
            b'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name="M\xe4rz.pdf"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n",
            id="a raw name and broken base64",
        ),
        pytest.param(
            b"From: \xff\xfe\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
            b"Content-Type: text/plain; charset=no-such-charset\r\n"
            b"Content-Disposition: attachment; filename*=nope''%FF.txt\r\n\r\n\xff\r\n",
            id="encodings that do not exist and no end",
        ),
        pytest.param(b"From: a@b.example\r\nMIME-Version: 1.0\r\n\r\nonly words\r\n", id="only words"),
    ],
)
def test_a_strange_mail_is_a_document_that_waits_for_a_person_and_never_a_blocked_mailbox(
    settings: Settings, means: Means, mail_account: MailAccount, message: bytes
) -> None:
    mail_account.deliver(message)
    assert _poll(settings, means)[0] == 1
    assert len(_documents(means)) == 1
    assert mail_account.messages() == []
