"""Which pages of which documents a document was put together from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0011"
down_revision = "r0010"
branch_labels = None
depends_on = None

# Types are written out: a migration keeps its meaning when the program changes.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the column beside the choices'."""
    op.add_column("documents", sa.Column("sheets", TEXT, nullable=True))
