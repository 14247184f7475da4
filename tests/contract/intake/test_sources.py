"""From the settings to documents in the store: a mailbox, an SFTP drop and a folder, each on the real thing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from idp.bootstrap.sources import make_sources
from idp.domain.errors import BadUse, NotFound
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord, LedgerRow
from idp.intake.drop import FAILED, PROCESSED, WORK
from idp.ports import DocumentQuery, Source
from idp.services.means import Means
from idp.services.source import poll_source, try_source, view_sources
from idp.settings import Settings, load_settings
from idp.store import open_blobs
from tests.fakes.means import make_means, ubl_invoice
from tests.mail_server import PASSWORD, MailAccount
from tests.ssh_server import SftpDrop

_SENDER = "rechnungen@kestrel.example"


_FILE = """
sources:
  - {{name: ap, kind: mailbox, host: 127.0.0.1, port: {mail_port}, ca_file: {mail_ca}, user: {mail_user}, password_file: password}}
  - name: acme
    kind: sftp
    host: 127.0.0.1
    port: {sftp_port}
    user: {sftp_user}
    key_file: {sftp_key}
    known_hosts: {known_hosts}
    folder: {sftp_folder}
    vendor: Acme Pumpen GmbH
    pair_seconds: 0
  - {{name: scans, kind: folder, path: drop, subfolders: company, document_type: invoice, pair_seconds: 0}}
"""


@pytest.fixture
def settings(mail_account: MailAccount, sftp_drop: SftpDrop, tmp_path: Path) -> Settings:
    """What an operator sets for three sources."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "password").write_text(PASSWORD + "\n")
    (tmp_path / "sources.yaml").write_text(
        _FILE.format(
            mail_port=mail_account.server.tls_port, mail_ca=mail_account.server.certificate, mail_user=mail_account.user,
            sftp_port=sftp_drop.server.port, sftp_user=sftp_drop.server.user, sftp_key=sftp_drop.server.key,
            known_hosts=sftp_drop.server.known_hosts, sftp_folder=sftp_drop.folder,
        )
    )  # fmt: skip
    return load_settings(data_dir=tmp_path / "data", sources=tmp_path / "sources.yaml")


@pytest.fixture
def drop(settings: Settings, tmp_path: Path) -> Path:
    """The folder of the source `scans`."""
    assert settings.sources == tmp_path / "sources.yaml"
    return tmp_path / "drop"


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
    assert [(source.name, source.kind) for source in sources] == [("ap", "mailbox"), ("acme", "sftp"), ("scans", "folder")]
    return [source.poll() + source.poll() for source in sources]


def _documents(means: Means) -> list[DocumentRecord]:
    with means.store.view() as work:
        return [work.documents.require(summary.id) for summary in work.documents.list(DocumentQuery())]


def _ledger_of_mail(means: Means, message: bytes) -> tuple[LedgerRow, ...]:
    with means.store.view() as work:
        rows = work.deliveries.find("mail", f"ap/{hashlib.sha256(message).hexdigest()}")
    assert rows is not None
    return rows


def test_what_came_by_mail_sftp_and_folder_are_documents_and_the_sources_are_empty(
    settings: Settings, means: Means, mail_account: MailAccount, sftp_drop: SftpDrop, drop: Path
) -> None:
    mail = _mail(("KA-1.xml", ubl_invoice("KA-1")))
    mail_account.deliver(mail)
    (sftp_drop.folder / "Rechnung März 2.xml").write_bytes(ubl_invoice("KA-2"))
    (drop / "Brennhoff").mkdir()
    (drop / "Brennhoff" / "KA-3.xml").write_bytes(ubl_invoice("KA-3"))
    assert _poll(settings, means) == [1, 1, 1]
    assert {(d.channel, d.source, d.name, d.sender, d.state) for d in _documents(means)} == {
        ("mail", "ap", "KA-1.xml", _SENDER, State.RECEIVED),
        ("sftp", "acme", "Rechnung März 2.xml", None, State.RECEIVED),
        ("folder", "scans", "KA-3.xml", None, State.RECEIVED),
    }
    assert {(d.name, d.company_hint, d.vendor_hint, d.type_hint) for d in _documents(means)} == {
        ("KA-1.xml", None, None, None),
        ("Rechnung März 2.xml", None, "Acme Pumpen GmbH", None),
        ("KA-3.xml", "Brennhoff", None, "invoice"),
    }
    assert {means.blobs.get(d.sha256) for d in _documents(means)} == {ubl_invoice(f"KA-{n}") for n in (1, 2, 3)}
    assert mail_account.messages() == []
    assert mail_account.messages("idp-done") == [mail]
    assert not [path for folder in (sftp_drop.folder, drop) for path in folder.iterdir() if path.is_file()]


