"""What people do with documents in review: claims, approvals, resolutions, waits, issues; and tries to sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"
branch_labels = None
depends_on = None

# Types and sets are written out: a migration keeps its meaning when the program changes.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
ROLES = ("clerk", "approver", "finance", "buyer", "warehouse", "auditor", "admin", "system")
SEVERITIES = ("I", "W", "R", "H", "X")
RESOLUTIONS = (
    "accepted",
    "credit_requested",
    "order_changed",
    "wait_for_receipt",
    "supplier_asked",
    "forwarded",
    "setup_requested",
    "corrected",
    "changed_in_erp",
    "approved",
    "rejected",
    "released",
)


def upgrade() -> None:
    """Makes the tables, and the column that says when a session's roles were last read."""
    _make_claims()
    _make_approvals()
    _make_resolutions()
    _make_issues()
    op.create_table(
        "sign_in_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_tries"),
    )
    op.create_index("ix_sign_in_tries_key", "sign_in_tries", ["key", "at"])
    op.create_index("ix_sign_in_tries_at", "sign_in_tries", ["at"])
    op.add_column("sessions", sa.Column("checked_at", TIME, nullable=True))


def _make_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("ticket", TEXT, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_claims_document_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_claims"),
    )
    op.create_index("ix_claims_login", "claims", ["login"])


def _make_approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("role", _closed(ROLES, "role"), nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("comment", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_approvals_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
    )
    op.create_index("ix_approvals_document", "approvals", ["document_id"])


def _make_resolutions() -> None:
    op.create_table(
        "resolutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("finding_key", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("resolution", _closed(RESOLUTIONS, "resolution"), nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("role", _closed(ROLES, "role"), nullable=True),
        sa.Column("until", TIME, nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_resolutions_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_resolutions"),
    )
    op.create_index("ix_resolutions_document", "resolutions", ["document_id"])
    op.create_table(
        "waits",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resolution", _closed(RESOLUTIONS, "resolution"), nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_waits_document_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_waits"),
    )


def _make_issues() -> None:
    op.create_table(
        "issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("finding_key", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("severity", _closed(SEVERITIES, "severity"), nullable=False),
        sa.Column("owner", _closed(ROLES, "owner"), nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("assigned_at", TIME, nullable=True),
        sa.Column("assigned_to", TEXT, nullable=True),
        sa.Column("resolved_at", TIME, nullable=True),
        sa.Column("resolved_by", TEXT, nullable=True),
        sa.Column("resolution", _closed(RESOLUTIONS, "resolution"), nullable=True),
        sa.Column("waited_seconds", sa.Integer(), nullable=False),
        sa.Column("waiting_since", TIME, nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_issues_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
    )
    op.create_index("ix_issues_document", "issues", ["document_id"])
    op.create_index("ix_issues_opened", "issues", ["opened_at"])
    op.create_index("ix_issues_assigned", "issues", ["assigned_to", "resolved_at"])


def _closed(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)
