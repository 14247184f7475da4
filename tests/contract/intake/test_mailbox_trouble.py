"""Every trouble with a mail server is said so that an operator knows what to cure; the password is never in it."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.errors import BadUse, IdpError, SourceUnavailable
from idp.intake.mail_settings import MailboxSettings, Password, mailbox_at
from idp.intake.mailbox import Mailbox
from tests.contract.intake.desk import Desk
from tests.contract.intake.line import SilentServer
from tests.mail_server import PASSWORD, MailAccount
from tests.servers import free_port


def _trouble(settings: MailboxSettings, *, timeout_seconds: float = 30.0) -> IdpError:
    """What a poll says, which is what a test of the mailbox says."""
    mailbox = Mailbox(replace(settings, timeout_seconds=timeout_seconds), Desk().take_mail)
    with pytest.raises(IdpError) as caught:
        mailbox.poll()
    with pytest.raises(IdpError) as tested:
        mailbox.test()
    told = "".join(traceback.format_exception(caught.value)) + repr(settings)
    assert isinstance(settings.credential, Password)
    assert settings.credential.text not in told
    assert str(tested.value) == str(caught.value)
    return caught.value


@pytest.mark.parametrize("password", ["wrong-password", "wröng-pässword", 'wrong"\\password'])
def test_a_wrong_password(mail_account: MailAccount, password: str) -> None:
    trouble = _trouble(mailbox_at(mail_account.url(password=password)))
    assert isinstance(trouble, SourceUnavailable)
    assert "mailbox 127.0.0.1: user or password is refused" in str(trouble)


def test_a_folder_that_is_not_there(mail_account: MailAccount) -> None:
    trouble = _trouble(mailbox_at(mail_account.url(folder="Rechnungen")))
    assert isinstance(trouble, SourceUnavailable)
    assert 'the folder "Rechnungen" cannot be opened' in str(trouble)
    assert "doesn't exist" in str(trouble)


def test_a_done_folder_that_cannot_be_made(mail_account: MailAccount) -> None:
    trouble = _trouble(mailbox_at(mail_account.url(), done_folder="bad/name"))
    assert isinstance(trouble, SourceUnavailable)
    assert 'the folder "bad/name" cannot be made' in str(trouble)


def test_a_server_that_is_down(mail_account: MailAccount) -> None:
    port = free_port()
    trouble = _trouble(mailbox_at(mail_account.through(port).url()))
    assert isinstance(trouble, SourceUnavailable)
    assert f"nothing answers on port {port}" in str(trouble)


def test_a_server_that_says_nothing(mail_account: MailAccount) -> None:
    with SilentServer() as port:
        trouble = _trouble(mailbox_at(mail_account.through(port).url()), timeout_seconds=0.2)
    assert isinstance(trouble, SourceUnavailable)
    assert f"does not answer in time on port {port}" in str(trouble)


def test_a_certificate_that_nobody_vouches_for(mail_account: MailAccount) -> None:
    trouble = _trouble(mailbox_at(mail_account.tls_url()))
    assert isinstance(trouble, SourceUnavailable)
    assert "its TLS certificate is not trusted (self-signed certificate)" in str(trouble)


def test_a_certificate_for_another_name(mail_account: MailAccount) -> None:
    trouble = _trouble(mailbox_at(mail_account.tls_url(host="localhost"), authority=mail_account.server.certificate))
    assert isinstance(trouble, SourceUnavailable)
    assert "its TLS certificate is for another name" in str(trouble)


def test_a_port_without_tls(mail_account: MailAccount) -> None:
    url = mail_account.tls_url().replace(str(mail_account.server.tls_port), str(mail_account.server.plain_port))
    trouble = _trouble(mailbox_at(url))
    assert isinstance(trouble, SourceUnavailable)
    assert f"no TLS connection on port {mail_account.server.plain_port}" in str(trouble)


@pytest.mark.parametrize("content", [None, b"this is no certificate"])
def test_a_file_of_certificates_that_is_none(mail_account: MailAccount, tmp_path: Path, content: bytes | None) -> None:
    authority = tmp_path / "ca.pem"
    if content is not None:
        authority.write_bytes(content)
    trouble = _trouble(mailbox_at(mail_account.tls_url(), authority=authority))
    assert isinstance(trouble, BadUse)
    assert f"mailbox 127.0.0.1: {authority} is no file of certificates in PEM" in str(trouble)


def test_a_certificate_that_is_trusted_lets_the_mail_in(mail_account: MailAccount) -> None:
    desk = Desk()
    mail_account.deliver(b"Subject: one\r\n\r\n")
    settings = mailbox_at(mail_account.tls_url(), authority=mail_account.server.certificate)
    assert settings.credential == Password(PASSWORD)
    assert Mailbox(settings, desk.take_mail).poll() == 1
    assert desk.contents == [b"Subject: one\r\n\r\n"]
