"""What decisions were made from, so that they can be made again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None

# Types are written out: a migration keeps its meaning when the program changes.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables of snapshots and of what they share."""
    op.create_table(
        "snapshot_parts",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_snapshot_parts"),
    )
    op.create_table(
        "snapshots",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decided_at", TIME, nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("reference_sha256", TEXT, nullable=False),
        sa.Column("policy_sha256", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_snapshots_document_id"),
        sa.ForeignKeyConstraint(["reference_sha256"], ["snapshot_parts.sha256"], name="fk_snapshots_reference_sha256"),
        sa.ForeignKeyConstraint(["policy_sha256"], ["snapshot_parts.sha256"], name="fk_snapshots_policy_sha256"),
        sa.PrimaryKeyConstraint("document_id", "revision", name="pk_snapshots"),
    )
    op.create_index("ix_snapshots_decided", "snapshots", ["decided_at", "document_id"])
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for table in ("snapshots", "snapshot_parts"):
        for statement in _refusals_postgres(table) if is_postgres else _refusals_sqlite(table):
            op.execute(statement)


def _refusals_postgres(table: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )


def _refusals_sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    )
