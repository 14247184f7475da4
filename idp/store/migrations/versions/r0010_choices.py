"""What people chose that a document is compared with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0010"
down_revision = "r0009"
branch_labels = None
depends_on = None

# Types are written out: a migration keeps its meaning when the program changes.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the column beside the mail's."""
    op.add_column("documents", sa.Column("choices", TEXT, nullable=True))
