"""By what two documents may be the same bill: the number its issuer gave it, or its total."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement

from idp.store.projection import Glance
from idp.store.table import DocumentRow


def likenesses(seen: Glance) -> Iterator[ColumnElement[bool]]:
    """The ways to be alike, most telling first; each is one index. Nothing where number and total are unknown."""
    alike = []
    if seen.number_key is not None:
        alike.append(DocumentRow.number_key == seen.number_key)
    if seen.total is not None and seen.total_currency is not None:
        alike.append((DocumentRow.total == seen.total) & (DocumentRow.total_currency == seen.total_currency))
    for likeness in alike:
        if seen.vendor_id is not None:
            yield likeness & (DocumentRow.vendor_id == seen.vendor_id)
        if seen.supplier_key is not None:
            yield likeness & (DocumentRow.supplier_key == seen.supplier_key)
    yield from alike
