"""Which bytes does the database name? Each of them must lie among the blobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import Session

from idp.store.table import DocumentRow, LedgerEntryRow

_PASSED_OVER = "skipped:%"


def named_files(session: Session) -> Iterator[str]:
    """Every SHA-256 that a row names, once, in order: files, readings, e-documents and messages. Parts that were passed over are kept
    within their message alone."""
    named: CompoundSelect[Any] = union(  # typed by its first part alone
        select(DocumentRow.sha256),
        select(DocumentRow.reading_sha256).where(DocumentRow.reading_sha256.is_not(None)),
        select(DocumentRow.structured_sha256).where(DocumentRow.structured_sha256.is_not(None)),
        select(LedgerEntryRow.message),
        select(LedgerEntryRow.sha256).where(LedgerEntryRow.fate.not_like(_PASSED_OVER)),
    )
    ordered = named.order_by(named.selected_columns[0])
    yield from session.scalars(ordered.execution_options(yield_per=1000))
