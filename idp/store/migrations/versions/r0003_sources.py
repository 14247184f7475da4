"""How the sources fare; from which of them a document came with which hints, and from which document it was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None

# Types are written out: a migration keeps its meaning when the program changes.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the table of sources, and the columns beside the channel of a document."""
    op.create_table(
        "sources",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("tried_at", TIME, nullable=False),
        sa.Column("succeeded_at", TIME, nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("trouble", TEXT, nullable=True),
        sa.Column("trouble_since", TIME, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_sources"),
    )
    for name in ("source", "company_hint", "vendor_hint", "type_hint", "origin"):
        op.add_column("documents", sa.Column(name, TEXT, nullable=True))
