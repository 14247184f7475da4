"""Addresses of mailbox and SFTP drop: what is in them, and what a person gets to read who wrote one wrong."""

import socket
from pathlib import Path

import pytest

from idp.domain.errors import BadUse
from idp.intake.mail_settings import Encryption, Password, mailbox_at
from idp.intake.sftp import sftp_address
from idp.intake.trouble import network_trouble

_KNOWN = Path("known_hosts")


def test_a_mail_address_is_taken_apart_and_decoded() -> None:
    mailbox = mailbox_at("imaps://invoices%40example.com:p%2Fw%3A1@mail.example.com/Eing%C3%A4nge/2026")
    assert (mailbox.host, mailbox.server_port, mailbox.user, mailbox.folders) == (
        "mail.example.com", 993, "invoices@example.com", ("Eingänge/2026",),
    )  # fmt: skip
    assert (mailbox.credential, mailbox.encryption) == (Password("p/w:1"), Encryption.TLS)


def test_a_mail_address_without_a_folder_means_the_inbox() -> None:
    assert mailbox_at("imaps://u:p@mail.example.com").folders == ("INBOX",)


def test_an_sftp_address_is_taken_apart_and_decoded() -> None:
    address = sftp_address("sftp://idp:p%40w@files.example.com:2222/in/Rechnungen%202026", key=None, known_hosts=_KNOWN)
    assert (address.host, address.port, address.user, address.password, address.folder) == (
        "files.example.com", 2222, "idp", "p@w", "/in/Rechnungen 2026",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imaps://user:sec/ret@mail.example.com/INBOX", "encode / as %2F"),
        ("imaps://user:sec[ret@mail.example.com/INBOX", "encode / as %2F"),
        ("imaps://user:sec#ret@mail.example.com/INBOX", "encode / as %2F"),
        ("imaps://secret@mail.example.com/INBOX", "write it like"),
        ("imaps://user:@mail.example.com/INBOX", "write it like"),
        ("pop3://user:secret@mail.example.com", "write it like"),
        ("imap://user:secret@mail.example.com/INBOX", "without encryption is for this machine only"),
    ],
)
def test_a_wrong_mail_address_is_said_without_its_password(url: str, words: str) -> None:
    with pytest.raises(BadUse, match=f"IDP_MAIL_URL: .*{words}") as caught:
        mailbox_at(url)
    assert "sec" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sftp://user:sec/ret@files.example.com/in", "encode / as %2F"),
        ("sftp://user@files.example.com/in", "a password, or IDP_SFTP_KEY"),
        ("ftp://user:secret@files.example.com/in", "write it like"),
    ],
)
def test_a_wrong_sftp_address_is_said_without_its_password(url: str, words: str) -> None:
    with pytest.raises(BadUse, match=f"IDP_SFTP_URL: .*{words}") as caught:
        sftp_address(url, key=None, known_hosts=_KNOWN)
    assert "sec" not in str(caught.value)


def test_an_sftp_drop_needs_a_file_of_known_hosts() -> None:
    with pytest.raises(BadUse, match="IDP_SFTP_KNOWN_HOSTS"):
        sftp_address("sftp://user:secret@files.example.com/in", key=None, known_hosts=None)


def test_the_done_folder_is_another_than_the_polled_one() -> None:
    with pytest.raises(BadUse, match="IDP_MAIL_DONE_FOLDER"):
        mailbox_at("imaps://u:p@mail.example.com/inbox", done_folder="INBOX")


def test_a_name_that_nobody_knows_is_said() -> None:
    trouble = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert network_trouble(trouble, port=993) == "its name is not known to the name server"
