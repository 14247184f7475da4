"""Runs migrations on the connection that `idp.store.migration` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from idp.store.table import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
