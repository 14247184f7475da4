"""The sources file: what may stand in it, and that what may not is refused with the exact key."""

from __future__ import annotations

from pathlib import Path

import pytest

from idp.bootstrap.source_file import (
    FolderEntry,
    MailboxEntry,
    SftpEntry,
    mailbox_settings_of,
    read_source_file,
    sftp_address_of,
)
from idp.domain.document import DocumentType
from idp.domain.errors import BadUse
from idp.intake.mail_rule import AfterTaking
from idp.intake.mail_settings import Password, TokenFile

_ALL = """
sources:
  - name: AP mailbox
    kind: mailbox
    host: mail.example.com
    user: ap@example.com
    password_file: secrets/mail
    folders: [INBOX, Invoices]
    rules:
      - {sender: "*@kestrel.example", company: Brennhoff, document_type: invoice, after: flag}
  - name: Acme
    kind: sftp
    host: files.acme.example
    user: idp
    key_file: /keys/acme
    known_hosts: known_hosts
    folder: /drop
    subfolders: vendor
  - name: scans
    kind: folder
    path: scans
    company: Brennhoff Industriebedarf GmbH
    document_type: proof_of_delivery
"""


def _read(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mailbox_a_drop_and_a_folder_stand_in_one_file_with_paths_beside_it(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "mail").write_text("pass word\n")
    mailbox, sftp, folder = read_source_file(_read(tmp_path, _ALL))
    assert isinstance(mailbox, MailboxEntry)
    settings = mailbox_settings_of(mailbox, where="sources[0]", read_variable=lambda _: None)
    assert (settings.credential, settings.folders) == (Password("pass word"), ("INBOX", "Invoices"))
    assert (settings.rules[0].company, settings.rules[0].after) == ("Brennhoff", AfterTaking.FLAG)
    assert isinstance(sftp, SftpEntry)
    address = sftp_address_of(sftp, where="sources[1]", read_variable=lambda _: None)
    assert (address.key, address.known_hosts, address.subfolders) == (Path("/keys/acme"), tmp_path / "known_hosts", True)
    assert isinstance(folder, FolderEntry)
    assert (folder.path, folder.document_type) == (tmp_path / "scans", DocumentType.PROOF_OF_DELIVERY)


def test_a_secret_comes_from_a_variable_and_a_token_from_its_file(tmp_path: Path) -> None:
    text = "sources: [{name: m, kind: mailbox, host: h, user: u, %s}]"
    (entry,) = read_source_file(_read(tmp_path, text % "password_env: AP_PASSWORD"))
    assert isinstance(entry, MailboxEntry)
    settings = mailbox_settings_of(entry, where="sources[0]", read_variable={"AP_PASSWORD": "secret"}.get)
    assert settings.credential == Password("secret")
    assert "secret" not in repr(settings)
    (entry,) = read_source_file(_read(tmp_path, text % "token_file: token"))
    assert isinstance(entry, MailboxEntry)
    assert mailbox_settings_of(entry, where="", read_variable=lambda _: None).credential == TokenFile(tmp_path / "token")


_SFTP = "name: a, kind: sftp, host: h, user: u, known_hosts: k"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("name: a, kind: ftp", "sources[0]: Input tag 'ftp'"),
        ("name: a, path: x", "sources[0]: Unable to extract tag"),
        ("kind: folder, path: x", "sources[0].name: Field required"),
        ("name: a, kind: folder", "sources[0].path: Field required"),
        ("name: a, kind: folder, path: x, pth: y", "sources[0].pth: Extra inputs"),
        ("name: a, kind: folder, path: x, document_type: bill", "sources[0].document_type: Input should be"),
        (_SFTP, "sources[0]: key_file, password_file or password_env is needed"),
        (f"{_SFTP}, password: hunter2", "sources[0].password: Extra inputs"),
        (f"{_SFTP}, key_file: k, port: 99999", "sources[0].port: Input should be"),
        ("name: a, kind: sftp, host: h, user: u, key_file: k", "sources[0].known_hosts: Field required"),
        ("name: a, kind: mailbox, host: h, user: u", "sources[0]: give exactly one of password_file"),
        (
            "name: a, kind: mailbox, host: h, user: u, token_file: t, rules: [{sender: '/(/', company: c}]",
            "sources[0].rules[0]: /(/ is no regular expression",
        ),
        ("name: a, kind: mailbox, host: h, user: u, token_file: t, rules: [{company: c}]", "sources[0].rules[0]: a rule needs"),
        ("name: a, kind: folder, path: x}, {name: a, kind: folder, path: y", "sources[1].name: “a” is the name of another"),
    ],
)
def test_what_may_not_stand_there_is_refused_with_its_key_and_without_its_value(tmp_path: Path, entry: str, told: str) -> None:
    with pytest.raises(BadUse) as caught:
        read_source_file(_read(tmp_path, f"sources: [{{{entry}}}]"))
    assert told in str(caught.value)
    assert "sources.yaml: " in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "sources: 3", "- a", "sources: [", "\x00"])
def test_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadUse, match=r"IDP_SOURCES .*sources\.yaml") as caught:
        read_source_file(_read(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_secret_that_is_not_where_it_should_be_is_told_with_its_key(tmp_path: Path) -> None:
    text = f"sources: [{{{_SFTP}, password_file: none}}, {{{_SFTP.replace('a,', 'b,', 1)}, password_env: NO_SUCH}}]"
    first, second = read_source_file(_read(tmp_path, text))
    assert isinstance(first, SftpEntry)
    assert isinstance(second, SftpEntry)
    with pytest.raises(BadUse, match=r"sources\[0\]\.password_file: .*none cannot be read"):
        sftp_address_of(first, where="sources[0]", read_variable=lambda _: None)
    with pytest.raises(BadUse, match=r"sources\[1\]\.password_env: the variable NO_SUCH is not set"):
        sftp_address_of(second, where="sources[1]", read_variable=lambda _: None)
