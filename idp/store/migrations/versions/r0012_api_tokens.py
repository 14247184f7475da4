"""The named tokens of programs that send documents in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0012"
down_revision = "r0011"
branch_labels = None
depends_on = None

# Types are written out: a migration keeps its meaning when the program changes.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
TYPES = (
    "invoice", "credit_note", "order_confirmation", "bill_of_lading", "proof_of_delivery", "delivery_note", "purchase_order",
    "receipt", "statement", "other",
)  # fmt: skip


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "api_tokens",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("token_sha256", TEXT, nullable=False),
        sa.Column("company", TEXT, nullable=True),
        sa.Column("document_type", _closed(TYPES, "document_type"), nullable=True),
        sa.Column("kinds", TEXT, nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.Column("window_at", TIME, nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_api_tokens"),
    )
    op.create_index("ix_api_tokens_sha256", "api_tokens", ["token_sha256"], unique=True)


def _closed(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=max(map(len, values)))
