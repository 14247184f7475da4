"""The sources that the settings name: those of the sources file, and the one mailbox, SFTP drop and folder of single variables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Event

from idp.bootstrap.source_file import (
    FolderEntry,
    MailboxEntry,
    SftpEntry,
    SourceEntry,
    mailbox_settings_of,
    read_source_file,
    sftp_address_of,
)
from idp.domain.errors import BadUse
from idp.intake.drop import Drop
from idp.intake.folder import LocalFolder
from idp.intake.mail_settings import MailboxSettings, mailbox_at
from idp.intake.mailbox import Mailbox, MailDelivery
from idp.intake.sftp import SftpAddress, SftpFolder, check_files, sftp_address
from idp.intake.source import Source as Inner
from idp.intake.unpack import UnpackLimits
from idp.ports import Source
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.settings import Settings, read_secret_variable


@dataclass(frozen=True, slots=True)
class _Hints:
    """What the settings say of a source's documents. `folder` is what the name of a subfolder means."""

    company: str | None = None
    vendor: str | None = None
    type: str | None = None
    folder: str | None = None

    @classmethod
    def of(cls, entry: SourceEntry) -> _Hints:
        vendor, folder = (None, None) if isinstance(entry, MailboxEntry) else (entry.vendor, entry.subfolders)
        return cls(entry.company, vendor, None if entry.document_type is None else entry.document_type.value, folder)

    def told(self) -> tuple[str, ...]:
        given = (
            ("company: ", self.company),
            ("vendor: ", self.vendor),
            ("type: ", self.type),
            ("a subfolder each ", self.folder),
        )
        return tuple(what + value for what, value in given if value)


@dataclass(slots=True)
class SettledSource:
    """Implements ports.Source around a mailbox or drop, whose deliveries it hands to `ingest` with their hints.

    What stands in the sources file is keyed by its name, so that the same file in two drops is two deliveries.
    """

    means: Means
    name: str
    kind: str
    channel: str
    place: str
    its_hints: _Hints
    from_file: bool
    taken: int = 0
    inner: Inner = field(init=False)

    @property
    def hints(self) -> tuple[str, ...]:
        return self.its_hints.told()

    def poll(self) -> int:
        return self.inner.poll()

    def test(self) -> None:
        self.inner.test()

    def wait(self, seconds: float, stopping: Event) -> None:
        self.inner.wait(seconds, stopping)

    def take_file(
        self, key: str, name: str, content: bytes, *, beside: tuple[tuple[str, bytes], ...] = (), folder: str = ""
    ) -> str | None:
        """Implements drop.Take."""
        rows = ingest(self.means, self._delivery(key, name, content, beside=beside, folder=folder))
        self.taken += 1
        refused = [row for row in rows if row.fate.startswith("quarantined:")]
        return refused[0].reason if refused and len(rows) == len(refused) else None

    def refuse_file(self, key: str, name: str, size: int) -> str:
        """Implements drop.Refuse: the document stands for a file whose bytes stay where they were dropped."""
        reason = (
            f"The file has {size / 1_000_000:.0f} MB, which is too large to be taken in; it lies in the folder of failed files."
        )
        note = f"{name}\n{size} bytes\n".encode()
        ingest(self.means, self._delivery(key, name, note, refused=("ING-SIZE", reason)))
        self.taken += 1
        return reason

    def take_mail(self, mail: MailDelivery) -> None:
        """Implements mailbox.TakeMail."""
        hints = self.its_hints
        delivery = self._delivery(mail.key, mail.name, mail.content, refused=mail.refused)
        ingest(
            self.means,
            replace(
                delivery, mail=mail.mail, skipped=mail.skipped, company_hint=mail.company_hint or hints.company,
                type_hint=hints.type if mail.type_hint is None else mail.type_hint.value,
            ),
        )  # fmt: skip
        self.taken += 1

    def _delivery(
        self, key: str, name: str, content: bytes, *, beside: tuple[tuple[str, bytes], ...] = (), folder: str = "",
        refused: tuple[str, str] | None = None,
    ) -> Delivery:  # fmt: skip
        hints = self.its_hints
        return Delivery(
            channel=self.channel, key=f"{self.name}/{key}" if self.from_file else key, name=name, content=content, beside=beside,
            source=self.name, company_hint=(folder if hints.folder == "company" else "") or hints.company,
            vendor_hint=(folder if hints.folder == "vendor" else "") or hints.vendor, type_hint=hints.type, refused=refused,
        )  # fmt: skip


