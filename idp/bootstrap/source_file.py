"""The sources file (IDP_SOURCES): what an operator may write of mailboxes, SFTP drops and folders, checked key by key.

Secrets do not stand in it: an entry names the file or variable that holds one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from idp.domain.document import DocumentType
from idp.domain.errors import BadUse
from idp.intake.drop import Patience
from idp.intake.mail_rule import AfterTaking, MailRule, Pattern
from idp.intake.mail_settings import Credential, Encryption, MailboxSettings, Password, TokenFile, TokenGrant
from idp.intake.sftp import SftpAddress

ReadVariable = Callable[[str], str | None]
"""The value of an environment variable, None where it is not set."""

_STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Entry(BaseModel):
    """What every source may say: its name, and what is known of its documents before they are read."""

    model_config = _STRICT

    name: str = Field(min_length=1, max_length=60, pattern=r"^\S.*\S$|^\S$")
    company: str | None = None
    document_type: DocumentType | None = None


class _Drop(_Entry):
    """What drops have in common. `subfolders` says what the name of a subfolder means; without it subfolders are left alone."""

    vendor: str | None = None
    subfolders: Literal["company", "vendor"] | None = None
    pair_seconds: float = Field(20.0, ge=0, le=3600)
    cut_seconds: float = Field(120.0, ge=0, le=86_400)

    @property
    def patience(self) -> Patience:
        return Patience(cut=self.cut_seconds, partner=self.pair_seconds)


class FolderEntry(_Drop):
    """A folder of this machine."""

    kind: Literal["folder"]
    path: Path


class SftpEntry(_Drop):
    """A folder on an SFTP server, signed in to by key, by password, or both."""

    kind: Literal["sftp"]
    host: str = Field(min_length=1)
    port: int = Field(22, ge=1, le=65_535)
    user: str = Field(min_length=1)
    password_file: Path | None = None
    password_env: str | None = None
    key_file: Path | None = None
    known_hosts: Path
    folder: str = "."

    @model_validator(mode="after")
    def _has_credential(self) -> Self:
        if self.password_file is not None and self.password_env is not None:
            raise ValueError("give password_file or password_env, not both")
        if self.password_file is None and self.password_env is None and self.key_file is None:
            raise ValueError("key_file, password_file or password_env is needed")
        return self


class TokenEntry(BaseModel):
    """Where OAuth2 access tokens come from."""

    model_config = _STRICT

    endpoint: str
    client_id: str
    client_secret_file: Path | None = None
    client_secret_env: str | None = None
    refresh_token_file: Path | None = None
    scope: str | None = None
    ca_file: Path | None = None


class RuleEntry(BaseModel):
    """What holds for the messages that fit; the first rule that fits is the message's."""

    model_config = _STRICT

    sender: str | None = None
    recipient: str | None = None
    subject: str | None = None
    company: str | None = None
    document_type: DocumentType | None = None
    after: AfterTaking | None = None
    skip: str | None = None

    @model_validator(mode="after")
    def _makes_a_rule(self) -> Self:
        try:
            self.to_rule()
        except BadUse as trouble:
            raise ValueError(str(trouble)) from None
        return self

    def to_rule(self) -> MailRule:
        """The rule. Raises BadUse for one that says nothing or has a pattern that is none."""
        sender, recipient, subject = (
            None if text is None else Pattern(text) for text in (self.sender, self.recipient, self.subject)
        )
        return MailRule(
            sender=sender, recipient=recipient, subject=subject, company=self.company, document_type=self.document_type,
            after=self.after, skip=self.skip,
        )  # fmt: skip


class MailboxEntry(_Entry):
    """A mailbox on an IMAP server, signed in to by password or by OAuth2 token."""

    kind: Literal["mailbox"]
    host: str = Field(min_length=1)
    port: int | None = Field(None, ge=1, le=65_535)
    encryption: Encryption = Encryption.TLS
    ca_file: Path | None = None
    user: str = Field(min_length=1)
    password_file: Path | None = None
    password_env: str | None = None
    token_file: Path | None = None
    token: TokenEntry | None = None
    folders: tuple[str, ...] = ("INBOX",)
    done_folder: str = "idp-done"
    failed_folder: str = "idp-failed"
    after: AfterTaking = AfterTaking.MOVE
    rules: tuple[RuleEntry, ...] = ()
    receivers: tuple[str, ...] = ()
    max_message_bytes: int = Field(50_000_000, gt=0)
    idle: bool = True

    @model_validator(mode="after")
    def _has_one_credential(self) -> Self:
        ways = (self.password_file, self.password_env, self.token_file, self.token)
        if sum(way is not None for way in ways) != 1:
            raise ValueError("give exactly one of password_file, password_env, token_file and token")
        return self


SourceEntry = Annotated[FolderEntry | SftpEntry | MailboxEntry, Field(discriminator="kind")]


