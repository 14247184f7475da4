"""Notices by mail, by the settings: none unless a mail server is set."""

from __future__ import annotations

from idp.domain.code import Role
from idp.domain.errors import BadUse
from idp.notice.smtp import SmtpMailer, mail_server
from idp.ports import Mailer
from idp.settings import Settings

_ROLES = frozenset(Role) - {Role.SYSTEM}


def make_mailer(settings: Settings) -> Mailer | None:
    """What sends mails; None where none are to be sent. Raises BadUse for a bad address."""
    if settings.smtp_url is None:
        return None
    if settings.public_url is None:
        raise BadUse("IDP_SMTP_URL needs IDP_PUBLIC_URL: without it the links in notices would lead nowhere")
    return SmtpMailer(mail_server(settings.smtp_url.get_secret_value()), sender=settings.mail_from, ca=settings.smtp_ca)


def notice_addresses(settings: Settings) -> dict[Role, str]:
    """Who gets the notices of each role. Raises BadUse for what is no list of role=address."""
    found = {}
    for part in filter(None, (p.strip() for p in settings.mail_to.split(","))):
        role, _, address = (piece.strip() for piece in part.partition("="))
        if role not in _ROLES or "@" not in address or any(c.isspace() for c in address):
            raise BadUse(f"IDP_MAIL_TO: “{part}” is not of the form role=address, with a role of {', '.join(sorted(_ROLES))}")
        found[Role(role)] = address
    return found