def make_sources(settings: Settings, means: Means) -> tuple[Source, ...]:
    """Every source that is set, ready to poll: those of the file in its order, then those of single variables.

    Raises BadUse, naming variable or key, for what cannot be meant or a secret that is not where it should be.
    """
    made = [*_from_file(settings, means), *_from_variables(settings, means)]
    for name in ("mail", "sftp", "folder"):
        if [source.name for source in made].count(name) > 1:
            raise BadUse(f"IDP_SOURCES: a source cannot be called “{name}” while one is set by variables")
    return tuple(made)


def _from_file(settings: Settings, means: Means) -> Iterator[SettledSource]:
    if settings.sources is None:
        return
    for index, entry in enumerate(read_source_file(settings.sources)):
        where = f"IDP_SOURCES {settings.sources}: sources[{index}]"
        if isinstance(entry, MailboxEntry):
            mailbox = mailbox_settings_of(entry, where=where, read_variable=read_secret_variable)
            yield _mailbox(means, mailbox, hints=_Hints.of(entry), from_file=True)
        elif isinstance(entry, SftpEntry):
            address = sftp_address_of(entry, where=where, read_variable=read_secret_variable)
            check_files(address)
            yield _sftp(means, address, entry)
        else:
            yield _folder(means, entry)


def _from_variables(settings: Settings, means: Means) -> Iterator[SettledSource]:
    if settings.mail_url is not None:
        url = settings.mail_url.get_secret_value()
        mailbox = mailbox_at(url, authority=settings.mail_ca, done_folder=settings.mail_done_folder)
        yield _mailbox(means, mailbox, hints=_Hints(), from_file=False)
    if settings.sftp_url is not None:
        drop = sftp_address(settings.sftp_url.get_secret_value(), key=settings.sftp_key, known_hosts=settings.sftp_known_hosts)
        yield _sftp(means, drop, None)
    if settings.drop_folder is not None:
        yield _folder(means, FolderEntry(kind="folder", name="folder", path=settings.drop_folder), from_file=False)


def _mailbox(means: Means, settings: MailboxSettings, *, hints: _Hints, from_file: bool) -> SettledSource:
    place = f"{settings.user} at {settings.host}: {', '.join(settings.folders)}"
    source = SettledSource(means, settings.name, "mailbox", "mail", place, hints, from_file)
    source.inner = Mailbox(settings, source.take_mail)
    return source


def _sftp(means: Means, address: SftpAddress, entry: SftpEntry | None) -> SettledSource:
    name, hints = ("sftp", _Hints()) if entry is None else (entry.name, _Hints.of(entry))
    place = f"{address.user} at {address.host}: {address.folder}"
    source = SettledSource(means, name, "sftp", "sftp", place, hints, entry is not None)
    source.inner = Drop(
        SftpFolder(address), source.take_file, channel="sftp", refuse=source.refuse_file, most_bytes=UnpackLimits().bytes,
        patience=None if entry is None else entry.patience,
    )  # fmt: skip
    return source


def _folder(means: Means, entry: FolderEntry, *, from_file: bool = True) -> SettledSource:
    source = SettledSource(means, entry.name, "folder", "folder", str(entry.path), _Hints.of(entry), from_file)
    place = LocalFolder(entry.path, subfolders=entry.subfolders is not None)
    source.inner = Drop(
        place, source.take_file, channel="folder", refuse=source.refuse_file, most_bytes=UnpackLimits().bytes,
        patience=entry.patience,
    )  # fmt: skip
    return source
