"""The queue by day of arrival and by supplier; the log by time and by actor."""

from __future__ import annotations

from alembic import op

revision = "r0006"
down_revision = "r0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the indexes."""
    op.create_index("ix_documents_received", "documents", ["received_at", "id"])
    op.create_index("ix_documents_state_received", "documents", ["state", "received_at", "id"])
    op.create_index("ix_documents_supplier", "documents", ["supplier_key", "received_at"])
    op.create_index("ix_events_at", "events", ["at", "document_id", "sequence"])
    op.create_index("ix_events_actor", "events", ["actor", "at"])
