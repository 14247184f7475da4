"""What corrections taught, and the identities by which it is found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None

# Types and sets are written out: a migration keeps its meaning when the program changes.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
STATES = ("pending", "active", "replaced", "dropped", "forgotten")
SUBJECTS = ("field", "column", "name", "type")
DOCUMENT_TYPES = (
    "invoice",
    "credit_note",
    "order_confirmation",
    "bill_of_lading",
    "proof_of_delivery",
    "delivery_note",
    "purchase_order",
    "receipt",
    "statement",
    "other",
)


def upgrade() -> None:
    """Makes the tables of memories."""
    op.create_table(
        "memories",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("state", _closed(STATES, "state"), nullable=False),
        sa.Column("subject", _closed(SUBJECTS, "subject"), nullable=False),
        sa.Column("document_type", _closed(DOCUMENT_TYPES, "document_type"), nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("lesson", TEXT, nullable=False),
        sa.Column("supplier", TEXT, nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=True),
        sa.Column("learned_by", TEXT, nullable=False),
        sa.Column("learned_at", TIME, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("document_name", TEXT, nullable=False),
        sa.Column("ended_by", TEXT, nullable=True),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("contradicted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_memories_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_memories"),
    )
    op.create_index("ix_memories_document", "memories", ["document_id"])
    op.create_index("ix_memories_vendor", "memories", ["vendor_id", "state"])
    op.create_index("ix_memories_learned", "memories", ["learned_at", "id"])
    op.create_table(
        "memory_identities",
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("memory_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["memory_id"], ["memories.id"], name="fk_memory_identities_memory_id"),
        sa.PrimaryKeyConstraint("identity", "memory_id", name="pk_memory_identities"),
    )
    op.create_index("ix_memory_identities_memory", "memory_identities", ["memory_id"])
    op.create_table(
        "vendor_identities",
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("vendor_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("identity", "vendor_id", name="pk_vendor_identities"),
    )
    op.create_index("ix_vendor_identities_vendor", "vendor_identities", ["vendor_id"])


def _closed(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)
