"""The sources that the settings name: mailbox, SFTP drop, folder."""

from __future__ import annotations

from functools import partial

from idp.intake.drop import Drop
from idp.intake.folder import LocalFolder
from idp.intake.mailbox import Mailbox, mail_address
from idp.intake.sftp import SftpFolder, sftp_address
from idp.intake.source import Source
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.settings import Settings


def make_sources(settings: Settings, means: Means) -> tuple[Source, ...]:
    """Every source that is set, ready to poll. Raises BadUse for an address that cannot be meant."""
    sources: list[Source] = []
    if settings.mail_url is not None:
        address = mail_address(settings.mail_url.get_secret_value(), authority=settings.mail_ca)
        sources.append(Mailbox(address, partial(_take, means, "mail"), done_folder=settings.mail_done_folder))
    if settings.sftp_url is not None:
        drop = sftp_address(settings.sftp_url.get_secret_value(), key=settings.sftp_key, known_hosts=settings.sftp_known_hosts)
        sources.append(Drop(SftpFolder(drop), partial(_take, means, "sftp"), channel="sftp"))
    if settings.drop_folder is not None:
        sources.append(Drop(LocalFolder(settings.drop_folder), partial(_take, means, "folder"), channel="folder"))
    return tuple(sources)


def _take(means: Means, channel: str, key: str, name: str, content: bytes) -> None:
    ingest(means, Delivery(channel=channel, key=key, name=name, content=content))
