"""Where documents, their log, their bytes and what is on its way to Odoo are kept: SQLite or PostgreSQL, and a folder or S3."""

from idp.store.blob import open_blobs
from idp.store.unit import SqlStore, SqlUnitOfWork, open_store

__all__ = ["SqlStore", "SqlUnitOfWork", "open_blobs", "open_store"]
