"""The tables of what people do with documents in review, and of their tries to sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from idp.domain.code import Role, Severity
from idp.domain.resolution import Resolution
from idp.store.column import closed
from idp.store.table import Base


class ClaimRow(Base):
    """Who has a document open. One a document; it goes when the document leaves review."""

    __tablename__ = "claims"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    login: Mapped[str]
    name: Mapped[str]
    ticket: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]

    __table_args__ = (Index("ix_claims_login", "login"),)


class ApprovalRow(Base):
    """A part of an approval, bound to the hash of what was approved. Never changed."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    role: Mapped[Role] = mapped_column(closed(Role, "role"))
    login: Mapped[str]
    name: Mapped[str]
    at: Mapped[datetime]
    content: Mapped[str]
    comment: Mapped[str]

    __table_args__ = (Index("ix_approvals_document", "document_id"),)


class ResolutionRow(Base):
    """What a person said about a finding. Never changed."""

    __tablename__ = "resolutions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    finding_key: Mapped[str]
    code: Mapped[str]
    line: Mapped[int | None]
    resolution: Mapped[Resolution] = mapped_column(closed(Resolution, "resolution"))
    login: Mapped[str]
    name: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]
    role: Mapped[Role | None] = mapped_column(closed(Role, "role"))
    until: Mapped[datetime | None]

    __table_args__ = (Index("ix_resolutions_document", "document_id"),)


class WaitRow(Base):
    """A document put aside. It counts only while the document still has this version: whatever happens to it brings it back."""

    __tablename__ = "waits"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    version: Mapped[int]
    resolution: Mapped[Resolution] = mapped_column(closed(Resolution, "resolution"))
    login: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class IssueRow(Base):
    """A finding that asked for a person, from when it opened until it was resolved."""

    __tablename__ = "issues"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    finding_key: Mapped[str]
    code: Mapped[str]
    severity: Mapped[Severity] = mapped_column(closed(Severity, "severity"))
    owner: Mapped[Role | None] = mapped_column(closed(Role, "owner"))
    opened_at: Mapped[datetime]
    assigned_at: Mapped[datetime | None]
    assigned_to: Mapped[str | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    resolution: Mapped[Resolution | None] = mapped_column(closed(Resolution, "resolution"))
    waited_seconds: Mapped[int]
    waiting_since: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_issues_document", "document_id"), Index("ix_issues_opened", "opened_at"),
        Index("ix_issues_assigned", "assigned_to", "resolved_at"),
    )  # fmt: skip


class SignInTryRow(Base):
    """A try to sign in, under the SHA-256 of a login or an address."""

    __tablename__ = "sign_in_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_sign_in_tries_key", "key", "at"), Index("ix_sign_in_tries_at", "at"))
