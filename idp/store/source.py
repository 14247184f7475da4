"""How the last polls of the sources went."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from idp.ports import SourceHealth
from idp.store.engine import insert_new, touched
from idp.store.table import SourceRow


class SqlSourceLog:
    """One row a source, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def went_well(self, name: str, *, at: datetime, taken: int) -> None:
        self._ensure(name, at)
        changed = update(SourceRow).where(SourceRow.name == name)
        touched(
            self._session,
            changed.values(tried_at=at, succeeded_at=at, taken=SourceRow.taken + taken, trouble=None, trouble_since=None),
        )

    def failed(self, name: str, *, at: datetime, trouble: str, taken: int = 0) -> None:
        self._ensure(name, at)
        changed = update(SourceRow).where(SourceRow.name == name)
        since = func.coalesce(SourceRow.trouble_since, at, type_=SourceRow.trouble_since.type)
        values = {"tried_at": at, "taken": SourceRow.taken + taken, "trouble": trouble, "trouble_since": since}
        touched(self._session, changed.values(values))

    def all(self) -> tuple[SourceHealth, ...]:
        rows = self._session.scalars(select(SourceRow).order_by(SourceRow.name).execution_options(populate_existing=True))
        return tuple(
            SourceHealth(row.name, row.tried_at, row.succeeded_at, row.taken, row.trouble, row.trouble_since) for row in rows
        )

    def _ensure(self, name: str, at: datetime) -> None:
        insert_new(self._session, SourceRow, {"name": name, "tried_at": at, "taken": 0})