def test_every_part_of_a_mail_has_its_row_in_the_ledger(settings: Settings, means: Means, mail_account: MailAccount) -> None:
    mail = _mail(("KA-1.xml", ubl_invoice("KA-1")), ("Anhang ü.bin", b"what is this?"))
    mail_account.deliver(mail)
    _poll(settings, means)
    rows = _ledger_of_mail(means, mail)
    assert [(row.position, row.name, row.fate) for row in rows] == [
        (0, "part.plain", "skipped:text of the mail"),
        (1, "KA-1.xml", "document"),
        (2, "Anhang ü.bin", "quarantined:ING-TYPE"),
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


# --- how they fare, and what a test of one says --------------------------------------------------------------------------


def _sources(settings: Settings, means: Means) -> tuple[Source, ...]:
    return make_sources(settings, means)


def test_one_failing_source_holds_up_no_other_and_its_trouble_is_kept(
    settings: Settings, means: Means, mail_account: MailAccount, sftp_drop: SftpDrop
) -> None:
    mail_account.deliver(_mail(("KA-1.xml", ubl_invoice("KA-1"))))
    shutil.rmtree(sftp_drop.folder)
    sources = _sources(settings, means)
    assert [poll_source(means, source) for source in sources] == [1, 0, 0]
    views = {view.name: view for view in view_sources(means, sources)}
    assert views["ap"].health is not None
    assert (views["ap"].health.taken, views["ap"].health.trouble) == (1, None)
    assert views["acme"].health is not None
    assert views["acme"].health.trouble == f"SFTP 127.0.0.1: there is no folder {sftp_drop.folder}"
    assert views["acme"].health.succeeded_at is None


def test_every_source_that_is_right_passes_its_test_and_nothing_is_left_behind(
    settings: Settings, means: Means, mail_account: MailAccount, sftp_drop: SftpDrop, drop: Path
) -> None:
    mail_account.deliver(_mail(("KA-1.xml", ubl_invoice("KA-1"))))
    (drop / "a.pdf").write_bytes(b"%PDF-")
    assert [try_source(_sources(settings, means), name) for name in ("ap", "acme", "scans")] == [None, None, None]
    assert len(mail_account.messages()) == 1
    left = [path.name for folder in (sftp_drop.folder, drop) for path in folder.rglob("*") if path.is_file()]
    assert left == ["a.pdf"]
    with pytest.raises(NotFound):
        try_source(_sources(settings, means), "typo")


@pytest.mark.parametrize(
    ("spoil", "name", "told"),
    [
        (("password_file: password", "password_file: known_hosts"), "ap", "user or password is refused"),
        (("folder: /", "folder: /no/such"), "acme", "there is no folder /no/such"),
        (("path: drop", "path: typo"), "scans", "there is no such folder"),
    ],
    ids=["wrong password", "missing folder at the server", "missing folder"],
)
def test_a_test_says_what_is_wrong(
    settings: Settings, means: Means, tmp_path: Path, spoil: tuple[str, str], name: str, told: str
) -> None:
    (tmp_path / "known_hosts").write_text("wrong")
    path = tmp_path / "sources.yaml"
    path.write_text(path.read_text().replace(*spoil))
    trouble = try_source(_sources(settings, means), name)
    assert trouble is not None
    assert told in trouble


def test_an_unknown_host_key_is_told_by_the_test(settings: Settings, means: Means, tmp_path: Path, sftp_drop: SftpDrop) -> None:
    (tmp_path / "other").write_text(sftp_drop.server.known_hosts.read_text().replace("127.0.0.1", "files.example.com"))
    path = tmp_path / "sources.yaml"
    path.write_text(path.read_text().replace(str(sftp_drop.server.known_hosts), "other"))
    trouble = try_source(_sources(settings, means), "acme")
    assert trouble is not None
    assert "its host key ssh-ed25519" in trouble


def test_a_folder_without_the_right_to_write_is_told_by_the_test(settings: Settings, means: Means, sftp_drop: SftpDrop) -> None:
    for name in (WORK, PROCESSED, FAILED):
        (sftp_drop.folder / name).mkdir()
    trouble = try_source(_sources(settings, means), "acme")
    assert trouble is not None
    assert "may not read, move or make files" in trouble


def test_a_full_disk_is_told_by_the_test(settings: Settings, means: Means, drop: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "none", drop], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("a small disk needs the right to mount")
    try:
        assert try_source(_sources(settings, means), "scans") == f"folder {drop}: No space left on device"
    finally:
        subprocess.run(["umount", drop], check=True)


def test_while_our_own_disk_is_full_a_dropped_file_waits_and_is_taken_afterwards(
    settings: Settings, means: Means, tmp_path: Path, drop: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "none", disk], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("a small disk needs the right to mount")
    try:
        full = replace(means, blobs=open_blobs(disk / "blobs"))
        content = ubl_invoice("KA-1").replace(b"</Invoice>", b"<!-- " + b"x" * 100_000 + b" --></Invoice>")
        (drop / "KA-1.xml").write_bytes(content)
        scans = _sources(settings, full)[2]
        assert [poll_source(full, scans) for _ in range(3)] == [0, 0, 0]
        health = view_sources(full, [scans])[0].health
        assert health is not None
        assert "No space left on device" in (health.trouble or "")
        assert _documents(full) == []
        subprocess.run(["mount", "-o", "remount,size=1m", disk], check=True)
        assert poll_source(full, scans) == 1
        (document,) = _documents(full)
        assert full.blobs.get(document.sha256) == content
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_key_that_cannot_be_read_is_refused_at_start_with_its_place_in_the_file(
    settings: Settings, means: Means, tmp_path: Path, sftp_drop: SftpDrop
) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(path.read_text().replace(str(sftp_drop.server.key), "no-key"))
    with pytest.raises(BadUse, match=r"sources\[1\]\.key_file: .*no-key cannot be read"):
        _sources(settings, means)


def test_single_variables_are_a_short_form_beside_the_file(
    settings: Settings, means: Means, sftp_drop: SftpDrop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "IDP_MAIL_URL": "imaps://ap:secret@mail.example.com/INBOX",
        "IDP_SFTP_URL": sftp_drop.url(),
        "IDP_SFTP_KEY": sftp_drop.server.key,
        "IDP_SFTP_KNOWN_HOSTS": sftp_drop.server.known_hosts,
        "IDP_DROP_FOLDER": "/srv/drop",
    }.items():
        monkeypatch.setenv(name, str(value))
    both = load_settings(data_dir=settings.data_dir, sources=settings.sources)
    found = [(source.name, source.place) for source in make_sources(both, means)]
    assert [name for name, _ in found] == ["ap", "acme", "scans", "mail", "sftp", "folder"]
    assert "secret" not in repr(found)
