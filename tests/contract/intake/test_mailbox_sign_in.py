"""How a mailbox is signed in to: STARTTLS, OAuth2 tokens from a file and from an endpoint, both SASL mechanisms; on a real Dovecot."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.errors import BadUse, SourceUnavailable
from idp.intake.mail_settings import Credential, Encryption, MailboxSettings, Password, TokenFile, TokenGrant, mailbox_at
from idp.intake.mailbox import Mailbox
from tests.contract.intake.desk import Desk
from tests.contract.intake.line import Line
from tests.contract.intake.token_server import CLIENT, SECRET, TokenServer
from tests.mail_server import PASSWORD, MailAccount, access_token

_MESSAGE = b"Subject: one\r\n\r\n"


def _settings(account: MailAccount, credential: Credential) -> MailboxSettings:
    return replace(mailbox_at(account.url()), credential=credential)


def _granted(server: TokenServer, *, refresh: Path | None = None, secret: str | None = SECRET) -> TokenGrant:
    return TokenGrant(server.url, CLIENT, client_secret=secret, refresh_token_file=refresh, scope="mail")


def _taken(settings: MailboxSettings) -> list[bytes]:
    desk = Desk()
    Mailbox(settings, desk.take_mail).poll()
    return desk.contents


def test_starttls_lets_the_mail_in_where_the_certificate_is_trusted(mail_account: MailAccount) -> None:
    mail_account.deliver(_MESSAGE)
    server = mail_account.server
    settings = replace(mailbox_at(mail_account.url()), encryption=Encryption.STARTTLS, port=server.plain_port)
    with pytest.raises(SourceUnavailable, match="its TLS certificate is not trusted"):
        _taken(settings)
    assert _taken(replace(settings, authority=server.certificate)) == [_MESSAGE]


def test_a_password_never_goes_over_a_line_that_starttls_could_not_protect(mail_account: MailAccount) -> None:
    with Line(mail_account.server.plain_port, hide=b" STARTTLS") as line:
        settings = replace(mailbox_at(mail_account.url()), encryption=Encryption.STARTTLS, port=line.port)
        with pytest.raises(SourceUnavailable, match="TLS not supported by server"):
            _taken(settings)


@pytest.mark.parametrize("hidden", [b"", b" AUTH=OAUTHBEARER"], ids=["OAUTHBEARER", "XOAUTH2"])
def test_a_token_in_a_file_signs_in_by_either_mechanism(mail_account: MailAccount, tmp_path: Path, hidden: bytes) -> None:
    mail_account.deliver(_MESSAGE)
    token = tmp_path / "token"
    token.write_text(access_token(mail_account.user) + "\n")
    with Line(mail_account.server.plain_port, hide=hidden) as line:
        assert _taken(_settings(mail_account.through(line.port), TokenFile(token))) == [_MESSAGE]


@pytest.mark.parametrize("hidden", [b"", b" AUTH=OAUTHBEARER"], ids=["OAUTHBEARER", "XOAUTH2"])
def test_a_token_that_ran_out_is_said_and_a_fresh_file_is_enough(
    mail_account: MailAccount, tmp_path: Path, hidden: bytes
) -> None:
    mail_account.deliver(_MESSAGE)
    token = tmp_path / "token"
    stale = access_token(mail_account.user, seconds=-5)
    token.write_text(stale)
    with Line(mail_account.server.plain_port, hide=hidden) as line:
        mailbox = Mailbox(_settings(mail_account.through(line.port), TokenFile(token)), Desk().take_mail)
        with pytest.raises(SourceUnavailable, match="user or access token is refused") as caught:
            mailbox.poll()
        assert stale not in "".join(traceback.format_exception(caught.value))
        token.write_text(access_token(mail_account.user))
        assert mailbox.poll() == 1


@pytest.mark.parametrize(("content", "words"), [(None, "cannot be read"), ("\n", "there is no access token in")])
def test_a_token_file_that_holds_none(mail_account: MailAccount, tmp_path: Path, content: str | None, words: str) -> None:
    token = tmp_path / "token"
    if content is not None:
        token.write_text(content)
    with pytest.raises(SourceUnavailable, match=words):
        _taken(_settings(mail_account, TokenFile(token)))


def test_a_refresh_token_gives_tokens_and_the_next_refresh_token_is_kept(mail_account: MailAccount, tmp_path: Path) -> None:
    refresh = tmp_path / "refresh"
    refresh.write_text("refresh-0")
    with TokenServer(lambda: access_token(mail_account.user), lasts_seconds=60) as server:
        mailbox = Mailbox(_settings(mail_account, _granted(server, refresh=refresh)), Desk().take_mail)
        mail_account.deliver(_MESSAGE)
        assert mailbox.poll() == 1
        mailbox.poll()  # the token ran out at once, but for the margin
        assert [asked["refresh_token"] for asked in server.asked] == ["refresh-0", "refresh-1"]
        assert server.asked[0] == {
            "grant_type": "refresh_token", "refresh_token": "refresh-0", "client_id": CLIENT, "client_secret": SECRET, "scope": "mail",
        }  # fmt: skip
    assert refresh.read_text() == "refresh-2"
    assert refresh.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["refresh"]


def test_client_credentials_give_tokens_and_each_is_used_until_it_runs_out(mail_account: MailAccount) -> None:
    with TokenServer(lambda: access_token(mail_account.user)) as server:
        mailbox = Mailbox(_settings(mail_account, _granted(server)), Desk().take_mail)
        for _ in range(3):
            mailbox.poll()
        assert [asked["grant_type"] for asked in server.asked] == ["client_credentials"]


def test_a_token_that_the_mail_server_refuses_is_not_used_again(mail_account: MailAccount) -> None:
    tokens = iter([access_token("somebody.else@example.com", seconds=-5), access_token(mail_account.user)])
    with TokenServer(lambda: next(tokens)) as server:
        mailbox = Mailbox(_settings(mail_account, _granted(server)), Desk().take_mail)
        with pytest.raises(SourceUnavailable, match="access token is refused"):
            mailbox.poll()
        mailbox.poll()
        assert len(server.asked) == 2


def test_what_the_token_endpoint_refuses_is_said_without_a_secret(mail_account: MailAccount, tmp_path: Path) -> None:
    refresh = tmp_path / "refresh"
    refresh.write_text("revoked-token")
    with TokenServer(lambda: "") as server:
        for grant, words in (
            (_granted(server, refresh=refresh), "400 invalid_grant: the refresh token was revoked"),
            (_granted(server, refresh=refresh, secret="wrong-one"), "401 invalid_client"),
        ):
            with pytest.raises(SourceUnavailable, match=words) as caught:
                _taken(_settings(mail_account, grant))
            told = "".join(traceback.format_exception(caught.value)) + repr(grant)
            assert not any(secret in told for secret in ("revoked-token", "wrong-one", SECRET))
        server.refresh_token = "revoked-token"
        with pytest.raises(SourceUnavailable, match="gives no access token"):
            _taken(_settings(mail_account, _granted(server, refresh=refresh)))
    with pytest.raises(SourceUnavailable, match="does not answer"):
        _taken(_settings(mail_account, _granted(server)))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: TokenGrant("http://login.example.com/token", "c", client_secret="s"), "must begin with https://"),
        (lambda: TokenGrant("https://login.example.com/token", "c"), "a refresh token file or a client secret"),
        (lambda: MailboxSettings("m", "mail.example.com", "u", Password("p"), Encryption.NONE), "for this machine only"),
        (lambda: MailboxSettings("m", "h", "u", Password("p"), folders=()), "needs a folder"),
        (lambda: MailboxSettings("m", "h", "u", Password("p"), folders=("INBOX", "inbox")), "differ from each other"),
        (lambda: MailboxSettings("m", "h", "u", Password("p"), failed_folder="Inbox"), "the failed folder must be another"),
    ],
)
def test_settings_that_cannot_be_meant(made: object, words: str) -> None:
    assert callable(made)
    with pytest.raises(BadUse, match=words):
        made()


def test_a_password_is_never_shown(mail_account: MailAccount) -> None:
    assert PASSWORD not in repr(mailbox_at(mail_account.url()))
