"""Which notices went out: claimed before they go, so that none goes twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from idp.store.engine import insert_new
from idp.store.table import NoticeRow


class SqlNotices:
    """Notices, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def claim(self, key: str, *, at: datetime) -> bool:
        return insert_new(self._session, NoticeRow, {"key": key, "at": at})

    def withdraw(self, key: str) -> None:
        self._session.execute(delete(NoticeRow).where(NoticeRow.key == key))
