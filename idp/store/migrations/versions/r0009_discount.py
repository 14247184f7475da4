"""Until when a document may be paid with a discount."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0009"
down_revision = "r0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column."""
    op.add_column("documents", sa.Column("discount_until", sa.Date(), nullable=True))