class _File(BaseModel):
    model_config = _STRICT

    sources: tuple[SourceEntry, ...]


_FILE = TypeAdapter(_File)


def read_source_file(path: Path) -> tuple[SourceEntry, ...]:
    """The entries of the file, in its order; relative paths count from its folder. Raises BadUse with file and key."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as trouble:
        raise BadUse(f"IDP_SOURCES {path} cannot be read: {getattr(trouble, 'strerror', None) or trouble}") from trouble
    except yaml.YAMLError as trouble:
        raise BadUse(f"IDP_SOURCES {path} is no YAML: {' '.join(str(trouble).split())}") from trouble
    try:
        entries = _FILE.validate_python(content).sources
    except ValidationError as trouble:
        first = trouble.errors(include_input=False, include_url=False, include_context=False)[0]
        raise BadUse(f"IDP_SOURCES {path}: {_key(first['loc'])}: {first['msg'].removeprefix('Value error, ')}") from None
    names = [entry.name for entry in entries]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise BadUse(f"IDP_SOURCES {path}: sources[{index}].name: “{name}” is the name of another source already")
    return tuple(_with_paths(entry, path.resolve().parent) for entry in entries)


def sftp_address_of(entry: SftpEntry, *, where: str, read_variable: ReadVariable) -> SftpAddress:
    """Where the drop is. `where` is the entry's place in the file. Raises BadUse for a password that is not where it should be."""
    return SftpAddress(
        host=entry.host,
        port=entry.port,
        user=entry.user,
        password=_secret(where, "password", entry.password_file, entry.password_env, read_variable),
        folder=entry.folder,
        key=entry.key_file,
        known_hosts=entry.known_hosts,
        subfolders=entry.subfolders is not None,
        settings=(f"{where}.key_file", f"{where}.known_hosts"),
    )


def mailbox_settings_of(entry: MailboxEntry, *, where: str, read_variable: ReadVariable) -> MailboxSettings:
    """The mailbox. Raises BadUse for a secret that is not where it should be, and for what cannot be meant."""
    credential = _credential(entry, where, read_variable)
    try:
        return MailboxSettings(
            name=entry.name, host=entry.host, port=entry.port, user=entry.user, credential=credential,
            encryption=entry.encryption, authority=entry.ca_file, folders=entry.folders, done_folder=entry.done_folder,
            failed_folder=entry.failed_folder, after=entry.after, rules=tuple(rule.to_rule() for rule in entry.rules),
            receivers=entry.receivers, max_message_bytes=entry.max_message_bytes, idle=entry.idle,
        )  # fmt: skip
    except BadUse as trouble:
        raise BadUse(f"{where}: {trouble}") from trouble


def _credential(entry: MailboxEntry, where: str, read_variable: ReadVariable) -> Credential:
    if entry.token_file is not None:
        return TokenFile(entry.token_file)
    if entry.token is None:
        return Password(_secret(where, "password", entry.password_file, entry.password_env, read_variable) or "")
    token = entry.token
    secret = _secret(f"{where}.token", "client_secret", token.client_secret_file, token.client_secret_env, read_variable)
    try:
        return TokenGrant(
            token.endpoint, token.client_id, client_secret=secret, refresh_token_file=token.refresh_token_file,
            scope=token.scope, authority=token.ca_file,
        )  # fmt: skip
    except BadUse as trouble:
        raise BadUse(f"{where}.token: {trouble}") from trouble


def _secret(where: str, what: str, file: Path | None, variable: str | None, read_variable: ReadVariable) -> str | None:
    """The secret without the line break that editors put behind it; None where none is named."""
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as trouble:
            raise BadUse(
                f"{where}.{what}_file: {file} cannot be read ({getattr(trouble, 'strerror', None) or 'it is no text'})"
            ) from None
        if not text:
            raise BadUse(f"{where}.{what}_file: {file} is empty")
        return text
    if variable is None:
        return None
    if not (text := read_variable(variable) or ""):
        raise BadUse(f"{where}.{what}_env: the variable {variable} is not set")
    return text


def _with_paths(entry: SourceEntry, folder: Path) -> SourceEntry:
    """The entry with its relative paths counted from `folder`."""
    paths = {name: folder / value for name in type(entry).model_fields if isinstance(value := getattr(entry, name), Path)}
    if isinstance(entry, MailboxEntry) and entry.token is not None:
        token = entry.token
        inner = {name: folder / value for name in TokenEntry.model_fields if isinstance(value := getattr(token, name), Path)}
        return entry.model_copy(update={**paths, "token": token.model_copy(update=inner)})
    return entry.model_copy(update=paths)


def _key(location: tuple[int | str, ...]) -> str:
    """`sources[1].known_hosts` from pydantic's path, which also names the kind."""
    text = ""
    for place, part in enumerate(location):
        if place == 2 and part in {"folder", "sftp", "mailbox"} and location[0] == "sources":
            continue
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "sources"
