"""The only reader of the environment: everything an operator can set, with its default and meaning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from idp.domain.errors import BadUse

_PREFIX = "IDP_"
_FOR_TESTS = "IDP_TEST_"


class Settings(BaseSettings):
    """Settings of one process, from IDP_* variables. Secrets never show in logs or errors."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(
        Path("data"), description="Folder of all state: database, files, sandbox. An empty one is a fresh service."
    )
    database_url: SecretStr | None = Field(
        None, description="SQLAlchemy address of the database; default SQLite in the data folder."
    )
    blobs_url: str | None = Field(
        None, description="Where files are kept (any fsspec address); default a folder in the data folder."
    )
    redis_url: SecretStr | None = Field(None, description="Redis for Celery; without it work runs in threads of this process.")
    redis_prefix: str = Field("idp", description="Prefix of all keys in Redis, so that one Redis can serve several.")
    odoo_url: str | None = Field(
        None, description="Address of Odoo, such as https://odoo.example.com; without it the sandbox serves."
    )
    odoo_db: str = Field("", description="Odoo's database name.")
    odoo_user: str = Field("", description="Login of the integration user. It needs an e-mail address in Odoo.")
    odoo_password: SecretStr = Field(SecretStr(""), description="Password or API key of the integration user.")
    odoo_timeout_seconds: float = Field(60.0, gt=0, description="How long one call to Odoo may take.")
    policy: Path | None = Field(None, description="Policy file (YAML); default the shipped policy.")
    layout_model: str = Field(
        "shipped",
        description=(
            "Layout model: `shipped` (the promoted one, else the program's), `off`, a version, a folder, or `lp://…` of layoutparser."
        ),
    )
    threads: int = Field(2, ge=1, le=64, description="Workers in this process where there is no Redis.")
    poll_seconds: float = Field(
        60.0, gt=0, description="How often waiting documents and outcomes are looked at, and sources polled."
    )
    host: str = Field("127.0.0.1", description="Address the workbench listens on.")
    port: int = Field(8300, ge=0, le=65535, description="Port of the workbench; 0 takes a free one.")
    cookie_secure: bool = Field(False, description="Send session cookies over HTTPS only; set it behind a TLS proxy.")
    oidc_issuer: str | None = Field(
        None,
        description="Provider of identities (OpenID Connect) that people may sign in with besides Odoo: its issuer address.",
    )
    oidc_client_id: str = Field("", description="Our client id at the provider.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Our client secret at the provider.")
    oidc_roles_claim: str = Field("groups", description="Claim of the ID token that holds a person's groups.")
    oidc_roles: str = Field(
        "", description="Which group is which role: finance-team=finance, ap=clerk; other groups give none."
    )
    public_url: str | None = Field(
        None,
        description="Address under which people reach the workbench; for links in notices and the way back from the provider.",
    )
    session_hours: float = Field(10.0, gt=0, description="How long a session of the workbench lasts at most.")
    session_idle_minutes: float = Field(60.0, gt=0, description="How long a session lasts unused.")
    roles_reread_minutes: float = Field(
        10.0,
        gt=0,
        description="How often the roles of a signed-in person are read from Odoo again; whoever lost them is signed out.",
    )
    claim_minutes: float = Field(
        5.0, gt=0, description="How long an opened document is held for its person after the last sign of life."
    )
    api_token: SecretStr | None = Field(None, description="Token for POST /api/documents; without it that door is closed.")
    max_file_bytes: int = Field(50_000_000, gt=0, description="Largest file that is opened.")
    max_pages: int = Field(200, gt=0, description="Most pages of a file.")
    max_seconds: float = Field(120.0, gt=0, description="Longest time for opening and reading one file.")
    max_memory_bytes: int = Field(3_000_000_000, gt=0, description="Most memory that reading one file may take.")
    clamd: str | None = Field(
        None, description="ClamAV daemon that looks at every file: unix:/run/clamav/clamd.ctl or tcp://host:3310; none without."
    )
    sources: Path | None = Field(
        None, description="Sources file (YAML) of any number of mailboxes, SFTP drops and folders; see docs/sources.md."
    )
    mail_url: SecretStr | None = Field(
        None,
        description="Mailbox to poll: imaps://user:password@host/INBOX (imap:// for loopback only). User and password URL-encoded.",
    )
    mail_done_folder: str = Field("idp-done", description="Mail folder that taken-in messages are moved to.")
    mail_ca: Path | None = Field(
        None, description="Certificates (PEM) that the mail server is trusted by; default those that the system trusts."
    )
    sftp_url: SecretStr | None = Field(None, description="SFTP drop to poll: sftp://user:password@host:22/path.")
    sftp_key: Path | None = Field(None, description="Private key for the SFTP drop.")
    sftp_known_hosts: Path | None = Field(None, description="known_hosts file of the SFTP drop; an unknown host is refused.")
    drop_folder: Path | None = Field(None, description="Local folder to watch for new files.")
    smtp_url: SecretStr | None = Field(
        None,
        description="Mail server for notices: smtps://user:password@host:465, or smtp:// (STARTTLS); without it none are sent.",
    )
    smtp_ca: Path | None = Field(
        None, description="Certificates (PEM) that the mail server is trusted by; default those of the system."
    )
    mail_from: str = Field("idp@localhost", description="Sender of notices.")
    mail_to: str = Field("", description="Who gets the notices of a role: clerk=ap@example.com,finance=cfo@example.com")
    mail_language: Literal["en", "de"] = Field("en", description="Language of notices.")
    digest_at: str = Field(
        "06:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="When the daily digest goes out, HH:MM in UTC."
    )
    age_limit_review_hours: float = Field(
        48.0, gt=0, description="How long a document in review may wait before it shows as late."
    )
    age_limit_hold_hours: float = Field(24.0, gt=0, description="The same for documents on hold.")
    age_limit_reject_hours: float = Field(72.0, gt=0, description="The same for documents that are to be rejected.")
    age_limit_stopped_hours: float = Field(24.0, gt=0, description="The same for documents that failed or are quarantined.")
    log_format: Literal["json", "console"] = Field("console", description="json for machines, console for people.")


def load_settings(**overrides: object) -> Settings:
    """The settings of this process. `overrides` (from the command line, None = not given) win over the environment.

    Raises BadUse naming the variable that is unknown or has a bad value.
    """
    known = {_PREFIX + name.upper() for name in Settings.model_fields}
    strangers = sorted(
        name for name in os.environ if name.startswith(_PREFIX) and name not in known and not name.startswith(_FOR_TESTS)
    )
    if strangers:
        raise BadUse(f"unknown setting {strangers[0]}; the settings are listed in docs/operations.md")
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]  # validated by pydantic
    except ValidationError as trouble:
        first = trouble.errors(include_input=False, include_url=False)[0]
        name = _PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise BadUse(f"{name}: {first['msg']}") from None


def read_secret_variable(name: str) -> str | None:
    """The environment variable that holds a secret of the sources file; None where it is not set."""
    return os.environ.get(name)


def settings_table() -> str:
    """Every setting as a Markdown table: variable, default, meaning; docs/operations.md holds exactly this."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = "" if default in (None, "") else f"`{default}`"
        rows.append(f"| `{_PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)
